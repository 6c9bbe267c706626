"""``kpov survey compare``: what changed between two household files, and is it real?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import argument, chart, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.survey_options import answers, design, engines, full_counts, lines, listed, reading


def ask(
    output: Output, before: str, after: str | None = None, between: tuple[str, ...] = (), **question: Any
) -> None:
    """Ask and write."""
    from kaltim_poverty.survey.compare import compare

    with progress(output):
        answer = compare(before, after, between=list(between) or None, **listed(question))
    output.write(answer)


COMMAND = Command(
    "survey compare",
    ask,
    [
        argument("before", "BEFORE"),
        argument("after", "AFTER", needed=False),
        option("--between", metavar="A,B", repeat=True),
        option("--panel", metavar="COL"),
        *(each for each in design() if each.name != "write_design"),
        *lines(),
        *answers(),
        *full_counts(),
        option("--like", metavar="PEER", complete=complete.peers),
        flag("--holm"),
        *reading(),
        *engines(),
        *chart(),
    ],
)
