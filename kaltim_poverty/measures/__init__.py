"""Formulas on numpy arrays, one idea a file; they know no area, year or file."""
