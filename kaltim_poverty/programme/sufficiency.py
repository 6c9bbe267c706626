"""Is an amount enough, in one sentence: what it closes, what it must earn, how often others found that."""

from __future__ import annotations

from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, TypeVar

from kaltim_poverty.programme.evidence_notes import counts, returns_of
from kaltim_poverty.programme.findings import with_own
from kaltim_poverty.programme.findings_compared import compare_finding
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import Rupiah, message
from kaltim_poverty.words.numbers import rounded_to, without_zeros

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.programme.evidence_notes import Pair
    from kaltim_poverty.programme.findings_compared import Needed
    from kaltim_poverty.records import Answer


R = TypeVar("R")
SENTENCES = {
    (False, False): "enough",
    (True, False): "enough_reach",
    (False, True): "enough_between",
    (True, True): "enough_reach_between",
}  # whether some findings reach the return that is needed, and whether some perhaps do


def with_opening(answer: Answer[R], values: Mapping[str, Decimal | None], needed: Needed) -> Answer[R]:
    """The answer with its sentence, and with the sources of the findings that it counts.

    Args:
        answer: an assessment.
        values: its quantities by name.
        needed: what is needed of the amount.

    Where nobody is poor, or the poor lack nothing, there is no gap to speak of and no sentence.
    """
    months, reached, rate = (values[name] for name in ("months_of_gap", "reached_share", "return_needed"))
    if not (months and reached and rate):
        return answer
    table = with_own({})
    pairs = returns_of([(each, compare_finding(each, needed)) for each in table.rows])
    sources = table.sources(finding for finding, _ in pairs)
    return replace(
        answer,
        opening=sentence(needed, months, reached, rate, pairs),
        sources=(*answer.sources, *sources),
        cited=(*answer.cited, message("caption.findings", count=str(len(pairs)))),
    )


def sentence(needed: Needed, months: Decimal, reached: Decimal, rate: Decimal, pairs: Sequence[Pair]) -> Note:
    """How many months of the gap for how many of the poor, the return needed, and the findings on returns."""
    found = counts(pairs)
    return note(
        SENTENCES[bool(found.reach), bool(found.between)],
        amount=Rupiah(needed.amount),
        months=shortly(months, 0),
        share=shortly(reached, 1),
        units=message(f"basis.poor_{needed.per}s_all"),
        needed=shortly(rate, 1),
        **found.values(),
    )


def shortly(value: Decimal, digits: int) -> Decimal:
    """A number as a sentence says it: rounded, a small one to two digits that say something."""
    if value >= 1:
        return without_zeros(rounded_to(value, digits))
    return rounded_to(value, 1 - value.adjusted())


__all__ = ["with_opening"]
