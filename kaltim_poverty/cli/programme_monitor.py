"""``kpov programme monitor``: is a programme running as planned?"""

from __future__ import annotations

from typing import Any

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.check import CONTRADICTION
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument, flag, option
from kaltim_poverty.cli.output import Output


def ask(output: Output, file: str, **question: Any) -> None:
    """Ask and write; exit code 1 if places or ids are not as they must be."""
    from kaltim_poverty.programme.monitor import monitor
    from kaltim_poverty.programme.monitoring.rows import FAILS

    answer = monitor(file, **question)
    output.write(answer)
    if any(row.status == FAILS for row in answer):
        click.get_current_context().exit(CONTRADICTION)


COMMAND = Command(
    "programme monitor",
    ask,
    [
        argument("file", "FILE", complete=complete.files),
        option("--id", metavar="COL"),
        option("--family", metavar="COL"),
        option("--district", metavar="COL"),
        option("--sex", metavar="COL"),
        option("--score", metavar="COL"),
        option("--cutoff"),
        option("--overlap", metavar="NAME=COL", repeat=True),
        option("--received", metavar="COL"),
        option("--value", metavar="COL"),
        option("--amount", metavar="RP"),
        option("--use", metavar="COL"),
        option("--alive", metavar="COL"),
        option("--plan", metavar="FILE", complete=complete.files),
        flag("--sample"),
    ],
)
