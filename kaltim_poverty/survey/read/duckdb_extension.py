"""DuckDB itself, without its Python package, which also loads what builds queries piece by piece.

Statements are text here. Importing the package takes 85 of the 820 ms of CPU that 340,000 rows take by
district, the extension 15; only frames from Python need the package.
"""

from __future__ import annotations

from types import ModuleType


def duckdb_extension() -> ModuleType:
    """The module that connects and has the errors; the whole package where it is not called `_duckdb`."""
    try:
        import _duckdb
    except ImportError:
        return duckdb_package()
    return _duckdb


def duckdb_package() -> ModuleType:
    """The same entry points from the full `duckdb` package."""
    import duckdb

    return duckdb
