"""What each row of a list says to each check: whether it is concerned, or nothing."""

from __future__ import annotations

import math
from collections import Counter
from collections.abc import Sequence
from typing import TYPE_CHECKING

from kaltim_poverty.programme.lists.columns import answers, numbers
from kaltim_poverty.programme.lists.identities import has_lost_digits, is_identity, plain_identity, sex_of

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from kaltim_poverty.programme.lists.table import ListTable

Answers = Sequence[bool | None]


def checks_of(
    table: ListTable,
    columns: Mapping[str, str],
    overlaps: Mapping[str, str],
    limit: Decimal | None,
    worth: Decimal | None,
    persons: Sequence[str | None] | None,
) -> dict[str, Answers]:
    """The result of each check on each row: whether the check counts it; None where nothing is known."""
    checks: dict[str, Answers] = {}
    if "--id" in columns:
        checks |= identity_checks(table.cells[columns["--id"]], rounded(table, columns["--id"]), persons)
    if "--family" in columns:
        checks["family_repeated"] = repeated(
            [plain_identity(cell) for cell in table.cells[columns["--family"]]]
        )
    if "--score" in columns and limit is not None:
        scores = numbers(table, columns["--score"], "--score")
        checks["below_cutoff"] = [None if math.isnan(each) else each < limit for each in scores]
    checks |= {f"overlap_{name}": answers(table, column_) for name, column_ in overlaps.items()}
    if "--received" in columns:
        checks["received"] = answers(table, columns["--received"])
    if "--value" in columns and worth is not None:
        values = numbers(table, columns["--value"], "--value")
        checks["short_value"] = [None if math.isnan(each) else each < worth for each in values]
    for option, name in (("--use", "used_for_business"), ("--alive", "business_alive")):
        if option in columns:
            checks[name] = answers(table, columns[option])
    order = ("id_missing", "id_malformed", "id_repeated", "family_repeated", "sex_differs")
    return {**{name: checks[name] for name in order if name in checks}, **checks}


def rounded(table: ListTable, name: str) -> set[int]:
    """The rows whose id a program of tables has rounded, as it keeps 15 digits."""
    of_workbook = table.numeric.get(name, frozenset())
    return {row for row, cell in enumerate(table.cells[name]) if has_lost_digits(cell) or row in of_workbook}


def identity_checks(
    cells: Sequence[str], lost: set[int], persons: Sequence[str | None] | None
) -> dict[str, Answers]:
    """Whether ids are missing, cannot be a NIK, are repeated, or say another sex than the list."""
    plain = [plain_identity(cell) for cell in cells]
    valid = [row not in lost and is_identity(each) for row, each in enumerate(plain)]
    checks: dict[str, Answers] = {
        "id_missing": [not each for each in plain],
        "id_malformed": [None if not each else not right for each, right in zip(plain, valid, strict=True)],
        "id_repeated": repeated(["" if row in lost else each for row, each in enumerate(plain)]),
    }
    if persons is not None:
        checks["sex_differs"] = [
            sex_of(each) != person if right and person is not None else None
            for each, right, person in zip(plain, valid, persons, strict=True)
        ]
    return checks


def repeated(plain: Sequence[str]) -> list[bool | None]:
    """Whether a number stands in another row too; None where there is none."""
    counts = Counter(plain)
    return [None if not each else counts[each] > 1 for each in plain]
