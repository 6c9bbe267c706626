"""``kpov help``: the page of a command or a topic."""

from __future__ import annotations

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.options import argument
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.table import TOPICS, pages
from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.words import lookup


def ask(output: Output, page: tuple[str, ...] = ()) -> None:
    """Print a page."""
    del output
    root = click.get_current_context().parent
    assert root is not None  # noqa: S101 - a command belongs to kpov
    click.echo(page_of(root, " ".join(page).casefold().split()) if page else root.get_help())


def page_of(root: click.Context, words: list[str]) -> str:
    """The text of the page of a topic, or of a command with those above it.

    Raises:
        UsageError: if there is none.
    """
    page = " ".join(words)
    if page in TOPICS:
        return lookup(language(), f"page.{page}").rstrip()
    context = root
    for name in words:
        if not isinstance(context.command, click.Group):
            raise UsageError("extra_argument", given=name, command=f"{root.command_path} help")
        below = context.command.get_command(context, name)
        if below is None:
            hint = suggestion(page, [*pages(), *TOPICS])
            raise UsageError("no_page", given=page, choices=", ".join(TOPICS), hint=hint)
        context = click.Context(below, parent=context, info_name=name)
    return context.get_help()


COMMAND = Command(
    "help", ask, [argument("page", "PAGE", needed=False, several=True, complete=complete.help_pages)]
)
