"""The figures in an answer of BPS's service (model ``data``).

A cell's key is the ids of area, variable, kind, year and part of the year, written together without a
separator. It is built from the lists of the answer and never cut, as ids have any length.
"""

from __future__ import annotations

import json
import re
from decimal import Decimal
from itertools import product
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.current import places
from kaltim_poverty.current.labels import ANNUAL, MARCH, SEPTEMBER, bare_title, clean, is_unit_of, meaning_of
from kaltim_poverty.current.numerals import MISSING, printed
from kaltim_poverty.current.received import KnownTable, Table, known_tables, parted, takeable
from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figure, Key
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records import note

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.records import Note

MOST_CELLS = 2_000_000  # that the lists of a table span
MONTHS = {MARCH: 3, SEPTEMBER: 9, ANNUAL: 3}
AVAILABLE = "available"
NO_FIGURES = ("list-not-available", "not-available")
PERCENT = 100
MOST_DECIMALS = 6
WRITTEN_NUMBER = re.compile(r"\s*[+-]?[0-9]{1,18}(?:\.[0-9]{1,18})?\s*")  # in a cell that is text


class Item(NamedTuple):
    """An entry of a list of an answer.

    Attributes:
        val: its id, as text.
        label: without tags and entities.
    """

    val: str
    label: str


class Variable(NamedTuple):
    """The indicator of a table as the service describes it.

    Attributes:
        number: of the variable.
        title: without its unit.
        indicator: by the name in the catalogue.
        decimals: that it prints.
        of_districts: whether its areas are districts under their provinces.
        locality: that its title speaks of; empty if it speaks of none, or of both.
    """

    number: str
    title: str
    indicator: str
    decimals: int
    of_districts: bool
    locality: str


class CellPlace(NamedTuple):
    """Where a cell is.

    Attributes:
        area: its place in the catalogue.
        locality: of the cell.
        year: of the cell.
        round: ``march``, ``september`` or ``annual``.
    """

    area: places.Place
    locality: str
    year: int
    round: str


def parsed(name: str, data: bytes) -> dict[str, Any]:
    """An answer as an object.

    Raises:
        InputError: if it is no JSON object.
    """
    try:
        answer = json.loads(
            data.decode("utf-8-sig"),
            parse_float=Decimal,
            parse_int=Decimal,
            object_pairs_hook=object_of,
        )
    except (UnicodeDecodeError, ValueError, RecursionError):
        raise InputError("malformed_answer", file=name) from None
    if not isinstance(answer, dict):
        raise InputError("answer_without_figures", file=name)
    return answer


def object_of(pairs: list[tuple[str, Any]]) -> dict[str, Any]:
    """An object of JSON, whose names stand in it once: of two figures nobody knows which is right.

    Raises:
        ValueError: if one stands there twice.
    """
    members = dict(pairs)
    if len(members) < len(pairs):
        raise ValueError("a name stands there twice")
    return members


def has_figures(answer: Mapping[str, Any]) -> bool:
    """Whether an answer says that there are figures, and has some."""
    return answer.get("data-availability") == AVAILABLE and bool(answer.get("datacontent"))


def is_empty(answer: Mapping[str, Any]) -> bool:
    """Whether an answer says that there are no figures, in one of the ways that the service has."""
    nothing = "datacontent" in answer and not answer["datacontent"]
    return answer.get("data-availability") in NO_FIGURES or nothing


def read_answer(name: str, data: bytes, url: str = "") -> Table:
    """The figures of an answer.

    Args:
        name: of the file or the table, for sentences.
        data: as received.
        url: where it is from, without the token.

    Raises:
        InputError: if it is no table of figures, or one that cannot be read without a guess.
    """
    answer = parsed(name, data)
    if answer.get("status") == "Error" or "message" in answer:
        raise InputError("service_error", file=name, reason=excerpt(str(answer.get("message", ""))))
    if not has_figures(answer):
        key = "empty_answer" if is_empty(answer) else "answer_without_figures"
        raise InputError(key, file=name)
    try:
        variable = variable_of(name, answer)
        cells = placed_cells(name, answer, variable)
    except (KeyError, TypeError, AttributeError, ValueError, ArithmeticError):
        raise InputError("answer_without_figures", file=name) from None
    figures, notes = takeable(figures_of(name, cells, variable.indicator))
    compared, taken = parted(figures) if variable.of_districts else ([], figures)
    notes += [] if variable.of_districts else annual_note(cells)
    updated = str(answer.get("last_update") or "")
    return Table(variable.number, variable.title, updated, url, taken, compared, notes)


def annual_note(cells: list[tuple[CellPlace, Decimal]]) -> list[Note]:
    """The note that figures of a whole year are taken for March."""
    count = len(without_rounds(cells))
    return [note("annual_as_march", count=Decimal(count))] if count else []


def variable_of(name: str, answer: Mapping[str, Any]) -> Variable:
    """The indicator of a table; title and unit must be those that kpov knows.

    Raises:
        InputError: if they are not, or the table has no indicator of the catalogue.
    """
    variables = answer["var"]
    if len(variables) != 1:
        raise InputError("several_variables", file=name)
    [given] = variables
    number, title = written(given["val"]), clean(str(given["label"]))
    known = known_tables().get(number)
    if known is not None and bare_title(known.title) != bare_title(title):
        raise InputError("other_title", table=number, title=title, known=known.title)
    indicator = known.indicator if known else meaning_of(title).indicator
    if indicator is None:
        raise InputError("no_indicator", file=name, title=title)
    unit = str(given.get("unit") or "")
    if not is_unit_of(unit, catalogue.indicators()[indicator].unit):
        raise InputError("other_unit", table=number, title=title, unit=unit)
    decimals = int(given.get("decimal") or 0)
    of_districts = level_of(known, answer) == "district"
    locality = meaning_of(title).locality or ""
    return Variable(number, title, indicator, min(decimals, MOST_DECIMALS), of_districts, locality)


def level_of(known: KnownTable | None, answer: Mapping[str, Any]) -> str:
    """Whether the areas of a table are provinces or districts."""
    if known is not None:
        return known.level
    return "district" if "kabupaten" in str(answer.get("labelvervar", "")).casefold() else "province"


def items(answer: Mapping[str, Any], name: str) -> list[Item]:
    """A list of an answer; one entry without id and label where it lacks."""
    given = answer.get(name) or []
    return [Item(written(each["val"]), clean(str(each["label"]))) for each in given] or [Item("", "")]


def written(value: object) -> str:
    """An id as text, whether it was written as a number or not."""
    return f"{value:f}" if isinstance(value, Decimal) else str(value)


def placed_cells(name: str, answer: Mapping[str, Any], variable: Variable) -> list[tuple[CellPlace, Decimal]]:
    """The figures of an answer with their places; cells without a figure are left out.

    Raises:
        InputError: if two places have one key, or a cell has none.
    """
    lists = [items(answer, each) for each in ("vervar", "turvar", "tahun", "turtahun")]
    span = 1
    for each in lists:
        span *= len(each)
    if span > MOST_CELLS:
        raise InputError("answer_too_large", file=name)
    keys: dict[str, tuple[Item, ...]] = {}
    for place in product(*lists):
        area, kind, year, part = place
        key = f"{area.val}{variable.number}{kind.val}{year.val}{part.val}"
        if keys.setdefault(key, place) != place:
            raise InputError("two_places", file=name, cell=key, one=keys[key][0].label, other=area.label)
    cells = []
    content = answer["datacontent"]
    known: dict[Item, places.Place] = {}
    for key, value in content.items():
        if key not in keys:
            raise InputError("cell_without_place", file=name, cell=excerpt(key))
        number = number_of(name, key, value, variable)
        if number is not None:
            area = keys[key][0]
            known.setdefault(area, area_of(name, area))
            cells.append((place_of(name, keys[key], known[area], variable.locality), number))
    return cells


def number_of(name: str, key: str, value: object, variable: Variable) -> Decimal | None:
    """The figure of a cell with the decimals that the table prints; None where there is none.

    Raises:
        InputError: if it is something else, or cannot be.
    """
    if value is None or (isinstance(value, str) and value.strip().casefold() in MISSING):
        return None
    if not isinstance(value, Decimal) and not WRITTEN_NUMBER.fullmatch(str(value)):
        raise InputError("answer_cell", file=name, cell=key, value=excerpt(str(value)))
    number = value if isinstance(value, Decimal) else Decimal(str(value))
    exponent = number.as_tuple().exponent
    unit = catalogue.indicators()[variable.indicator].unit
    most = {"percent": PERCENT, "ratio": 1}.get(unit)
    if not isinstance(exponent, int) or number < 0 or (most is not None and number > most):
        raise InputError("answer_cell", file=name, cell=key, value=excerpt(str(value)))
    read = printed(number, variable.indicator).value
    digits = 0 if unit.startswith("idr") else variable.decimals
    return read.quantize(Decimal(1).scaleb(-digits)) if -exponent < digits else read


def area_of(name: str, area: Item) -> places.Place:
    """The area of a row, whose code and label must mean the same.

    Raises:
        InputError: if they do not.
    """
    place = places.of_code(area.val)
    if place is None:
        raise InputError("unknown_code", file=name, code=area.val, label=area.label)
    if not places.agrees(place, area.label):
        meant = catalogue.every_area()[place.area]
        raise InputError("code_and_label", file=name, code=area.val, label=area.label, area=meant)
    return place


def place_of(name: str, found: tuple[Item, ...], area: places.Place, of_title: str) -> CellPlace:
    """Where a cell is, by its labels, and by the locality of the title where they name none.

    Raises:
        InputError: if one says nothing that kpov knows.
    """
    _, kind, year, part = found
    locality = meaning_of(kind.label).locality if has_meaning(kind.label) else of_title or "total"
    round_name = meaning_of(part.label).round if has_meaning(part.label) else ANNUAL
    if locality is None or (of_title and locality != of_title):
        raise InputError("unknown_label", file=name, label=kind.label)
    if round_name is None:
        raise InputError("unknown_label", file=name, label=part.label)
    number = meaning_of(year.label).year
    if number is None:
        raise InputError("unknown_label", file=name, label=year.label)
    return CellPlace(area, locality, number, round_name)


def has_meaning(label: str) -> bool:
    """Whether a label says anything."""
    return label.casefold() not in ("", "tidak ada", "tahun", "none")


def without_rounds(cells: list[tuple[CellPlace, Decimal]]) -> list[tuple[CellPlace, Decimal]]:
    """The cells of whole years of which there is no round."""
    with_rounds = {place[:3] for place, _ in cells if place.round != ANNUAL}
    return [each for each in cells if each[0].round == ANNUAL and each[0][:3] not in with_rounds]


def figures_of(name: str, cells: list[tuple[CellPlace, Decimal]], indicator: str) -> list[Figure]:
    """The figures by area and period; an area under its present code goes before itself under that of before.

    Raises:
        InputError: if two cells are about the same.
    """
    yearly = without_rounds(cells)
    taken = [each for each in cells if each[0].round != ANNUAL] + yearly
    found: dict[Key, Figure] = {}
    for place, value in sorted(taken, key=lambda each: each[0].area.former):
        period = Period(place.year, MONTHS[place.round])
        figure = Figure(place.area.area, period, place.locality, indicator, value, "")
        if figure.key in found and not place.area.former:
            raise InputError("two_places", file=name, cell=figure.area, one=str(period), other=place.locality)
        found.setdefault(figure.key, figure)
    return list(found.values())


__all__ = ["has_figures", "is_empty", "parsed", "read_answer"]
