"""``kpov programme assign``: who gets which arm, by a draw that anybody can repeat?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument, needed, option
from kaltim_poverty.cli.output import Output


def ask(output: Output, file: str, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.programme.assign import assign

    output.write(assign(file, **question))


COMMAND = Command(
    "programme assign",
    ask,
    [
        argument("file", "FILE", complete=complete.files),
        option("--arm", metavar="NAME=N", repeat=True),
        option("--places", metavar="FILE", complete=complete.files),
        option("--stratum", metavar="COLS"),
        option("--cluster", metavar="COL"),
        option("--id", metavar="COL"),
        needed("--seed", metavar="TEXT"),
    ],
)
