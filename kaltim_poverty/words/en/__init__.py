"""English: one file for each kind of sentence."""
