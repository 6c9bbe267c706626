"""``kpov programme evidence``: what did others find?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Option, area, option, own, per
from kaltim_poverty.cli.output import Output
from kaltim_poverty.programme.evidence import FILTERS, evidence


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    output.write(evidence(**question))


COMMAND = Command(
    "programme evidence",
    ask,
    [
        option("--amount", metavar="RP"),
        option("--recipients"),
        per(),
        option("--period", metavar="PERIOD", complete=complete.periods),
        option("--overhead", metavar="PERCENT"),
        Option(["monthly_return", "--return"], metavar="PERCENT"),
        area(),
        *(option(f"--{name}", metavar="CODE", repeat=True, complete=complete.findings) for name in FILTERS),
        option("--evidence", metavar="FILE", repeat=True, complete=complete.files),
        *own(),
    ],
)
