"""Options that questions about groups share."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.options import Argument, Option, option

if TYPE_CHECKING:
    import click


def file() -> Argument:
    """The file of groups, which a Gini ratio may replace."""
    return Argument(["data"], metavar="FILE", required=False, shell_complete=complete.files)


def source() -> list[Option]:
    """The options on the data besides the file, and the method by which a curve is fitted."""
    return [
        option("--mean", metavar="RP"),
        option("--gini", metavar="N"),
        option("--method", metavar="METHOD", repeat=True, complete=methods),
        option("--by", metavar="COL"),
    ]


def reading(*, currency: bool = True) -> list[Option]:
    """How the file is read, and the currency of amounts."""
    return [
        *([option("--currency", metavar="CODE")] if currency else []),
        option("--decimal", metavar="MARK"),
        option("--delimiter", metavar="MARK"),
        option("--sheet", metavar="NAME"),
    ]


def methods(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of methods."""
    del ctx, parameter
    return complete.starting(incomplete, ("gb2", "pip", "gq", "beta", "pchip", "lognormal", "all"))


def listed(question: dict[str, Any]) -> dict[str, Any]:
    """The question with repeated options as lists."""
    return {key: list(value) if isinstance(value, tuple) else value for key, value in question.items()}
