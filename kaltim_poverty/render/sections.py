"""The tables into which a long answer falls, so that what people compare stands in one column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.records import cell as cell_of
from kaltim_poverty.records import unit_of
from kaltim_poverty.records.fields import SUBJECTS
from kaltim_poverty.words.money import is_money

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.records import Answer


class Section(NamedTuple):
    """The rows of one table, and what they have in common that the whole answer has not."""

    about: dict[str, Any]
    rows: Answer[Any]


def sections_of(answer: Answer[Any]) -> list[Section]:
    """The tables of an answer, in order of first appearance; amounts of money stand apart from decimals."""
    split = split_fields(answer)
    money_apart = mixes_units(answer)
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in answer:
        about = tuple(cell_of(row, field) for field in split)
        found.setdefault((*about, money_apart and is_money(unit_of(row))), []).append(row)
    ordered = sorted(found, key=lambda key: (list(found).index(first_of(found, key)), key[-1]))
    return [
        Section(dict(zip(split, key, strict=False)), replace(answer, rows=tuple(found[key])))
        for key in ordered
    ]


def first_of(found: dict[tuple[Any, ...], list[Any]], key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The first key that is about the same thing, in money or not."""
    return next(other for other in found if other[:-1] == key[:-1])


def split_fields(answer: Answer[Any]) -> list[str]:
    """The fields that tell the tables apart.

    Of the subjects all that vary, but for the field that labels the rows; and every other key, such as the
    number of a scenario, which no caption can name.
    """
    keys = [field for field in answer.fields if answer.declaration(field).kind == "key"]
    subjects = [field for field in SUBJECTS if field in keys and answer.declaration(field).subject]
    label = label_of(answer, subjects)
    return [
        *(field for field in subjects if field != label and varies(answer, field)),
        *(field for field in keys if field not in subjects),
    ]


def label_of(answer: Answer[Any], subjects: list[str]) -> str:
    """The field that labels the rows: the x of the chart, else the subject or group with most values."""
    if answer.charts and answer.charts[0].x:
        return answer.charts[0].x
    groups = (field for field in answer.fields if answer.declaration(field).kind == "group")
    candidates = [*subjects, *(field for field in groups if not answer.is_group(field))]
    varying = [field for field in candidates if varies(answer, field)]
    return max(reversed(varying), key=lambda field: len(values(answer, field)), default="")


def varies(answer: Answer[Any], field: str) -> bool:
    """Whether a field has more than one value."""
    return len(values(answer, field)) > 1


def values(answer: Answer[Any], field: str) -> set[str]:
    """The different values of a field."""
    return {str(cell_of(row, field)) for row in answer}


def mixes_units(answer: Answer[Any]) -> bool:
    """Whether rows hold numbers in units of their own, which no other column says."""
    unit = answer.unit_field
    return bool(unit) and not answer.declaration(unit).repeats and any(numbers_in_unit(answer))


def numbers_in_unit(answer: Answer[Any]) -> Iterable[bool]:
    """Of each field whether it is a number in the unit of its row."""
    return (answer.declaration(field).in_row_unit for field in answer.fields)
