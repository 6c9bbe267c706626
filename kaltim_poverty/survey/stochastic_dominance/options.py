"""What is asked of dominance: which curves, of which orders, over which range."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import any_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import numbers_and_ranges
from kaltim_poverty.inputs.numbers import whole_number, within
from kaltim_poverty.survey.currency import PER_CAPITA
from kaltim_poverty.survey.curves.dominance_values import ORDERS
from kaltim_poverty.survey.curves.values import GENERALISED, LORENZ, TIP
from kaltim_poverty.survey.study import with_measure

if TYPE_CHECKING:
    from kaltim_poverty.inputs.numbers import Number
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.study import Request, Study

POVERTY = "poverty"
CURVES = (POVERTY, LORENZ, GENERALISED, TIP)
LOWER_IS_BETTER = (POVERTY, TIP)
LINES = (0.5, 1.5)  # between which lines are taken where nobody says so
PEOPLE = (1.0, 99.0)  # percent, likewise
LEAST_POINTS, MOST_POINTS = 2, 10_000


class DominanceOptions(NamedTuple):
    """The options of a dominance test.

    Attributes:
        curve: its name.
        orders: of curves of poverty; 0 alone for the others.
        nominal: whether welfare is as it is, not over the line of each row.
        start: where the range begins, as given.
        end: where it ends.
        points: of the grid.
    """

    curve: str
    orders: tuple[int, ...]
    nominal: bool
    start: Number | None
    end: Number | None
    points: int

    @property
    def lower_is_better(self) -> bool:
        """Whether the lower curve is that of the better survey."""
        return self.curve in LOWER_IS_BETTER


def dominance_options(
    curve: str,
    order: object,
    *,
    nominal: bool,
    start: Number | None,
    end: Number | None,
    grid: object,
) -> DominanceOptions:
    """The options, checked.

    Raises:
        UsageError: for an unknown curve or order, or options in conflict.
    """
    chosen = choice("--curve", curve, CURVES)
    if chosen != POVERTY and order is not None:
        raise UsageError("conflict", one="--order", other=f"--curve {chosen}")
    if chosen == TIP and nominal:
        raise UsageError("conflict", one="--nominal", other="--curve tip")
    return DominanceOptions(
        chosen,
        orders_of(order) if chosen == POVERTY else (0,),
        bool(nominal),
        start,
        end,
        whole_number("--grid", grid, LEAST_POINTS, MOST_POINTS),
    )


def orders_of(given: object) -> tuple[int, ...]:
    """The orders by number, ascending.

    Raises:
        UsageError: for a number that is none of them.
    """
    if given is None:
        return ORDERS
    listed = given if isinstance(given, str) else ",".join(map(str, np.atleast_1d(np.asarray(given))))
    found = numbers_and_ranges("--order", listed, above=0, at_most=max(ORDERS))
    if not found or any(each != int(each) for each in found):
        raise UsageError("unknown_order", given=str(listed))
    return tuple(sorted(map(int, found)))


def with_line(request: Request, options: DominanceOptions) -> Request:
    """The request, with a line unless welfare is as it is.

    Raises:
        UsageError: if there is none.
    """
    if not options.nominal and not request.spec.given:
        raise UsageError("needs_line_or_nominal", curve=options.curve)
    return with_measure(request, "p0" if request.spec.given else "mean")


def grid_of(options: DominanceOptions, study: Study) -> Array:
    """The points at which curves are compared, ascending, both ends included.

    Raises:
        UsageError: for a range that is none, or without one where it is needed.
    """
    start, end = ends_of(options, study)
    if not start < end:
        raise UsageError("empty_range", start=f"{start:g}", end=f"{end:g}")
    return np.linspace(start, end, options.points)


def ends_of(options: DominanceOptions, study: Study) -> tuple[float, float]:
    """Where the range begins and ends.

    Raises:
        UsageError: for an end that is out of bounds, or if amounts have no line to go by.
    """
    given = {"--from": options.start, "--to": options.end}
    if options.curve != POVERTY:
        found = [
            usual if value is None else float(within(name, value, above=0, at_most=100))
            for (name, value), usual in zip(given.items(), PEOPLE, strict=True)
        ]
        return found[0], found[1]
    unit = 1.0 if not options.nominal else line_of(study, given)
    first, last = (
        usual * unit if value is None else float(any_amount(name, value))
        for (name, value), usual in zip(given.items(), LINES, strict=True)
    )
    return first, last


def line_of(study: Study, given: Mapping[str, object]) -> float:
    """The one line, by which a range of amounts goes unless both ends are given.

    Raises:
        UsageError: if there is none.
    """
    line = study.reading.sample.cells.line
    if isinstance(line, float):
        return line
    if any(value is None for value in given.values()):
        raise UsageError("needs_range")
    return 1.0


def units_of(options: DominanceOptions, study: Study) -> tuple[str, str]:
    """The unit of points, and that of the curve."""
    money = study.unit(PER_CAPITA)
    if options.curve == POVERTY:
        return (money if options.nominal else "ratio"), "ratio"
    if options.curve == GENERALISED:
        return "percent", money if options.nominal else "ratio"
    return "percent", "percent"
