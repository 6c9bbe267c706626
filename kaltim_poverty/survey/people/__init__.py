"""The people of one survey or of two, as numbers that know their slopes: what several questions start from.

`two_surveys` has the studies of both and their common domains, `panel` one design over both,
`weighted_people` sums by domain under any weights, `pair_statistics` numbers that rest on both surveys.
"""
