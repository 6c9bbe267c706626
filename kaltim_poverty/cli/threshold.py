"""``kpov threshold``: what does a household need to be above the line?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import area, flag, locality, option, own, period
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.threshold import threshold


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(threshold(**question))


COMMAND = Command(
    "threshold",
    ask,
    [period(), area(), locality(), flag("--household"), option("--size", metavar="N", repeat=True), *own()],
)
