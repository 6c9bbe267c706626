"""``kpov list``: the catalogue."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, indicator, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.listing import listing


def ask(output: Output, what: str, **question: Any) -> None:
    """Ask and write."""
    output.write(listing(what, **question))


COMMAND = Command(
    "list", ask, [argument("what", "PART", complete=complete.catalogue_parts), area(), indicator(), *own()]
)
