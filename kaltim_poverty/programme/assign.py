"""Who gets which arm? A draw that anybody can repeat, whatever the order of the list."""

from __future__ import annotations

from collections import Counter, defaultdict
from collections.abc import Mapping, Sequence
from decimal import Decimal
from fractions import Fraction
from hashlib import sha256
from typing import NamedTuple

from kaltim_poverty.errors import InputError, UsageError, suggestion
from kaltim_poverty.inputs.amounts import parse_whole_amount
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.programme.apportionment import hamilton
from kaltim_poverty.programme.lists.columns import check_shown, codes
from kaltim_poverty.programme.lists.identities import has_lost_digits, holds_identity, plain_identity
from kaltim_poverty.programme.lists.protection import protected
from kaltim_poverty.programme.lists.table import ListTable, read_list
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.words import message

WAITING = "waiting"
TREATED = "treated"  # the only arm of a file of places
RECIPIENTS = "recipients"  # its column of numbers

Stratum = tuple[str, ...]


@record
class Assigned:
    """The arm of one row of the list.

    `row` counts from 1 without the header. `order` is the place of the row, or of its cluster, in the draw of
    its stratum: those who wait follow each other by it. `probability` is that of the arm in the stratum.
    """

    row: int = column("count")
    groups: Mapping[str, str] = column("group")
    arm: str = column("group")
    order: int = column("count")
    probability: float = column("share", decimals=4)


class Unit(NamedTuple):
    """What is drawn: a row, or a cluster of rows.

    Attributes:
        name: what is hashed behind the seed.
        stratum: in which it lies.
        rows: its rows, from 0.
    """

    name: str
    stratum: Stratum
    rows: tuple[int, ...]


class Place(NamedTuple):
    """What a unit has drawn."""

    arm: str
    order: int
    probability: float


def assign(
    data: str | Mapping[str, Sequence[str | int]],
    *,
    seed: str | int,
    arm: str | Sequence[str] | None = None,
    places: str | None = None,
    stratum: str | Sequence[str] | None = None,
    cluster: str | None = None,
    id: str | None = None,  # noqa: A002 - the name of the option
) -> Answer[Assigned]:
    """Who gets which arm: a draw that anybody can repeat. On the command line: ``kpov programme assign``.

    In each stratum rows ascend by the hexadecimal SHA-256 of ``SEED|ID`` in UTF-8; arms take their places in
    that order, and the rest waits.

    Args:
        data: a file, or a mapping of columns.
        seed: a text that was drawn in public.
        arm: ``NAME=N``, one or several: how many get each arm.
        places: a file with the columns of the strata and ``recipients``, in place of `arm`.
        stratum: columns within which is drawn.
        cluster: the column of what is drawn whole, such as villages; then `arm`, `places` and `order`
            count these.
        id: the column of identity numbers, which is never shown; the number of the row if None.

    Returns:
        a row for each row of the list, in its order.

    Raises:
        UsageError: for options that lack or are in conflict.
        InputError: if a file is refused, an id is empty or repeated, a cluster lies in two strata, or there
            are more places than rows.
    """
    with protected():
        wanted = arms_of(arm) if places is None else {}
        if (arm is None) == (places is None):
            raise UsageError("arm_or_places")
        strata = [] if stratum is None else list(dict.fromkeys(split_list(stratum)))
        key = parse_seed(seed)
        table = read_list(data, [*strata, *filter(None, (cluster, id))])
        columns = strata_columns(table, strata, cluster, id)
        units = units_of(table, columns, cluster, id)
        by_stratum = ordered(units, key)
        numbers = (
            shared_out(by_stratum, wanted, table)
            if places is None
            else placed(places, columns, by_stratum, table)
        )
        drawn = draw(by_stratum, numbers)
        rows = rows_of(table, columns, units, drawn)
    return Answer(
        question="programme assign",
        arguments={
            "file": table.file,
            "arm": wanted or None,
            "places": places,
            "stratum": columns,
            "cluster": cluster,
            "id": id,
            "seed": key,
        },
        rows=rows,
        notes=tuple(notes_of(rows, by_stratum, cluster, id, key)),
        sources=(),
        names={},
        kind=Assigned,
    )


def parse_seed(given: object) -> str:
    """The text behind which names are hashed.

    Raises:
        UsageError: if it is empty or has no form in UTF-8.
    """
    text = str(given)
    try:
        text.encode()
    except UnicodeEncodeError:
        raise UsageError("seed_not_text") from None
    if not text.strip():
        raise UsageError("seed_empty")
    return text


def arms_of(given: str | Sequence[str] | None) -> dict[str, int]:
    """How many get each arm, in the order in which they were named.

    Raises:
        UsageError: for an item without a name or a number above 0, or a name twice.
    """
    wanted: dict[str, int] = {}
    for item in [] if given is None else split_list(given):
        name, mark, number = (part.strip() for part in item.rpartition("="))
        if not mark or not name:
            raise UsageError("malformed_arm", given=excerpt(item))
        if name in wanted:
            raise UsageError("arm_twice", arm=excerpt(name))
        if name.casefold() == WAITING or holds_identity(name):
            raise UsageError("arm_name", arm=excerpt(name))
        wanted[name] = int(parse_whole_amount("--arm", number))
    return wanted


def strata_columns(
    table: ListTable, strata: Sequence[str], cluster: str | None, id_: str | None
) -> list[str]:
    """The columns of the strata, as the file writes them.

    Raises:
        UsageError: for one that is also the id or the cluster, or has the name of a field of the answer.
        InputError: for one that there is not, or that holds identity numbers.
    """
    columns = [table.column(name, "--stratum") for name in strata]
    for option, other in (("--id", id_), ("--cluster", cluster)):
        if other is not None and table.column(other, option) in columns:
            raise UsageError("column_of_two_options", column=other, one=option, other="--stratum")
    for name in columns:
        check_shown(table, name, "--stratum")
    check_groups(columns, Assigned)
    return columns


def units_of(table: ListTable, columns: Sequence[str], cluster: str | None, id_: str | None) -> list[Unit]:
    """The rows, or clusters of rows, that are drawn.

    Raises:
        InputError: for an empty or repeated id, or a cluster in two strata.
    """
    cells = [codes(table, name, "--stratum") for name in columns]
    strata: list[Stratum] = list(zip(*cells, strict=True)) if cells else [()] * table.rows
    if id_ is not None:
        check_ids(table, table.column(id_, "--id"))
    if cluster is not None:
        return clusters_of(table, table.column(cluster, "--cluster"), strata)
    names = (
        [str(row + 1) for row in range(table.rows)] if id_ is None else table.cells[table.column(id_, "--id")]
    )
    return [
        Unit(name, stratum, (row,)) for row, (name, stratum) in enumerate(zip(names, strata, strict=True))
    ]


def check_ids(table: ListTable, name: str) -> None:
    """Refuse ids that are empty, rounded or repeated; none is quoted.

    Raises:
        InputError: with the rows.
    """
    first: dict[str, int] = {}
    for row, cell in enumerate(table.cells[name]):
        plain = plain_identity(cell)
        if not plain:
            raise InputError("id_empty", where=table.place(row, name))
        if has_lost_digits(cell):
            raise InputError("id_rounded", where=table.place(row, name))
        if plain in first:
            earlier = table.place(first[plain], name)
            raise InputError("id_repeated", where=table.place(row, name), other=earlier)
        first[plain] = row


def clusters_of(table: ListTable, name: str, strata: Sequence[Stratum]) -> list[Unit]:
    """The clusters with their rows, in the order in which they appear.

    Raises:
        InputError: for a row without a cluster, or a cluster in two strata.
    """
    rows: dict[str, list[int]] = defaultdict(list)
    for row, cell in enumerate(table.cells[name]):
        if not cell:
            raise table.refuse("empty_cell", row, name)
        if rows[cell] and strata[rows[cell][0]] != strata[row]:
            raise table.refuse("cluster_in_two_strata", row, name)
        rows[cell].append(row)
    return [Unit(cell, strata[own[0]], tuple(own)) for cell, own in rows.items()]


def ordered(units: Sequence[Unit], seed: str) -> dict[Stratum, list[Unit]]:
    """The units of each stratum in the order of the draw, strata by their values."""
    strata: dict[Stratum, list[Unit]] = defaultdict(list)
    for unit in units:
        strata[unit.stratum].append(unit)
    return {
        stratum: sorted(strata[stratum], key=lambda unit: hashed(seed, unit.name))
        for stratum in sorted(strata)
    }


def hashed(seed: str, name: str) -> tuple[str, str]:
    """The hexadecimal SHA-256 by which units ascend; of equal ones, which nobody has seen, the name."""
    return sha256(f"{seed}|{name}".encode()).hexdigest(), name


def shared_out(
    strata: Mapping[Stratum, Sequence[Unit]], wanted: Mapping[str, int], table: ListTable
) -> dict[Stratum, dict[str, int]]:
    """How many of each stratum get each arm: arm after arm, by units that are still free.

    Raises:
        InputError: if there are more places than units.
    """
    there = sum(map(len, strata.values()))
    if sum(wanted.values()) > there:
        raise InputError(
            "more_places", file=table.file, places=Decimal(sum(wanted.values())), there=Decimal(there)
        )
    free = {stratum: len(units) for stratum, units in strata.items()}
    numbers: dict[Stratum, dict[str, int]] = {stratum: {} for stratum in strata}
    for arm, count in wanted.items():
        for stratum, own in by_free_units(count, free).items():
            numbers[stratum][arm] = own
            free[stratum] -= own
    return numbers


def by_free_units(count: int, free: Mapping[Stratum, int]) -> dict[Stratum, int]:
    """Places by free units (Hamilton); of equal remainders the larger stratum, then the smaller value."""
    strata = sorted(free)
    places = hamilton(count, [Fraction(free[stratum]) for stratum in strata])
    return dict(zip(strata, places, strict=True))


def placed(
    file: str, columns: Sequence[str], strata: Mapping[Stratum, Sequence[Unit]], table: ListTable
) -> dict[Stratum, dict[str, int]]:
    """How many of each stratum are treated, as a file says.

    Raises:
        UsageError: without strata.
        InputError: if the file is refused, has a stratum twice or one that the list lacks, lacks one, or
            has more places than units.
    """
    if not columns:
        raise UsageError("needs_option", option="--places", needed="--stratum")
    plan = read_list(file, [*columns, RECIPIENTS])
    named = [plan.column(name, "--stratum") for name in columns]
    recipients = plan.column(RECIPIENTS, "--places")
    numbers: dict[Stratum, dict[str, int]] = {}
    for row in range(plan.rows):
        stratum = tuple(plan.cells[name][row] for name in named)
        if stratum in numbers:
            raise plan.refuse("stratum_twice", row, named[0], stratum=shown(stratum))
        count = place_count(plan, row, recipients)
        if count and stratum not in strata:
            hint = suggestion(shown(stratum), [shown(each) for each in strata])
            raise plan.refuse(
                "stratum_not_listed", row, named[0], hint, stratum=shown(stratum), list=table.file
            )
        if count > len(strata.get(stratum, ())):
            raise plan.refuse(
                "places_of_stratum", row, recipients, stratum=shown(stratum), there=str(len(strata[stratum]))
            )
        numbers[stratum] = {TREATED: count}
    for stratum in strata:
        if stratum not in numbers:
            hint = suggestion(shown(stratum), [shown(each) for each in numbers])
            raise InputError(
                "stratum_without_places", file=plan.file, stratum=shown(stratum), list=table.file, hint=hint
            )
    return numbers


def place_count(plan: ListTable, row: int, recipients: str) -> int:
    """The places in one row of the file.

    Raises:
        InputError: if it is not a whole number from 0 on.
    """
    cell = plan.cells[recipients][row].removesuffix(".0")
    if not (cell.isascii() and cell.isdigit() and len(cell) < 10):  # noqa: PLR2004 - a billion
        raise plan.refuse("places_cell", row, recipients)
    return int(cell)


def shown(stratum: Stratum) -> str:
    """A stratum in a sentence."""
    return excerpt(", ".join(stratum))


def draw(
    strata: Mapping[Stratum, Sequence[Unit]], numbers: Mapping[Stratum, Mapping[str, int]]
) -> dict[str, Place]:
    """What each unit has drawn, by its name."""
    drawn: dict[str, Place] = {}
    for stratum, units in strata.items():
        arms = [arm for arm, count in numbers[stratum].items() for _ in range(count)]
        arms += [WAITING] * (len(units) - len(arms))
        share = {arm: count / len(units) for arm, count in Counter(arms).items()}
        for order, (unit, arm) in enumerate(zip(units, arms, strict=True), 1):
            drawn[unit.name] = Place(arm, order, share[arm])
    return drawn


def rows_of(
    table: ListTable, columns: Sequence[str], units: Sequence[Unit], drawn: Mapping[str, Place]
) -> tuple[Assigned, ...]:
    """A row for each row of the list."""
    rows = [
        Assigned(row + 1, {name: table.cells[name][row] for name in columns}, *drawn[unit.name])
        for unit in units
        for row in unit.rows
    ]
    return tuple(sorted(rows, key=lambda row: row.row))


def notes_of(
    rows: Sequence[Assigned],
    strata: Mapping[Stratum, Sequence[Unit]],
    cluster: str | None,
    id_: str | None,
    seed: str,
) -> list[Note]:
    """How it was drawn, and how many got what."""
    counts = Counter(row.arm for row in rows)
    arms = [message("value.arm_count", arm=arm, count=Decimal(count)) for arm, count in counts.items()]
    key = "cluster" if cluster is not None else "row" if id_ is None else "id"
    notes = [
        note("assigned", rows=Decimal(len(rows)), strata=Decimal(len(strata)), arms=arms),
        note(f"assigned_by_{key}", seed=seed, column=str(cluster or id_)),
    ]
    if len({(row.arm, row.probability) for row in rows}) > len(counts):
        notes.append(note("assigned_unequal"))
    return notes
