"""Sums to values, standard errors, intervals and reasons."""
