"""Numbers that look like codes for missing values: 99, 999, 9999, several times and far above all others."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.engine import Engine

LEAST_NINES = 2
FAR_BELOW = 0.95  # of such a code are numbers that are none
EXACT_INTEGERS = 1e15  # below this every digit of a whole number is written


def number_text(value: float) -> str:
    """A number as people write it."""
    is_short = float(value).is_integer() and abs(value) < EXACT_INTEGERS
    return str(int(value)) if is_short else repr(float(value))


def has_nines(value: float) -> bool:
    """Whether a number is written with nines alone."""
    text = number_text(value)
    return len(text) >= LEAST_NINES and set(text) == {"9"}


def is_likely_code(highest: float, count: int, next_highest: float | None) -> bool:
    """Whether the largest number looks like a code for missing.

    Args:
        highest: the largest number.
        count: how many there are of it.
        next_highest: the largest of the others, if there is one.
    """
    return (
        has_nines(highest) and count > 1 and next_highest is not None and next_highest <= FAR_BELOW * highest
    )


def likely_code(engine: Engine, rows: str) -> tuple[str, int] | None:
    """The welfare that looks like a code for missing, with how many rows have it.

    Args:
        engine: what holds the rows.
        rows: their table, with welfare y.
    """
    (highest,) = engine.one(f"SELECT max(y) FROM {rows}")
    if highest is None or not has_nines(highest):
        return None
    count, next_highest = engine.one(
        f"SELECT count(*) FILTER (y = {highest!r}), max(y) FILTER (y < {highest!r}) FROM {rows}"
    )
    return (number_text(highest), int(count)) if is_likely_code(highest, count, next_highest) else None
