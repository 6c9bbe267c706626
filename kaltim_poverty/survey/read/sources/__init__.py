"""A source of rows for each file or table in memory: which files, which format, how to select from them."""
