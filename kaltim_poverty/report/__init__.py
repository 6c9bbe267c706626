"""The chapter: a report on the poverty of an area as a document of blocks, which any format can draw."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import Number, whole_number
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.brief import comparison_period
from kaltim_poverty.published.periods import PeriodLike, require_written
from kaltim_poverty.published.selection import Names, select
from kaltim_poverty.report.document import document_of
from kaltim_poverty.report.outlines import OUTLINES
from kaltim_poverty.report.request import Request
from kaltim_poverty.report.sections.change import Target
from kaltim_poverty.report.sections.programmes import Transfer
from kaltim_poverty.report.subject import Subject
from kaltim_poverty.report.verdicts.change import FEWEST_STEPS, MOST_STEPS

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaltim_poverty.records.blocks import Document

MOST_YEARS = 50


def report(
    period: PeriodLike = "latest",
    *,
    area: Names = catalogue.HOME,
    against: PeriodLike | None = None,
    years: int | str = MOST_STEPS,
    outline: str = "chapter",
    target: str | tuple[Number, PeriodLike] | None = None,
    amount: Number | None = None,
    recipients: Number | None = None,
    per: str | None = None,
    overhead: Number | None = None,
    monthly_return: Number | None = None,
    survey: object = None,
    survey_options: Mapping[str, Any] | None = None,
    figures: Names = (),
    areas: Names | None = None,
    advance: Callable[[int, int], None] | None = None,
) -> Document:
    """A report on the poverty of one area. On the command line: ``kpov report``.

    Args:
        period: ``2024``, ``2024-09`` or ``latest``: the last with P0 and the number of poor.
        area: the code or name of one area.
        against: the period to compare with; the same round a year before, else the round before, if None.
        years: the yearly changes that a series shows at most, from 3 to 50.
        outline: ``chapter``, ``spkd`` or ``rpkd``.
        target: a rate to reach and the year, ``"4.5,2029"`` or both in a tuple.
        amount: rupiah for each recipient of a transfer that shall be assessed; needs *recipients*.
        recipients: how many receive it.
        per: whether they are each a ``household`` or a ``person``.
        overhead: what delivery costs on top, in percent of the amount.
        monthly_return: percent a month that the amount earns as capital.
        survey: a file of households, or what else `survey.estimate` takes as data.
        survey_options: its other arguments by name, such as ``{"design": "mine.toml"}``.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.
        advance: is told after each section how many are written, and of how many.

    Returns:
        the blocks of the report, which begin with a note where figures are missing.

    Raises:
        UsageError: for a malformed period, several areas, an unknown outline, or options in conflict.
        NotFoundError: for an unknown area, or a period without figures.
        InputError: if a file is refused.
    """
    sections_of = OUTLINES[choice("--outline", outline, tuple(OUTLINES))]
    require_written(period, *([] if against is None else [against]))
    most = whole_number("--years", str(years), FEWEST_STEPS, MOST_YEARS)
    aim = None if target is None else parse_target(target)
    transfer = transfer_of(amount, recipients, per=per, overhead=overhead, monthly_return=monthly_return)
    subject = subject_of(period, area, against, most, (figures, areas))
    asked = None if survey is None else {"data": survey, **(survey_options or {})}
    return document_of(subject, sections_of(Request(subject, aim, transfer, asked)), advance)


def subject_of(
    period: PeriodLike, area: Names, against: PeriodLike | None, years: int, files: tuple[Names, Names | None]
) -> Subject:
    """The area and the period, and the period to compare with.

    Raises:
        UsageError: if there are several areas, or the period to compare with is not earlier.
        NotFoundError: for an unknown area, or a period without figures.
    """
    selection = select(area=area, locality="total", figures=files[0], areas=files[1])
    only_area = selection.area
    selection.require(period)
    now = selection.period(only_area, period)
    before = comparison_period(selection, now, against)
    return Subject(selection.figures.afresh(until=now), only_area, now, before, years)


def parse_target(given: str | tuple[Number, PeriodLike]) -> Target:
    """A rate and a year.

    Raises:
        UsageError: if they are not two.
    """
    rate, _, year = given.rpartition(",") if isinstance(given, str) else (given[0], "", given[1])
    if not str(rate).strip() or not str(year).strip():
        raise UsageError("target_pair", given=str(given))
    return Target(str(rate).strip(), str(year).strip())


def transfer_of(
    amount: Number | None, recipients: Number | None, **more: Number | str | None
) -> Transfer | None:
    """The transfer that was described, if one was.

    Raises:
        UsageError: if only a part of it was.
    """
    given = {name: value for name, value in more.items() if value is not None}
    if amount is not None and recipients is not None:
        return Transfer(amount, recipients, given)
    if amount is not None:
        raise UsageError("needs_option", option="--amount", needed="--recipients")
    if recipients is not None or given:
        options = {"recipients": "--recipients", "monthly_return": "--return"}
        name = "recipients" if recipients is not None else next(iter(given))
        raise UsageError("needs_option", option=options.get(name, f"--{name}"), needed="--amount")
    return None


__all__ = ["report"]
