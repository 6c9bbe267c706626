"""What a public function returns where influence values are asked for, and what it raises."""

from __future__ import annotations

from dataclasses import dataclass

from kaltim_poverty.measures.linear import Array


class UndefinedMeasureError(ValueError):
    """The measure does not exist for these rows, such as the Gini ratio of a total that is not above 0."""


@dataclass(frozen=True, slots=True, eq=False)
class MeasureResult:
    """A measure with its influence values.

    Attributes:
        value: the measure, in its own unit.
        influence: of each row in the order given, shape (rows,): the derivative of the value in the weight
            of the row; 0 for a row of weight 0. The variance of the estimate is the design variance of the
            total Σ w·influence (Deville 1999, Survey Methodology 25, 193-203).
    """

    value: float
    influence: Array
