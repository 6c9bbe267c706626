"""What studies found: the bundled table, row by row as it was read, with people's own rows."""

from __future__ import annotations

from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.programme.wording import FOLDER, Wording
from kaltim_poverty.published.tables import bundled
from kaltim_poverty.records import Note, Source, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

TRANSFERS = ("transfer_low", "transfer_high")
EFFECTS = ("effect", "effect_low", "effect_high")
PRESS, STUDY = "press", "study"


class Finding(NamedTuple):
    """One result of one study, as it was read.

    Transfers and effects are one number, a range, or not stated; `transfer_unit` is a currency.
    """

    id: str
    study: str
    country: str
    start_year: int | None
    design: str
    package: str
    delivery: str
    sex: str
    business: str
    transfer_low: Decimal | None
    transfer_high: Decimal | None
    transfer_unit: str
    outcome: str
    direction: str
    effect: Decimal | None
    effect_low: Decimal | None
    effect_high: Decimal | None
    effect_unit: str
    uncertainty: str
    significance: str
    horizon_months: int | None
    read: str
    certainty: str
    source: str
    note: Wording

    @property
    def effects(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and the largest number that was read; one stands for both, None if there is none."""
        return both_ends(self.effect_low, self.effect, self.effect_high)

    @property
    def transfers(self) -> tuple[Decimal, Decimal] | None:
        """The smallest and the largest amount that was given; None if it is not stated."""
        return both_ends(self.transfer_low, None, self.transfer_high)


class Findings(NamedTuple):
    """All findings in the order of the table, the sources that own files add, and notes on them."""

    rows: list[Finding]
    own_sources: Mapping[str, Source]
    notes: list[Note]

    def sources(self, used: Iterable[Finding]) -> list[Source]:
        """The sources of some findings, by name."""
        known = {**self.own_sources, **bundled_sources()}
        return [known[name] for name in sorted({finding.source for finding in used})]


def both_ends(
    low: Decimal | None, single: Decimal | None, high: Decimal | None
) -> tuple[Decimal, Decimal] | None:
    """The ends of a range of which some may be missing."""
    there = [each for each in (low, single, high) if each is not None]
    if not there:
        return None
    return (there[0] if low is None else low), (there[-1] if high is None else high)


@cache
def bundled_findings() -> tuple[Finding, ...]:
    """The findings that come with the package."""
    return tuple(map(as_finding, bundled("evidence", FOLDER)))


def as_finding(cells: tuple[str, ...]) -> Finding:
    """One row of the bundled table, whose last two cells are the note in both languages."""
    texts = dict(zip(Finding._fields, cells, strict=False))
    return Finding(
        **{  # type: ignore[arg-type] # each cell by its name
            **texts,
            **{name: Decimal(texts[name]) if texts[name] else None for name in (*TRANSFERS, *EFFECTS)},
            **{name: int(texts[name]) if texts[name] else None for name in ("start_year", "horizon_months")},
            "note": Wording(*cells[-2:]),
        }
    )


@cache
def bundled_sources() -> Mapping[str, Source]:
    """The sources of the bundled findings: the citation with its DOI, and the page that was read."""
    return {row[0]: as_source(*row) for row in bundled("evidence_sources", FOLDER)}


def as_source(name: str, read: str, citation: str, doi: str, url: str, read_on: str, remark: str) -> Source:
    """One row of the bundled table of sources, which dates the reading and not the release."""
    del read_on, remark
    title = f"{citation}, DOI {doi}" if doi else citation
    return Source(name, PRESS if read == PRESS else STUDY, "", title, url, "")


def with_own(own: Mapping[str, tuple[str, Finding]]) -> Findings:
    """The bundled findings, with one's own in the place of those with the same id, then the others.

    Args:
        own: findings of one's own by id, each with the file that it is from.
    """
    ids = [finding.id for finding in bundled_findings()]
    replaced = [each for each in ids if each in own]
    rows = [own[finding.id][1] if finding.id in own else finding for finding in bundled_findings()]
    rows += [finding for name, (_, finding) in own.items() if name not in ids]
    sources = {
        finding.source: Source(finding.source, "own", "", file, "", "") for file, finding in own.values()
    }
    notes = [note("replaced_findings", count=str(len(replaced)))] if replaced else []
    return Findings(rows, sources, notes)


__all__ = ["Finding", "Findings", "bundled_findings", "with_own"]
