"""DuckDB, which reads, sorts and spills by itself; nothing else here knows it."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.sizes import bytes_of

if TYPE_CHECKING:
    from numpy.typing import NDArray

LEAST_MEMORY = 100_000_000
OWN_SHARE = 0.5  # of the memory allowed that the engine may fill; numpy and its blocks need the rest
DELIVERING_SHARE = 0.2
DEFAULT_MEMORY = "1GB"


class Engine:
    """An embedded database in memory, with bounds."""

    def __init__(self, *, memory: str | None = None, temp: str | None = None) -> None:
        import duckdb

        self.errors = duckdb.Error
        self.bytes = bytes_of("--memory", memory or DEFAULT_MEMORY, LEAST_MEMORY)
        self.connection = duckdb.connect(
            config={
                "memory_limit": f"{int(self.bytes * OWN_SHARE / 1e6)}MB",
                "temp_directory": checked_folder(temp) if temp else usual_folder(),
            }
        )

    def shrink(self) -> None:
        """Leave more memory to others: delivering rows needs less than sorting them."""
        self.run(f"SET memory_limit = '{int(self.bytes * DELIVERING_SHARE / 1e6)}MB'")

    def close(self) -> None:
        """Give all memory back."""
        self.connection.close()

    def run(self, sql: str) -> None:
        """Run a statement to its end."""
        self.connection.execute(sql).fetchall()

    def rows(self, sql: str) -> list[tuple[Any, ...]]:
        """The rows of a small result."""
        return list(self.connection.execute(sql).fetchall())

    def one(self, sql: str) -> tuple[Any, ...]:
        """The only row of a result."""
        return self.rows(sql)[0]

    def arrays(self, sql: str) -> dict[str, NDArray[Any]]:
        """The columns of a result, NaN or an empty text for what is missing."""
        columns = self.connection.execute(sql).fetchnumpy()
        return {name: unmasked(column) for name, column in columns.items()}


def unmasked(column: Any) -> NDArray[Any]:
    """A plain array of a column."""
    if not hasattr(column, "mask"):  # asking for its class would import masked arrays
        return np.asarray(column)
    if not np.ma.getmaskarray(column).any():
        return np.asarray(column.data)
    if column.dtype.kind == "f":
        return np.asarray(np.ma.filled(column, np.nan))
    return np.asarray(np.ma.filled(column.astype(object), ""))


def usual_folder() -> str:
    """Where this system keeps what is temporary (the module for it costs a tenth of the start-up)."""
    named = (os.environ.get(name) for name in ("TMPDIR", "TEMP", "TMP"))
    return next((folder for folder in (*named, "/tmp", ".") if folder and os.path.isdir(folder)), ".")  # noqa: S108


def checked_folder(folder: str) -> str:
    """A folder that is there.

    Raises:
        InputError: if it is not.
    """
    if not os.path.isdir(folder):
        raise InputError("no_file", file=folder)
    return folder


def name(column: str) -> str:
    """A column's name in SQL."""
    return '"' + column.replace('"', '""') + '"'


def text(value: str) -> str:
    """A text in SQL."""
    return "'" + value.replace("'", "''") + "'"
