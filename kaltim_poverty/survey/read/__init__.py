"""Files and frames to a sample: the only place that knows DuckDB or the format of a survey file."""
