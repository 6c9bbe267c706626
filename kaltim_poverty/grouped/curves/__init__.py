"""Curves: a file each, and what makes one pass through points."""
