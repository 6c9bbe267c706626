"""Behind `survey profile`: who the poor are.

`groups` has shares of groups among the poor, `characteristics` means among the poor and the others,
`inequality_components` inequality within and between groups, `rows` the records.
"""
