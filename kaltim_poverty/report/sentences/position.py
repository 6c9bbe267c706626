"""Where an area stands, in a sentence."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.published.catalogue import COUNTS
from kaltim_poverty.published.exact import difference, percent
from kaltim_poverty.report.numbers import brief_figure, change, figure
from kaltim_poverty.report.subject import indicator_of, words
from kaltim_poverty.report.verdicts.position import Rank, rank_among
from kaltim_poverty.words import Message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.report.subject import Subject

HEADLINE = "p0"  # also ranked among all provinces
SHARE_DECIMALS = 2


def position_sentence(subject: Subject, name: str) -> Message | None:
    """The figure, its distance from larger areas, its rank; None without a figure."""
    value = subject.value(name)
    if value is None:
        return None
    return words(
        "position",
        noun=words(f"noun.{name}"),
        area=subject.named,
        period=subject.period,
        value=figure(value, indicator_of(name)),
        distances=distances(subject, name, value),
        ranks=ranks(subject, name, value),
    )


def distances(subject: Subject, name: str, value: Decimal) -> Message:
    """How far the area is from its parent and the country."""
    found = [
        distance(name, value, area, other)
        for area in subject.larger
        if (other := subject.value(name, area)) is not None
    ]
    keys = ("nothing", "distance", "two_distances")
    return words(keys[len(found)], **dict(zip(("one", "two"), found, strict=False)))


def distance(name: str, value: Decimal, area: Area, other: Decimal) -> Message:
    """The distance from one larger area; of a count its share of the larger one's."""
    indicator = indicator_of(name)
    shown = brief_figure(other, indicator)
    if indicator.unit in COUNTS:
        share = percent(value, other)
        rounded = None if share is None else rounded_to(share, SHARE_DECIMALS)
        return words("count_beside" if rounded is None else "share", share=rounded, area=area, value=shown)
    off = difference(value, other)
    key = "above" if off > 0 else "below" if off < 0 else "level_with"
    return words(key, distance=change(off, indicator), area=area, value=shown)


def ranks(subject: Subject, name: str, value: Decimal) -> Message:
    """The rank among the neighbours; of the headline also that among all provinces."""
    near = rank_in(subject, name, value, subject.neighbours)
    wide = rank_in(subject, name, value, subject.peers) if subject.group and name == HEADLINE else None
    if near is None and wide is None:
        return words("nothing")
    order = words("highest_first" if not indicator_of(name).better else "nothing")
    level = subject.area.level or "area"
    whole = words("rank_of_all", rank=str(wide.rank), of=str(wide.of)) if wide else None
    if near is None:
        return words("only_rank_of_all", whole=whole, order=order)
    one = words(
        f"rank_{level}", rank=str(near.rank), of=str(near.of), among=subject.neighbourhood, order=order
    )
    return words("both_ranks", one=one, whole=whole) if whole else words("rank", one=one)


def rank_in(subject: Subject, name: str, value: Decimal, areas: tuple[Area, ...]) -> Rank | None:
    """The rank among those of the areas that have the figure; None among too few."""
    return rank_among(value, subject.known_values(name, areas).values(), indicator_of(name).better)


__all__ = ["position_sentence", "rank_in"]
