"""What the values of a column are called, where files of Stata, SPSS or SAS say so."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable, Mapping

from kaltim_poverty.errors import InputError


def merged_labels(labels: Iterable[Mapping[str, str]]) -> dict[str, str]:
    """The labels of a column in several files, the first of each value; no two values share one.

    Labels that several values share, or that look like another value, have the value behind them.
    """
    merged: dict[str, str] = {}
    for of_file in labels:
        merged = {**of_file, **merged}
    count = Counter(merged.values())
    return {
        value: f"{label} ({value})" if count[label] > 1 or label in merged.keys() - {value} else label
        for value, label in merged.items()
    }


def check_labels(column: str, labels: Iterable[tuple[str, Mapping[str, str]]]) -> None:
    """Refuse files with different labels for one value of a column: 1 urban, 1 rural.

    Args:
        column: as the survey writes it.
        labels: each file with its labels of the column.

    Raises:
        InputError: with the file, the column and the value.
    """
    first: dict[str, tuple[str, str]] = {}
    for file, of_file in labels:
        for value, label in of_file.items():
            first_label, first_file = first.setdefault(value, (label, file))
            if first_label.strip().casefold() != label.strip().casefold():
                raise InputError(
                    "labels_differ",
                    file=file,
                    column=column,
                    value=value,
                    label=label,
                    other=first_file,
                    first=first_label,
                )
