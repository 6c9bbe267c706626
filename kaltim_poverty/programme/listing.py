"""The amounts and rules of programmes, with their sources."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.inputs.periods import parse_year
from kaltim_poverty.programme.rules import Rule, components, open_rules
from kaltim_poverty.published.selection import names_of
from kaltim_poverty.records import Answer
from kaltim_poverty.records.fields import REMARK, column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.published.selection import Names


@record
class ListedRule:
    """A rule of a programme: an amount and what it is per, a limit and whom it counts, or only a note."""

    programme: str = column("group")
    component: str = column("group")
    year: int = column("code", subject=True)
    amount_idr: Decimal | None = column("value")
    per: str = column("code")
    limit: int | None = column("count")
    applies_to: str = column("words", several=True, names="component")
    disputed: str = column("code")
    note: Message | None = column(REMARK)
    source: str = column("code", several=True)


def listing(*, year: str | int | None = None, programmes: Names = ()) -> Answer[ListedRule]:
    """The amounts and rules of programmes. On the command line: ``kpov programme list``.

    The rows go back in as own rules: ``kpov programme list -f csv`` is a table for *programmes*.

    Args:
        year: the year whose rules are wanted; all if None.
        programmes: files of one's own rules, with the columns of the bundled ones.

    Returns:
        a row for each rule: an amount, a limit or a condition, by programme and year.

    Raises:
        UsageError: for a malformed year.
        NotFoundError: for a year without rules, naming the nearest.
        InputError: if a file is refused.
    """
    wanted = None if year is None else parse_year(year)
    files = names_of(programmes)
    table = open_rules(files)
    rules = [rule for rule in table.rules if wanted in (None, rule.year)]
    if not rules and wanted is not None:
        raise NotFoundError("no_rules", year=str(wanted), nearest=nearest_years(wanted, table.rules))
    return Answer(
        question="programme list",
        arguments={"year": wanted, "programmes": files},
        rows=tuple(map(listed, rules)),
        notes=tuple(table.notes),
        sources=tuple(table.sources(rules)),
        names={"component": components()},
        kind=ListedRule,
    )


def listed(rule: Rule) -> ListedRule:
    """One row."""
    return ListedRule(**{**rule._asdict(), "note": note_of(rule)})


def note_of(rule: Rule) -> Message | None:
    """The note of a rule, in the language of the answer."""
    return message("value.as_noted", text=rule.note) if rule.note.en else None


def nearest_years(wanted: int, rules: Iterable[Rule]) -> list[object]:
    """The two years nearest to *wanted* that have rules, in order."""
    near = sorted({rule.year for rule in rules}, key=lambda year: (abs(year - wanted), year))
    return [str(year) for year in sorted(near[:2])]
