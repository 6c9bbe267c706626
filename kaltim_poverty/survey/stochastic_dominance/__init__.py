"""Behind `survey dominance`: whether one distribution lies below another at every poverty line.

`options` has what was asked, `pairs` two distributions, `of_pair` the crossings and tests of one pair,
`rows` the records.
"""
