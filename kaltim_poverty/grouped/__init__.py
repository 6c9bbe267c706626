"""From a few published numbers to a distribution: shares, classes or a Gini ratio.

``grouped.estimate(data, …)`` answers ``kpov grouped estimate FILE …`` with the same records; *data* may also
be a mapping of columns. A question is imported when it is first asked.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from kaltim_poverty.deprecated import offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kaltim_poverty.grouped.curve import curve
    from kaltim_poverty.grouped.estimate import estimate
    from kaltim_poverty.grouped.fit import fit

__all__ = ["curve", "estimate", "fit"]


class Questions(ModuleType):
    """A room in which a name is the question, never the file of the same name that it is in."""

    def __setattr__(self, name: str, value: object) -> None:
        if not (name in __all__ and isinstance(value, ModuleType)):  # which the import system would set
            super().__setattr__(name, value)


sys.modules[__name__].__class__ = Questions


def __getattr__(name: str) -> object:
    """Import a question when it is first asked for."""
    if name not in __all__:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    question = offered(f"grouped.{name}", getattr(import_module(f"{__name__}.{name}"), name))
    globals()[name] = question
    return question


def __dir__() -> list[str]:
    """The questions."""
    return sorted(__all__)
