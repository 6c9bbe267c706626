"""Who gets which arm? A draw that anybody can repeat, whatever the order of the list."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping, Sequence
from decimal import Decimal

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_whole_amount
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.programme.draw.order import WAITING, Place, draw, ordered
from kaltim_poverty.programme.draw.places import placed, shared_out
from kaltim_poverty.programme.draw.units import Stratum, Unit, units_of
from kaltim_poverty.programme.lists.columns import check_shown
from kaltim_poverty.programme.lists.identities import holds_identity
from kaltim_poverty.programme.lists.protection import protected
from kaltim_poverty.programme.lists.table import ListTable, read_list
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.words import message


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
