"""What if spending grows, the line rises, inequality moves? With the record of such calculations."""

from __future__ import annotations

from collections.abc import Iterator
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, ClassVar

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.grouped.backtest import CALCULATION, TYPES, UNCHANGED, Backtested, backtested
from kaltim_poverty.grouped.scenario_base import Base, Payment, base_of, missing_figures, payment_of
from kaltim_poverty.grouped.scenario_notes import notes_of
from kaltim_poverty.grouped.scenario_options import Asked, Percents, Supposed, asked_of
from kaltim_poverty.grouped.scenario_values import (
    NO_BAND,
    UNITS,
    Band,
    band_of,
    calculated,
    poor_count,
    predictions,
    published,
)
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.periods import Period, PeriodLike, require_written
from kaltim_poverty.published.selection import Names, Selection, rounds_note, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import AREA, PERIOD, ROW_UNIT, Declaration, column, record
from kaltim_poverty.words import Quantity, message

if TYPE_CHECKING:
    from kaltim_poverty.words import Message

DECIMALS = {"percent": 3, "ratio": 3, "thousand_people": 2, "idr_per_year": 0, "idr_per_capita_month": 0}
VALUE = Declaration("value", decimals=DECIMALS)
BAND = Declaration("value", decimals=DECIMALS)
PERCENTAGE = "percent"


@record
class Scenario:
    """One measure of one scenario on one basis, as published and as it would be.

    `scenario` names the options that were given as lists. `basis` is ``calculation`` (no forecast),
    ``record`` (the mean change so far, whatever the scenario) or ``unchanged``. `low` and `high` are `after`
    less and plus the error that nine in ten of that basis stayed below in the past.
    """

    area: str = column(AREA)
    period: Period = column(PERIOD)
    scenario: str = column("group")
    measure: str = column(Declaration("group", with_unit=True))
    unit: str = column(ROW_UNIT)
    basis: str = column("group")
    before: Decimal = column(VALUE)
    after: Decimal = column(VALUE)
    change: Decimal = column(Declaration("change", decimals=DECIMALS))
    low: Decimal | None = column(BAND)
    high: Decimal | None = column(BAND)


@record
class ScenarioPath:
    """P0 of a basis after so many years, which is what a chart of one scenario shows."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="years", y="after", low="low", high="high", series=("basis",), facet="area"),
    )

    area: str = column(AREA)
    basis: str = column("group")
    years: float = column("share", decimals=0)
    unit: str = column(ROW_UNIT)
    after: float = column(VALUE)
    low: float | None = column(BAND)
    high: float | None = column(BAND)


@record
class ScenarioStep:
    """P0 of a basis by the percentage that varies, which is what a chart of several scenarios shows."""

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart("line", x="step", y="after", low="low", high="high", series=("basis",), facet="area"),
    )

    area: str = column(AREA)
    basis: str = column("group")
    step: float = column("share", decimals=2)
    unit: str = column(ROW_UNIT)
    after: float = column(VALUE)
    low: float | None = column(BAND)
    high: float | None = column(BAND)


def scenario(
    period: PeriodLike = "latest",
    *,
    growth: Percents = 0,
    line_growth: Percents = 0,
    gini: Percents = 0,
    years: Number = 1,
    transfer: Number | None = None,
    recipients: Number | None = None,
    poorest: Number | None = None,
    backtest: bool = False,
    area: Names | None = None,
    locality: str = "total",
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Scenario] | Answer[Backtested]:
    """What if spending grows, the line rises, inequality moves? On the command line: ``kpov scenario``.

    Args:
        period: ``2024``, ``2024-09`` or ``latest``: the last with P0, line and Gini ratio.
        growth: of nominal spending, percent a year: a number, a list, or a range such as ``0..6:1``.
        line_growth: of the poverty line, the same.
        gini: relative change of the Gini ratio, the same.
        years: over which all three are compounded, 1 to 20.
        transfer: rupiah a year for each household that receives it, the poorest first.
        recipients: how many households receive it.
        poorest: what percentage of people receive it.
        backtest: the errors of every basis in the past instead.
        area: codes, names or groups; Kalimantan Timur if None, of a back-test all provinces and the nation.
        locality: ``total``, ``urban`` or ``rural``.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each measure and basis of each scenario and area, or of the back-test.

    Raises:
        UsageError: for a number out of range, a Gini ratio that leaves 0 to 1, too many combinations.
        NotFoundError: for an unknown area, or without the figures that are needed.
        InputError: if a file is refused.
    """
    if backtest:
        return backtest_answer("all" if area is None else area, figures, areas)
    asked = asked_of(growth, line_growth, gini, years, transfer, recipients, poorest)
    require_written(period)
    chosen = catalogue.HOME if area is None else area
    selection = select(area=chosen, locality=locality, figures=figures, areas=areas)
    if len(selection.localities) != 1:
        raise UsageError("one_locality")
    bases, left_out = bases_of(selection, period, asked)
    payments = payments_of(bases, asked)
    rows = [row for base in bases for row in rows_of(base, asked, payments.get(base.area.area))]
    notes = [*left_out, *notes_of(bases, asked, payments), *rounds_note(base.period for base in bases)]
    answer = selection.figures.answer(
        "scenario", Scenario, rows, arguments=arguments_of(selection, bases, asked), notes=notes
    )
    return replace(answer, drawn=drawn(replace(answer, head=head_of(bases[0], rows)), bases, asked, payments))


def bases_of(selection: Selection, given: object, asked: Asked) -> tuple[list[Base], list[Note]]:
    """The areas with what a scenario needs, and a note on each other one.

    Raises:
        NotFoundError: if there is none.
    """
    with_size = asked.transfer is not None
    found = [(area, base_of(selection, area, given, with_size=with_size)) for area in selection.areas]
    bases = [base for _, base in found if base is not None]
    if not bases:
        raise missing_figures(selection, given, with_size=with_size)
    return bases, [note("area_without", area=area) for area, base in found if base is None]


def payments_of(bases: list[Base], asked: Asked) -> dict[str, Payment]:
    """The transfer of each area, by code; none if nothing is paid.

    Raises:
        UsageError: if there are more recipients than households.
    """
    paid = asked.transfer
    return {} if paid is None else {base.area.area: payment_of(base, paid) for base in bases}


def arguments_of(selection: Selection, bases: list[Base], asked: Asked) -> dict[str, object]:
    """The resolved arguments."""
    periods = sorted({base.period for base in bases})
    paid = asked.transfer
    arguments = selection.arguments(
        period=periods[0] if len(periods) == 1 else periods,
        **asked.values,
        years=asked.years,
        transfer=None if paid is None else paid.amount,
        recipients=None if paid is None else paid.recipients,
        poorest=None if paid is None else paid.poorest,
        backtest=False,
    )
    return {name: value for name, value in arguments.items() if name != "indicator"}


def rows_of(base: Base, asked: Asked, payment: Payment | None) -> Iterator[Scenario]:
    """The rows of one area, scenario by scenario."""
    for supposed in asked.scenarios:
        values = calculated(base, supposed, asked.years, payment)
        name = scenario_name(supposed, asked)
        for measure in UNITS:
            before = published(base, measure)
            if before is None or measure not in values:
                continue
            if measure in ("p0", "poor_count"):
                yield from by_basis(base, asked.years, name, measure, before, values["p0"])
            else:
                yield row_of(base, name, measure, CALCULATION, before, values[measure], NO_BAND)


def by_basis(
    base: Base, years: int, name: str, measure: str, before: Decimal, calculation: Decimal
) -> Iterator[Scenario]:
    """P0, or the number of poor people that belongs to it, on every basis."""
    for basis, p0 in predictions(base, years, calculation).items():
        band = band_of(base, years, basis, p0)
        if measure == "p0":
            yield row_of(base, name, measure, basis, before, p0, band)
        else:
            low, high = (None if end is None else poor_count(base, end) for end in band)
            after = before if basis == UNCHANGED else poor_count(base, p0)
            yield row_of(base, name, measure, basis, before, after, Band(low, high))


def row_of(
    base: Base, name: str, measure: str, basis: str, before: Decimal, after: Decimal, band: Band
) -> Scenario:
    """One row."""
    area, unit = base.area.area, UNITS[measure]
    return Scenario(area, base.period, name, measure, unit, basis, before, after, after - before, *band)


def scenario_name(supposed: Supposed, asked: Asked) -> str:
    """The options that were given as lists with their values: ``growth=5``."""
    return ", ".join(f"{name}={getattr(supposed, name)}" for name in asked.varied)


def drawn(
    answer: Answer[Scenario], bases: list[Base], asked: Asked, payments: dict[str, Payment]
) -> Answer[ScenarioPath] | Answer[ScenarioStep]:
    """The rows of a chart: P0 by the first option that varies, else year by year."""
    if asked.varied:
        steps = [step for base in bases for step in steps_of(base, asked, payments.get(base.area.area))]
        return replace(answer, rows=tuple(steps), kind=ScenarioStep)  # type: ignore[return-value, arg-type]
    paths = [point for base in bases for point in path_of(base, asked, payments.get(base.area.area))]
    return replace(answer, rows=tuple(paths), kind=ScenarioPath)  # type: ignore[return-value, arg-type]


def steps_of(base: Base, asked: Asked, payment: Payment | None) -> Iterator[ScenarioStep]:
    """P0 on every basis by the first option that varies, the others at their first value."""
    first = asked.varied[0]
    plain = asked.scenarios[0]
    for value in asked.values[first]:
        calculation = calculated(base, plain._replace(**{first: value}), asked.years, payment)["p0"]
        for basis, p0 in predictions(base, asked.years, calculation).items():
            band = band_of(base, asked.years, basis, p0)
            yield ScenarioStep(base.area.area, basis, float(value), PERCENTAGE, float(p0), *floats(band))


def path_of(base: Base, asked: Asked, payment: Payment | None) -> Iterator[ScenarioPath]:
    """P0 on every basis year by year."""
    [supposed] = asked.scenarios
    for years in range(asked.years + 1):
        calculation = base.need("p0")
        if years:
            calculation = calculated(base, supposed, years, payment if years == asked.years else None)["p0"]
        for basis, p0 in predictions(base, years, calculation).items():
            band = band_of(base, years, basis, p0) if years else Band(p0, p0)
            yield ScenarioPath(base.area.area, basis, float(years), PERCENTAGE, float(p0), *floats(band))


def floats(band: Band) -> tuple[float | None, float | None]:
    """Both ends as floats."""
    low, high = (None if end is None else float(end) for end in band)
    return low, high


def head_of(base: Base, rows: list[Scenario]) -> Message:
    """P0 as published, and on the first two bases of the first scenario."""
    own = {row.basis: row.after for row in rows if row.area == base.area.area and row.measure == "p0"}
    first = next(row for row in rows if row.area == base.area.area)
    return message(
        "chart.head.scenario",
        area=base.area,
        period=base.period,
        before=Quantity(first.before, PERCENTAGE),
        after=Quantity(Decimal(f"{own[CALCULATION]:.2f}"), PERCENTAGE),
    )


def backtest_answer(area: Names, figures: Names, areas: Names | None) -> Answer[Backtested]:
    """The errors of every basis in the past.

    Raises:
        NotFoundError: if no area is a province or the nation, or there is nothing to predict.
    """
    selection = select(area=area, locality="total", figures=figures, areas=areas)
    chosen = [each for each in selection.areas if each.level in TYPES]
    if not chosen:
        raise NotFoundError("no_backtest", area=selection.areas[0])
    rows, parted = backtested(selection.figures, chosen)
    if not rows:
        raise NotFoundError("no_backtest", area=selection.areas[0])
    arguments = {"backtest": True, "area": [each.area for each in chosen], "figures": selection.files}
    notes = [note("backtest_errors"), note("backtest_parted", count=Decimal(parted))]
    return selection.figures.answer(
        "scenario", Backtested, rows, arguments=arguments, notes=notes, title=message("caption.backtest")
    )


__all__ = ["Backtested", "Scenario", "scenario"]
