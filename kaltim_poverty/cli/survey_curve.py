"""``kpov survey curve``: the distribution of welfare, drawn or in numbers."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import survey_options
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.complete import files as file_names
from kaltim_poverty.cli.complete import recipients, starting
from kaltim_poverty.cli.engines import on_this_machine
from kaltim_poverty.cli.options import Argument, chart, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress

if TYPE_CHECKING:
    import click

CURVES = ("lorenz", "generalised", "concentration", "tip", "cdf", "deficit", "quantile", "density")
LISTED = ("by", "curve")


def ask(output: Output, files: tuple[str, ...], write_design: str | None = None, **question: Any) -> None:
    """Ask and write; save the design if asked to."""
    from kaltim_poverty.survey.curve import curve

    survey_options.save_design(write_design, question)
    with progress(output):
        answer = curve(list(files), **survey_options.listed(question, LISTED))
    output.write(answer)


def curves(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of curves."""
    del ctx, parameter
    return starting(incomplete, CURVES)


COMMAND = Command(
    "survey curve",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        option("--curve", metavar="CURVE", repeat=True, complete=curves),
        flag("--normalise"),
        option("--points", metavar="N,N"),
        option("--of", metavar="COL"),
        option("--per", metavar="PER", complete=recipients),
        option("--against", metavar="FILE", complete=file_names),
        flag("--difference"),
        option("--panel", metavar="COL"),
        *survey_options.design(),
        *survey_options.lines_alone(),
        *survey_options.errors(),
        *survey_options.full_counts(),
        *survey_options.reading(),
        *on_this_machine(),
        *chart(),
    ],
)
