"""Figures from outside: tables of BPS that were downloaded or fetched, checked, and kept beside the bundle.

``current.import_figures("table.csv")`` answers ``kpov import table.csv`` with the same records. What is kept
goes into the data folder, from which all questions about published figures answer, and say so.
"""

from __future__ import annotations

from importlib import import_module

from kaltim_poverty.deprecated import offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kaltim_poverty.current.data import data_path, export, forget, list_data, undo
    from kaltim_poverty.current.fetching import fetch, find_tables
    from kaltim_poverty.current.imports import import_figures

HOMES = {
    "data_path": "data",
    "export": "data",
    "fetch": "fetching",
    "find_tables": "fetching",
    "forget": "data",
    "import_figures": "imports",
    "list_data": "data",
    "undo": "data",
}

__all__ = ["data_path", "export", "fetch", "find_tables", "forget", "import_figures", "list_data", "undo"]


def __getattr__(name: str) -> object:
    """Import a question when it is first asked for."""
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    question = offered(f"current.{name}", getattr(import_module(f"{__name__}.{HOMES[name]}"), name))
    globals()[name] = question
    return question


def __dir__() -> list[str]:
    """The questions."""
    return sorted(__all__)
