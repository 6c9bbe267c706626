"""Whether the recent trend is for the better, in a sentence."""

from __future__ import annotations

from fractions import Fraction
from typing import TYPE_CHECKING

from kaltim_poverty.report.numbers import averaged, beside, change
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.effectiveness import effectiveness

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.report.verdicts.effectiveness import Effectiveness
    from kaltim_poverty.words import Message

WAYS = {-1: "fall", 0: "flat", 1: "rise"}


def effectiveness_sentence(subject: Subject, name: str) -> Message:
    """The trend line, whether it holds, the last change, and the verdict on them."""
    found = effectiveness(subject.rounds(name), indicator_of(name))
    if found.verdict == "cannot_be_judged":
        count = str(len(found.rounds))
        return words("effectiveness_cannot_be_judged", rounds=count, period=subject.period)
    key = "neither_better" if found.verdict == "neither_better" else "effectiveness"
    first, last = found.rounds[0].period, found.rounds[-1].period
    return words(
        key,
        first=first,
        year=str(last.year),
        line=line_clause(found, name),
        condition=condition(found, name),
        verdict=words(f"verdict.{found.verdict}"),
    )


def way(slope: Fraction | Decimal | int) -> str:
    """``rise``, ``fall`` or ``flat``."""
    return WAYS[(slope > 0) - (slope < 0)]


def line_clause(found: Effectiveness, name: str) -> Message:
    """By how much the line rises or falls a year."""
    indicator = indicator_of(name)
    slope = averaged(found.slope, [each.value for each in found.rounds], indicator.unit)
    return words(f"line_{way(found.slope)}", slope=change(slope, indicator))


def condition(found: Effectiveness, name: str) -> Message:
    """The clause on the other grounds of the verdict besides the slope."""
    line, last = way(found.slope), way(found.last)
    if found.verdict in ("effective", "not_effective"):
        return words(f"steady_{line}")
    if line == "flat":
        return words("nothing")
    reasons = []
    if found.turned_by:
        reasons.append(words(f"not_without_{line}", rounds=[*found.turned_by]))
    if last not in (line, "flat"):
        before, after = (beside(each.value, indicator_of(name)) for each in found.rounds[-2:])
        reasons.append(words(f"last_{last}", before=before, after=after))
    keys = ("nothing", "but", "but_both")
    return words(keys[len(reasons)], **dict(zip(("one", "two"), reasons, strict=False)))


def worst_sentence(subject: Subject, name: str) -> Message | None:
    """The sentence that the line starts from the worst round since the last break, or None."""
    rounds = subject.rounds(name)
    found = effectiveness(rounds, indicator_of(name))
    if not found.first_is_worst:
        return None
    first, start = found.rounds[0].period, rounds[0].period
    return words("first_is_worst" if first != start else "first_is_worst_of_them", first=first, start=start)


__all__ = ["effectiveness_sentence", "way", "worst_sentence"]
