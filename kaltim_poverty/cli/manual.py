"""Manual pages of all commands, in the language of the run, from the source of their help."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import click

from kaltim_poverty import __version__
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.options import Argument, Option, word
from kaltim_poverty.cli.table import GROUPS
from kaltim_poverty.words import lookup
from kaltim_poverty.words.examples import EXAMPLES

if TYPE_CHECKING:
    from collections.abc import Iterator

SECTION = 1
PROGRAM = "kpov"


def manual(root: click.Context) -> dict[str, str]:
    """The pages by the names of their files, such as ``kpov.1`` and ``kpov-compare.1``."""
    return {file_of(context.command_path): page_of(context) for context in contexts(root)}


def contexts(context: click.Context) -> Iterator[click.Context]:
    """A command and those below it."""
    yield context
    command = context.command
    if isinstance(command, click.Group):
        for name in command.list_commands(context):
            below = command.get_command(context, name)
            if below is not None:
                yield from contexts(click.Context(below, parent=context, info_name=name))


def file_of(path: str) -> str:
    """The file of a command."""
    return f"{path.replace(' ', '-')}.{SECTION}"


def page_of(context: click.Context) -> str:
    """The page of a command."""
    path, command = context.command_path, context.command
    name = path.removeprefix(PROGRAM).strip() or PROGRAM
    title = path.replace(" ", "-")
    parts = [
        f'.TH "{title.upper()}" {SECTION} "" "kpov {__version__}" "kpov"\n',
        section(word("man.name", "NAME"), f"{escaped(title)} \\- {escaped(summary(name))}\n"),
        section(word("man.synopsis", "SYNOPSIS"), synopsis(context)),
        section(word("man.description", "DESCRIPTION"), paragraphs(word(f"command.{name}", ""))),
        *(
            [section(word("man.commands", "COMMANDS"), commands(name))]
            if isinstance(command, click.Group)
            else []
        ),
        section(word("man.options", "OPTIONS"), options(context)),
        section(word("man.examples", "EXAMPLES"), examples(name)),
        section(word("man.exit", "EXIT STATUS"), preformatted(lookup(language(), "page.exit-codes"))),
        section(word("man.see_also", "SEE ALSO"), see_also(context)),
    ]
    return "".join(parts)


def summary(name: str) -> str:
    """The purpose of a command, in one line."""
    return word(f"short.{name}", "") if name != PROGRAM else first_sentence(word("command.kpov", ""))


def first_sentence(text: str) -> str:
    """The first paragraph without its full stop."""
    return text.partition("\n\n")[0].rstrip(".")


def section(title: str, body: str) -> str:
    """A section; nothing if it is empty."""
    return f'.SH "{title}"\n{body}' if body.strip() else ""


def synopsis(context: click.Context) -> str:
    """The synopsis of a command."""
    arguments = [each.make_metavar(context) for each in context.command.params if isinstance(each, Argument)]
    pieces = [word("options_piece", "[OPTIONS]"), *arguments]
    if isinstance(context.command, click.Group):
        pieces.append(word("command_piece", "COMMAND"))
    return f"\\fB{escaped(context.command_path)}\\fR {escaped(' '.join(pieces))}\n"


def paragraphs(text: str) -> str:
    """Text in paragraphs."""
    return "".join(f".PP\n{escaped(each)}\n" for each in filter(None, text.split("\n\n")))


def commands(name: str) -> str:
    """The commands below a group with their questions."""
    above = "" if name == PROGRAM else f"{name} "
    from kaltim_poverty.cli.table import COMMANDS

    names = COMMANDS if name == PROGRAM else GROUPS[name]
    return "".join(item(escaped(each), word(f"short.{above}{each}", "")) for each in names)


def options(context: click.Context) -> str:
    """The options with what they do."""
    records = [
        each.get_help_record(context)
        for each in context.command.get_params(context)
        if isinstance(each, Option)
    ]
    return "".join(item(escaped(names), text) for names, text in records)


def item(term: str, text: str) -> str:
    """A term with its explanation below."""
    return f".TP\n\\fB{term}\\fR\n{escaped(text)}\n"


def examples(name: str) -> str:
    """The examples as they are typed."""
    return preformatted(EXAMPLES.get(name, ""))


def preformatted(text: str) -> str:
    """Text whose line breaks are preserved."""
    lines = [escaped(line) for line in text.strip("\n").splitlines()]
    return ".PP\n.nf\n" + "".join(f"{line}\n" for line in lines) + ".fi\n" if lines else ""


def see_also(context: click.Context) -> str:
    """The page above, and those below."""
    above = [context.parent.command_path] if context.parent else []
    below = (
        [each.command_path for each in contexts(context)][1:]
        if isinstance(context.command, click.Group)
        else []
    )
    names = [*above, *(path for path in below if path.count(" ") == context.command_path.count(" ") + 1)]
    return ", ".join(f"\\fB{escaped(name.replace(' ', '-'))}\\fR({SECTION})" for name in names) + (
        "\n" if names else ""
    )


def escaped(text: str) -> str:
    """Text in which nothing is a request of roff; hyphens are those that one types."""
    safe = text.replace("\\", "\\e").replace("-", "\\-")
    plain = "".join(each if each.isascii() else f"\\[u{ord(each):04X}]" for each in safe)
    return re.sub(r"^(\s*)(['.])", r"\1\\&\2", plain, flags=re.MULTILINE)


__all__ = ["manual"]
