"""What is a family entitled to in a year, after the limits of the programmes?"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import replace
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError, suggestion
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number, how_many, normalized, within
from kaltim_poverty.inputs.periods import parse_year
from kaltim_poverty.programme.listing import nearest_years, note_of
from kaltim_poverty.programme.reference import chosen, resolved
from kaltim_poverty.programme.rules import (
    YEARLY,
    YES,
    Rule,
    Rules,
    canonical,
    components,
    open_rules,
)
from kaltim_poverty.programme.worth import LARGEST_FAMILY, worth
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.exact import product, total
from kaltim_poverty.published.selection import names_of
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import REMARK, column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.published.selection import Names

Family = str | Iterable[str] | Mapping[str, int]


@record
class Entitlement:
    """Rupiah a year from one component: the people named, those who count, and why.

    What a family gets as a whole has neither people nor counted.
    """

    programme: str = column("group")
    component: str = column("group")
    people: int | None = column("count")
    counted: int | None = column("count")
    amount_year: Decimal = column("value")
    note: Message | None = column(REMARK)


class Counted(NamedTuple):
    """How many people of a component count, and the limits that the others met."""

    rule: Rule
    people: int
    counted: int
    limits: list[Rule]


def benefit(
    family: Family,
    *,
    year: str | int,
    size: Number | None = None,
    area: Names = catalogue.HOME,
    figures: Names = (),
    areas: Names | None = None,
    programmes: Names = (),
) -> Answer[Entitlement]:
    """What is a family entitled to in a year? On the command line: ``kpov programme benefit``.

    Where a limit leaves people out, those with the highest amounts count. A limit that is known for another
    year only is applied and named in a note. Food assistance counts once for the family, twelve months.

    Args:
        family: the people by component, as ``{"elderly": 1}`` or ``"elderly=1,sd=2"``.
        year: the year of the amounts, such as ``2025``.
        size: members of the family, above 0 and at most 30; the published size of a poor household if None.
        area: the code or name of the area whose line and gap the sum is compared with.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.
        programmes: files of one's own rules, with the columns of the bundled ones.

    Returns:
        a row for each component that was named, and for what the family gets as a whole.

    Raises:
        UsageError: for an unknown component, or a number out of range.
        NotFoundError: for a year without amounts, or without a household size.
        InputError: if a file is refused.
    """
    people = parse_family(family)
    when = parse_year(year)
    members = None if size is None else within("--size", size, above=0, at_most=LARGEST_FAMILY)
    files = names_of(programmes)
    table = open_rules(files)
    named = persons(table, people)
    check_size(named, members)
    rules = rules_of(table, people, when)
    selection = chosen(area, figures, areas)
    if not rules:
        raise UsageError("no_components")
    counted = [each for programme in by_programme(rules) for each in count(table, programme, people, when)]
    rows = [entitlement(each) for each in counted]
    family_total = total(*(row.amount_year for row in rows))
    notes = [*table.notes, *worth(selection, family_total, when, members, named), *notes_of(counted, when)]
    arguments = resolved(selection, family=people, year=when, size=members, programmes=files)
    answer = selection.figures.answer(
        "programme benefit", Entitlement, rows, arguments=arguments, notes=notes
    )
    used = [rule for each in counted for rule in (each.rule, *each.limits)]
    sources = {source.source: source for source in (*table.sources(used), *answer.sources)}
    return replace(
        answer,
        sources=tuple(sources[name] for name in sorted(sources)),
        cited=(*answer.cited, *(source.publisher or source.source for source in table.sources(used))),
        names={**answer.names, "component": components()},
    )


def parse_family(given: Family) -> dict[str, int]:
    """The people of a family by component.

    Raises:
        UsageError: if an item is not written ``component=number``, or a component appears twice.
    """
    if isinstance(given, Mapping):
        items = [(str(name), str(number)) for name, number in given.items()]
    else:
        items = [split_item(item) for item in split_list(given)]
    people: dict[str, int] = {}
    for name, number in items:
        component = canonical(name)
        if component in people:
            raise UsageError("component_twice", component=component)
        people[component] = how_many(name, number, LARGEST_FAMILY)
    if not people:
        raise UsageError("no_components")
    return people


def split_item(item: str) -> tuple[str, str]:
    """The two sides of ``component=number``.

    Raises:
        UsageError: if one is missing.
    """
    name, _, number = (part.strip() for part in item.partition("="))
    if not (name and number):
        meant = name if canonical(name) in components() else "elderly"
        raise UsageError("malformed_component", given=item, meant=f"{meant}=1")
    return name, number


def persons(table: Rules, people: Mapping[str, int]) -> int:
    """How many people are named.

    Raises:
        UsageError: if the family as a whole is named more than once.
    """
    of_family = {rule.component for rule in table.yearly() if not rule.is_for_persons}
    for name in of_family & set(people):
        if people[name] > 1:
            raise UsageError("too_large", name=name, given=str(people[name]), high="1")
    return sum(number for name, number in people.items() if name not in of_family)


def check_size(named: int, members: Decimal | None) -> None:
    """Refuse more people than the family has.

    Raises:
        UsageError: naming both numbers.
    """
    if members is not None and named > members:
        raise UsageError("more_than_family", people=str(named), size=members)


def rules_of(table: Rules, people: Mapping[str, int], year: int) -> list[Rule]:
    """The amounts of a year that concern a family: of its people, and of the family unless 0 is given for it.

    Raises:
        UsageError: for a component that no programme has.
        NotFoundError: if the year, or a component in it, has no amount.
    """
    yearly = table.yearly()
    for name in people:
        check_component(name, yearly, year)
    return [
        rule
        for rule in yearly
        if rule.year == year and people.get(rule.component, 0 if rule.is_for_persons else 1)
    ]


def check_component(name: str, yearly: list[Rule], year: int) -> None:
    """Refuse a component without an amount in the year.

    Raises:
        UsageError: if it has none in any year, with the names that were probably meant.
        NotFoundError: if it has one in other years, naming the nearest.
    """
    same = [rule for rule in yearly if rule.component == name]
    if not same:
        known = list(dict.fromkeys(rule.component for rule in yearly))
        aliases = [
            alias for each in known if each in components() for alias in components()[each].aliases.split(";")
        ]
        hint = suggestion(name, [*known, *filter(None, aliases)])
        raise UsageError("unknown_component", given=name, choices=", ".join(known), hint=hint)
    if not any(rule.year == year for rule in same):
        spoken = components().get(name, name)
        raise NotFoundError("no_amounts", component=spoken, year=str(year), nearest=nearest_years(year, same))


def by_programme(rules: list[Rule]) -> list[list[Rule]]:
    """The rules of each programme."""
    names = dict.fromkeys(rule.programme for rule in rules)
    return [[rule for rule in rules if rule.programme == name] for name in names]


def count(table: Rules, rules: list[Rule], people: Mapping[str, int], year: int) -> list[Counted]:
    """How many people of each component count; where a limit binds, those with the highest amounts."""
    limits = limits_of(table, rules[0].programme, year)
    counted: dict[str, int] = {}
    met: dict[str, list[Rule]] = {}
    for rule in sorted(rules, key=year_amount, reverse=True):
        of_component = [limit for limit in limits if limit.concerns(rule.component)]
        wanted = people.get(rule.component, 0) if rule.is_for_persons else 0
        room = {limit: int(limit.limit or 0) - used(limit, counted) for limit in of_component}
        counted[rule.component] = max(0, min([wanted, *room.values()]))
        met[rule.component] = [
            limit for limit in of_component if room[limit] == counted[rule.component] < wanted
        ]
    return [
        Counted(rule, people.get(rule.component, 0), counted[rule.component], met[rule.component])
        for rule in rules
    ]


def used(limit: Rule, counted: Mapping[str, int]) -> int:
    """How many people a limit has let through so far."""
    return sum(number for component, number in counted.items() if limit.concerns(component))


def limits_of(table: Rules, programme: str, year: int) -> list[Rule]:
    """The limits of a programme, one for each group of components: of the year, else of the nearest."""
    nearest: dict[str, Rule] = {}
    for rule in table.rules:
        if rule.programme != programme or rule.limit is None:
            continue
        known = nearest.get(rule.applies_to)
        if known is None or abs(rule.year - year) < abs(known.year - year):
            nearest[rule.applies_to] = rule
    return list(nearest.values())


def year_amount(rule: Rule) -> Decimal:
    """Rupiah a year for one person or family."""
    assert rule.amount_idr is not None  # noqa: S101 - it is an amount
    return product(rule.amount_idr, Decimal(YEARLY[rule.per]))


def entitlement(each: Counted) -> Entitlement:
    """One row."""
    rule = each.rule
    if not rule.is_for_persons:
        return Entitlement(
            rule.programme, rule.component, None, None, normalized(year_amount(rule)), family_note(rule)
        )
    amount = normalized(product(year_amount(rule), Decimal(each.counted)))
    return Entitlement(rule.programme, rule.component, each.people, each.counted, amount, person_note(each))


def family_note(rule: Rule) -> Message:
    """The note that an amount is for the whole family, and that of the rule."""
    per_family = message("value.whole_family", payments=str(YEARLY[rule.per]), amount=rule.amount_idr)
    remark = note_of(rule)
    return message("value.with_more", first=per_family, second=remark) if remark else per_family


def person_note(each: Counted) -> Message | None:
    """Who is left out by which limit, and the note of the rule."""
    remark = note_of(each.rule)
    for limit in each.limits:
        left_out = message(
            "value.left_out", counted=str(each.counted), people=str(each.people), limit=limit_text(limit)
        )
        remark = message("value.with_more", first=left_out, second=remark) if remark else left_out
    return remark


def limit_text(limit: Rule) -> Message:
    """A limit in words: its note, or how many it lets through."""
    return note_of(limit) or message("value.at_most", limit=str(limit.limit))


def notes_of(counted: list[Counted], year: int) -> list[Note]:
    """Limits of other years, and rules that the sources dispute."""
    notes = [
        note(
            "limit_of_other_year",
            programme=limit.programme,
            limit=limit_text(limit),
            known=str(limit.year),
            source=limit.source,
            year=str(year),
        )
        for each in counted
        for limit in each.limits
        if limit.year != year
    ]
    for each in counted:
        for rule in (each.rule, *each.limits):
            if rule.disputed == YES:
                component = components().get(rule.component, rule.component)
                notes.append(
                    note("disputed_rule", programme=rule.programme, component=component, text=note_of(rule))
                )
    return notes
