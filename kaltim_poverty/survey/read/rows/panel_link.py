"""Rows of two surveys that are the same households, linked by a column."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.errors import InputError, UsageError

LINK = "link"  # the role of the number of a household
UNLINKED = -1  # of a row that the other survey has not

if TYPE_CHECKING:
    from kaltim_poverty.survey.read.rows.raw_rows import RawRows


def check_link(raw: RawRows) -> None:
    """Refuse a link with a value that appears twice in a survey.

    Raises:
        InputError: with the value.
    """
    repeated = raw.engine.rows(
        f"SELECT id FROM {raw.name} GROUP BY id HAVING count(*) > 1 ORDER BY id LIMIT 1"
    )
    if repeated:
        value = str(repeated[0][0])
        raise InputError("panel_twice", file=raw.table.display_name, column=str(raw.link), value=value)


def adopt_design(first: RawRows, second: RawRows) -> None:
    """Give linked rows of the second survey the stratum and PSU that they have in the first.

    Raises:
        UsageError: if the designs have different numbers of columns.
        InputError: if no row is linked.
    """
    aliases = design_aliases(second)
    if len(design_aliases(first)) != len(aliases):
        raise UsageError("panel_designs")
    linked = first.engine.one(f"SELECT count(*) FROM {second.name} SEMI JOIN {first.name} USING (id)")[0]
    if not linked:
        raise InputError("panel_unlinked", file=second.table.display_name, column=str(second.link))
    adopted = ", ".join(f"coalesce(f.{alias}, s.{alias}) AS {alias}" for alias in aliases)
    second.replace(f"SELECT s.* REPLACE ({adopted}) FROM {second.name} s LEFT JOIN {first.name} f USING (id)")


def number_links(first: RawRows, second: RawRows) -> None:
    """Give linked rows of both surveys the number of their household, so that they can be joined."""
    first.engine.run(
        f"CREATE TEMP TABLE households AS SELECT id, CAST(row_number() OVER () AS DOUBLE) AS x_{LINK} "
        f"FROM {first.name} SEMI JOIN {second.name} USING (id)"
    )
    for raw in (first, second):
        raw.replace(
            f"SELECT r.*, coalesce(h.x_{LINK}, {UNLINKED}) AS x_{LINK} "
            f"FROM {raw.name} r LEFT JOIN households h USING (id)"
        )
        raw.add_number(LINK)
    first.engine.run("DROP TABLE households")


def design_aliases(raw: RawRows) -> list[str]:
    """The SQL names of strata and PSUs."""
    return [alias for alias in raw.expressions.aliases.values() if alias.startswith("d")]
