"""Behind `survey simulate`: poverty before and after a transfer.

`scenarios` has what is simulated, `outcomes` what one scenario does, `outcome_statistics` the statistics.
"""
