"""What a field of a record is: declared once, on the field, and read by every form.

A question writes its record with the decorator `record` and a `column` for each field:

    @record
    class Comparison:
        area: str = column(AREA)
        before: Decimal = column("value", headed_by="before_period")

Tables, workbooks, captions and charts look only at these declarations, so that a new question needs no change
in `render/`.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass, field, fields
from keyword import iskeyword
from typing import Any, Literal, NamedTuple, TypeVar, dataclass_transform

from kaltim_poverty.deprecated import with_fields_that_warn
from kaltim_poverty.words import Spoken

R = TypeVar("R")

Kind = Literal["key", "group", "value", "change", "share", "error", "p_value", "count", "code", "words"]
"""What a field holds.

``key``: what a row is about; a long answer falls into a table for each.
``group``: what tells the rows of one table apart.
``value``, ``change``, ``error``: numbers in the unit of their row; changes and errors of a percent are in
percentage points.
``share``: a percentage or a quotient, whatever the unit of the row.
``p_value``, ``count``: a probability; a whole number of rows, people or degrees of freedom.
``code``: one of a few codes, which are called something; ``words``: text, and sentences.
"""

IN_ROW_UNIT = ("value", "change", "error")
CALLED = ("key", "group")  # kinds whose codes are called by the names that the answer has for their field
DECLARATION = "declaration"  # the key of a field's metadata
UNIT = "unit"  # the field with the unit of a row, in every record that has one
GROUPS = "groups"  # the field of a record that is spread into columns, where it is declared a group
SUBJECTS = ("area", "locality", "indicator", "period", "year", "before_period", "after_period")
"""What the rows of an answer may have in common, in the order of a caption."""
ASKED = {"area": str, "locality": str, "period": Spoken, "year": int}
"""The subjects that a caption takes from what was asked, where the rows lack them, with their types."""


class Declaration(NamedTuple):
    """The declaration of a field: its kind, and how people see it.

    Attributes:
        kind: what it holds.
        decimals: for people, everywhere or by the unit of the row, where units that are not named have none;
            None: as printed by the publisher, at most three.
        unit: of a number whose unit is not that of its row; its heading says it.
        unit_field: the field of the row with its unit, where that is not the unit of the row.
        with_unit: whether the unit of the row stands beside its name, as beside that of an indicator.
        subject: whether it stands in the caption if it is the same in all rows (one of `SUBJECTS`).
        names: the field whose names its codes are called by; of a key or a group by default its own.
        several: whether a cell holds several codes or names, separated by ``;``.
        coded: whether a workbook has a column of its codes beside that of its names.
        repeats: the field that says the same to people, so that tables need only that one.
        cited: whether the source line says it to people, so that tables need no column for it.
        headed_by: the field that heads the column where it is the same in all rows, such as the period of a
            value.
        heading: what heads it, where that is not what the field is called everywhere.
        remark: whether it holds remarks, told below a table that has no room for them.
        gives_way: in which turn a table that is too wide for the page goes without it; 0: never.
        of_unit: the unit of all its numbers, where it is not that of the row.
        origin: the field that a column named by a code is of; its words are those of that field.
        missing: what people see in place of a number that is missing.
        doubtful_above: limits in percent; a number is marked with an asterisk for each that it exceeds.
        doubtful_below: fields of the row with a limit: a number has an asterisk where one is below its own.
        doubtful_of: the field that the asterisk is about; none where that has no value.
        worse_when_higher: of the codes of what was measured those that are for the worse when they rise.
    """

    kind: Kind = "words"
    decimals: int | Mapping[str, int] | None = None
    unit: str = ""
    unit_field: str = ""
    with_unit: bool = False
    subject: bool = False
    names: str = ""
    several: bool = False
    coded: bool = False
    repeats: str = ""
    cited: bool = False
    headed_by: str = ""
    heading: str = ""
    remark: bool = False
    gives_way: int = 0
    of_unit: str = ""
    origin: str = ""
    missing: str = ""
    doubtful_above: tuple[float, ...] = ()
    doubtful_below: tuple[tuple[str, float], ...] = ()
    doubtful_of: str = ""
    worse_when_higher: tuple[str, ...] = ()

    @property
    def in_row_unit(self) -> bool:
        """Whether it is a number in the unit of its row."""
        return self.kind in IN_ROW_UNIT and not (self.unit or self.unit_field)


AREA = Declaration("key", subject=True, coded=True)
AREA_NAME = Declaration("words", repeats="area")
LOCALITY = Declaration("key", subject=True)
INDICATOR = Declaration("key", subject=True, with_unit=True)
PERIOD = Declaration("key", subject=True)
ROW_UNIT = Declaration("code")
REMARK = Declaration("words", remark=True)


def column(
    what: Kind | Declaration,
    *,
    decimals: int | Mapping[str, int] | None = None,
    unit: str = "",
    unit_field: str = "",
    with_unit: bool = False,
    subject: bool = False,
    names: str = "",
    several: bool = False,
    coded: bool = False,
    repeats: str = "",
    cited: bool = False,
    headed_by: str = "",
    heading: str = "",
    remark: bool = False,
    gives_way: int = 0,
    doubtful_above: tuple[float, ...] = (),
) -> Any:
    """A field of a record, with what it is: a kind and what else is so of it, or a ready declaration.

    Args:
        what: a kind, or a declaration that several records share; that stands as it is.
        decimals: see `Declaration`, as for all others.
        unit: of its own.
        unit_field: the field with its unit.
        with_unit: has the unit of the row beside it.
        subject: stands in captions.
        names: the field whose names are its own.
        several: holds several.
        coded: has codes that people use.
        repeats: the field that says the same.
        cited: is in the source line.
        headed_by: the field that heads it.
        heading: what heads it.
        remark: holds remarks.
        gives_way: the turn in which it is left out.
        doubtful_above: the limits of trust.
    """
    if isinstance(what, Declaration):
        return field(metadata={DECLARATION: what})
    declared = Declaration(
        what,
        decimals=decimals,
        unit=unit,
        unit_field=unit_field,
        with_unit=with_unit,
        subject=subject,
        names=names,
        several=several,
        coded=coded,
        repeats=repeats,
        cited=cited,
        headed_by=headed_by,
        heading=heading,
        remark=remark,
        gives_way=gives_way,
        doubtful_above=doubtful_above,
    )
    return field(metadata={DECLARATION: declared})


@dataclass_transform(frozen_default=True, field_specifiers=(column,))
def record(kind: type[R]) -> type[R]:
    """A class of rows: a frozen dataclass whose fields are the columns of every format."""
    return with_fields_that_warn(dataclass(frozen=True)(kind))


def columns(kind: type) -> tuple[str, ...]:
    """The fields of a kind of record, in order."""
    return tuple(declarations(kind))


def declarations(kind: type) -> Mapping[str, Declaration]:
    """The declaration of each field of a record, in order; undeclared ones are words."""
    if kind not in _DECLARED:
        declared = {each.name: each.metadata.get(DECLARATION, Declaration()) for each in fields(kind)}
        _DECLARED[kind] = {name.removesuffix("_"): each for name, each in declared.items()}
    return _DECLARED[kind]


def attribute(column: str) -> str:
    """The attribute of a record with a column; one that Python has a word for ends in ``_``: ``return_``."""
    return f"{column}_" if iskeyword(column) else column


def has_breakdown(kind: type) -> bool:
    """Whether a kind of record has groups of a breakdown, which are spread into columns."""
    declared = declarations(kind).get(GROUPS)
    return declared is not None and declared.kind == "group"


_DECLARED: dict[type, Mapping[str, Declaration]] = {}
