"""A file as another package offers it: Stata, SPSS, SAS, dBase, Excel."""

from __future__ import annotations

from collections.abc import Callable, Sequence
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import MissingPackageError

if TYPE_CHECKING:
    from kaltim_poverty.records import Note
    from kaltim_poverty.survey.read.reader import Labels
    from kaltim_poverty.survey.read.readers.typed_columns import Columns


class PackageFile(NamedTuple):
    """A file as a package offers it.

    Attributes:
        columns: their names.
        labels: what values are called, by column.
        read: reads some columns.
        notes: how the file was read; more may come with the columns.
    """

    columns: Sequence[str]
    labels: Labels
    read: Callable[[list[str]], Columns]
    notes: Sequence[Note] = ()


def whole_table(columns: Columns, notes: Sequence[Note] = ()) -> PackageFile:
    """A file of which every column has been read."""
    return PackageFile(list(columns), {}, lambda names: {name: columns[name] for name in names}, notes)


def missing_package(task: str, package: str, extra: str = "survey") -> MissingPackageError:
    """The error for a package that is not installed."""
    return MissingPackageError("missing_package", task=task, package=package, extra=extra)
