"""What findings say without being averaged: how many reach what is needed, and how they were read."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.programme.findings_compared import BETWEEN, FALLS_SHORT, REACHES, VERDICTS
from kaltim_poverty.records import Note, note
from kaltim_poverty.words import Message, Rupiah, message
from kaltim_poverty.words.numbers import rounded_to

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.programme.findings import Finding
    from kaltim_poverty.programme.findings_compared import Compared, Needed

    Pair = tuple[Finding, Compared]

MORE_WITH_LESS = ("larger_grant", "mentoring")
EXISTING = "existing"


class Counts(NamedTuple):
    """How many findings of how many studies are compared, and how many of them reach what is needed."""

    findings: int
    studies: int
    reach: int
    between: int
    short: int

    def values(self) -> dict[str, object]:
        """The numbers by name, as a sentence takes them."""
        return {name: str(number) for name, number in self._asdict().items()}


def counts(pairs: Iterable[Pair]) -> Counts:
    """The counts of findings that were compared with a need."""
    some = list(pairs)
    verdicts = [compared.verdict for _, compared in some]
    numbers = (verdicts.count(verdict) for verdict in (REACHES, BETWEEN, FALLS_SHORT))
    return Counts(len(some), studies_of(finding for finding, _ in some), *numbers)


def studies_of(findings: Iterable[Finding]) -> int:
    """How many studies findings are of."""
    return len({finding.study for finding in findings})


def returns_of(pairs: Iterable[Pair]) -> list[Pair]:
    """The findings on returns to capital."""
    return [pair for pair in pairs if pair[1].is_of_returns]


def opening_of(pairs: Sequence[Pair], needed: Needed) -> Note:
    """How many findings on returns reach what the amount needs."""
    of_returns = counts(returns_of(pairs))
    if not of_returns.findings or needed.monthly_return is None:
        return note("nothing_comparable", amount=Rupiah(needed.amount), rows=str(len(pairs)))
    return note(
        "returns_compared",
        amount=Rupiah(needed.amount),
        needed=rounded_to(needed.monthly_return, 2),
        unit=message(f"basis.of_{needed.per}"),
        **of_returns.values(),
    )


def listing_opening(findings: Sequence[Finding]) -> Note:
    """How many findings there are, and how to compare them."""
    return note("findings_listed", rows=str(len(findings)), studies=str(studies_of(findings)))


def evidence_notes(findings: Sequence[Finding], pairs: Sequence[Pair] | None) -> list[Note]:
    """The notes on the rows."""
    verdicts = [] if pairs is None else [*spending_notes(pairs), verdict_note(pairs)]
    return [
        *verdicts,
        *more_with_less(findings),
        *reading_notes(findings),
        business_note(findings, pairs or ()),
        note("nothing_averaged"),
    ]


def spending_notes(pairs: Sequence[Pair]) -> list[Note]:
    """How many findings on consumption and income reach the rise that is needed."""
    some = [pair for pair in pairs if pair[1].is_of_spending]
    needed = next((compared.needed for _, compared in some), None)
    if needed is None:
        return []
    return [note("spending_compared", needed=rounded_to(needed, 2), **counts(some).values())]


def verdict_note(pairs: Sequence[Pair]) -> Note:
    """The verdicts by rows and by study."""
    parts: list[object] = []
    for verdict in VERDICTS:
        found = [finding for finding, compared in pairs if compared.verdict == verdict]
        if found:
            named = message(f"value.verdict.{verdict}")
            parts.append(counted(named, found))
    return note("verdicts", parts=parts)


def counted(name: Message, findings: Sequence[Finding]) -> Message:
    """A number of rows and of studies."""
    rows, studies = str(len(findings)), str(studies_of(findings))
    return message("value.rows_of_studies", name=name, rows=rows, studies=studies)


def more_with_less(findings: Sequence[Finding]) -> list[Note]:
    """Which rows compare more of a programme with less of it, and not with nothing."""
    packages: list[object] = [
        message(f"value.package.{package}")
        for package in MORE_WITH_LESS
        if any(finding.package == package for finding in findings)
    ]
    return [note("more_with_less", packages=packages)] if packages else []


def reading_notes(findings: Sequence[Finding]) -> list[Note]:
    """How the findings were read, and how many are uncertain."""
    ways = dict.fromkeys(finding.read for finding in findings)
    parts: list[object] = [
        counted(read_as(way), [finding for finding in findings if finding.read == way]) for way in ways
    ]
    doubtful = [finding for finding in findings if finding.certainty == "uncertain"]
    uncertain = note("uncertain_findings", rows=Decimal(len(doubtful)), studies=str(studies_of(doubtful)))
    return [note("how_read", parts=parts), uncertain]


def read_as(way: str) -> Message:
    """The result that was read from a study, in words; an unknown kind as it is written."""
    from kaltim_poverty.words import known

    key = f"value.read.{way}"
    return message(key) if known("en", key) else message("value.as_noted", text=way)


def business_note(findings: Sequence[Finding], pairs: Sequence[Pair]) -> Note:
    """How many findings are of people who had a business before."""
    before = [finding for finding in findings if finding.business == EXISTING]
    of_returns = [finding for finding, _ in returns_of(pairs)]
    values = {"rows": Decimal(len(before)), "all": str(len(findings))}
    if not of_returns:
        return note("had_business", **values)
    had = [finding for finding in of_returns if finding.business == EXISTING]
    return note("had_business_of_returns", **values, had=str(len(had)), returns=str(len(of_returns)))


__all__ = ["Counts", "counts", "evidence_notes", "listing_opening", "opening_of", "returns_of"]
