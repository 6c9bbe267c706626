"""What an answer rests on: the groups of one or several distributions, or a Gini ratio alone."""

from __future__ import annotations

import math
import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.grouped.forming import groups_of
from kaltim_poverty.grouped.groups import Groups
from kaltim_poverty.grouped.methods import OF_CLASSES, OF_GINI, Fitted, fit_gini, fit_groups
from kaltim_poverty.grouped.options import parse_gini, parse_mean
from kaltim_poverty.grouped.reading import read_tables, table_of_columns
from kaltim_poverty.inputs.numbers import POINT, Number
from kaltim_poverty.inputs.table_options import table_options
from kaltim_poverty.records import Note

Data = str | os.PathLike[str] | Mapping[str, Sequence[object]]
"""A file, ``-`` for stdin, or the columns themselves."""


class Source(NamedTuple):
    """One distribution that is asked about.

    Attributes:
        by: its values of the breakdown, by column.
        groups: what is known; None where that is a Gini ratio.
        gini: that Gini ratio; NaN where there are groups.
        mean: in the unit of lines; NaN where it is unknown.
        notes: on how it was read.
    """

    by: Mapping[str, str]
    groups: Groups | None
    gini: float
    mean: float
    notes: list[Note]

    def fit(self, method: str) -> Fitted:
        """The curve of a method.

        Raises:
            UsageError: if the method needs more than is known.
            MissingPackageError: without scipy where the method needs it.
        """
        if self.groups is None:
            check_known(method, OF_GINI, "method_needs_groups")
            return fit_gini(method, self.gini)
        if not self.groups.has_means:
            check_known(method, OF_CLASSES, "method_needs_means")
        return fit_groups(method, self.groups)

    @property
    def methods(self) -> tuple[str, ...] | None:
        """The methods that what is known allows; None for all."""
        if self.groups is None:
            return OF_GINI
        return None if self.groups.has_means else OF_CLASSES

    @property
    def unit(self) -> float:
        """The unit of amounts of the groups: the mean, or 1 for classes without one."""
        return 1.0 if math.isnan(self.mean) else self.mean


def check_known(method: str, enough: Sequence[str], key: str) -> None:
    """Refuse a method that needs more than is known.

    Raises:
        UsageError: with those that do not.
    """
    if method not in enough:
        raise UsageError(key, method=method, methods=", ".join(enough))


def sources_of(
    data: Data | None,
    *,
    by: str | None,
    mean: Number | None,
    gini: Number | None,
    decimal: str | None,
    delimiter: str | None,
    sheet: str | None,
) -> list[Source]:
    """The distributions of a file, or that of a Gini ratio.

    Raises:
        UsageError: for options out of range or in conflict, or neither a file nor a Gini ratio.
        InputError: if the file or a number in it is refused.
    """
    whole, ratio = parse_mean(mean), parse_gini(gini)
    if data is None and ratio is None:
        raise UsageError("nothing_grouped")
    if data is not None and ratio is not None:
        raise UsageError("conflict", one="FILE", other="--gini")
    if data is None:
        return [Source({}, None, float(ratio or 0), math.nan if whole is None else whole, [])]
    if isinstance(data, Mapping):
        tables = [table_of_columns(data, POINT)]
    else:
        tables = read_tables(os.fspath(data), by, table_options(delimiter, sheet, decimal))
    formed = [(table, groups_of(table, whole)) for table in tables]
    return [Source(table.by, each.groups, math.nan, each.groups.scale, each.notes) for table, each in formed]


__all__ = ["Data", "Source", "sources_of"]
