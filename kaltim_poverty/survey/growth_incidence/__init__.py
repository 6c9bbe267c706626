"""Behind `survey growth`: rates of growth at quantiles, and of the same households, with standard errors.

`statistics` has growth of places in the distribution, `household_growth` that of households that were
visited twice.
"""
