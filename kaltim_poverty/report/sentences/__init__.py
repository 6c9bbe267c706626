"""Verdicts in words, with the numbers that they rest on: a file a rule."""
