"""Behind `explain` and `--like`: the choices that other programs make, and estimates with these choices.

`choices` is the catalogue, `values` has the measures under other choices, `rows` the estimates, `changes`
the changes between two surveys.
"""
