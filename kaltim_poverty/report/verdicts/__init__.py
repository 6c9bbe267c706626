"""Rules that turn published figures into the words of a report: pure functions, a file a rule."""
