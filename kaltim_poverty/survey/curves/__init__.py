"""Behind `survey curve`: Lorenz and other curves, with their standard errors.

`options` has what was asked, `values` the curves as sums of rows, `statistics` these with their errors,
`rows` the records. `of_domain` and `dominance_values` are what stochastic dominance starts from.
"""
