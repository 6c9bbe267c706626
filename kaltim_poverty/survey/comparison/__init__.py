"""Behind `survey compare`: the change of each measure between two surveys, or between groups of one.

`statistics` has the changes between surveys, `groups` the differences between groups, `notes` what is said
below.
"""
