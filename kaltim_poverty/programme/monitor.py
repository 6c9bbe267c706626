"""Is a programme running as planned? Checks of a list of recipients, which name nobody."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import UsageError, nearest, quoted
from kaltim_poverty.inputs.amounts import parse_amount
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number, excerpt, number
from kaltim_poverty.programme.lists.areas import code_of_area, name_of_area, names_of_districts
from kaltim_poverty.programme.lists.columns import answers, check_shown, numbers, sexes
from kaltim_poverty.programme.lists.identities import (
    has_lost_digits,
    holds_identity,
    is_identity,
    plain_identity,
    sex_of,
)
from kaltim_poverty.programme.lists.protection import protected
from kaltim_poverty.programme.lists.table import ListTable, read_list
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from kaltim_poverty.words import Spoken

EVERYBODY = ""
FEW_ROWS = 5  # in smaller groups a number may be about one person
OK, LOOK, FAILS = "ok", "look", "fails"
MUST_HOLD = ("places", "id_missing", "id_malformed", "id_repeated")
SHOULD_BE_ALL = ("below_cutoff", "received", "used_for_business", "business_alive")  # others should be none
Z = 1.959963984540054  # of a normal distribution, for 95 percent

Answers = Sequence[bool | None]


@record
class Check:
    """One check of everybody (`group` is empty), of a district, or of a sex.

    `counted` are the rows that it is about, `value` is percent of those that answer (`of`), `missing` is the
    number of those that do not. Of ``places`` `of` is the number planned. Below 5 rows both are empty.
    """

    check: str = column("key")
    group: str = column("group")
    value: float | None = column("value", decimals={"percent": 1})
    unit: str = column("code")
    counted: int | None = column("count")
    of: int = column("count")
    missing: int = column("count")
    ci_low: float | None = column("value", decimals={"percent": 1}, gives_way=1)
    ci_high: float | None = column("value", decimals={"percent": 1}, gives_way=1)
    status: str = column("code")


class Group(NamedTuple):
    """Everybody, a district or a sex.

    Attributes:
        code: empty for everybody.
        rows: of the list.
        is_district: whether it is a district, which has places.
    """

    code: str
    rows: Sequence[int]
    is_district: bool = False


class Places(NamedTuple):
    """Places of a plan by district, and the names by which it calls districts."""

    of: Mapping[str, int]
    names: Mapping[str, str]


def monitor(
    data: str | Mapping[str, Sequence[str | int]],
    *,
    id: str | None = None,  # noqa: A002 - the name of the option
    family: str | None = None,
    district: str | None = None,
    sex: str | None = None,
    score: str | None = None,
    cutoff: Number | None = None,
    overlap: str | Sequence[str] | None = None,
    received: str | None = None,
    value: str | None = None,
    amount: Number | None = None,
    use: str | None = None,
    alive: str | None = None,
    plan: str | None = None,
    sample: bool = False,
) -> Answer[Check]:
    """Is it running as planned? On the command line: ``kpov programme monitor``.

    Args:
        data: a file, or a mapping of columns.
        id: the column of identity numbers (NIK), which is never shown.
        family: the column of family card numbers, which is never shown.
        district: the column of districts, by code or name.
        sex: the column of sexes: L and P, 1 and 2, or words.
        score: the column of a score of welfare.
        cutoff: the score below which people are meant.
        overlap: ``PKH=COL``, one or several: columns that say who gets another programme too.
        received: the column that says who has received.
        value: the column of what was received, rupiah.
        amount: what should be received.
        use: the column that says who used it for the business.
        alive: the column that says whose business is alive.
        plan: a file with places by district: the output of ``kpov programme allocate``.
        sample: whether the rows are a sample of the recipients, so that shares have intervals.

    Returns:
        a row for each check of everybody, each district and each sex.

    Raises:
        UsageError: if nothing is to be checked, or an option lacks another.
        InputError: if a file is refused.
    """
    limit, worth, others = options_of(score, cutoff, value, amount, overlap, plan, district)
    single = {"--id": id, "--family": family, "--district": district, "--sex": sex, "--score": score}
    single |= {"--received": received, "--value": value, "--use": use, "--alive": alive}
    if not any((id, family, score, others, received, value, use, alive, plan)):
        raise UsageError("nothing_to_monitor")
    with protected():
        table = read_list(data, [*filter(None, single.values()), *others.values()])
        columns = {option: table.column(name, option) for option, name in single.items() if name is not None}
        overlaps = {name: table.column(given, "--overlap") for name, given in others.items()}
        districts = districts_of(table, columns.get("--district"))
        persons = sexes(table, columns["--sex"]) if "--sex" in columns else None
        planned = None if plan is None else places_of(plan)
        groups = groups_of(table.rows, districts, persons, planned)
        checks = checks_of(table, columns, overlaps, limit, worth, persons)
        rows = [
            *place_rows(groups, planned),
            *(row for name, found in checks.items() for row in rows_of(name, found, groups, sample=sample)),
        ]
        notes = notes_of(table, columns, rows, districts, planned, sample=sample)
    names = {group.code: district_name(group.code, planned) for group in groups if group.is_district}
    names[EVERYBODY] = message("value.group.all")
    return Answer(
        question="programme monitor",
        arguments={
            "file": table.file,
            **{option.removeprefix("--"): name for option, name in columns.items()},
            "overlap": overlaps or None,
            "cutoff": limit,
            "amount": worth,
            "plan": plan,
            "sample": sample,
        },
        rows=tuple(rows),
        notes=tuple(notes),
        sources=(),
        names={
            "group": names,
            "check": {f"overlap_{name}": message("value.overlap_check", name=name) for name in others},
        },
        kind=Check,
    )


def names_of_overlaps(others: Sequence[str] | Mapping[str, str]) -> dict[str, Spoken]:
    """What the checks of other programmes are called."""
    return {f"overlap_{name}": message("value.overlap_check", name=name) for name in others}


def options_of(
    score: str | None,
    cutoff: Number | None,
    value: str | None,
    amount: Number | None,
    overlap: str | Sequence[str] | None,
    plan: str | None,
    district: str | None,
) -> tuple[Decimal | None, Decimal | None, dict[str, str]]:
    """Cutoff, amount and the columns of other programmes.

    Raises:
        UsageError: for an option that lacks another, or an overlap without a name.
    """
    for one, given, other, needed in (
        ("--score", score, cutoff, "--cutoff"),
        ("--cutoff", cutoff, score, "--score"),
        ("--value", value, amount, "--amount"),
        ("--amount", amount, value, "--value"),
        ("--plan", plan, district, "--district"),
    ):
        if given is not None and other is None:
            raise UsageError("needs_option", option=one, needed=needed)
    limit = None if cutoff is None else number("--cutoff", cutoff)
    worth = None if amount is None else parse_amount("--amount", amount)
    return limit, worth, overlaps_of(overlap)


def overlaps_of(given: str | Sequence[str] | None) -> dict[str, str]:
    """The columns of other programmes by their names.

    Raises:
        UsageError: for an item without a name or a column, or a name twice.
    """
    named: dict[str, str] = {}
    for item in [] if given is None else split_list(given):
        name, mark, column_ = (part.strip() for part in item.partition("="))
        if not mark or not name or not column_ or holds_identity(name):
            raise UsageError("malformed_overlap", given=excerpt(item))
        if name.casefold() in map(str.casefold, named):
            raise UsageError("overlap_twice", name=excerpt(name))
        named[name] = column_
    return named


def districts_of(table: ListTable, name: str | None) -> list[str] | None:
    """The district of each row by its code where the catalogue knows it, as written where it does not."""
    if name is None:
        return None
    check_shown(table, name, "--district")
    known = {cell: code_of_area(cell) or cell for cell in set(table.cells[name])}
    return [known[cell] for cell in table.cells[name]]


def places_of(file: str) -> Places:
    """The places of a plan by district.

    Raises:
        InputError: for a plan that is refused: without area and recipients, with an area twice, with a number
            that is not whole.
    """
    plan = read_list(file, ["area", "recipients"])
    area, recipients = plan.column("area", "--plan"), plan.column("recipients", "--plan")
    check_shown(plan, area, "--plan")
    of: dict[str, int] = {}
    names: dict[str, str] = {}
    for row, cell in enumerate(plan.cells[area]):
        code = code_of_area(cell) or cell
        if code in of:
            raise plan.refuse("area_twice", row, area)
        count = plan.cells[recipients][row].removesuffix(".0")
        if not (count.isascii() and count.isdigit() and len(count) < 10):  # noqa: PLR2004 - a billion
            raise plan.refuse("places_cell", row, recipients)
        of[code] = int(count)
        if "area_name" in plan.cells:
            names[code] = plan.cells["area_name"][row]
    return Places(of, names)


def groups_of(
    rows: int, districts: Sequence[str] | None, persons: Sequence[str | None] | None, planned: Places | None
) -> list[Group]:
    """Everybody, each district of the list or the plan, each sex."""
    codes = sorted({*(districts or ()), *(planned.of if planned else ())} - {""})
    return [
        Group(EVERYBODY, range(rows)),
        *(
            Group(code, [row for row, own in enumerate(districts or ()) if own == code], is_district=True)
            for code in codes
        ),
        *(
            Group(sex, [row for row, own in enumerate(persons) if own == sex])
            for sex in ("female", "male")
            if persons is not None and sex in persons
        ),
    ]


def checks_of(
    table: ListTable,
    columns: Mapping[str, str],
    overlaps: Mapping[str, str],
    limit: Decimal | None,
    worth: Decimal | None,
    persons: Sequence[str | None] | None,
) -> dict[str, Answers]:
    """What each row says to each check: whether it is concerned, None where it says nothing."""
    checks: dict[str, Answers] = {}
    if "--id" in columns:
        checks |= identity_checks(table.cells[columns["--id"]], rounded(table, columns["--id"]), persons)
    if "--family" in columns:
        checks["family_repeated"] = repeated(
            [plain_identity(cell) for cell in table.cells[columns["--family"]]]
        )
    if "--score" in columns and limit is not None:
        scores = numbers(table, columns["--score"], "--score")
        checks["below_cutoff"] = [None if math.isnan(each) else each < limit for each in scores]
    checks |= {f"overlap_{name}": answers(table, column_) for name, column_ in overlaps.items()}
    if "--received" in columns:
        checks["received"] = answers(table, columns["--received"])
    if "--value" in columns and worth is not None:
        values = numbers(table, columns["--value"], "--value")
        checks["short_value"] = [None if math.isnan(each) else each < worth for each in values]
    for option, name in (("--use", "used_for_business"), ("--alive", "business_alive")):
        if option in columns:
            checks[name] = answers(table, columns[option])
    order = ("id_missing", "id_malformed", "id_repeated", "family_repeated", "sex_differs")
    return {**{name: checks[name] for name in order if name in checks}, **checks}


def rounded(table: ListTable, name: str) -> set[int]:
    """The rows whose id a program of tables has rounded, as it keeps 15 digits."""
    of_workbook = table.numeric.get(name, frozenset())
    return {row for row, cell in enumerate(table.cells[name]) if has_lost_digits(cell) or row in of_workbook}


def identity_checks(
    cells: Sequence[str], lost: set[int], persons: Sequence[str | None] | None
) -> dict[str, Answers]:
    """Whether ids are missing, cannot be a NIK, are repeated, or say another sex than the list."""
    plain = [plain_identity(cell) for cell in cells]
    valid = [row not in lost and is_identity(each) for row, each in enumerate(plain)]
    checks: dict[str, Answers] = {
        "id_missing": [not each for each in plain],
        "id_malformed": [None if not each else not right for each, right in zip(plain, valid, strict=True)],
        "id_repeated": repeated(["" if row in lost else each for row, each in enumerate(plain)]),
    }
    if persons is not None:
        checks["sex_differs"] = [
            sex_of(each) != person if right and person is not None else None
            for each, right, person in zip(plain, valid, persons, strict=True)
        ]
    return checks


def repeated(plain: Sequence[str]) -> list[bool | None]:
    """Whether a number stands in another row too; None where there is none."""
    counts = Counter(plain)
    return [None if not each else counts[each] > 1 for each in plain]


def place_rows(groups: Sequence[Group], planned: Places | None) -> list[Check]:
    """Recipients against places, in all and by district."""
    if planned is None:
        return []
    rows = []
    for group in groups:
        if not group.code or group.is_district:
            places = planned.of.get(group.code, 0) if group.code else sum(planned.of.values())
            count, few = len(group.rows), 0 < len(group.rows) < FEW_ROWS
            value = None if few or not places else 100.0 * count / places
            status = OK if count == places else FAILS
            rows.append(
                Check(
                    "places",
                    group.code,
                    value,
                    "percent",
                    None if few else count,
                    places,
                    0,
                    None,
                    None,
                    status,
                )
            )
    unplaced = any(row.status == FAILS for row in rows[1:])
    return [row if row.group or not unplaced else replaced(row) for row in rows]


def replaced(row: Check) -> Check:
    """The row of everybody, which fails where a district does."""
    return Check(
        row.check, row.group, row.value, row.unit, row.counted, row.of, row.missing, None, None, FAILS
    )


def rows_of(name: str, found: Answers, groups: Sequence[Group], *, sample: bool) -> list[Check]:
    """One check of each group."""
    return [
        row_of(name, [found[row] for row in group.rows], group.code, sample=sample)
        for group in groups
        if group.rows
    ]


def row_of(name: str, found: Answers, group: str, *, sample: bool) -> Check:
    """One check of one group."""
    known = [each for each in found if each is not None]
    counted, of = sum(known), len(known)
    status = status_of(name, counted, of)
    missing = len(found) - of
    if len(found) < FEW_ROWS:
        return Check(name, group, None, "percent", None, of, missing, None, None, status)
    low, high = wilson(counted, of) if sample and of else (None, None)
    return Check(
        name, group, 100.0 * counted / of if of else None, "percent", counted, of, missing, low, high, status
    )


def status_of(name: str, counted: int, of: int) -> str:
    """``ok``, or ``look`` where a row is not as it should be, or ``fails`` where it must be."""
    wrong = of - counted if name in SHOULD_BE_ALL else counted
    if not wrong:
        return OK
    return FAILS if name in MUST_HOLD else LOOK


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 percent interval of a share, in percent.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    share, square = count / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    reach = Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return 100.0 * max(0.0, middle - reach), 100.0 * min(1.0, middle + reach)


def district_name(code: str, planned: Places | None) -> Spoken:
    """What a district is called."""
    named = name_of_area(code)
    if named is not None:
        return named
    return message("value.as_noted", text=planned.names.get(code, code) if planned else code)


def notes_of(
    table: ListTable,
    columns: Mapping[str, str],
    rows: Sequence[Check],
    districts: Sequence[str] | None,
    planned: Places | None,
    *,
    sample: bool,
) -> list[Note]:
    """How the list was read, and what in it is odd."""
    notes = [note("monitored", file=table.file, rows=Decimal(table.rows))]
    if "--id" in columns:
        notes.append(note("ids_hidden"))
        lost = len(rounded(table, columns["--id"]))
        notes.append(note("ids_rounded", rows=Decimal(lost)))
    if districts is not None:
        notes.append(note("district_missing", rows=Decimal(districts.count(""))))
        notes += unknown_districts(districts, planned)
    if any(row.counted is None for row in rows):
        notes.append(note("few_rows_hidden", least=Decimal(FEW_ROWS)))
    if any(row.check == "below_cutoff" for row in rows):
        notes.append(note("below_cutoff"))
    notes.append(note("monitor_sample" if sample else "monitor_list"))
    return notes


def unknown_districts(districts: Sequence[str], planned: Places | None) -> list[Note]:
    """Districts that neither the plan nor the catalogue knows, with what was probably meant."""
    notes = []
    counts = Counter(each for each in districts if each and each not in (planned.of if planned else ()))
    for district, count in counts.items():
        if planned is None and code_of_area(district):
            continue
        known = {district_text(code, planned): code for code in (planned.of if planned else ())}
        near = nearest(district, [*known, *(names_of_districts() if planned is None else ())])
        named: Spoken | str = name_of_area(district) or excerpt(district)
        meant = quoted(near) if near else None
        key = "district_unplanned" if planned is not None else "district_unknown"
        notes.append(note(f"{key}_meant" if meant else key, district=named, rows=Decimal(count), meant=meant))
    return notes


def district_text(code: str, planned: Places | None) -> str:
    """The name of a district in a suggestion."""
    named = name_of_area(code)
    return named.name if named is not None else (planned.names.get(code, code) if planned else code)
