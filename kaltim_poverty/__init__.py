"""Poverty figures of Kalimantan Timur and Indonesia: what changed, is it real, where, what is needed.

Each question is a function of the same name as its command: ``compare("2023", "2024")`` answers
``kpov compare 2023 2024`` with the same records.
"""

from __future__ import annotations

__version__ = "0.1.0"

TYPE_CHECKING = False  # for type checkers; importing `typing` would take longer than all of this
if TYPE_CHECKING:
    from kaltim_poverty import current, grouped, measures, programme, report, survey
    from kaltim_poverty.errors import (
        InputError,
        KpovError,
        NotFoundError,
        OutputError,
        ServiceError,
        UsageError,
    )
    from kaltim_poverty.grouped.scenario import scenario
    from kaltim_poverty.published.brief import brief
    from kaltim_poverty.published.check import check
    from kaltim_poverty.published.compare import compare
    from kaltim_poverty.published.decompose import decompose
    from kaltim_poverty.published.gap import gap
    from kaltim_poverty.published.listing import listing
    from kaltim_poverty.published.profile import profile
    from kaltim_poverty.published.rank import rank
    from kaltim_poverty.published.rankings import rankings
    from kaltim_poverty.published.show import show
    from kaltim_poverty.published.target import target
    from kaltim_poverty.published.threshold import threshold
    from kaltim_poverty.published.trend import trend
    from kaltim_poverty.published.wide import wide
    from kaltim_poverty.records import Answer, Note, Source

ROOMS = (
    "current",
    "grouped",
    "measures",
    "programme",
    "report",
    "survey",
)  # rooms whose questions have names of their own
HOMES = {
    "brief": "published.brief",
    "check": "published.check",
    "compare": "published.compare",
    "decompose": "published.decompose",
    "gap": "published.gap",
    "listing": "published.listing",
    "profile": "published.profile",
    "rank": "published.rank",
    "rankings": "published.rankings",
    "scenario": "grouped.scenario",
    "show": "published.show",
    "target": "published.target",
    "threshold": "published.threshold",
    "trend": "published.trend",
    "wide": "published.wide",
    "Answer": "records",
    "Note": "records",
    "Source": "records",
    "KpovError": "errors",
    "UsageError": "errors",
    "InputError": "errors",
    "NotFoundError": "errors",
    "OutputError": "errors",
    "ServiceError": "errors",
}

__all__ = [
    "Answer",
    "InputError",
    "KpovError",
    "NotFoundError",
    "Note",
    "OutputError",
    "ServiceError",
    "Source",
    "UsageError",
    "__version__",
    "brief",
    "check",
    "compare",
    "current",
    "decompose",
    "gap",
    "grouped",
    "listing",
    "measures",
    "profile",
    "programme",
    "rank",
    "rankings",
    "report",
    "scenario",
    "show",
    "survey",
    "target",
    "threshold",
    "trend",
    "wide",
]


def __getattr__(name: str) -> object:
    """Import a public name when it is first used, so that ``import kaltim_poverty`` costs nothing."""
    from importlib import import_module  # here: an interruption before there is a handler prints a traceback

    if name in ROOMS:
        return import_module(f"kaltim_poverty.{name}")
    if name not in HOMES:
        raise AttributeError(f"module {__name__!r} has no attribute {name!r}")
    from kaltim_poverty.deprecated import offered

    value = offered(name, getattr(import_module(f"kaltim_poverty.{HOMES[name]}"), name))
    globals()[name] = value
    return value


def __dir__() -> list[str]:
    """The public names."""
    return sorted(__all__)
