"""Do the published figures agree with each other?"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.rules import RULES, Finding
from kaltim_poverty.published.selection import Names, Selection, select
from kaltim_poverty.records import Answer, note
from kaltim_poverty.records.fields import ROW_UNIT, column, record

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period

OK, FAILS = "ok", "fails"


@record
class Checked:
    """One rule held against the figures: what it expects, what is printed, and whether it holds."""

    rule: str = column("group")
    area: str = column("code", subject=True, names="area", coded=True)
    period: Period = column("code", subject=True)
    locality: str = column("code", subject=True)
    unit: str = column(ROW_UNIT)
    expected: Decimal | None = column("value")
    found: Decimal | None = column("value")
    difference: Decimal | None = column("change")
    status: str = column("code")


def check(
    *,
    area: Names | None = None,
    every: bool = False,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Checked]:
    """Whether the published figures agree with each other. On the command line: ``kpov check``.

    Args:
        area: codes, names or groups: ``kalimantan``, ``provinces``, ``districts``, ``all``; by default
            Kalimantan Timur and its districts, or with *figures* the areas of the files.
        every: all rules that were checked, not only those that fail.
        figures: files of one's own figures; then only the rules that touch a row of them.
        areas: a file that names areas of one's own.

    Returns:
        a row for each rule that fails, or with *every* for each that was checked.

    Raises:
        UsageError: for options in conflict.
        NotFoundError: for an unknown area, or where there is nothing to check.
        InputError: if a file is refused.
    """
    chosen = area if area is not None else home_and_districts()
    selection = select(area=chosen, locality="all", figures=figures, areas=areas)
    if area is None and selection.figures.own:
        selection = selection._replace(areas=own_areas(selection))
    findings = list(found(selection))
    if not findings:
        raise NotFoundError("nothing_to_check", area=selection.areas[0])
    failing = [finding for finding in findings if not finding.holds]
    rows = [as_row(selection.figures, finding) for finding in (findings if every else failing)]
    summary = note(
        "checked" if failing else "all_hold", count=Decimal(len(findings)), failures=Decimal(len(failing))
    )
    arguments = selection.arguments(all=every)
    del arguments["locality"], arguments["indicator"]
    return selection.figures.answer("check", Checked, rows, arguments=arguments, notes=[summary])


def home_and_districts() -> list[str]:
    """Kalimantan Timur and its districts."""
    districts = [area.area for area in catalogue.areas().values() if area.parent == catalogue.HOME]
    return [catalogue.HOME, *districts]


def own_areas(selection: Selection) -> list[Area]:
    """The areas of own files and their parents, whose rules may touch their rows."""
    known = selection.figures.areas
    own = {key.area for key in selection.figures.own}
    wanted = own | {known[code].parent for code in own}
    return [area for code, area in known.items() if code in wanted]


def found(selection: Selection) -> Iterator[Finding]:
    """Every rule held against every chosen area; with own figures, those that touch a row of them."""
    own = selection.figures.own
    for rule in RULES:
        for area in selection.areas:
            for finding in rule(selection.figures, area):
                if not own or any(key in own for key in finding.keys):
                    yield finding


def as_row(figures: Figures, finding: Finding) -> Checked:
    """The row of a finding; the sources of its figures are named below the answer."""
    for key in finding.keys:
        figures.find(*key)
    return Checked(
        finding.rule,
        finding.area,
        finding.period,
        finding.locality,
        finding.unit,
        finding.expected,
        finding.found,
        finding.difference,
        OK if finding.holds else FAILS,
    )
