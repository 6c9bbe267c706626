"""Everybody, districts and sexes of a list of recipients, and the places that a plan gives to districts."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.programme.lists.areas import code_of_area, name_of_area
from kaltim_poverty.programme.lists.columns import check_shown
from kaltim_poverty.programme.lists.places import place_count
from kaltim_poverty.programme.lists.table import ListTable, read_list
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.words import Spoken

EVERYBODY = ""


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
        of[code] = place_count(plan, row, recipients)
        if "area_name" in plan.cells:
            names[code] = plan.cells["area_name"][row]
    return Places(of, names)


def districts_of(table: ListTable, name: str | None) -> list[str] | None:
    """The district of each row by its code where the catalogue knows it, as written where it does not."""
    if name is None:
        return None
    check_shown(table, name, "--district")
    known = {cell: code_of_area(cell) or cell for cell in set(table.cells[name])}
    return [known[cell] for cell in table.cells[name]]


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


def district_name(code: str, planned: Places | None) -> Spoken:
    """The name of a district."""
    named = name_of_area(code)
    if named is not None:
        return named
    return message("value.as_noted", text=planned.names.get(code, code) if planned else code)
