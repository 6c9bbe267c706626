"""The rows of the answer: shares of a group with their interval, and whether they are as they should be."""

from __future__ import annotations

import math
from typing import TYPE_CHECKING

from kaltim_poverty.records.fields import column, record

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.programme.monitoring.checks import Answers
    from kaltim_poverty.programme.monitoring.groups import Group, Places

FEW_ROWS = 5  # in smaller groups a number may be about one person
OK, LOOK, FAILS = "ok", "look", "fails"
MUST_HOLD = ("places", "id_missing", "id_malformed", "id_repeated")
SHOULD_BE_ALL = ("below_cutoff", "received", "used_for_business", "business_alive")  # others should be none
Z = 1.959963984540054  # of a normal distribution, for 95 percent


@record
class Check:
    """One check of everybody (`group` is empty), of a district, or of a sex.

    `counted` are the rows that it is about, `value` is percent of those that answer (`of`), `missing` is the
    number of those that do not. Of ``places`` `of` is the number planned. Below 5 rows both are empty.
    """

    check: str = column("key")
    group: str = column("group")
    value: float | None = column("value", decimals={"percent": 1})
    unit: str = column("code")
    counted: int | None = column("count")
    of: int = column("count")
    missing: int = column("count")
    ci_low: float | None = column("value", decimals={"percent": 1}, gives_way=1)
    ci_high: float | None = column("value", decimals={"percent": 1}, gives_way=1)
    status: str = column("code")


def place_rows(groups: Sequence[Group], planned: Places | None) -> list[Check]:
    """Recipients against places, in all and by district."""
    if planned is None:
        return []
    rows = []
    for group in groups:
        if not group.code or group.is_district:
            places = planned.of.get(group.code, 0) if group.code else sum(planned.of.values())
            count, few = len(group.rows), 0 < len(group.rows) < FEW_ROWS
            value = None if few or not places else 100.0 * count / places
            status = OK if count == places else FAILS
            rows.append(
                Check(
                    "places",
                    group.code,
                    value,
                    "percent",
                    None if few else count,
                    places,
                    0,
                    None,
                    None,
                    status,
                )
            )
    unplaced = any(row.status == FAILS for row in rows[1:])
    return [row if row.group or not unplaced else replaced(row) for row in rows]


def replaced(row: Check) -> Check:
    """The row of everybody, which fails where a district does."""
    return Check(
        row.check, row.group, row.value, row.unit, row.counted, row.of, row.missing, None, None, FAILS
    )


def rows_of(name: str, found: Answers, groups: Sequence[Group], *, sample: bool) -> list[Check]:
    """One check of each group."""
    return [
        row_of(name, [found[row] for row in group.rows], group.code, sample=sample)
        for group in groups
        if group.rows
    ]


def row_of(name: str, found: Answers, group: str, *, sample: bool) -> Check:
    """One check of one group."""
    known = [each for each in found if each is not None]
    counted, of = sum(known), len(known)
    status = status_of(name, counted, of)
    missing = len(found) - of
    if len(found) < FEW_ROWS:
        return Check(name, group, None, "percent", None, of, missing, None, None, status)
    low, high = wilson(counted, of) if sample and of else (None, None)
    return Check(
        name, group, 100.0 * counted / of if of else None, "percent", counted, of, missing, low, high, status
    )


def status_of(name: str, counted: int, of: int) -> str:
    """``ok``, or ``look`` where a row is not as it should be, or ``fails`` where it must be."""
    wrong = of - counted if name in SHOULD_BE_ALL else counted
    if not wrong:
        return OK
    return FAILS if name in MUST_HOLD else LOOK


def wilson(count: int, of: int) -> tuple[float, float]:
    """The 95 percent interval of a share, in percent.

    Wilson (1927), Journal of the American Statistical Association 22, 209-212.
    """
    share, square = count / of, Z * Z / of
    middle = (share + square / 2) / (1 + square)
    reach = Z * math.sqrt(share * (1 - share) / of + square / (4 * of)) / (1 + square)
    return 100.0 * max(0.0, middle - reach), 100.0 * min(1.0, middle + reach)
