"""``kpov survey deciles``: the decile of each row of a register, in a file of its own."""

from __future__ import annotations

import os
from typing import Any

from kaltim_poverty.cli import survey_options
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import Argument, flag, option
from kaltim_poverty.cli.output import STDOUT, Output, output
from kaltim_poverty.cli.progress import progress
from kaltim_poverty.cli.read_files import check_not_read, check_not_read_inside, check_outputs
from kaltim_poverty.errors import UsageError


class Deciles(Command):
    """A question whose ``-o`` names the new register, not a file for the answer."""

    def destination(self, options: dict[str, Any], question: dict[str, Any]) -> Output:
        """The answer goes to stdout; the register is a part of the question.

        Raises:
            UsageError: if it has no name.
        """
        out = options.get("output")
        if out in (None, STDOUT):
            raise UsageError("needs_register_name")
        check_not_read(out, question)
        if os.path.isdir(out):
            check_not_read_inside(out, question)
        check_outputs(out, question)
        question["out"] = out
        return output({**options, "output": None}, piped=self.piped)


def ask(output: Output, files: tuple[str, ...], out: str, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.survey.deciles import deciles

    with progress(output):
        answer = deciles(list(files), out, **question)
    output.write(answer)


COMMAND = Deciles(
    "survey deciles",
    ask,
    [
        Argument(["files"], metavar="FILE", nargs=-1, required=True),
        option("--welfare", metavar="COL"),
        option("--score", metavar="COL"),
        option("--score-table", metavar="FILE"),
        flag("--exponential"),
        option("--id", metavar="COLS", repeat=True),
        option("--size", metavar="COL"),
        option("--weight", metavar="COL"),
        option("--within", metavar="COLS", repeat=True),
        option("--groups", metavar="GROUPS", complete=survey_options.quantile_groups),
        option("--then", metavar="COLS", repeat=True),
        option("--where", metavar="EXPR"),
        option("--missing", metavar="error|drop"),
        flag("--overwrite"),
        *survey_options.reading(),
        *survey_options.engines(),
    ],
)
