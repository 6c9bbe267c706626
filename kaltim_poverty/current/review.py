"""What becomes of figures from outside: each is compared with what is known and held against the rules.

Nothing enters unchecked: a figure in a rule that held without it is refused, one that moves too far doubtful.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import difference, is_coarser
from kaltim_poverty.published.figures import Figure, Figures, Key
from kaltim_poverty.published.periods import Period
from kaltim_poverty.published.rules import DOUBTS, RULES, Finding
from kaltim_poverty.records.fields import AREA, INDICATOR, LOCALITY, PERIOD, ROW_UNIT, column, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping, Sequence

    from kaltim_poverty.current.received import Table

NEW, REVISED, DOUBTFUL, REFUSED = "new", "revised", "doubtful", "refused"
SAME, COARSER, WITHDRAWN = "same", "coarser", "withdrawn"
LOST_AREAS = "lost_areas"


@record
class Reviewed:
    """A figure from outside: what is known, what was received, and what becomes of it."""

    table: str = column("words")
    area: str = column(AREA)
    period: Period = column(PERIOD)
    locality: str = column(LOCALITY)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    known: Decimal | None = column("value")
    received: Decimal | None = column("value")
    change: Decimal | None = column("change")
    status: str = column("code")
    reason: str = column("code")


class Verdict(NamedTuple):
    """The verdict on a figure, and the reason."""

    status: str
    reason: str = ""


def review(tables: Sequence[Table], known: Figures) -> dict[int, list[Reviewed]]:
    """The verdict on every figure, by the place of its table.

    Args:
        tables: as read.
        known: the figures of the bundle and of the data folder.
    """
    verdicts: dict[Key, Verdict] = {}
    for table in tables:
        lost = lost_areas(table, known)
        for figure in table.figures:
            verdicts[figure.key] = first_verdict(figure, known, lost=lost)
    candidates = {
        figure.key: figure
        for table in tables
        for figure in table.figures
        if verdicts[figure.key].status in (NEW, REVISED)
    }
    verdicts.update(by_rules(candidates, known))
    return {
        place: [
            *(row_of(table, figure, known, verdicts[figure.key]) for figure in in_order(table.figures)),
            *withdrawn(table, known),
        ]
        for place, table in enumerate(tables)
    }


def first_verdict(figure: Figure, known: Figures, *, lost: bool) -> Verdict:
    """The verdict on a figure compared with the known one."""
    before = known.of(figure.area).get(figure.key[1:])
    if before is not None and before.value == figure.value:
        return Verdict(SAME)
    if lost:
        return Verdict(REFUSED, LOST_AREAS)
    if before is None:
        return Verdict(NEW)
    return Verdict(COARSER if is_coarser(figure.value, before.value) else REVISED)


def lost_areas(table: Table, known: Figures) -> bool:
    """Whether a table lacks areas that it had when it was last received, in the rounds that it has now."""
    had = {figure.area for figure in earlier_figures(table, known)}
    return bool(had - {figure.area for figure in table.figures})


def earlier_figures(table: Table, known: Figures) -> list[Figure]:
    """The figures of the data folder that came with the same table, of the rounds that it has now."""
    if known.folder is None:
        return []
    sources = known.folder.sources()
    of_table = {name for name, source in sources.items() if table.name in (source.table, source.title)}
    rounds = {(figure.period, figure.indicator) for figure in table.figures}
    return [
        Figure(area, *kept)
        for area in known.folder.areas()
        for kept in known.folder.figures(area)
        if kept.source in of_table and (kept.period, kept.indicator) in rounds
    ]


def withdrawn(table: Table, known: Figures) -> list[Reviewed]:
    """Figures that the table had when it was last received, and has no longer."""
    there = {figure.key for figure in table.figures}
    gone = [figure for figure in earlier_figures(table, known) if figure.key not in there]
    return [row_of(table, figure, known, Verdict(WITHDRAWN)) for figure in in_order(gone)]


def by_rules(candidates: Mapping[Key, Figure], known: Figures) -> dict[Key, Verdict]:
    """The verdicts of the rules of `check`; those figures that keep them all are left out.

    A figure that breaks one is taken out and the others are held against the rules again, so that what breaks
    a rule only beside it is not blamed.
    """
    verdicts: dict[Key, Verdict] = {}
    left = dict(candidates)
    broken_before = {identity(finding) for finding in failing(known, areas_of(left, known))}
    areas = areas_of(left, known)
    while areas:
        with_them = Figures(left.values(), known.areas.values(), folder=known.folder)
        findings = [each for each in failing(with_them, areas) if identity(each) not in broken_before]
        blamed = blame(findings, left)
        verdicts.update(blamed)
        areas = areas_of(blamed, known)
        for key in blamed:
            del left[key]
    return verdicts


def areas_of(keys: Iterable[Key], known: Figures) -> list[str]:
    """The areas of figures, and those that they are part of."""
    areas = {key.area for key in keys}
    return sorted(areas | {parent for area in areas if (parent := known_area(area, known).parent)})


def known_area(code: str, known: Figures) -> catalogue.Area:
    """An area by its code."""
    return known.areas.get(code) or catalogue.every_area()[code]


def failing(figures: Figures, areas: Iterable[str]) -> list[Finding]:
    """The findings that break a rule, in some areas."""
    return [
        finding
        for area in areas
        for rule in RULES
        for finding in rule(figures, known_area(area, figures))
        if not finding.holds
    ]


def identity(finding: Finding) -> tuple[object, ...]:
    """The key by which two findings are the same."""
    return (finding.rule, finding.area, finding.period, finding.locality, finding.keys)


def blame(findings: Sequence[Finding], candidates: Mapping[Key, Figure]) -> dict[Key, Verdict]:
    """The verdicts that findings lead to: all figures of a broken rule, of doubts the earliest alone."""
    refused = {
        key: Verdict(REFUSED, finding.rule)
        for finding in findings
        if finding.rule not in DOUBTS
        for key in finding.keys
        if key in candidates
    }
    if refused:
        return refused
    doubts = [finding for finding in findings if any(key in candidates for key in finding.keys)]
    first: dict[tuple[str, str, str], Finding] = {}
    for finding in sorted(doubts, key=lambda each: each.period):
        first.setdefault((finding.rule, finding.area, finding.keys[-1].indicator), finding)
    verdicts = {}
    for finding in first.values():
        among = [key for key in finding.keys if key in candidates]
        blamed = among if finding.rule == "urban_not_rural" else among[-1:]
        verdicts.update(dict.fromkeys(blamed, Verdict(DOUBTFUL, finding.rule)))
    return verdicts


def in_order(figures: Iterable[Figure]) -> list[Figure]:
    """Figures by area, period, locality and indicator, as the catalogue orders them."""
    names = list(catalogue.indicators())
    return sorted(
        figures,
        key=lambda each: (
            len(each.area),
            each.area,
            each.period,
            catalogue.LOCALITIES.index(each.locality),
            names.index(each.indicator),
        ),
    )


def row_of(table: Table, figure: Figure, known: Figures, verdict: Verdict) -> Reviewed:
    """The row of a figure."""
    before = known.of(figure.area).get(figure.key[1:])
    value = None if before is None else before.value
    received = None if verdict.status == WITHDRAWN else figure.value
    return Reviewed(
        table.name,
        *figure.key,
        catalogue.indicators()[figure.indicator].unit,
        value,
        received,
        None if value is None or received is None else difference(received, value),
        *verdict,
    )


__all__ = ["DOUBTFUL", "NEW", "REFUSED", "REVISED", "SAME", "Reviewed", "review"]
