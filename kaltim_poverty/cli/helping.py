"""``kpov help``: the page of a command or a topic; completion and manual pages put in their places."""

from __future__ import annotations

import os
from typing import Any

import click

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.options import argument, option
from kaltim_poverty.cli.output import Output
from kaltim_poverty.cli.table import TOPICS, pages
from kaltim_poverty.errors import OutputError, UsageError, suggestion, system_reason
from kaltim_poverty.words import lookup, say

COMPLETION, MAN = "completion", "man"


class Help(Command):
    """Help, whose output is a folder or the terminal."""

    def destination(self, options: dict[str, Any], question: dict[str, Any]) -> Any:
        """The folder of manual pages; the terminal for everything else.

        Raises:
            UsageError: if another page is to be written to a file.
        """
        folder = options.pop("output", None)
        if folder is not None and question.get("page") != (MAN,):
            raise UsageError("needs_option", option="-o", needed=f"help {MAN}")
        where: Output = super().destination(options, question)
        return where._replace(file=folder)


def ask(output: Output, page: tuple[str, ...] = (), install: str | None = None) -> None:
    """Print a page, or put completion or manual pages in their places.

    Raises:
        UsageError: if there is no such page, or options do not go with it.
        OutputError: if a file cannot be written.
    """
    root = click.get_current_context().parent
    assert root is not None  # noqa: S101 - a command belongs to kpov
    words = " ".join(page).casefold().split()
    if install is not None:
        if words != [COMPLETION]:
            raise UsageError("needs_option", option="--install", needed=f"help {COMPLETION}")
        click.echo(installed(install))
    elif output.file is not None:
        click.echo(written(root, output.file))
    else:
        click.echo(page_of(root, words) if page else root.get_help())


def installed(shell: str) -> str:
    """Install completion, and say where.

    Raises:
        UsageError: if there is no such shell.
        OutputError: if a file cannot be written.
    """
    from kaltim_poverty.cli.shells import install

    done = install(shell)
    key = "help.completion_installed" if done.settings else "help.completion_found"
    return say(language(), key, script=done.script, settings=", ".join(done.settings))


def written(root: click.Context, folder: str) -> str:
    """Write the manual pages, and say how many.

    Raises:
        OutputError: if that fails.
    """
    from kaltim_poverty.cli.files import write_file
    from kaltim_poverty.cli.manual import manual

    try:
        os.makedirs(folder, exist_ok=True)
    except OSError as error:
        raise OutputError("cannot_write", file=folder, reason=system_reason(error)) from None
    found = manual(root)
    for name, text in found.items():
        write_file(os.path.join(folder, name), text.encode())
    return say(language(), "help.man_written", count=str(len(found)), folder=folder)


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


COMMAND = Help(
    "help",
    ask,
    [
        argument("page", "PAGE", needed=False, several=True, complete=complete.help_pages),
        option("--install", metavar="SHELL", complete=complete.shells),
    ],
)
