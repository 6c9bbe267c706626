"""Where the poverty line of each row comes from: an amount, a column, a file, BPS, a share of the median."""
