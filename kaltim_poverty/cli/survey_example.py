"""``kpov survey example``: a synthetic household survey to try things on."""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.files import write_file
from kaltim_poverty.cli.options import option
from kaltim_poverty.cli.output import Output, write_stdout
from kaltim_poverty.errors import UsageError

FORMS = ("csv", "tsv", "table")  # the last two are the defaults of a pipe and a terminal, not asked for


def ask(output: Output, **question: Any) -> None:
    """Make the survey and write it as CSV.

    Raises:
        UsageError: for another format.
    """
    from kaltim_poverty.survey.example import csv_text, example

    if output.form not in FORMS:
        raise UsageError("csv_only", name=output.form)
    tabs = output.form == "tsv" and output.file is not None
    text = csv_text(example(**question), "\t" if tabs else ",")
    if output.file is None:
        write_stdout([text])
    else:
        write_file(output.file, text.encode())


COMMAND = Command(
    "survey example",
    ask,
    [option("--households", metavar="N"), option("--seed", metavar="N"), option("--round", metavar="1|2")],
)
