"""Bahasa Indonesia: one file for each kind of sentence."""
