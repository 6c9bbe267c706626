"""``kpov programme evaluate``: was a programme enough?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument, chart, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.survey_options import listed
from kaltim_poverty.errors import UsageError


def ask(output: Output, file: str, **question: Any) -> None:
    """Ask and write.

    Raises:
        UsageError: for a chart of what has none, such as balance.
    """
    from kaltim_poverty.programme.evaluate import evaluate

    answer = evaluate(file, **listed(question, ("by",)))
    if output.form == "chart" and not answer.charts:
        raise UsageError("nothing_drawn")
    output.write(answer)


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
        *chart(),
    ],
)
