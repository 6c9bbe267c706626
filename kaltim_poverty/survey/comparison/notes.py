"""What must be said under a comparison of two surveys: of each, of both, and of the changes."""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple, Protocol

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.breakdowns import BreakdownResult, breakdown_of
from kaltim_poverty.survey.infer.significance import SIGNIFICANT_BELOW
from kaltim_poverty.survey.notes import name_of, notes_of
from kaltim_poverty.survey.people.two_surveys import PERIODS
from kaltim_poverty.words import Message, message
from kaltim_poverty.words.money import is_money

if TYPE_CHECKING:
    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys

MANY_GROUPS = 10  # of which some would differ by chance
OF_ESTIMATES = ("note.rse_flags_of_change", "note.replicates_undefined", "note.interval_logit")
OF_CHANGE = {"rse_flags": "rse_flags_of_change"}  # a table of changes marks no estimate


class AskedOfBoth(NamedTuple):
    """The options that both surveys of a comparison share.

    Attributes:
        where: the condition of a subpopulation.
        panel: the column that links rows.
        holm: whether p-values are adjusted for all rows, and verdicts go by these.
        poverty_left_out: whether there is no line, and nobody chose measures without one.
        deflated: whether the welfare of a survey is divided by anything.
        partly_deflated: whether that of one survey alone is.
        like: the program whose choices are made.
    """

    where: str | None
    panel: str | None
    holm: bool
    poverty_left_out: bool
    deflated: bool = False
    partly_deflated: bool = False
    like: str | None = None


class ComparedRow(Protocol):
    """One change, as far as notes say something of it."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The values of the breakdown by column."""

    @property
    def measure(self) -> str:
        """The name of the measure."""

    @property
    def unit(self) -> str:
        """Of the values."""

    @property
    def p_value(self) -> float | None:
        """Of the change."""


def all_notes(surveys: Surveys, done: Sequence[tuple[BreakdownResult, BreakdownResult]]) -> Iterator[Note]:
    """The notes of both surveys with the period that each is about; what both have to say is said once."""
    before, after = (
        list(notes_of(study, [each[place] for each in done], table))
        for place, (study, table) in enumerate(zip(surveys.studies, surveys.tables, strict=True))
    )
    common = [said for said in before if said in after]
    for period, notes in zip((*PERIODS, "both"), (before, after, common), strict=True):
        for said in notes:
            if period == "both" or said not in common:
                yield note(
                    "of_period",
                    period=message(f"value.period.{period}"),
                    text=message(f"note.{OF_CHANGE.get(said.code, said.code)}", **said.values),
                )


def notes_of_both(surveys: Surveys) -> Iterator[Note]:
    """The notes of both surveys, of questions that have their own on standard errors."""
    done = [breakdown_of(study._replace(replicates=None), ()) for study in surveys.studies]
    for each in all_notes(surveys, [(done[0], done[1])]):
        quoted = each.values["text"]
        if not (isinstance(quoted, Message) and quoted.key in OF_ESTIMATES):
            yield each


def design_notes(surveys: Surveys, panel: str | None) -> Iterator[Note]:
    """The notes on how the standard error of a change treats the two samples."""
    counted = [study.asked.full_count for study in surveys.studies]
    if all(counted):
        return
    if any(counted):
        yield note("full_count_of_before" if counted[0] else "full_count_of_after")
    else:
        yield note("samples_linked", column=panel) if panel else note("samples_independent")


def left_out(matched: Matched) -> list[Note]:
    """The domains that only one survey has."""
    return [note("domains_left_out", domains=", ".join(matched.alone))] if matched.alone else []


def tests_note(rows: Sequence[ComparedRow]) -> Iterator[Note]:
    """How many of many changes one would expect to be significant by chance."""
    groups = {tuple(row.groups.items()) for row in rows if row.groups}
    tests = sum(row.p_value is not None for row in rows)
    if len(groups) >= MANY_GROUPS and tests:
        expected = round(Decimal(tests) * Decimal(str(SIGNIFICANT_BELOW)), 1)
        yield note("many_tests", count=Decimal(tests), expected=expected)


def own_notes(rows: Sequence[ComparedRow], asked: AskedOfBoth) -> Iterator[Note]:
    """The notes on what the changes leave out and assume."""
    if asked.poverty_left_out:
        yield note("poverty_left_out")
    money = list(dict.fromkeys(row.measure for row in rows if is_money(row.unit)))
    if money and not asked.deflated:
        yield note("nominal_amounts", measures=list(map(name_of, money)))
    if asked.partly_deflated:
        yield note("several_prices")
    if asked.holm:
        yield note("holm", count=Decimal(sum(row.p_value is not None for row in rows)))
    else:
        yield from tests_note(rows)
