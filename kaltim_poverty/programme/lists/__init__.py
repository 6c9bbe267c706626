"""Lists as offices keep them: recipients, plans, surveys of those who were found again.

- `identities` knows identity numbers, so that none is ever shown; `protection` keeps them out of sentences;
- `table` reads a list into memory, writes no copy of it, and knows the place of every cell;
- `columns` turns its cells into numbers, codes, answers and sexes.
"""
