"""Programmes: is a transfer large enough, how many does it reach, is it running as planned, was it enough?

Each question is a function of the same name as its command: ``programme.assess("5jt", 1500)`` answers
``kpov programme assess --amount 5jt --recipients 1500``. A question is imported when it is first asked: those
about published figures work without numpy, which those about lists and surveys need.
"""

from __future__ import annotations

import sys
from importlib import import_module
from types import ModuleType

from kaltim_poverty.deprecated import offered

TYPE_CHECKING = False
if TYPE_CHECKING:
    from kaltim_poverty.programme.allocate import allocate
    from kaltim_poverty.programme.assess import assess
    from kaltim_poverty.programme.assign import assign
    from kaltim_poverty.programme.benefit import benefit
    from kaltim_poverty.programme.evaluate import evaluate
    from kaltim_poverty.programme.evidence import evidence
    from kaltim_poverty.programme.example import example
    from kaltim_poverty.programme.listing import listing
    from kaltim_poverty.programme.monitor import monitor
    from kaltim_poverty.programme.options import options
    from kaltim_poverty.programme.plan import plan
    from kaltim_poverty.programme.strategies import strategies

__all__ = [
    "allocate",
    "assess",
    "assign",
    "benefit",
    "evaluate",
    "evidence",
    "example",
    "listing",
    "monitor",
    "options",
    "plan",
    "strategies",
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
    question = offered(f"programme.{name}", getattr(import_module(f"{__name__}.{name}"), name))
    globals()[name] = question
    return question


def __dir__() -> list[str]:
    """The questions."""
    return sorted(__all__)
