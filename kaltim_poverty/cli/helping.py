"""``kpov help``: the page of a command or a topic."""

from __future__ import annotations

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.options import Argument
from kaltim_poverty.cli.output import Output
from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.words import lookup

TOPICS = ("exit-codes", "formats", "environment", "completion")


def ask(output: Output, page: tuple[str, ...] = ()) -> None:
    """Print a page; a command below another is named by both, as in ``kpov help survey estimate``."""
    del output
    root = click.get_current_context().parent
    assert root is not None  # noqa: S101 - a command stands below kpov
    context, names = root, [name.casefold() for name in page]
    for name in names[:-1]:
        context = context_of(context, name)
    click.echo(page_of(context, names[-1]) if names else root.get_help())


def context_of(above: click.Context, name: str) -> click.Context:
    """The place of a command that stands over others.

    Raises:
        UsageError: if there is none of that name.
    """
    assert isinstance(above.command, click.Group)  # noqa: S101 - asked only of those
    command = above.command.get_command(above, name)
    if not isinstance(command, click.Group):
        hint = suggestion(name, above.command.list_commands(above))
        raise UsageError("no_page", given=name, choices=", ".join(TOPICS), hint=hint)
    return click.Context(command, parent=above, info_name=name)


def page_of(root: click.Context, page: str) -> str:
    """The text of a page.

    Raises:
        UsageError: if there is none.
    """
    assert isinstance(root.command, click.Group)  # noqa: S101 - it is kpov
    if page in TOPICS and root.parent is None:
        return lookup(language(), f"page.{page}").rstrip()
    command = root.command.get_command(root, page)
    if command is None:
        pages = [*root.command.list_commands(root), *TOPICS]
        raise UsageError("no_page", given=page, choices=", ".join(TOPICS), hint=suggestion(page, pages))
    return command.get_help(click.Context(command, parent=root, info_name=page))


COMMAND = Command(
    "help", ask, [Argument(["page"], metavar="PAGE", nargs=-1, shell_complete=complete.help_pages)]
)
