"""What click finds wrong with a command line, in our words and in both languages."""

from __future__ import annotations

import click
from click.exceptions import BadOptionUsage, MissingParameter, NoSuchCommand, NoSuchOption

from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.meant import commands_meant
from kaltim_poverty.cli.table import COMMANDS
from kaltim_poverty.errors import quoted
from kaltim_poverty.words import Message, message, say


def spoken_usage(error: click.ClickException) -> str:
    """The line for stderr, and where to find help."""
    found = usage_message(error)
    line = say(language(), "error.line", text=found.spoken(language()))
    command = error.ctx.command_path if isinstance(error, click.UsageError) and error.ctx else "kpov"
    key = "click.help" if command == "kpov" else "click.help_command"
    return f"{line}\n{say(language(), key, command=command)}"


def usage_message(error: click.ClickException) -> Message:
    """The sentence for each kind of error."""
    if isinstance(error, NoSuchCommand):
        near = commands_meant(error.command_name, commands_beside(error), below=group_of(error))
        return with_near(message("click.no_command", given=error.command_name), near)
    if isinstance(error, NoSuchOption):
        return no_option(error)
    if isinstance(error, MissingParameter):
        return message("click.missing", name=missing_name(error))
    if isinstance(error, BadOptionUsage):
        return message(
            f"click.{'takes_nothing' if is_flag(error) else 'needs_value'}", option=error.option_name
        )
    return message("click.other", text=error.format_message())


def no_option(error: NoSuchOption) -> Message:
    """The sentence for an unknown option, which may be a negative number."""
    if error.option_name[1:2].isdigit():
        return message("click.negative", given=error.option_name)
    if error.option_name == "--locality":
        return message("click.no_locality")
    return with_near(message("click.no_option", given=error.option_name), error.possibilities)


def commands_beside(error: NoSuchCommand) -> list[str]:
    """The commands that are possible there."""
    if error.ctx is None or not isinstance(error.ctx.command, click.Group):
        return list(COMMANDS)
    return error.ctx.command.list_commands(error.ctx)


def group_of(error: NoSuchCommand) -> str:
    """The group of commands of the unknown one; empty for kpov itself."""
    return str(error.ctx.info_name) if error.ctx is not None and error.ctx.parent is not None else ""


def missing_name(error: MissingParameter) -> str:
    """The name of an option, or the placeholder of an argument, as in the usage line."""
    if isinstance(error.param, click.Option):
        return error.param.opts[0]
    return error.param.make_metavar(error.ctx) if error.param and error.ctx else ""


def with_near(sentence: Message, near: list[str] | None) -> Message:
    """A sentence with the names that were probably meant."""
    return message("click.near", text=sentence, names=quoted(list(near)[:2])) if near else sentence


def is_flag(error: BadOptionUsage) -> bool:
    """Whether the option takes no value."""
    params = error.ctx.command.params if error.ctx else []
    return any(error.option_name in param.opts and getattr(param, "is_flag", False) for param in params)
