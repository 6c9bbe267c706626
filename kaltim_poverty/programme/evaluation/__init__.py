"""Formulas of an evaluation as functions of plain arrays, in numpy alone: no file, option or sentence.

- `least_squares` fits, `cluster_robust` gives CR2 variances with their degrees of freedom;
- `wild_bootstrap` and `randomisation` give p-values that lean on fewer assumptions;
- `lee_bounds` says how far those who were not found again can move a mean;
- `design_matrix` makes the columns of a regression, `measures_of_rows` what is regressed;
- `effects` puts them together for one outcome; `discontinuity` hands over to rdrobust;
- `power` is the arithmetic of planning, without numpy.
"""
