"""One reader for each file or table in memory: which files, in which format, how to select columns."""
