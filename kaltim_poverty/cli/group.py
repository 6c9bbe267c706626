"""A command over other commands, each imported when it runs: ``kpov``, ``kpov survey``."""

from __future__ import annotations

import importlib
from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

import click
from click.exceptions import NoSuchCommand

from kaltim_poverty.cli.command import (
    COMMON,
    given,
    help_option,
    version,
    write_examples,
    write_options,
    write_text,
    write_usage,
)
from kaltim_poverty.cli.options import Option, common, word

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Group(click.Group):
    """Knows its commands by name and question without importing them.

    Args:
        name: the command itself.
        commands: the names, in the order in which people need them.
        modules: the file of each command under `cli`, where it has another name.
        within: the name as help keys have it before those of the commands, empty for kpov.
    """

    def __init__(
        self, name: str, commands: Sequence[str], modules: Mapping[str, str], *, within: str = ""
    ) -> None:
        settings = {"help_option_names": ["-h", "--help"]}
        super().__init__(
            name, params=[*common(), version()], context_settings=settings, invoke_without_command=True
        )
        self.known, self.modules, self.within = tuple(commands), modules, within

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in order."""
        del ctx
        return list(self.known)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in self.known:
            return None
        module = importlib.import_module(f"kaltim_poverty.cli.{self.modules.get(cmd_name, cmd_name)}")
        command: click.Command = module.COMMAND
        return command

    def resolve_command(
        self, ctx: click.Context, args: list[str]
    ) -> tuple[str | None, click.Command | None, list[str]]:
        """Find a command; an unknown one is compared with all names."""
        try:
            return super().resolve_command(ctx, args)
        except NoSuchCommand as error:
            raise NoSuchCommand(error.command_name, possibilities=list(self.known), ctx=ctx) from None

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command with the options that stand before it; without one, print the help."""
        before = ctx.parent.obj if ctx.parent is not None else None
        ctx.obj = {**(before or {}), **given({name: ctx.params[name] for name in COMMON})}
        if not ctx._protected_args and not ctx.args:  # noqa: SLF001 - click has no public name for it
            click.echo(ctx.get_help())
            return None
        return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """TAB imports no command."""
        from click.shell_completion import CompletionItem

        names = [name for name in self.known if name.startswith(incomplete)]
        items = [CompletionItem(name, help=self.short(name)) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def short(self, name: str) -> str:
        """The question that a command answers."""
        return word(f"short.{self.within}{name}", "")

    def get_help_option(self, ctx: click.Context) -> Option:
        """``-h, --help``, explained in the language of the run."""
        return help_option(ctx)

    def get_short_help_str(self, limit: int = 45) -> str:
        """What it is for."""
        del limit
        return word(f"short.{self.name}", "")

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what it is for, the commands, the options that go with each, examples."""
        write_usage(ctx, formatter)
        write_text(formatter, word(f"command.{self.name}", ""))
        with formatter.section(word("commands", "Commands")):
            formatter.write_dl([(name, self.short(name)) for name in self.known])
        write_options(ctx, formatter)
        write_examples(formatter, str(self.name))
