"""Figures from outside put into the data folder: those that were chosen, with the bytes that they came in."""

from __future__ import annotations

import time
from decimal import Decimal
from hashlib import sha256
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current.review import DOUBTFUL, NEW, REFUSED, REVISED
from kaltim_poverty.current.writing import Entry, State, required_location, writable, write
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.published import data_folder
from kaltim_poverty.published.figures import Key
from kaltim_poverty.records import Note, Source, note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.current.received import Table
    from kaltim_poverty.current.review import Reviewed

KEEP = {"new": (NEW,), "all": (NEW, REVISED, DOUBTFUL)}
PUBLISHER = "BPS"
SHORT = 12  # characters of a checksum in the name of a source
DAY = 10  # characters of a day in a time


class Delivery(NamedTuple):
    """A table with the bytes that it was read from.

    Attributes:
        table: as read.
        data: as received.
        ending: of the name of the file that keeps them, with its point.
    """

    table: Table
    data: bytes
    ending: str


def parse_keep(given: str | None) -> tuple[str, ...]:
    """The statuses whose figures are kept; none if nothing is.

    Raises:
        UsageError: if there is no such choice, or the data folder is left out.
    """
    if given is None:
        return ()
    kept = KEEP[choice("--keep", given, KEEP)]
    required_location()
    return kept


def keep(
    deliveries: Sequence[Delivery],
    rows: Mapping[int, Sequence[Reviewed]],
    statuses: tuple[str, ...],
    command: str,
) -> int:
    """Put the figures of some statuses into the data folder.

    Args:
        deliveries: the tables.
        rows: what becomes of their figures, by the place of the table.
        statuses: of the figures that are kept.
        command: that keeps them, for the journal.

    Returns:
        how many were kept.

    Raises:
        InputError: if the folder is damaged, or another process keeps writing.
        OutputError: if it cannot be written; it is then as it was.
    """
    wanted = {
        place: {key_of(row) for row in of_table if row.status in statuses and row.received is not None}
        for place, of_table in rows.items()
    }
    if not any(wanted.values()):
        return 0
    with writable() as path:
        before = State.of(data_folder.opened())
        figures, sources, received = dict(before.figures), dict(before.sources), {}
        journal = list(before.journal)
        for place, delivery in enumerate(deliveries):
            source = source_of(delivery)
            for figure in delivery.table.figures:
                if figure.key in wanted[place]:
                    figures[figure.key] = figure._replace(source=source.source)
            if wanted[place]:
                sources[source.source] = source
                received[received_name(source, delivery.ending)] = delivery.data
                journal.append(entry(command, delivery.table, rows[place], wanted[place]))
        write(path, pruned(State(figures, sources, journal, before.received), before), received)
    return sum(map(len, wanted.values()))


def pruned(state: State, before: State) -> State:
    """A state without sources that have no figures, and without bytes of sources that none needs."""
    used = {figure.source for figure in state.figures.values()}
    sources = {name: source for name, source in state.sources.items() if name in used}
    sums = {source.sha256 for each in (sources, before.sources) for source in each.values()}
    received = {name for name in state.received if name.partition(".")[0] in sums}
    return state._replace(sources=sources, received=received)


def key_of(row: Reviewed) -> Key:
    """The key of a figure: area, period, locality and indicator."""
    return Key(row.area, row.period, row.locality, row.indicator)


def source_of(delivery: Delivery) -> Source:
    """The row of the table of sources for what was received."""
    table, sums = delivery.table, delivery.table.sha256 or sha256(delivery.data).hexdigest()
    name = f"bps_{table.number}" if table.number else "bps_import"
    return Source(
        f"{name}_{sums[:SHORT]}",
        table.kind,
        PUBLISHER,
        table.title,
        table.url,
        table.updated[:DAY],
        table.number,
        table.updated,
        table.received or now(),
        sums,
    )


def received_name(source: Source, ending: str) -> str:
    """The name of the file with the bytes of a source."""
    return f"{source.sha256}{ending}"


def now() -> str:
    """The time that it is, in the zone of the machine."""
    return time.strftime("%Y-%m-%dT%H:%M:%S%z")


def entry(command: str, table: Table, rows: Sequence[Reviewed], kept: set[Key]) -> Entry:
    """The line of the journal for a table."""
    new = sum(row.known is None and key_of(row) in kept for row in rows)
    refused = sum(row.status == REFUSED for row in rows)
    return Entry(now(), command, table.name, str(new), str(len(kept) - new), str(refused))


def kept_note(rows: Mapping[int, Sequence[Reviewed]], statuses: tuple[str, ...], kept: int) -> list[Note]:
    """How many figures were kept, or how to keep those that can be."""
    every = [row for of_table in rows.values() for row in of_table]
    if statuses:
        return [note("figures_kept", count=Decimal(kept))]
    new, others = (sum(row.status in group for row in every) for group in ((NEW,), (REVISED, DOUBTFUL)))
    if not others:
        return [note("nothing_kept", new=Decimal(new))] if new else []
    return [note("nothing_kept_either", new=Decimal(new), others=Decimal(others))]


__all__ = ["Delivery", "keep", "kept_note", "parse_keep", "pruned"]
