"""``kpov help``: the page of a command or a topic."""

from __future__ import annotations

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.options import argument
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.table import TOPICS
from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.words import lookup


def ask(output: Output, page: str | None = None) -> None:
    """Print a page."""
    del output
    root = click.get_current_context().parent
    assert root is not None  # noqa: S101 - a command stands below kpov
    click.echo(root.get_help() if page is None else page_of(root, page.casefold()))


def page_of(root: click.Context, page: str) -> str:
    """The text of a page.

    Raises:
        UsageError: if there is none.
    """
    assert isinstance(root.command, click.Group)  # noqa: S101 - it is kpov
    if page in TOPICS:
        return lookup(language(), f"page.{page}").rstrip()
    command = root.command.get_command(root, page)
    if command is None:
        pages = [*root.command.list_commands(root), *TOPICS]
        raise UsageError("no_page", given=page, choices=", ".join(TOPICS), hint=suggestion(page, pages))
    return command.get_help(click.Context(command, parent=root, info_name=page))


COMMAND = Command("help", ask, [argument("page", "PAGE", needed=False, complete=complete.help_pages)])
