"""``kpov survey growth``: who gained between two household files?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.engines import on_this_machine
from kaltim_poverty.cli.options import argument, chart, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.survey_decompose import measures
from kaltim_poverty.cli.survey_options import errors, full_counts, groups, lines, listed, reading, roles


def ask(output: Output, before: str, after: str, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.survey.growth import growth

    with progress(output):
        answer = growth(before, after, **listed(question, ("measure", "by", "points")))
    output.write(answer)


COMMAND = Command(
    "survey growth",
    ask,
    [
        argument("before", "BEFORE"),
        argument("after", "AFTER"),
        option("--points", metavar="N,N-N", repeat=True),
        flag("--summary"),
        option("--measure", metavar="NAME", repeat=True, complete=measures),
        option("--years", metavar="T"),
        flag("--nominal"),
        option("--panel", metavar="COL"),
        flag("--by-household"),
        option("--groups", metavar="GROUPS", complete=groups),
        *roles(),
        *lines(),
        *errors(),
        *full_counts(),
        *reading(),
        *on_this_machine(),
        *chart(),
    ],
)
