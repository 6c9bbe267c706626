"""From columns to rows and cells: checked, numbered, put in order of welfare, delivered in blocks."""
