"""The command ``kpov``: a table of commands, each imported when it runs."""

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
from kaltim_poverty.cli.table import COMMANDS, MODULES

if TYPE_CHECKING:
    from click.shell_completion import CompletionItem


class Root(Locating, click.Group):
    """Knows its commands by name and question without importing them."""

    def __init__(self) -> None:
        settings = {"help_option_names": ["-h", "--help"]}
        super().__init__(
            "kpov", params=[*common(), version()], context_settings=settings, invoke_without_command=True
        )

    def list_commands(self, ctx: click.Context) -> list[str]:
        """The commands, in the order in which people need them."""
        del ctx
        return list(COMMANDS)

    def get_command(self, ctx: click.Context, cmd_name: str) -> click.Command | None:
        """Import a command."""
        del ctx
        if cmd_name not in COMMANDS:
            return None
        module = importlib.import_module(f"kaltim_poverty.cli.{MODULES.get(cmd_name, cmd_name)}")
        command: click.Command = module.COMMAND
        return command

    def invoke(self, ctx: click.Context) -> Any:
        """Run a command with the options that stand before it; without one, print the help."""
        ctx.obj = given({name: ctx.params[name] for name in COMMON})
        if not ctx._protected_args and not ctx.args:  # noqa: SLF001 - click has no public name for it
            click.echo(ctx.get_help())
            return None
        return super().invoke(ctx)

    def shell_complete(self, ctx: click.Context, incomplete: str) -> list[CompletionItem]:
        """TAB imports no command."""
        from click.shell_completion import CompletionItem

        names = [name for name in COMMANDS if name.startswith(incomplete)]
        items = [CompletionItem(name, help=word(f"short.{name}", "")) for name in names]
        return items + click.Command.shell_complete(self, ctx, incomplete)

    def get_help_option(self, ctx: click.Context) -> Option:
        """``-h, --help``, explained in the language of the run."""
        return help_option(ctx)

    def format_help(self, ctx: click.Context, formatter: click.HelpFormatter) -> None:
        """Usage, what kpov is for, the commands, the options that go with each, examples."""
        write_usage(ctx, formatter)
        write_text(formatter, word("command.kpov", ""))
        with formatter.section(word("commands", "Commands")):
            formatter.write_dl([(name, word(f"short.{name}", "")) for name in COMMANDS])
        write_options(ctx, formatter)
        write_examples(formatter, "kpov")


ROOT = Root()
