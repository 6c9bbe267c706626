"""The amounts and rules of programmes: data with year and source, the bundled ones and people's own."""

from __future__ import annotations

import re
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.inputs.amounts import read_amount
from kaltim_poverty.inputs.numbers import Fault
from kaltim_poverty.inputs.periods import is_year
from kaltim_poverty.inputs.streams import STDIN
from kaltim_poverty.inputs.tables import Row, read_rows
from kaltim_poverty.programme.wording import FOLDER, Wording
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.own import no_number
from kaltim_poverty.published.selection import Names, names_of
from kaltim_poverty.published.tables import bundled
from kaltim_poverty.records import Note, Source, note

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Mapping

    from kaltim_poverty.words import Language

COLUMNS = ("programme", "component", "year", "amount_idr", "per", "note", "source")
MORE_COLUMNS = ("limit", "applies_to", "disputed")
YEARLY = {
    "person_year": 1,
    "person_stage": 4,  # PKH is paid in four stages a year
    "person_month": 12,
    "family_year": 1,
    "family_stage": 4,
    "family_month": 12,
}  # payments a year of what a family is entitled to
OTHER = ("person_day", "person_once", "family_once", "group_once", "province_total", "national_year")
EVERYBODY = "*"  # a limit on all people of a family
LIMIT = re.compile(r"[1-9]\d{0,2}", re.ASCII)
YES, NO = "yes", "no"


class Component(NamedTuple):
    """The component of a programme, such as a pupil; alternative names are separated by ``;``."""

    component: str
    name_en: str
    name_id: str
    aliases: str

    def spoken(self, language: Language) -> str:
        """Its name."""
        return self.name_en if language == "en" else self.name_id


class Rule(NamedTuple):
    """An amount of rupiah, a limit on people, or a remark, of a programme and year.

    A limit counts all people of the components that it applies to together; ``*`` is the whole family.
    `source` may be several, separated by ``;``.
    """

    programme: str
    component: str
    year: int
    amount_idr: Decimal | None
    per: str
    limit: int | None
    applies_to: str
    disputed: str
    note: Wording
    source: str

    @property
    def is_yearly(self) -> bool:
        """Whether it is an amount that a family is entitled to again and again."""
        return self.amount_idr is not None and self.per in YEARLY

    @property
    def is_for_persons(self) -> bool:
        """Whether each person counts, or the family once."""
        return self.per.startswith("person")

    @property
    def key(self) -> tuple[str, str, int]:
        """The key by which an own row replaces a bundled one."""
        return self.programme, self.component, self.year

    def concerns(self, component: str) -> bool:
        """Whether it limits the people of *component*."""
        return self.limit is not None and (
            self.applies_to == EVERYBODY or component in self.applies_to.split(";")
        )


class Rules(NamedTuple):
    """All rules, the sources that own files add, and notes on them."""

    rules: list[Rule]
    own_sources: dict[str, Source]
    notes: list[Note]

    def yearly(self) -> list[Rule]:
        """The amounts that a family is entitled to again and again."""
        return [rule for rule in self.rules if rule.is_yearly]

    def sources(self, used: Iterable[Rule]) -> list[Source]:
        """The sources of the rules, by name."""
        names = sorted({name for rule in used for name in rule.source.split(";") if name})
        known = {**catalogue.sources(), **self.own_sources}
        return [known[name] for name in names]


def open_rules(files: Names = ()) -> Rules:
    """The bundled rules, with those of own files in the place of theirs with the same key.

    Raises:
        InputError: if a file is missing, unreadable or refused.
        UsageError: if stdin is asked for twice.
    """
    names = names_of(files)
    if names.count(STDIN) > 1:
        raise UsageError("stdin_twice")
    own = list(read_all_rules(names))
    keys = {rule.key for _, rule in own}
    replaced = sum(1 for rule in bundled_rules() if rule.key in keys)
    notes = [note("replaced_rules", count=str(replaced))] if replaced else []
    return Rules(merged([rule for _, rule in own]), dict(sources_of(own)), notes)


def merged(own: list[Rule]) -> list[Rule]:
    """The bundled rules with own ones in the places of theirs, then the other own ones."""
    by_key: dict[tuple[str, str, int], list[Rule]] = {}
    for rule in own:
        by_key.setdefault(rule.key, []).append(rule)
    replaced = {rule.key for rule in bundled_rules()} & set(by_key)
    rules: list[Rule] = []
    for rule in bundled_rules():
        rules += by_key.pop(rule.key, []) if rule.key in replaced else [rule]
    return [*rules, *(rule for rules in by_key.values() for rule in rules)]


def sources_of(own: list[tuple[str, Rule]]) -> Iterator[tuple[str, Source]]:
    """The sources that the bundled table lacks, each with the file that names it."""
    for file, rule in own:
        for name in rule.source.split(";"):
            if name not in catalogue.sources():
                yield name, Source(name, "own", "", file, "", "")


@cache
def bundled_rules() -> tuple[Rule, ...]:
    """The rules that come with the package."""
    return tuple(map(as_rule, bundled("programmes", FOLDER)))


def as_rule(cells: tuple[str, ...]) -> Rule:
    """One row of the bundled table."""
    programme, component, year, amount, per, limit, applies_to, disputed, note_en, note_id, source = cells
    return Rule(
        programme,
        component,
        int(year),
        Decimal(amount) if amount else None,
        per,
        int(limit) if limit else None,
        applies_to,
        disputed,
        Wording(note_en, note_id),
        source,
    )


@cache
def components() -> Mapping[str, Component]:
    """The components that the bundled rules name."""
    return {row[0]: Component(*row) for row in bundled("components", FOLDER)}


@cache
def names_of_components() -> Mapping[str, str]:
    """Every way to name a component, with the component."""
    return {
        name: known.component
        for known in components().values()
        for name in [known.component.casefold(), *filter(None, known.aliases.split(";"))]
    }


def canonical(given: str) -> str:
    """The component of that name, in any case; as given if it is unknown."""
    folded = re.sub(r"[\s-]+", "_", given.strip().casefold())
    return names_of_components().get(folded, given.strip())


def read_all_rules(files: list[str]) -> Iterator[tuple[str, Rule]]:
    """Each rule of the files with the file's name; an amount or limit may appear once in all of them.

    Raises:
        InputError: at the first row that is refused.
    """
    first: dict[object, Row] = {}
    for file in files:
        for row in read_rows(file, COLUMNS, MORE_COLUMNS):
            rule = own_rule(row)
            if rule.amount_idr is not None or rule.limit is not None:
                earlier = first.setdefault(rule.key, row)
                if earlier is not row:
                    raise row.refuse("duplicate_rule", "component", file=earlier.file, line=str(earlier.line))
            yield row.file, rule


def own_rule(row: Row) -> Rule:
    """A checked rule.

    Raises:
        InputError: naming the cell and what was expected.
    """
    cells = row.cells
    for column in ("programme", "component", "year"):
        if not cells[column]:
            raise row.refuse("empty_cell", column)
    if not is_year(cells["year"]):
        raise row.refuse("year_cell", "year")
    return Rule(
        cells["programme"],
        canonical(cells["component"]),
        int(cells["year"]),
        amount_cell(row),
        per_cell(row),
        limit_cell(row),
        applies_to_cell(row),
        disputed_cell(row),
        Wording(cells["note"], cells["note"]),
        cells["source"] or row.file,
    )


def amount_cell(row: Row) -> Decimal | None:
    """An amount above 0, or nothing."""
    text = row.cells["amount_idr"]
    if not text:
        return None
    value = read_amount(text, row.marks_of("amount_idr"))
    if isinstance(value, Fault):
        raise no_number(row, "amount_idr", value)
    if value <= 0:
        raise row.refuse("amount_above_zero", "amount_idr")
    return value


def per_cell(row: Row) -> str:
    """The unit and frequency of an amount; empty where there is no amount."""
    per, known = row.cells["per"], [*YEARLY, *OTHER]
    if per in known or not (per or row.cells["amount_idr"]):
        return per
    raise row.refuse("choice_cell", "per", choices=", ".join(known), hint=suggestion(per, known))


def limit_cell(row: Row) -> int | None:
    """A whole number above 0, or nothing."""
    text = row.cells.get("limit", "")
    if text and not LIMIT.fullmatch(text):
        raise row.refuse("limit_cell", "limit")
    return int(text) if text else None


def applies_to_cell(row: Row) -> str:
    """The components that a limit counts together, the whole family if none is named."""
    given = row.cells.get("applies_to", "")
    if not row.cells.get("limit", ""):
        if given:
            raise row.refuse("limit_missing", "applies_to")
        return ""
    return ";".join(canonical(name) for name in given.split(";")) if given else EVERYBODY


def disputed_cell(row: Row) -> str:
    """Whether sources dispute the rule."""
    given = row.cells.get("disputed", "") or NO
    if given not in (YES, NO):
        raise row.refuse("choice_cell", "disputed", choices=f"{YES}, {NO}")
    return given
