"""How a list of recipients was read, and what in it is odd."""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import nearest, quoted
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.programme.lists.areas import code_of_area, name_of_area, names_of_districts
from kaltim_poverty.programme.monitoring.checks import rounded
from kaltim_poverty.programme.monitoring.rows import FEW_ROWS, Check
from kaltim_poverty.records import Note, note

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.programme.lists.table import ListTable
    from kaltim_poverty.programme.monitoring.groups import Places
    from kaltim_poverty.words import Spoken


def notes_of(
    table: ListTable,
    columns: Mapping[str, str],
    rows: Sequence[Check],
    districts: Sequence[str] | None,
    planned: Places | None,
    *,
    sample: bool,
) -> list[Note]:
    """How the list was read, and what in it is odd."""
    notes = [note("monitored", file=table.file, rows=Decimal(table.rows))]
    if "--id" in columns:
        notes.append(note("ids_hidden"))
        lost = len(rounded(table, columns["--id"]))
        notes.append(note("ids_rounded", rows=Decimal(lost)))
    if districts is not None:
        notes.append(note("district_missing", rows=Decimal(districts.count(""))))
        notes += unknown_districts(districts, planned)
    if any(row.counted is None for row in rows):
        notes.append(note("few_rows_hidden", least=Decimal(FEW_ROWS)))
    if any(row.check == "below_cutoff" for row in rows):
        notes.append(note("below_cutoff"))
    notes.append(note("monitor_sample" if sample else "monitor_list"))
    return notes


def unknown_districts(districts: Sequence[str], planned: Places | None) -> list[Note]:
    """Districts that neither the plan nor the catalogue knows, with what was probably meant."""
    notes = []
    counts = Counter(each for each in districts if each and each not in (planned.of if planned else ()))
    for district, count in counts.items():
        if planned is None and code_of_area(district):
            continue
        known = {district_text(code, planned): code for code in (planned.of if planned else ())}
        near = nearest(district, [*known, *(names_of_districts() if planned is None else ())])
        named: Spoken | str = name_of_area(district) or excerpt(district)
        meant = quoted(near) if near else None
        key = "district_unplanned" if planned is not None else "district_unknown"
        notes.append(note(f"{key}_meant" if meant else key, district=named, rows=Decimal(count), meant=meant))
    return notes


def district_text(code: str, planned: Places | None) -> str:
    """The name of a district in a suggestion."""
    named = name_of_area(code)
    return named.name if named is not None else (planned.names.get(code, code) if planned else code)
