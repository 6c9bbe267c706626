"""Arguments and options, whose help speaks the language of the run."""

from __future__ import annotations

from typing import Any

import click

from kaltim_poverty.cli import complete as completion
from kaltim_poverty.cli.language import language
from kaltim_poverty.words import known, lookup


def word(key: str, fallback: str) -> str:
    """A word of the help in the language of the run."""
    return lookup(language(), f"help.{key}") if known(language(), f"help.{key}") else fallback


class Option(click.Option):
    """An option whose help is a word of the catalogue."""

    def get_help_record(self, ctx: click.Context) -> tuple[str, str]:
        """Its names and what it does."""
        placeholder = "" if self.is_flag else f" {word(f'placeholder.{self.metavar}', self.metavar or 'N')}"
        general = word(f"option.{self.name}", "")
        question = getattr(ctx.command, "question", ctx.command.name)
        return ", ".join(self.opts) + placeholder, word(f"option.{question}.{self.name}", general)


class Argument(click.Argument):
    """An argument whose name in the usage line follows the language."""

    def make_metavar(self, ctx: click.Context) -> str:
        """Its name, in brackets if it may be left out."""
        del ctx
        name = word(f"placeholder.{self.metavar}", self.metavar or "")
        return name if self.required else f"[{name}]"


def option(*names: str, metavar: str = "N", repeat: bool = False, complete: Any = None) -> Option:
    """An option that takes a text; None, or nothing if it may be repeated, when it was not given."""
    return Option(list(names), metavar=metavar, multiple=repeat, shell_complete=complete)


def needed(*names: str, metavar: str = "N") -> Option:
    """An option that must be given once."""
    return Option(list(names), metavar=metavar, required=True)


def flag(*names: str) -> Option:
    """An option that takes nothing; None if it was not given."""
    return Option(list(names), is_flag=True, default=None)


def argument(
    name: str, metavar: str, *, needed: bool = True, several: bool = False, complete: Any = None
) -> Argument:
    """A positional argument, or all that are left."""
    places = -1 if several else 1
    return Argument([name], metavar=metavar, required=needed, nargs=places, shell_complete=complete)


def period(name: str = "period", metavar: str = "PERIOD", *, needed: bool = False) -> Argument:
    """The positional argument of a period."""
    return argument(name, metavar, needed=needed, complete=completion.periods)


def area() -> Option:
    """The option that chooses areas."""
    return option("--area", metavar="AREA", repeat=True, complete=completion.areas)


def locality() -> Option:
    """The option that chooses total, urban or rural."""
    return option("--locality", metavar="LOCALITY", repeat=True, complete=completion.localities)


def indicator() -> Option:
    """The option that chooses indicators."""
    return option("--indicator", metavar="INDICATOR", repeat=True, complete=completion.indicators)


def rounds() -> Option:
    """Which rounds of a range."""
    return option("--round", metavar="ROUND", complete=completion.rounds)


def per() -> Option:
    """Whether households or persons receive."""
    return option("--per", metavar="PER", complete=completion.recipients)


def chart() -> list[Option]:
    """Whether the answer is drawn instead of printed, and how large a picture in a file is."""
    return [flag("--chart"), option("--chart-size", metavar="CHART_SIZE", complete=completion.chart_sizes)]


def own() -> list[Option]:
    """Figures and areas of one's own."""
    return [
        option("--figures", metavar="FILE", repeat=True, complete=completion.files),
        option("--areas", metavar="FILE", complete=completion.files),
        flag("--bundle-only"),
    ]


def common() -> list[Option]:
    """The options that every command takes."""
    return [
        option("-f", "--format", metavar="FORMAT", complete=completion.formats),
        option("-o", "--output", metavar="FILE", complete=completion.files),
        option("--lang", metavar="LANGUAGE", complete=completion.languages),
        option("--digits", metavar="N"),
        flag("--print"),
        flag("-q", "--quiet"),
    ]
