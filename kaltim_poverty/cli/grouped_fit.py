"""``kpov grouped fit``: what a method has fitted to groups."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.grouped_options import file, listed, reading, source
from kaltim_poverty.cli.output import Output


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.grouped.fit import fit

    output.write(fit(**listed(question)))


COMMAND = Command("grouped fit", ask, [file(), *source(), *reading(currency=False)])
