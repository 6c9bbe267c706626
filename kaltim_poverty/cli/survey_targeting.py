"""``kpov survey targeting``: who receives a programme, and who should?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import survey_options
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Argument, chart, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress


def ask(output: Output, files: tuple[str, ...], write_design: str | None = None, **question: Any) -> None:
    """Ask and write; save the design if asked to."""
    from kaltim_poverty.survey.targeting import targeting

    survey_options.save_design(write_design, question)
    with progress(output):
        answer = targeting(list(files), **survey_options.listed(question))
    output.write(answer)


COMMAND = Command(
    "survey targeting",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        option("--received", metavar="COL"),
        option("--benefit", metavar="COL"),
        option("--eligible", metavar="EXPR"),
        option("--score-table", metavar="FILE"),
        flag("--exponential"),
        option("--cutoff", metavar="N"),
        option("--groups", metavar="GROUPS", complete=survey_options.groups),
        *survey_options.design(),
        *survey_options.lines_alone(),
        *survey_options.errors(),
        *survey_options.full_count(),
        *survey_options.reading(),
        *survey_options.engines(),
        *chart(),
    ],
)
