"""Behind `survey decompose`: the components of a change of poverty, with standard errors.

`components` has growth, redistribution and prices, `group_components` effects within and between groups,
`statistics` both as statistics.
"""
