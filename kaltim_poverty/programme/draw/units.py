"""What is drawn: rows of a list, or clusters of rows, in their strata."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Sequence
from typing import NamedTuple

from kaltim_poverty.errors import InputError
from kaltim_poverty.programme.lists.columns import codes
from kaltim_poverty.programme.lists.identities import has_lost_digits, plain_identity
from kaltim_poverty.programme.lists.table import ListTable

Stratum = tuple[str, ...]


class Unit(NamedTuple):
    """A unit of the draw: a row, or a cluster of rows.

    Attributes:
        name: what is hashed behind the seed.
        stratum: in which it lies.
        rows: its rows, from 0.
    """

    name: str
    stratum: Stratum
    rows: tuple[int, ...]


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
