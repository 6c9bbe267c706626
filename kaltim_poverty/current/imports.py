"""What is in a downloaded table of BPS, and what becomes of it?"""

from __future__ import annotations

import os
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.current.answers import read_answer
from kaltim_poverty.current.downloads import read_download
from kaltim_poverty.current.keeping import Delivery, keep, kept_note, parse_keep
from kaltim_poverty.current.layout import Chosen
from kaltim_poverty.current.packs import is_pack, read_pack
from kaltim_poverty.current.received import compared_note
from kaltim_poverty.current.review import REFUSED, SAME, Reviewed, review
from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.not_tables import JSON
from kaltim_poverty.inputs.periods import parse_year
from kaltim_poverty.inputs.streams import STDIN, display_name
from kaltim_poverty.inputs.texts import read_bytes
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.catalogue import find_area, find_indicator
from kaltim_poverty.published.figures import Figures, open_published
from kaltim_poverty.published.periods import ROUNDS_IN_INDONESIAN
from kaltim_poverty.published.selection import names_of
from kaltim_poverty.published.show import Shown
from kaltim_poverty.records import Answer, Note, note

if TYPE_CHECKING:
    from collections.abc import Container, Mapping, Sequence

    from kaltim_poverty.current.received import Table
    from kaltim_poverty.published.selection import Names

ROUNDS = ("march", "september")
SEEN = 4096  # bytes by which a saved answer is known
ANSWER_ENDING = ".json"


def import_figures(
    files: Names,
    *,
    indicator: str | None = None,
    year: str | int | None = None,
    round: str | None = None,  # noqa: A002 - the option's name
    parent: str | None = None,
    sheet: str | None = None,
    decimal: str | None = None,
    tidy: bool = False,
    keep: str | None = None,
    every: bool = False,
) -> Answer[Reviewed] | Answer[Shown]:
    """What is in downloaded tables of BPS, and what becomes of it. On the command line: ``kpov import``.

    Args:
        files: CSV, Excel, HTML, answers of BPS's service, packs of a data folder; ``-`` is stdin.
        indicator: what all columns are about, where a table does not say.
        year: of all columns.
        round: ``march`` or ``september``, of all columns.
        parent: the province of all districts, where a table does not say.
        sheet: of a workbook; by default the first with cells.
        decimal: the decimal mark, where a table can be read in two ways.
        tidy: the figures alone, in the form that ``--figures`` reads, without those that are refused.
        keep: ``new`` puts figures that are new into the data folder, ``all`` revised and doubtful ones too.
        every: also figures that are known as they are.

    Returns:
        a row for each figure; what it is beside the known one, and why it is not taken if it is not.

    Raises:
        UsageError: for an unknown choice, or options in conflict.
        InputError: if a file cannot be read without a guess.
        NotFoundError: if there are no figures in it.
        OutputError: if the data folder cannot be written.
    """
    statuses = parse_keep(keep)
    if tidy and statuses:
        raise UsageError("conflict", one="--tidy", other="--keep")
    chosen = chosen_of(indicator, year, round, parent)
    names = names_of(files)
    deliveries = [each for file in names for each in read_file(file, chosen, sheet, decimal)]
    if not any(each.table.figures for each in deliveries):
        raise NotFoundError("nothing_imported", file=", ".join(map(display_name, names)))
    arguments = {
        "files": names,
        "indicator": chosen.indicator,
        "year": chosen.year,
        "round": chosen.round,
        "parent": chosen.parent,
        "sheet": sheet,
        "decimal": decimal,
        "tidy": tidy,
        "keep": keep,
        "all": every,
    }
    if tidy:
        return as_tidy(deliveries, arguments)
    return reviewed("import", deliveries, statuses, arguments=arguments, every=every)


def chosen_of(indicator: str | None, year: object, round_name: str | None, parent: str | None) -> Chosen:
    """The choices for all columns that options make.

    Raises:
        UsageError: for an unknown indicator or round, a malformed year, or a parent that is no province.
        NotFoundError: for an unknown area.
    """
    province = None
    if parent is not None:
        area = find_area(parent, catalogue.areas())
        if area.level != "province":
            raise UsageError("parent_no_province", area=area)
        province = area.area
    folded = (round_name or "").strip().casefold()
    return Chosen(
        None if indicator is None else find_indicator(indicator).indicator,
        None if year is None else parse_year(year),
        None if round_name is None else choice("--round", ROUNDS_IN_INDONESIAN.get(folded, folded), ROUNDS),
        province,
    )


def read_file(file: str, chosen: Chosen, sheet: str | None, decimal: str | None) -> list[Delivery]:
    """The tables in a file.

    Raises:
        InputError: if it cannot be read without a guess.
        UsageError: for an unknown choice.
        NotFoundError: if there is no such sheet.
    """
    data, name = read_bytes(file), display_name(file)
    if is_pack(data):
        return read_pack(name, data)
    beginning = data[:SEEN].decode("utf-8-sig", errors="replace")
    if JSON.match(beginning):
        return [Delivery(read_answer(name, data), data, ANSWER_ENDING)]
    table = read_download(name, data, chosen, sheet=sheet, decimal=decimal)
    ending = "" if file == STDIN else os.path.splitext(file)[1].casefold()
    return [Delivery(table, data, ending)]


def reviewed(
    question: str,
    deliveries: Sequence[Delivery],
    statuses: tuple[str, ...],
    *,
    arguments: Mapping[str, object],
    every: bool,
    notes: Sequence[Note] = (),
    areas: Container[str] | None = None,
) -> Answer[Reviewed]:
    """The answer about received tables, of which figures of some areas were kept if statuses are given.

    Raises:
        InputError: if the data folder is damaged.
        OutputError: if it cannot be written.
    """
    known = open_published()
    rows = {
        place: [row for row in of_table if areas is None or row.area in areas]
        for place, of_table in review([each.table for each in deliveries], known).items()
    }
    count = keep(deliveries, rows, statuses, f"kpov {question}")
    shown = [row for of_table in rows.values() for row in of_table if every or row.status != SAME]
    tables = [each.table for each in deliveries]
    said = [
        *notes,
        *(note_of for table in tables for note_of in (read_note(table), *table.notes)),
        *(each for table in tables for each in compared_note(table.compared, known)),
        *same_note(rows, shown),
        *kept_note(rows, statuses, count),
    ]
    return Answer(
        question=question,
        arguments=arguments,
        rows=tuple(shown),
        notes=tuple(dict_unique(said)),
        sources=(),
        names={"area": {**catalogue.every_area(), **known.areas}, "indicator": catalogue.indicators()},
        kind=Reviewed,
    )


def dict_unique(notes: Sequence[Note]) -> list[Note]:
    """The notes, each once."""
    return [each for place, each in enumerate(notes) if each not in notes[:place]]


def read_note(table: Table) -> Note:
    """How many figures a table has."""
    return note("table_read", title=table.title, count=Decimal(len(table.figures)))


def same_note(rows: Mapping[int, Sequence[Reviewed]], shown: Sequence[Reviewed]) -> list[Note]:
    """How many figures are known as they are, where rows do not show them."""
    count = sum(map(len, rows.values())) - len(shown)
    return [note("figures_known", count=Decimal(count))] if count else []


def as_tidy(deliveries: Sequence[Delivery], arguments: Mapping[str, object]) -> Answer[Shown]:
    """The figures alone, as ``--figures`` reads them; those that are refused are left out."""
    known: Figures = open_published()
    tables = [each.table for each in deliveries]
    rows = review(tables, known)
    taken = [row for of_table in rows.values() for row in of_table if row.received is not None]
    refused = [row for row in taken if row.status == REFUSED]
    shown = [
        Shown(
            row.area,
            catalogue.every_area()[row.area].name,
            row.period,
            row.locality,
            row.indicator,
            row.unit,
            row.received,
            tables[place].title,
        )
        for place, of_table in rows.items()
        for row in of_table
        if row.received is not None and row.status != REFUSED
    ]
    notes = [note("refused_left_out", count=Decimal(len(refused)))] if refused else []
    return Answer(
        question="import",
        arguments=arguments,
        rows=tuple(shown),
        notes=(*(each for table in tables for each in table.notes), *notes),
        sources=(),
        names={"area": catalogue.every_area(), "indicator": catalogue.indicators()},
        kind=Shown,
    )


__all__ = ["import_figures", "reviewed"]
