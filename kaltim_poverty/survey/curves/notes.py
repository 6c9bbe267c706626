"""What curves say in a sentence, and what must be said under them."""

from __future__ import annotations

from collections.abc import Callable, Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.comparison.notes import design_notes, left_out, notes_of_both
from kaltim_poverty.survey.curves.rows import AFTER, BEFORE, DIFFERENCE, ONE
from kaltim_poverty.survey.curves.values import (
    CDF,
    CONCENTRATION,
    DENSITY,
    GENERALISED,
    LORENZ,
    OF_AMOUNTS,
    QUANTILE,
    TIP,
)
from kaltim_poverty.survey.infer import significance
from kaltim_poverty.survey.notes import survey_notes
from kaltim_poverty.survey.sentences import quantity, with_error
from kaltim_poverty.words import Spoken, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.curves.rows import CurvePoint
    from kaltim_poverty.survey.curves.statistics import CurveErrors
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys
    from kaltim_poverty.survey.read import Table
    from kaltim_poverty.survey.study import Study

POOREST = 40.0  # percent of people, whose part of a curve is told
MIDDLE = 50.0


def opening_of_curves(rows: Sequence[CurvePoint], of: str | None, *, counted: bool = False) -> Note | None:
    """The opening sentence: the first curve of everybody, or the difference of two.

    Args:
        rows: of the answer.
        of: the column of what is concentrated.
        counted: whether everybody is in both files.
    """
    own = [row for row in rows if not row.groups and row.curve == rows[0].curve]
    differences = [row for row in own if row.survey == DIFFERENCE and row.estimate is not None]
    if differences:
        return opening_of_difference(differences, counted=counted)
    known = [row for row in own if row.survey in (ONE, BEFORE) and row.estimate is not None]
    if known and known[0].survey == BEFORE:
        return opening_of_both(known, [row for row in own if row.survey == AFTER])
    return opening_of_curve(known, of) if known else None


def opening_of_both(before: Sequence[CurvePoint], after: Sequence[CurvePoint]) -> Note | None:
    """One telling point of a curve of two surveys."""
    row = TELLING.get(before[0].curve, nearest(POOREST))(before)
    other = next((each for each in after if each.x == row.x and each.estimate is not None), None)
    if other is None:
        return None
    return note(
        "says_of_both",
        curve=message(f"value.curve.{row.curve}"),
        x=point_of(row),
        before=with_error(row.estimate or 0.0, row.se, row.unit),
        after=with_error(other.estimate or 0.0, other.se, other.unit),
    )


def point_of(row: CurvePoint) -> Spoken:
    """A point as a sentence says it."""
    if row.x_unit == "percent":
        return message("value.percent_of_people", x=Decimal(f"{row.x:.6g}"))
    return quantity(row.x, row.x_unit, signed=True)


def opening_of_difference(rows: Sequence[CurvePoint], *, counted: bool) -> Note:
    """At how many points the second survey lies above or below the first, each point by itself."""
    tests = [(row, significance(row.estimate or 0.0, row.se or 0.0, row.df or 0.0)) for row in rows]
    sure = [row for row, test in tests if counted or test.verdict == "significant"]
    return note(
        "says_of_two_curves_counted" if counted else "says_of_two_curves",
        curve=message(f"value.curve.{rows[0].curve}"),
        points=Decimal(len(rows)),
        above=Decimal(sum((row.estimate or 0.0) > 0 for row in sure)),
        below=Decimal(sum((row.estimate or 0.0) < 0 for row in sure)),
    )


def opening_of_curve(rows: Sequence[CurvePoint], of: str | None) -> Note:
    """One telling point of a curve."""
    curve = rows[0].curve
    row = TELLING.get(curve, nearest(POOREST))(rows)
    if curve == DENSITY:
        return note("says_of_density", amount=quantity(row.x, row.x_unit, signed=True))
    said: dict[str, object] = {"value": with_error(row.estimate or 0.0, row.se, row.unit)}
    if curve in OF_AMOUNTS:
        said["amount"] = quantity(row.x, row.x_unit, signed=True)
    else:
        said["x"] = Decimal(f"{row.x:.6g}")
    if curve == GENERALISED:
        said["whole"] = quantity(rows[-1].estimate or 0.0, rows[-1].unit, signed=True)
    if curve == CONCENTRATION:
        said["column"] = of
    return note(f"says_of_{curve}", **said)


def nearest(x: float) -> Callable[[Sequence[CurvePoint]], CurvePoint]:
    """The row whose point is nearest."""
    return lambda rows: min(rows, key=lambda row: abs(row.x - x))


def middle_of(rows: Sequence[CurvePoint]) -> CurvePoint:
    """The row at a third of the points: the line where amounts go up to three of it."""
    return rows[max(0, round(len(rows) / 3) - 1)]


TELLING: Mapping[str, Callable[[Sequence[CurvePoint]], CurvePoint]] = {
    QUANTILE: nearest(MIDDLE),
    TIP: lambda rows: max(rows, key=lambda row: row.estimate or 0.0),
    DENSITY: lambda rows: max(rows, key=lambda row: row.estimate or 0.0),
    **{each: middle_of for each in OF_AMOUNTS if each != DENSITY},
}


def notes_of_curves(study: Study, table: Table, found: Sequence[CurveErrors]) -> Iterator[Note]:
    """The notes on a survey, then those on its curves."""
    yield from survey_notes(study, table)
    yield from curve_notes(study, found)
    has_interval = study.asked.interval == "logit" and not study.asked.full_count
    if has_interval and any(each.asked.curve == CDF for each in found):
        yield note("interval_logit", measures=message("value.curve.cdf"))


def notes_of_two_curves(
    surveys: Surveys, found: Sequence[CurveErrors], matched: Sequence[Matched], panel: str | None
) -> Iterator[Note]:
    """The notes on both surveys, then those on their curves."""
    yield from notes_of_both(surveys)
    yield from curve_notes(surveys.studies[0], found)
    for each in matched:
        yield from left_out(each)
    yield from design_notes(surveys, panel)


def curve_notes(study: Study, found: Sequence[CurveErrors]) -> Iterator[Note]:
    """The notes on the assumptions of the curves that were asked for."""
    curves = {each.asked.curve for each in found}
    if curves & {LORENZ, GENERALISED, TIP}:
        yield note("boundary_split")
    if CONCENTRATION in curves:
        shared = "members" in study.reading.columns.extra
        column = study.reading.columns.extra.get("benefit", "")
        size = str(study.reading.columns.extra.get("members"))
        yield note("benefit_shared" if shared else "benefit_whole", column=column, size=size)
    if DENSITY in curves:
        yield note("density_width")
    if TIP in curves:
        yield note("tip_in_lines")
    for curve in sorted(curves):
        undefined = sum(
            result.undefined
            for each in found
            if each.asked.curve == curve
            for own in each.sides
            for result in own
        )
        if undefined:
            yield note(
                "replicates_undefined", measure=message(f"value.curve.{curve}"), count=Decimal(undefined)
            )
