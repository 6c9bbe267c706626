"""Where in a grid the head, the areas and the figures are, and what each column is about.

The head is every row above the first whose stub is filled and whose cells are numbers or missing marks.
"""

from __future__ import annotations

import re
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current import places
from kaltim_poverty.current.grids import letters
from kaltim_poverty.current.labels import YEAR, clean, locality_of, meaning_of, years_of_name
from kaltim_poverty.current.numerals import is_missing, is_number, shown
from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Sequence

    from kaltim_poverty.current.grids import Cell, Grid
    from kaltim_poverty.current.labels import Meaning
    from kaltim_poverty.words import Message

STUB_HEADING = re.compile(
    r"(\d+ )?(nama )?(provinsi|province|wilayah|kabupaten|kab\.?|region|regency)"
    r"(\s*[/ ]\s*(provinsi|kabupaten|kota|kab\.?|indonesia|municipality))*",
    re.IGNORECASE,
)
OF_DISTRICTS = re.compile(r"kabupaten|kab\.?\s*/|nama wilayah|regency", re.IGNORECASE)
OF_SOMETHING_ELSE = re.compile(
    r"\b(perubahan|selisih|pertumbuhan|laju|peringkat|rank(ing)?|target|sasaran|proyeksi|projections?|changes?"
    r"|laki-laki|perempuan|males?|females?|umur|usia|ages?|pendidikan|education|triwulan|quarter"
    r"|galat|relative standard error|standard error|rse|batas (atas|bawah)|(lower|upper) (bound|limit))\b",
    re.IGNORECASE,
)  # a change, a rank, an aim, a part of the people, an error: not the figure itself
MOST_STUBS = 3  # columns among which the one with the areas is
ASPECTS = ("indicator", "year", "round", "locality")


class Chosen(NamedTuple):
    """The choices for all columns; None where nothing was chosen.

    Attributes:
        indicator: by the name in the catalogue.
        year: of the figures.
        round: ``march`` or ``september``.
        parent: the code of the province that the districts belong to.
    """

    indicator: str | None = None
    year: int | None = None
    round: str | None = None
    parent: str | None = None


class Column(NamedTuple):
    """A column of figures.

    Attributes:
        number: its place, from 0.
        indicator: by the name in the catalogue.
        year: of the figures.
        round: ``march``, ``september``, ``annual``; empty if the table has no rounds.
        locality: empty if the table does not say.
    """

    number: int
    indicator: str
    year: int
    round: str
    locality: str


class Layout(NamedTuple):
    """Where everything is.

    Attributes:
        stub: the column with the areas.
        head: the number of rows above the figures.
        title: what the table is called, or the file.
        of_districts: whether the areas are districts under their provinces.
        columns: those with figures.
    """

    stub: int
    head: int
    title: str
    of_districts: bool
    columns: list[Column]


def layout_of(grid: Grid, chosen: Chosen) -> Layout:
    """The layout of a table.

    Raises:
        InputError: if it has no areas or no figures, or a column does not say what it is about.
    """
    stub = stub_of(grid)
    head = head_of(grid, stub)
    of_districts = names_districts(grid, stub, head)
    titles = titles_of(grid, stub, head)
    columns = [
        column_of(grid, number, stub, head, titles, chosen)
        for number in range(len(grid.rows[0]))
        if number != stub and any(is_number(row[number]) for row in body_of(grid, stub, head))
    ]
    check_distinct(grid, columns)
    check_localities(grid, columns)
    return Layout(stub, head, title_of(grid, head), of_districts, columns)


def stub_of(grid: Grid) -> int:
    """The column with the areas.

    Raises:
        InputError: if there is none.
    """
    for number in range(min(MOST_STUBS, len(grid.rows[0]))):
        if any(is_place(row[number].text) for row in grid.rows):
            return number
    raise InputError("no_areas_in_table", file=grid.file)


def is_place(label: str) -> bool:
    """Whether a label names an area, or a locality of the country."""
    if not label or STUB_HEADING.fullmatch(label):
        return False
    return bool(places.larger_area(label) or places.district(label, "") or locality_of(label.casefold()))


def head_of(grid: Grid, stub: int) -> int:
    """How many rows are above the figures.

    Raises:
        InputError: if there are no figures.
    """
    for number, row in enumerate(grid.rows):
        if is_body(row, stub):
            return number
    raise InputError("no_figures_in_table", file=grid.file)


def is_body(row: Sequence[Cell], stub: int) -> bool:
    """Whether a row is one of figures: beside an area there is nothing else."""
    cells = [cell for number, cell in enumerate(row) if number > stub]
    label = row[stub].text
    if not label or STUB_HEADING.fullmatch(label) or not any(cell.text for cell in cells):
        return False
    if is_place(label):
        return True
    years = all(YEAR.fullmatch(cell.text) for cell in cells if cell.text)
    return not years and all(is_number(cell) or is_missing(cell) for cell in cells)


def body_of(grid: Grid, stub: int, head: int) -> Iterable[Sequence[Cell]]:
    """The rows below the head that have a label."""
    return (row for row in grid.rows[head:] if row[stub].text)


def names_districts(grid: Grid, stub: int, head: int) -> bool:
    """Whether the rows are districts: the head says so, or a label can be nothing else."""
    if any(OF_DISTRICTS.search(row[stub].text) for row in grid.rows[:head]):
        return True
    labels = [row[stub].text for row in body_of(grid, stub, head)]
    return any(
        places.larger_area(label) is None and places.district(label, "")
        for label in labels
        if is_place(label) and locality_of(label.casefold()) is None
    )


def title_of(grid: Grid, head: int) -> str:
    """The one text above the figures that names an indicator; else what the file is called."""
    texts = {cell.text for row in grid.rows[:head] for cell in row if meaning_of(cell.text).indicator}
    return clean(texts.pop() if len(texts) == 1 else grid.title)


def titles_of(grid: Grid, stub: int, head: int) -> list[str]:
    """Texts above the figures that stand in the column of the areas: titles of the whole table."""
    return [
        row[stub].text
        for row in grid.rows[:head]
        if row[stub].text and not STUB_HEADING.fullmatch(row[stub].text) and not is_place(row[stub].text)
    ]


def column_of(grid: Grid, number: int, stub: int, head: int, titles: Sequence[str], chosen: Chosen) -> Column:
    """The meaning of a column.

    Raises:
        InputError: if it does not say, or says two things.
    """
    texts = [*titles, *labels_of(grid.rows[:head], number, stub)]
    check_labels(grid, number, texts)
    meanings = [meaning_of(text) for text in texts]
    said = {aspect: distinct(meanings, aspect) for aspect in ASPECTS}
    for aspect in ("indicator", "year", "round"):
        add(said[aspect], getattr(chosen, aspect))
    years = years_of_name(grid.title)
    if len(years) == 1:
        add(said["year"], *years)
    named = meaning_of(grid.title)
    for aspect in ("indicator", "round", "locality"):
        if not said[aspect]:
            add(said[aspect], getattr(named, aspect))
    for aspect, values in said.items():
        if len(values) > 1:
            one, other = (spoken(aspect, value) for value in values[:2])
            raise refused(grid, number, "column_says_two", one=one, other=other)
    for aspect in ("indicator", "year"):
        if not said[aspect]:
            option = {"indicator": "--indicator", "year": "--year"}[aspect]
            raise refused(
                grid, number, "column_says_no", aspect=message(f"value.aspect.{aspect}"), option=option
            )
    indicator = said["indicator"][0]
    if indicator == "poor_count" and any(meaning.whole_people for meaning in meanings):
        raise refused(grid, number, "column_in_people")
    return Column(
        number, indicator, said["year"][0], *((said[name] or [""])[0] for name in ("round", "locality"))
    )


def check_labels(grid: Grid, number: int, labels: Sequence[str]) -> None:
    """Refuse a column whose numbers are not the figure itself.

    Raises:
        InputError: with its letter.
    """
    for label in labels:
        if OF_SOMETHING_ELSE.search(label):
            raise refused(grid, number, "column_of_something_else", label=excerpt(label))


def labels_of(rows: Sequence[Sequence[Cell]], number: int, stub: int) -> list[str]:
    """The labels of a column in the rows of the head: its own, and those that reach it from the left.

    A label reaches no column of another group, as rows above part them, unless it is alone in its row. A
    column none of whose labels is its own has lost one, and has none.
    """
    labels, begins, has_own = [], 0, False
    for row in rows:
        groups = group_starts(row, stub)
        nearest = next((place for place in range(number, stub, -1) if row[place].text), None)
        if nearest is None or (nearest < begins and len(groups) > 1):
            continue
        labels.append(row[nearest].text)
        has_own = has_own or nearest == number
        if len(groups) > 1:
            begins = max(begins, *(place for place in groups if place <= number))
    return labels if has_own else []


def group_starts(row: Sequence[Cell], stub: int) -> list[int]:
    """The columns at which a row of the head says something new."""
    starts: list[int] = []
    for place in range(stub + 1, len(row)):
        if row[place].text and (not starts or row[place].text != row[starts[-1]].text):
            starts.append(place)
    return starts


def distinct(meanings: Iterable[Meaning], aspect: str) -> list:  # type: ignore[type-arg] # of names and years
    """The distinct meanings that labels give to one aspect."""
    return list(dict.fromkeys(value for each in meanings if (value := getattr(each, aspect)) is not None))


def add(values: list[object], *more: object) -> None:
    """Add values that are new."""
    values.extend(value for value in more if value is not None and value not in values)


def spoken(aspect: str, value: object) -> Message | str:
    """The meaning of a column, in a sentence."""
    if aspect == "indicator":
        return message(f"value.figure.{value}")
    if aspect == "locality":
        return message(f"value.locality.{value}")
    return str(value) if aspect == "year" else message(f"value.round.{value}")


def refused(grid: Grid, number: int, key: str, **values: Message | str) -> InputError:
    """The error for a column, by its letter."""
    return InputError(key, hint=None, **{"file": grid.file, "column": letters(number), **values})


def check_distinct(grid: Grid, columns: Sequence[Column]) -> None:
    """Refuse two columns that say the same.

    Raises:
        InputError: with both letters.
    """
    first: dict[tuple[object, ...], int] = {}
    for column in columns:
        other = first.setdefault(column[1:], column.number)
        if other != column.number:
            raise refused(grid, column.number, "columns_alike", other=letters(other))


def check_localities(grid: Grid, columns: Sequence[Column]) -> None:
    """Refuse a column without a locality beside one that has it.

    Raises:
        InputError: with the letter of the first.
    """
    without = [column for column in columns if not column.locality]
    if without and len(without) < len(columns):
        raise refused(grid, without[0].number, "column_says_no_locality")


def no_number(grid: Grid, row: int, number: int) -> InputError:
    """The error for a cell among figures that is neither a number nor a mark."""
    return InputError(
        "cell_not_figure",
        file=grid.file,
        line=str(grid.lines[row]),
        column=letters(number),
        value=shown(grid.rows[row][number]),
    )


__all__ = ["Chosen", "Column", "Layout", "is_place", "layout_of", "no_number"]
