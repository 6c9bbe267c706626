"""``kpov programme example``: a made-up programme to try things on."""

from __future__ import annotations

import os
from typing import Any, NamedTuple

from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.files import write_file
from kaltim_poverty.cli.options import option
from kaltim_poverty.errors import OutputError, UsageError, system_reason


class Folder(NamedTuple):
    """The folder for new files, in place of a single output file."""

    file: str


class Example(Command):
    """The question whose answer is a folder of files."""

    def destination(self, options: dict[str, Any], question: dict[str, Any]) -> Folder:
        """The folder that ``-o`` names.

        Raises:
            UsageError: if it names none, or a format is asked for.
        """
        del question
        folder = options.get("output")
        if folder in (None, "", "-"):
            raise UsageError("folder_needed")
        if options.get("format", "csv") != "csv":
            raise UsageError("csv_only", name=options["format"])
        return Folder(str(folder))


def ask(output: Folder, **question: Any) -> None:
    """Make the files and write them into the folder."""
    from kaltim_poverty.programme.example import README, csv_text, example, readme_text

    files = example(**question)
    make_folder(output.file)
    for name, columns in files.items():
        write_file(os.path.join(output.file, name), csv_text(columns).encode())
    write_file(os.path.join(output.file, README), readme_text().encode())


def make_folder(folder: str) -> None:
    """Make a folder, if it is not there.

    Raises:
        OutputError: if that fails.
    """
    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError("cannot_write", file=folder, reason=system_reason(error)) from None


COMMAND = Example("programme example", ask, [option("--seed")])
