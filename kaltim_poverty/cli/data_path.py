"""``kpov data path``: where is it?"""

from __future__ import annotations

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.output import Output
from kaltim_poverty.current.data import data_path


def ask(output: Output) -> None:
    """Ask and write."""
    output.write(data_path())


COMMAND = Command("data path", ask, [], piped="paragraph")
