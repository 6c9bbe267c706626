"""What a decomposition says in a sentence, and what must be said under it."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from typing import TYPE_CHECKING, Protocol

from kaltim_poverty.measures.growth_redistribution import SHAPLEY
from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.comparison.notes import design_notes, left_out, notes_of_both
from kaltim_poverty.survey.sentences import Said, in_sentence, part_of, quantity, significant_parts
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.survey.people.two_surveys import Matched, Surveys

GROWTH, PRICES, GROUPS = "growth", "prices", "groups"  # into what a change is taken apart


class ComponentRow(Protocol):
    """One component, as far as sentences say something of it."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The domain."""

    @property
    def measure(self) -> str:
        """The measure."""

    @property
    def unit(self) -> str:
        """Of the contribution."""

    @property
    def method(self) -> str:
        """The method."""

    @property
    def component(self) -> str:
        """The component."""

    @property
    def contribution(self) -> float | None:
        """Its contribution."""

    @property
    def se(self) -> float | None:
        """The standard error of that."""

    @property
    def p_value(self) -> float | None:
        """Of the test that it is 0."""


def opening_of(rows: Sequence[ComponentRow], *, counted: bool = False) -> Note | None:
    """The opening sentence on the components of the first measure of everybody, or None.

    Args:
        rows: of the answer.
        counted: whether both files are full counts, so that nothing is left to be told from zero.
    """
    own = [row for row in rows if not row.groups and row.method == SHAPLEY and row.measure == rows[0].measure]
    *parts, total = own
    known = [(row, row.contribution) for row in parts if row.contribution is not None]
    if total.contribution is None or len(known) < len(parts) or not (total.contribution or total.se):
        return None
    said = [
        Said(message(f"value.came_with.{row.component}"), value, row.se, row.p_value) for row, value in known
    ]
    same = all(value * total.contribution >= 0 for _, value in known)
    direction = "fall" if total.contribution < 0 else "rise" if total.contribution > 0 else "none"
    code = f"says_of_{direction}" if same and direction != "none" else f"says_{direction}_against"
    return note(
        f"{code}_counted" if counted else code,
        measure=in_sentence(total.measure),
        change=quantity(total.contribution, "point" if total.unit == "percent" else total.unit),
        parts=[part_of(each, signed=not same) for each in said],
        **({} if counted else {"told": significant_parts(said)}),
    )


def notes_of_decomposition(
    surveys: Surveys, parts: str, matched: Sequence[Matched], panel: str | None
) -> Iterator[Note]:
    """The notes of both surveys, then those of the decomposition."""
    yield from notes_of_both(surveys)
    yield note(f"decomposed_{parts}")
    if parts == PRICES and any(study.reading.sample.has_several_lines for study in surveys.studies):
        yield note("movers_between_lines")
    if parts != GROUPS:
        for each in matched:
            yield from left_out(each)
    yield from design_notes(surveys, panel)
    if any(study.prices.given for study in surveys.studies) != all(
        study.prices.given for study in surveys.studies
    ):
        yield note("several_prices")
