"""Urban and rural areas: how far apart they are over the years."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

from kaltim_poverty.published.gap import gap
from kaltim_poverty.report.numbers import beside, change
from kaltim_poverty.report.sections.shared import answered, in_unit, paragraph, picture, table
from kaltim_poverty.report.subject import indicator_of, words

if TYPE_CHECKING:
    from kaltim_poverty.published.gap import Gap
    from kaltim_poverty.records.blocks import Block
    from kaltim_poverty.report.subject import Subject
    from kaltim_poverty.words import Message

HEADLINE = "p0"


def urban_rural(subject: Subject) -> list[Block]:
    """The section: pairs of the headline rate, and a table of all indicators."""
    asked: dict[str, Any] = {"area": subject.area.area, "figures": subject.figures}
    if answered(gap, str(subject.period), **asked) is None:
        return []
    everything = answered(gap, subject.range, round=subject.round, **asked)
    pairs = answered(gap, subject.range, round=subject.round, indicator=HEADLINE, **asked)
    blocks: list[Block] = []
    if pairs is not None:
        indicator = indicator_of(HEADLINE)
        values: dict[str, Any] = {"first": pairs[0].period, "last": pairs[-1].period, "area": subject.named}
        shown = replace(pairs, focus=(subject.area.area,))
        drawn = picture(shown, "pairs", indicator=indicator, unit=in_unit(indicator), **values)
        blocks += [paragraph(*sentences(pairs[0], pairs[-1])), drawn]
    if everything is not None:
        first = min(row.period for row in everything)
        blocks.append(table(everything, "urban_rural", area=subject.named, first=first, last=subject.period))
    return blocks


def sentences(first: Gap, last: Gap) -> list[Message]:
    """The rates now, how far apart they are, and how far they were."""
    indicator = indicator_of(last.indicator)
    values: dict[str, Any] = {"urban": beside(last.urban, indicator), "rural": beside(last.rural, indicator)}
    way = "rural_higher" if last.gap > 0 else "urban_higher" if last.gap < 0 else "as_high"
    now = words(way, period=last.period, gap=change(last.gap, indicator), **values)
    if first.period == last.period:
        return [now]
    return [now, words("gap_before", period=first.period, gap=change(first.gap, indicator))]


__all__ = ["urban_rural"]
