"""``kpov survey simulate``: what would a transfer change, and at what cost?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import survey_options
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.engines import on_this_machine
from kaltim_poverty.cli.options import Argument, Option, chart, option, per
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress

LISTS = ("amount", "recipients")


def ask(output: Output, files: tuple[str, ...], write_design: str | None = None, **question: Any) -> None:
    """Ask and write; save the design if asked to."""
    from kaltim_poverty.survey.simulate import simulate

    survey_options.save_design(write_design, question)
    with progress(output):
        answer = simulate(list(files), **survey_options.listed(question, LISTS))
    output.write(answer)


COMMAND = Command(
    "survey simulate",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        option("--amount", metavar="RP", repeat=True),
        Option(["--every"], metavar="EVERY", required=True, shell_complete=survey_options.every),
        option("--recipients", metavar="N", repeat=True),
        option("--budget", metavar="RP"),
        Option(["--to"], metavar="TO", required=True, shell_complete=survey_options.targets),
        option("--eligible", metavar="EXPR"),
        option("--score", metavar="COL"),
        per(),
        option("--pass-through", metavar="PERCENT"),
        Option(["monthly_return", "--return"], metavar="PERCENT"),
        *survey_options.design(),
        *survey_options.lines_alone(),
        *survey_options.errors("by", "ci"),
        *survey_options.reading(),
        *on_this_machine(),
        *chart(),
    ],
)
