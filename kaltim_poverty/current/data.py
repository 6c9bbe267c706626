"""The data folder: what is in it, where it is, and how to take out what was kept."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.current.keeping import now, pruned
from kaltim_poverty.current.packs import packed
from kaltim_poverty.current.writing import (
    PREVIOUS,
    Entry,
    State,
    forget_everything,
    required_location,
    writable,
    write,
)
from kaltim_poverty.errors import InputError, NotFoundError, suggestion
from kaltim_poverty.published import catalogue, data_folder
from kaltim_poverty.published.data_folder import SOURCES
from kaltim_poverty.published.figures import bundled_area
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records import Answer, Source, note
from kaltim_poverty.records.fields import column, record

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaltim_poverty.published.data_folder import DataFolder
    from kaltim_poverty.published.figures import Figure

ALL = "all"
USED, SUPERSEDED, FORGOTTEN, EXPORTED = "used", "superseded", "forgotten", "exported"


@record
class KeptTable:
    """A table in the data folder: its figures of one indicator, and whether they are used.

    `state` is `used`; `superseded` where the bundle of this version is newer; `forgotten` or `exported` by
    the commands that do that.
    """

    table: str = column("words")
    title: str = column("words", gives_way=2)
    indicator: str = column("code", names="indicator")
    figures: int = column("count")
    first_period: Period = column("code")
    last_period: Period = column("code")
    updated: str = column("words", gives_way=1)
    received: str = column("words", heading="received_at")
    state: str = column("code")


@record
class Folder:
    """Where the data folder is, whether it exists or not."""

    prose = "path"

    path: str = column("words")


@record
class Undone:
    """The last line of the journal, which is undone; kept figures were new or replaced others (revised)."""

    time: str = column("words")
    command: str = column("words")
    table: str = column("words")
    new: int = column("count")
    revised: int = column("count")
    refused: int = column("count")


def list_data() -> Answer[KeptTable]:
    """The tables in the data folder. On the command line: ``kpov data list``.

    Returns:
        a row for each table and indicator, the table received last first.

    Raises:
        NotFoundError: if nothing was kept.
        InputError: if the folder is damaged.
    """
    folder = required_folder()
    state = State.of(folder)
    rows = tables_of(state.sources.values(), state, folder)
    return answer("data list", rows, {})


def data_path() -> Answer[Folder]:
    """Where the data folder is, whether it exists or not. On the command line: ``kpov data path``.

    Returns:
        one row.

    Raises:
        UsageError: if the folder is left out (``KPOV_DATA=``).
    """
    row = Folder(required_location())
    return Answer("data path", {}, (row,), (), (), {}, Folder)


def forget(table: str) -> Answer[KeptTable]:
    """Take a table out of the data folder, or all. On the command line: ``kpov data forget``.

    Args:
        table: a number or title as `list_data` has it; ``all`` empties the folder, even a damaged one.

    Returns:
        a row for each table and indicator that was taken out.

    Raises:
        UsageError: if the folder is left out.
        NotFoundError: if it has no such table.
        InputError: if it is damaged, for one table.
        OutputError: if it cannot be written.
    """
    wanted = table.strip()
    if wanted.casefold() == ALL:
        return forget_all()
    with writable() as path:
        folder = required_folder()
        before = State.of(folder)
        gone = [each for each in before.sources.values() if wanted in (each.table, each.title, each.source)]
        if not gone:
            known = sorted({each.table or each.title for each in before.sources.values()})
            raise NotFoundError(
                "no_kept_table", table=wanted, tables=", ".join(known), hint=suggestion(wanted, known)
            )
        rows = tables_of(gone, before, folder, FORGOTTEN)
        names = {each.source for each in gone}
        figures = {key: figure for key, figure in before.figures.items() if figure.source not in names}
        journal = [*before.journal, Entry(now(), f"kpov data forget {wanted}", wanted, "0", "0", "0")]
        write(path, pruned(before._replace(figures=figures, journal=journal), before), {})
    return answer("data forget", rows, {"table": wanted})


def forget_all() -> Answer[KeptTable]:
    """Empty the data folder."""
    try:
        folder = data_folder.opened()
        state = State.of(folder)
        rows = [] if folder is None else tables_of(state.sources.values(), state, folder, FORGOTTEN)
    except InputError:
        rows = []
    forget_everything()
    return answer("data forget", rows, {"table": ALL})


def undo() -> Answer[Undone]:
    """Undo the last change of the data folder. On the command line: ``kpov data undo``.

    Returns:
        a row: what was undone.

    Raises:
        UsageError: if the folder is left out.
        NotFoundError: if there is nothing to undo.
        InputError: if the folder is damaged.
        OutputError: if it cannot be written.
    """
    with writable() as path:
        folder = required_folder()
        if f"{PREVIOUS}{SOURCES}" not in folder.contents:
            raise NotFoundError("nothing_to_undo")
        now_there, before = State.of(folder), State.of(folder, PREVIOUS)
        undone = now_there.journal[len(before.journal) :]
        if not undone:
            raise NotFoundError("nothing_to_undo")
        write(path, pruned(before, before), {})
        rows = tuple(
            Undone(each.time, each.command, each.table, int(each.new), int(each.revised), int(each.refused))
            for each in undone
        )
    return Answer("data undo", {}, rows, (), (), {}, Undone)


def export(file: str) -> Answer[KeptTable]:
    """Write the data folder as one file for ``kpov import``. On the command line: ``kpov data export``.

    Args:
        file: the name of the pack, such as ``figures.zip``.

    Returns:
        a row for each table and indicator in it.

    Raises:
        NotFoundError: if nothing was kept.
        InputError: if the folder is damaged.
        OutputError: if the file cannot be written.
    """
    from kaltim_poverty.current.writing import write_file

    folder = required_folder()
    state = State.of(folder)
    write_file(file, packed(folder))
    rows = tables_of(state.sources.values(), state, folder, EXPORTED)
    return answer("data export", rows, {"file": file})


def required_folder() -> DataFolder:
    """The data folder with what was kept in it.

    Raises:
        UsageError: if it is left out.
        NotFoundError: if there is none, or nothing in it.
        InputError: if it is damaged.
    """
    path = required_location()
    folder = data_folder.opened()
    if folder is None:
        raise NotFoundError("no_kept_figures", folder=path)
    return folder


def tables_of(
    sources: Iterable[Source], state: State, folder: DataFolder, stands: str = ""
) -> list[KeptTable]:
    """The rows of some sources: a row for each indicator.

    Args:
        sources: of the folder.
        state: of the folder.
        folder: itself.
        stands: the state that all rows have; empty for whether they are used.
    """
    by_source: dict[tuple[str, str], list[Figure]] = {}
    for figure in state.figures.values():
        by_source.setdefault((figure.source, figure.indicator), []).append(figure)
    rows = []
    for source in sorted(sources, key=lambda each: each.received, reverse=True):
        for indicator in catalogue.indicators():
            figures = by_source.get((source.source, indicator))
            if figures:
                periods = sorted(figure.period for figure in figures)
                rows.append(
                    KeptTable(
                        source.table,
                        source.title,
                        indicator,
                        len(figures),
                        periods[0],
                        periods[-1],
                        source.updated,
                        source.received,
                        stands or state_of(figures, folder),
                    )
                )
    return rows


def state_of(figures: list[Figure], folder: DataFolder) -> str:
    """Whether figures are used, or a newer bundle has them all."""
    old = folder.is_superseded(figures[0].source)
    return SUPERSEDED if old and all(each.key[1:] in bundled_area(each.area) for each in figures) else USED


def answer(question: str, rows: list[KeptTable], arguments: Mapping[str, object]) -> Answer[KeptTable]:
    """The answer about tables, with the number of their figures."""
    count = sum(row.figures for row in rows)
    notes = (note(f"{question.replace(' ', '_')}", count=Decimal(count)),) if question != "data list" else ()
    return Answer(
        question, arguments, tuple(rows), notes, (), {"indicator": catalogue.indicators()}, KeptTable
    )


__all__ = ["data_path", "export", "forget", "list_data", "undo"]
