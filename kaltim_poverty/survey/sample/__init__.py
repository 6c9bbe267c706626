"""A sample: its rows in blocks, its design, its domains."""
