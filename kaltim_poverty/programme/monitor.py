"""Is a programme running as planned? Checks of a list of recipients, which name nobody."""

from __future__ import annotations

from collections.abc import Mapping, Sequence

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.programme.lists.columns import sexes
from kaltim_poverty.programme.lists.protection import protected
from kaltim_poverty.programme.lists.table import read_list
from kaltim_poverty.programme.monitoring.checks import checks_of
from kaltim_poverty.programme.monitoring.groups import (
    EVERYBODY,
    district_name,
    districts_of,
    groups_of,
    places_of,
)
from kaltim_poverty.programme.monitoring.notes import notes_of
from kaltim_poverty.programme.monitoring.options import options_of
from kaltim_poverty.programme.monitoring.rows import Check, place_rows, rows_of
from kaltim_poverty.records import Answer
from kaltim_poverty.words import message


def monitor(
    data: str | Mapping[str, Sequence[str | int]],
    *,
    id: str | None = None,  # noqa: A002 - the name of the option
    family: str | None = None,
    district: str | None = None,
    sex: str | None = None,
    score: str | None = None,
    cutoff: Number | None = None,
    overlap: str | Sequence[str] | None = None,
    received: str | None = None,
    value: str | None = None,
    amount: Number | None = None,
    use: str | None = None,
    alive: str | None = None,
    plan: str | None = None,
    sample: bool = False,
) -> Answer[Check]:
    """Is it running as planned? On the command line: ``kpov programme monitor``.

    Args:
        data: a file, or a mapping of columns.
        id: the column of identity numbers (NIK), which is never shown.
        family: the column of family card numbers, which is never shown.
        district: the column of districts, by code or name.
        sex: the column of sexes: L and P, 1 and 2, or words.
        score: the column of a score of welfare.
        cutoff: the score below which people are meant.
        overlap: ``PKH=COL``, one or several: columns that say who gets another programme too.
        received: the column that says who has received.
        value: the column of what was received, rupiah.
        amount: what should be received.
        use: the column that says who used it for the business.
        alive: the column that says whose business is alive.
        plan: a file with places by district: the output of ``kpov programme allocate``.
        sample: whether the rows are a sample of the recipients, so that shares have intervals.

    Returns:
        a row for each check of everybody, each district and each sex.

    Raises:
        UsageError: if nothing is to be checked, or an option lacks another.
        InputError: if a file is refused.
    """
    limit, worth, others = options_of(score, cutoff, value, amount, overlap, plan, district)
    single = {"--id": id, "--family": family, "--district": district, "--sex": sex, "--score": score}
    single |= {"--received": received, "--value": value, "--use": use, "--alive": alive}
    if not any((id, family, score, others, received, value, use, alive, plan)):
        raise UsageError("nothing_to_monitor")
    with protected():
        table = read_list(data, [*filter(None, single.values()), *others.values()])
        columns = {option: table.column(name, option) for option, name in single.items() if name is not None}
        overlaps = {name: table.column(given, "--overlap") for name, given in others.items()}
        districts = districts_of(table, columns.get("--district"))
        persons = sexes(table, columns["--sex"]) if "--sex" in columns else None
        planned = None if plan is None else places_of(plan)
        groups = groups_of(table.rows, districts, persons, planned)
        checks = checks_of(table, columns, overlaps, limit, worth, persons)
        rows = [
            *place_rows(groups, planned),
            *(row for name, found in checks.items() for row in rows_of(name, found, groups, sample=sample)),
        ]
        notes = notes_of(table, columns, rows, districts, planned, sample=sample)
    names = {group.code: district_name(group.code, planned) for group in groups if group.is_district}
    names[EVERYBODY] = message("value.group.all")
    return Answer(
        question="programme monitor",
        arguments={
            "file": table.file,
            **{option.removeprefix("--"): name for option, name in columns.items()},
            "overlap": overlaps or None,
            "cutoff": limit,
            "amount": worth,
            "plan": plan,
            "sample": sample,
        },
        rows=tuple(rows),
        notes=tuple(notes),
        sources=(),
        names={
            "group": names,
            "check": {f"overlap_{name}": message("value.overlap_check", name=name) for name in others},
        },
        kind=Check,
    )
