"""``kpov data undo``: undo its last change."""

from __future__ import annotations

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.data import undo


def ask(output: Output) -> None:
    """Ask and write."""
    output.write(undo())


COMMAND = Command("data undo", ask, [])
