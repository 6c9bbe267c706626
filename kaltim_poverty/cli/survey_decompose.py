"""``kpov survey decompose``: why did poverty change between two household files?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.complete import starting
from kaltim_poverty.cli.engines import on_this_machine
from kaltim_poverty.cli.options import argument, chart, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.survey_options import errors, full_counts, lines, listed, reading, roles

if TYPE_CHECKING:
    import click


def ask(output: Output, before: str, after: str, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.survey.decompose import decompose

    with progress(output):
        answer = decompose(before, after, **listed(question))
    output.write(answer)


def into(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Into what a change is taken apart."""
    del ctx, parameter
    return starting(incomplete, ("growth", "prices", "groups"))


def measures(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Measures that can be taken apart."""
    del ctx, parameter
    return starting(incomplete, ("p0", "p1", "p2", "watts", "fgt_3", "all"))


COMMAND = Command(
    "survey decompose",
    ask,
    [
        argument("before", "BEFORE"),
        argument("after", "AFTER"),
        option("--into", metavar="PARTS", complete=into),
        option("--measure", metavar="NAME", repeat=True, complete=measures),
        option("--panel", metavar="COL"),
        *roles(),
        *lines(),
        *errors(),
        *full_counts(),
        *reading(),
        *on_this_machine(),
        *chart(),
    ],
)
