"""``kpov programme evaluate``: was a programme enough?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.survey_options import listed


def ask(output: Output, file: str, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.programme.evaluate import evaluate

    output.write(evaluate(file, **listed(question, ("by",))))


COMMAND = Command(
    "programme evaluate",
    ask,
    [
        argument("file", "FILE", complete=complete.files),
        option("--design", metavar="DESIGN", complete=complete.evaluation_designs),
        option("--outcome", metavar="COLS", repeat=True),
        option("--baseline", metavar="COLS", repeat=True),
        option("--arm", metavar="COL"),
        option("--comparison", metavar="ARM"),
        option("--line", metavar="RP"),
        option("--line-column", metavar="COL"),
        option("--stratum", metavar="COLS"),
        option("--cluster", metavar="COL"),
        option("--covariate", metavar="COLS", repeat=True),
        option("--weight", metavar="COL"),
        option("--size", metavar="COL"),
        option("--amount", metavar="ARM=RP", repeat=True),
        option("--by", metavar="COLS", repeat=True),
        option("--score", metavar="COL"),
        option("--cutoff"),
        option("--show", metavar="SHOW", complete=complete.evaluation_parts),
        option("--seed"),
        option("--draws"),
        option("--level"),
    ],
)
