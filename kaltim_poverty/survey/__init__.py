"""Household surveys: from a sample to a population, every measure with its design-based standard error.

``survey.estimate(data, …)`` answers ``kpov survey estimate FILE …`` with the same records; *data* may also
be a mapping of arrays or a pandas, polars or pyarrow table.

A question is imported when it is first asked: all six together take 20 ms longer than one, a twentieth of a
command on 340,000 rows.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from kaltim_poverty.deprecated import offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kaltim_poverty.survey.compare import compare
    from kaltim_poverty.survey.curve import curve
    from kaltim_poverty.survey.deciles import deciles
    from kaltim_poverty.survey.decompose import decompose
    from kaltim_poverty.survey.describe import describe
    from kaltim_poverty.survey.dominance import dominance
    from kaltim_poverty.survey.estimate import estimate
    from kaltim_poverty.survey.example import example
    from kaltim_poverty.survey.explain import explain
    from kaltim_poverty.survey.growth import growth
    from kaltim_poverty.survey.profile import profile
    from kaltim_poverty.survey.simulate import simulate
    from kaltim_poverty.survey.targeting import targeting

__all__ = [
    "compare",
    "curve",
    "deciles",
    "decompose",
    "describe",
    "dominance",
    "estimate",
    "example",
    "explain",
    "growth",
    "profile",
    "simulate",
    "targeting",
]


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
    question = offered(f"survey.{name}", getattr(import_module(f"{__name__}.{name}"), name))
    globals()[name] = question
    return question


def __dir__() -> list[str]:
    """The questions."""
    return sorted(__all__)
