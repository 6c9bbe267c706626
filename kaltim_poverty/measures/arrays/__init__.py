"""The public functions of `kaltim_poverty.measures`: each measure of plain arrays, in one pass over all rows.

They are written to be read and to lose no digits. What the survey engine computes in blocks, from totals, is
beside this folder; tests hold both together.
"""
