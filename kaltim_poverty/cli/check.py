"""``kpov check``: do the published figures agree with each other?"""

from __future__ import annotations

from typing import Any

import click

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, area, own
from kaltim_poverty.cli.output import Output
from kaltim_poverty.published.check import FAILS, check

CONTRADICTION = 1


def ask(output: Output, **question: Any) -> None:
    """Ask and write; exit code 1 if a rule fails."""
    answer = check(**question)
    output.write(answer)
    if any(row.status == FAILS for row in answer):
        click.get_current_context().exit(CONTRADICTION)


COMMAND = Command("check", ask, [Option(["every", "--all"], is_flag=True, default=None), area(), *own()])
