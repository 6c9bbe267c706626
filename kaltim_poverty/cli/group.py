"""A command that has commands: a table of names, each imported when it runs."""

from __future__ import annotations

import importlib
from typing import TYPE_CHECKING, Any

import click

from kaltim_poverty.cli.command import (
    COMMON,
    Locating,
    given,
    help_option,
    version,
    write_examples,
    write_options,
    write_text,
    write_usage,
)
from kaltim_poverty.cli.options import Option, common, word
from kaltim_poverty.cli.table import module_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from click.shell_completion import CompletionItem


class Group(Locating, click.Group):
    """Knows its commands by name and question without importing them.

    Args:
        name: the command as typed.
        names: the commands below it, in the order in which people need them.
        above: what precedes their names in the table of commands and in the catalogue of words.
    """

    def __init__(self, name: str, names: Sequence[str], above: str = "") -> None:
        settings = {"help_option_names": ["-h", "--help"]}
        super().__init__(
            name, params=[*common(), version()], context_settings=settings, invoke_without_command=True
        )
        self.names = tuple(names)
        self.above = above

    def question_of(self, name: str) -> str:
        """The full name of a command below, such as ``programme assess``."""
        return f"{self.above} {name}".strip()

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which people need them."""
        del ctx
        return list(self.names)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self.names:
            return None
        module = importlib.import_module(f"kaltim_poverty.cli.{module_of(self.question_of(cmd_name))}")
        command: click.Command = module.COMMAND
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command with the options before it; without one, print the help."""
        ctx.obj = {**(ctx.obj or {}), **given({name: ctx.params[name] for name in COMMON})}
        if not ctx._protected_args and not ctx.args:  # noqa: SLF001 - click has no public name for it
            click.echo(ctx.get_help())
            return None
        return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """Complete the name of a command without importing any."""
        from click.shell_completion import CompletionItem

        names = [name for name in self.names if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self.short(name)) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def short(self, name: str) -> str:
        """The question that a command below answers."""
        return word(f"short.{self.question_of(name)}", "")

    def get_short_help_str(self, limit: int = 45) -> str:
        """The question that all of it answers."""
        del limit
        return word(f"short.{self.name}", "")

    def get_help_option(self, ctx: click.Context) -> Option:
        """``-h, --help``, explained in the language of the run."""
        return help_option(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it is for, the commands, the options that go with each, examples."""
        write_usage(ctx, formatter)
        write_text(formatter, word(f"command.{self.name}", ""))
        with formatter.section(word("commands", "Commands")):
            formatter.write_dl([(name, self.short(name)) for name in self.names])
        write_options(ctx, formatter)
        write_examples(formatter, str(self.name))
