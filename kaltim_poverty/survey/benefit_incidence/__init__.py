"""Behind `survey targeting`: what people receive, by quantile group, and the errors of targeting.

`receipts` has the formulas, `group_statistics` the statistics on one machine, `distributed_groups` the same
where rows are distributed over a cluster (with `receipts_in_blocks`, `receipt_sums`, `receipt_influences`
and `receipt_windows`).
"""
