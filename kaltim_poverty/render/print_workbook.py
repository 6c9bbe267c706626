"""An answer as a workbook for the printer: its tables as people read them, and beside them its chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render import charts
from kaltim_poverty.render.book import book_of
from kaltim_poverty.render.dates import date_of
from kaltim_poverty.render.layout import lay_out
from kaltim_poverty.render.native_chart import insert_chart, lines_of, numbers_of
from kaltim_poverty.render.print_sheet import Formats, Printed, for_print, write_sheet, write_table
from kaltim_poverty.render.workbook import check_cell, check_rows
from kaltim_poverty.words import lookup

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style
    from kaltim_poverty.render.native_chart import Numbers
    from kaltim_poverty.render.print_sheet import Placed

BESIDE = 1  # columns between the table and its chart
TOP = 4  # lines above a chart, and below it
WIDTH_OF_NUMBERS = 18  # characters


def render(answer: Answer[Any], _form: str, style: Style) -> Iterator[bytes]:
    """The bytes of the ``.xlsx`` file.

    Raises:
        MissingPackageError: without xlsxwriter (extra ``excel``).
        OutputError: if a sheet or a cell has no room for the answer.
    """
    check_rows(answer)
    laid_out = lay_out(answer, style, most_sources=None)
    for text in (cell for table in laid_out.tables for column in table.columns for cell in column.cells):
        check_cell(text)

    def write(book: Any) -> None:
        formats = Formats(book)
        sheet = book.add_worksheet(answer.question)
        notes = [*filter(None, [laid_out.opening]), *laid_out.notes]
        printed = Printed(laid_out.caption, laid_out.tables, notes, laid_out.source)
        drawn = drawn_of(answer.long or answer, style)
        beside = TOP + lines_of(drawn.chart, drawn.numbers) if drawn else 0
        placed = write_sheet(sheet, printed, formats, style.language, beside=beside)
        if drawn:
            draw_beside(book, sheet, drawn, placed, formats, style)

    yield book_of(write, date_of(answer), laid_out.caption)


class Drawn(NamedTuple):
    """A chart of an answer, with its numbers."""

    answer: Answer[Any]
    chart: Chart
    numbers: Numbers


def drawn_of(answer: Answer[Any], style: Style) -> Drawn | None:
    """The first chart of an answer that can be drawn; None if there is none."""
    shown = answer if answer.drawn is None else answer.drawn
    chart = next((each for each in shown.charts if charts.drawn_on_one_scale(shown, each)), None)
    return Drawn(shown, chart, numbers_of(shown, chart, style)) if chart else None


def draw_beside(
    book: Any, sheet: Any, drawn: Drawn, placed: Sequence[Placed], formats: Formats, style: Style
) -> None:
    """Put a chart beside the tables; its numbers stand on a sheet of their own."""
    data = book.add_worksheet(lookup(style.language, "caption.chart_numbers"))
    columns = drawn.numbers.table.columns
    where = write_table(data, 0, 0, columns, formats, style.language)
    data.set_column(0, len(columns) - 1, WIDTH_OF_NUMBERS)
    for_print(data, [where])
    beside = (placed[0].line, max(each.columns for each in placed) + BESIDE)
    alternative = charts.alternative_text(drawn.answer, drawn.chart, style.language)
    insert_chart(book, data, drawn.chart, drawn.numbers, where, beside, alternative, on=sheet)
