"""Rows to sums by domain and PSU."""
