"""The tables into which a long answer falls, so that what people compare stands in one column."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from kaltim_poverty.records import Answer

KEYS = ("area", "locality", "indicator", "period")  # what a table may be about
OF_SCENARIO = ("scenario", "amount", "recipients")  # what all rows of a scenario share
LABELS = (*KEYS, "component", "basis", "household_size")  # what its rows may be


class Section(NamedTuple):
    """The rows of one table, and what they have in common that the whole answer has not."""

    about: dict[str, Any]
    rows: Answer[Any]


def sections_of(answer: Answer[Any]) -> list[Section]:
    """The tables of an answer, in order of first appearance; rupiah stand apart from decimals."""
    split = split_fields(answer)
    found: dict[tuple[Any, ...], list[Any]] = {}
    for row in answer:
        about = tuple(getattr(row, field) for field in split)
        found.setdefault((*about, in_rupiah(answer, row)), []).append(row)
    ordered = sorted(found, key=lambda key: (list(found).index(first_of(found, key)), key[-1]))
    return [
        Section(dict(zip(split, key, strict=False)), replace(answer, rows=tuple(found[key])))
        for key in ordered
    ]


def first_of(found: dict[tuple[Any, ...], list[Any]], key: tuple[Any, ...]) -> tuple[Any, ...]:
    """The first key that is about the same thing, in rupiah or not."""
    return next(other for other in found if other[:-1] == key[:-1])


def split_fields(answer: Answer[Any]) -> list[str]:
    """The fields that tell the tables apart: all keys that vary, but for the one that labels the rows."""
    if is_catalogue(answer) or not {"rule", "quantity"}.isdisjoint(answer.fields):
        return []
    varying = [field for field in LABELS if field in answer.fields and len(values(answer, field)) > 1]
    label = getattr(answer.kind, "label", "") or max(
        reversed(varying), key=lambda field: len(values(answer, field)), default=""
    )
    scenario = OF_SCENARIO if "scenario" in answer.fields else ()
    return [*(field for field in KEYS if field in varying and field != label), *scenario]


def values(answer: Answer[Any], field: str) -> set[Any]:
    """The different values of a field."""
    return {str(getattr(row, field)) for row in answer}


def in_rupiah(answer: Answer[Any], row: Any) -> bool:
    """Whether a row is in rupiah while others may not be."""
    if "unit" not in answer.fields or "quantity" in answer.fields or is_catalogue(answer):
        return False
    return bool(row.unit.startswith("idr"))


def is_catalogue(answer: Answer[Any]) -> bool:
    """Whether the rows are areas, indicators, sources themselves."""
    return any(
        isinstance(named, answer.kind) for of_field in answer.names.values() for named in of_field.values()
    )
