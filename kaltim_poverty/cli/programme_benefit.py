"""``kpov programme benefit``: what is a family entitled to?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, argument, needed, option, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.benefit import benefit


def ask(output: Output, components: tuple[str, ...], **question: Any) -> None:
    """Ask and write."""
    output.write(benefit(components, **question))


COMMAND = Command(
    "programme benefit",
    ask,
    [
        argument("components", "COMPONENT=N...", complete=complete.components, several=True),
        needed("--year", metavar="YEAR"),
        option("--size", metavar="N"),
        area(),
        option("--programmes", metavar="FILE", repeat=True),
        *own(),
    ],
)
