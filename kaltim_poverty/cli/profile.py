"""``kpov profile``: everything about one area at a glance."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, indicator, locality, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.errors import UsageError
from kaltim_poverty.published.profile import profile


def ask(output: Output, place: str | None = None, **question: Any) -> None:
    """Ask and write; the area may be an argument or an option."""
    if place is not None:
        if "area" in question:
            raise UsageError("conflict", one=f"'{place}'", other="--area")
        question["area"] = place
    output.write(profile(**question))


COMMAND = Command(
    "profile",
    ask,
    [
        argument("place", "AREA", needed=False, complete=complete.areas),
        area(),
        locality(),
        indicator(),
        *own(),
    ],
)
