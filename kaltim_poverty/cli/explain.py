"""``kpov explain``: why does it not equal what another program gives?"""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.options import argument, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.survey_options import answers, design, lines, reading, save_design
from kaltim_poverty.errors import UsageError, suggestion

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

NOT_FOUND = 1


def ask(
    output: Output, file: str, measures: Sequence[str] = (), write_design: str | None = None, **question: Any
) -> None:
    """Ask and write, or print the choices behind a measure; exit code 1 if no combination gives the value.

    Raises:
        UsageError: for a measure alone that has no page.
    """
    if not measures:
        page = "\n".join(page_of(file))
        if question:
            option = f"--{next(iter(question)).replace('_', '-')}"
            raise UsageError("needs_option", option=option, needed="FILE MEASURE")
        click.echo(page)
        return
    from kaltim_poverty.survey.explain import explain

    answer = explain(file, list(measures), **question)
    save_design(write_design, question)
    output.write(answer)
    if any(note.code == "no_combination" for note in answer.notes):
        click.get_current_context().exit(NOT_FOUND)


def page_of(given: str) -> Iterator[str]:
    """The differences that concern a measure, in words.

    Raises:
        UsageError: if it is no measure.
    """
    from kaltim_poverty.measures.catalogue import measure, names
    from kaltim_poverty.survey.peers.choices import choices_of, sentence_of

    known = measure(given)
    if known is None:
        if os.path.exists(given):
            raise UsageError("needs_option", option="explain FILE", needed="MEASURE")
        choices = ", ".join(names()[:6])
        raise UsageError("no_choice", given=given, choices=choices, hint=suggestion(given, names()))
    for choice in choices_of(known.name):
        yield sentence_of(choice, language())


COMMAND = Command(
    "explain",
    ask,
    [
        argument("file", "FILE", complete=complete.files),
        argument("measures", "MEASURE", needed=False, several=True),
        option("--like", metavar="PEER", complete=complete.peers),
        option("--against", metavar="VALUE"),
        *design(),
        *lines(),
        *(each for each in answers() if each.name not in ("measure", "by")),
        *reading(),
    ],
)
