"""Sections of a report: a file a section, functions from figures to blocks."""
