"""What must be said under a simulation: what a transfer counts, who is chosen, what the best choice is."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any, Protocol

from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.read import decimal
from kaltim_poverty.survey.simulation.scenarios import Programme
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.survey.simulation.outcomes import Outcome

BEST = ("p0", "p1", "p2")
SAME = 1e-9  # relative difference of values that are equal but for rounding


class ScenarioRow(Protocol):
    """The fields of a row of the answer that the notes need."""

    @property
    def measure(self) -> str:
        """The name of the measure."""

    @property
    def amount(self) -> Decimal:
        """For each recipient."""

    @property
    def recipients(self) -> Decimal:
        """How many receive."""

    @property
    def after(self) -> float | None:
        """The measure after the transfer."""


def programme_notes(
    wanted: Programme, outcomes: Sequence[Outcome], rows: Sequence[ScenarioRow], seed: int | None
) -> Iterator[Note]:
    """All notes about the programme."""
    yield gain_note(wanted)
    yield note(f"shared_{wanted.per}")
    if wanted.pass_through < 100:  # noqa: PLR2004 - percent
        yield note("pass_through", share=decimal(wanted.pass_through))
    everyone = all(each.number is None for each in wanted.scenarios)
    yield note("to_everyone" if everyone else f"to_{wanted.to}", seed=str(seed))
    yield note("paired_random" if wanted.to == "random" else "paired")
    yield from budget_notes(wanted, outcomes, rows)


def gain_note(wanted: Programme) -> Note:
    """The note on what the amount is worth a month."""
    if wanted.monthly_return is not None:
        return note("gain_return", rate=decimal(wanted.monthly_return))
    return note(f"gain_{wanted.every}")


def budget_notes(
    wanted: Programme, outcomes: Sequence[Outcome], rows: Sequence[ScenarioRow]
) -> Iterator[Note]:
    """Amounts with which a budget is not used up, and the best choice under it."""
    if wanted.budget is None:
        return
    more: list[object] = [
        wanted.money(each.amount)
        for each, found in zip(wanted.scenarios, outcomes, strict=True)
        if each.number is not None and float(each.number) > found.recipients * (1 + 1e-9)
    ]
    if more:
        yield note("everyone_reached", budget=wanted.money(wanted.budget), amounts=more)
    if len(wanted.scenarios) > 1:
        chosen = {each: best(each, rows, wanted) for each in BEST}
        yield note("best_choice", budget=wanted.money(wanted.budget), **chosen)


def best(measure: str, rows: Sequence[ScenarioRow], wanted: Programme) -> Any:
    """The scenarios with the lowest value of a measure, or that all have the same."""
    own = [row for row in rows if row.measure == measure]
    lowest = min(float(row.after or 0.0) for row in own)
    chosen = [row for row in own if float(row.after or 0.0) <= lowest * (1 + SAME)]
    if len(chosen) == len(own):
        return message("value.all_alike", after=rounded(lowest))
    return [
        message(
            "value.choice",
            amount=wanted.money(row.amount),
            recipients=row.recipients.to_integral_value(),
            after=rounded(lowest),
        )
        for row in chosen
    ]


def rounded(value: float) -> Decimal:
    """A number for a sentence."""
    return round(Decimal(repr(value)), 3)
