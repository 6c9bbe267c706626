"""Published figures as a wide table: areas, periods or indicators side by side."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import break_notes
from kaltim_poverty.records import cell
from kaltim_poverty.records.wide import TwiceError, WideAnswer, spread

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator, Sequence

    from kaltim_poverty.published.catalogue import Break
    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.records import Answer

KEYS = {"areas": "area", "periods": "period", "indicators": "indicator"}
IN_INDONESIAN = {"wilayah": "areas", "periode": "periods", "indikator": "indicators"}
BEFORE, AFTER = "before_period", "after_period"
VALUE = "value"
OF_COMPARISON = ("before", "after", "change")
ABOUT_NO_CHANGE = "before"  # of a comparison, what a break behind it does not touch
NEVER_A_CELL = ("unit",)
BREAK = "series_break"
ABOUT_A_FIELD = {"mean_since": "pace", "means_since": "pace"}  # notes that say what a field is


class Crossing(NamedTuple):
    """A row that lies behind breaks of its series."""

    row: int
    breaks: list[Break]


def wide(answer: Answer[Any], by: str, *, cell: str | Iterable[str] | None = None) -> WideAnswer:
    """The answer as a wide table. On the command line: ``--wide`` of `show`, `trend`, `rank`, `compare`.

    Args:
        answer: of one of these questions.
        by: what becomes the columns: ``areas``, ``periods`` or ``indicators``.
        cell: the fields that fill the table; by default ``value``, of a comparison ``before,after,change``.

    Returns:
        a row for each combination of the other keys; its columns are named by codes (``64``, ``2024-03``,
        ``p0``), of several fields by both (``64.change``); a missing number is None.

    Raises:
        UsageError: for an unknown key or field, or if two rows have the same place.
    """
    chosen = key_of(by)
    fields = cells_of(answer, cell)
    crossed = list(crossings(answer))
    behind = {crossing.row: [each for each in fields if each != ABOUT_NO_CHANGE] for crossing in crossed}
    try:
        found = spread(answer, fields_of_key(answer, chosen), fields, behind)
    except TwiceError:
        raise UsageError("wide_twice", choose="--area, --locality, --indicator") from None
    notes = () if any(note.code == BREAK for note in answer.notes) else notes_on(crossed)
    about = [note for note in answer.notes if ABOUT_A_FIELD.get(note.code, fields[0]) in fields]
    arguments = {**answer.arguments, "wide": chosen, "cell": fields}
    return replace(found, notes=(*about, *notes), arguments=arguments)


def key_of(given: str) -> str:
    """The field that becomes the columns.

    Raises:
        UsageError: if there is no such key.
    """
    folded = given.strip().casefold()
    singular = {field: key for key, field in KEYS.items()}
    return choice("--wide", IN_INDONESIAN.get(folded, singular.get(folded, folded)), KEYS)


def fields_of_key(answer: Answer[Any], key: str) -> list[str]:
    """The fields of that key: of a comparison both periods."""
    name = KEYS[key]
    return [name] if name in answer.fields else [BEFORE, AFTER]


def cells_of(answer: Answer[Any], given: str | Iterable[str] | None) -> list[str]:
    """The fields that fill the table, each once, in the order in which they were named.

    Raises:
        UsageError: if one does not exist.
    """
    possible = [name for name in answer.fields if may_fill(answer, name)]
    if given is None:
        return [VALUE] if VALUE in possible else list(OF_COMPARISON)
    return list(dict.fromkeys(choice("--cell", name, possible) for name in split_list(given)))


def may_fill(answer: Answer[Any], name: str) -> bool:
    """Whether a field is neither a key, nor what a key is called, nor a unit."""
    declared = answer.declaration(name)
    is_key = declared.kind == "key" or declared.subject or bool(declared.repeats)
    return not is_key and name not in NEVER_A_CELL


def crossings(answer: Answer[Any]) -> Iterator[Crossing]:
    """The rows that lie behind a break: of a comparison between its periods, else since the round before."""
    for number, (area, indicator, *periods) in enumerate(steps_of(answer)):
        known = catalogue.breaks_between(area, indicator, *periods) if len(periods) > 1 else []
        if known:
            yield Crossing(number, known)


def steps_of(answer: Answer[Any]) -> list[tuple[Any, ...]]:
    """Of each row the area, the indicator, the round before if there is one, and its own."""
    if BEFORE in answer.fields:
        return [tuple(cell(row, name) for name in ("area", "indicator", BEFORE, AFTER)) for row in answer]
    rounds: dict[tuple[str, str, str], list[Period]] = {}
    for row in answer:
        rounds.setdefault((row.area, row.indicator, row.locality), []).append(row.period)
    return [
        (row.area, row.indicator, *around(rounds[row.area, row.indicator, row.locality], row.period))
        for row in answer
    ]


def around(rounds: Sequence[Period], period: Period) -> list[Period]:
    """A period behind the last round before it, if there is one."""
    earlier = [each for each in rounds if each < period]
    return [max(earlier), period] if earlier else [period]


def notes_on(crossed: Iterable[Crossing]) -> list[Any]:
    """The notes on all breaks, each once."""
    return break_notes(each for crossing in crossed for each in crossing.breaks)


__all__ = ["wide"]
