"""Reads arrays and frames that are handed over in Python."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.read.readers.relation_reader import RelationReader, check_no_name_twice

if TYPE_CHECKING:
    from numpy.typing import NDArray

    from kaltim_poverty.survey.read.engine import Engine

NAME = "data"  # what messages call it
LONG_UNITS = ("Y", "M", "W", "D", "h", "m")  # of time, that the engine does not know
EVERY_ROW = 2**31  # of a column of objects: the engine would guess its type from the first thousand


def reader_in_memory(engine: Engine, data: Any, relation: str) -> RelationReader:
    """A mapping of arrays, an array of welfare, or a frame.

    Args:
        engine: what reads it.
        data: what was handed over.
        relation: what the engine calls it.

    Raises:
        InputError: if columns have different lengths or it is not one of these.
    """
    columns = arrays(data)
    names = names_in(columns)
    check_no_name_twice(NAME, names or ())
    if isinstance(columns, dict):
        columns = {f"c{place}": values for place, values in enumerate(columns.values())}
    engine.run(f"SET pandas_analyze_sample = {EVERY_ROW}")
    try:
        engine.register(relation, columns)
        return RelationReader(engine, relation, NAME, names)
    except (engine.errors, TypeError) as error:
        reason = str(error).splitlines()[0]
        unknown = isinstance(error, TypeError) or "not suitable" in reason
        key = "not_data" if unknown else "not_a_table"
        raise InputError(key, kind=type(columns).__name__, reason=reason) from None


def names_in(columns: Any) -> list[str] | None:
    """The names of columns as a mapping or a frame writes them, or None where that is not known."""
    names: Any
    if hasattr(columns, "collect_schema"):  # of polars, which may be lazy
        names = columns.collect_schema().names()
    elif hasattr(columns, "column_names"):  # of Arrow, whose `columns` are the cells
        names = columns.column_names
    else:
        names = columns if isinstance(columns, dict) else getattr(columns, "columns", None)
    return None if names is None else [str(name) for name in names]


def arrays(data: Any) -> Any:
    """A mapping or an array as columns of numpy; a frame as it is.

    Raises:
        InputError: if a column is not one-dimensional, or columns have different lengths.
    """
    if isinstance(data, Mapping):
        check_no_name_twice(NAME, [str(name) for name in data])
        columns = {str(name): one_dimensional(str(name), values) for name, values in data.items()}
        check_lengths(columns)
        check_indexes(data)
        return columns
    is_array = isinstance(data, list) or hasattr(data, "dtype")  # a frame has several types
    return {"welfare": one_dimensional("welfare", data)} if is_array else data


def check_lengths(columns: Mapping[str, NDArray[Any]]) -> None:
    """Refuse columns of different lengths.

    Raises:
        InputError: with the lengths.
    """
    lengths = {name: len(values) for name, values in columns.items()}
    if len(set(lengths.values())) > 1:
        listed = ", ".join(f"{name} {length}" for name, length in lengths.items())
        raise InputError("lengths", lengths=listed)


def check_indexes(columns: Mapping[Any, Any]) -> None:
    """Refuse columns of pandas whose rows are named differently: pandas would pair them by name.

    Raises:
        InputError: with two of them.
    """
    indexed = {
        str(name): values.index
        for name, values in columns.items()
        if hasattr(values, "index") and hasattr(values, "iloc")
    }
    for name, index in indexed.items():
        first = next(iter(indexed))
        if not index.equals(indexed[first]):
            raise InputError("indexes_differ", column=name, other=first)


def one_dimensional(column: str, values: object) -> NDArray[Any]:
    """A column as an array that the engine understands.

    Raises:
        InputError: if it has another shape.
    """
    array = without_mask(values)
    if array.ndim != 1:
        raise InputError("not_a_column", column=column, shape=str(array.shape))
    return np.ascontiguousarray(array.astype(known_type(array.dtype), copy=False))


def without_mask(values: object) -> NDArray[Any]:
    """An array in which cells under a mask are missing."""
    if not isinstance(values, np.ma.MaskedArray) or not np.ma.getmaskarray(values).any():
        return np.asarray(values)
    if values.dtype.kind == "f":
        return np.asarray(np.ma.filled(values, np.nan))
    cells = np.array(values.data, dtype=object)
    cells[np.ma.getmaskarray(values)] = None
    return cells


def known_type(of: np.dtype[Any]) -> np.dtype[Any]:
    """A type that the engine knows, with the same values: text, days, other orders of bytes, long numbers."""
    if of.kind in "US":
        return np.dtype(object)
    if of.kind == "M":
        return np.dtype("M8[s]") if np.datetime_data(of)[0] in LONG_UNITS else of.newbyteorder("=")
    return np.dtype(np.float64) if of == np.longdouble else of.newbyteorder("=")
