"""``kpov survey dominance``: does the answer depend on the line?"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.complete import starting
from kaltim_poverty.cli.engines import on_this_machine
from kaltim_poverty.cli.options import argument, chart, flag, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.survey_options import errors, full_counts, lines_alone, listed, reading, roles

if TYPE_CHECKING:
    import click

CURVES = ("poverty", "lorenz", "generalised", "tip")


def ask(
    output: Output, before: str, after: str | None = None, between: tuple[str, ...] = (), **question: Any
) -> None:
    """Ask and write."""
    from kaltim_poverty.survey.dominance import dominance

    with progress(output):
        answer = dominance(before, after, between=list(between) or None, **listed(question))
    output.write(answer)


def curves(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of curves."""
    del ctx, parameter
    return starting(incomplete, CURVES)


COMMAND = Command(
    "survey dominance",
    ask,
    [
        argument("before", "BEFORE"),
        argument("after", "AFTER", needed=False),
        option("--curve", metavar="CURVE", complete=curves),
        option("--order", metavar="N,N"),
        flag("--nominal"),
        option("start", "--from", metavar="N"),
        option("end", "--to", metavar="N"),
        option("--grid", metavar="N"),
        option("--between", metavar="A,B", repeat=True),
        option("--panel", metavar="COL"),
        *roles(),
        *lines_alone(),
        *errors(),
        *full_counts(),
        *reading(),
        *on_this_machine(),
        *chart(),
    ],
)
