"""What TAB offers: areas, indicators, periods and choices, read from the catalogue when asked."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Iterable

    import click
    from click.shell_completion import CompletionItem


def starting(incomplete: str, words: Iterable[str]) -> list[str]:
    """The words that begin as typed, behind the last comma; case does not matter."""
    done, comma, begun = incomplete.rpartition(",")
    return [f"{done}{comma}{word}" for word in words if word.casefold().startswith(begun.casefold())]


def areas(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names and short names, and codes where these were begun."""
    from kaltim_poverty.published.catalogue import areas
    from kaltim_poverty.published.groups import BY_LEVEL, groups_of

    del ctx, parameter
    names = [name for area in areas().values() for name in area.answers_to()[1:]]
    codes = list(areas()) if incomplete.rpartition(",")[2][:1].isdigit() else []
    return [
        in_shell(word)
        for word in starting(incomplete, dict.fromkeys([*BY_LEVEL, *groups_of(areas()), *names, *codes]))
    ]


def in_shell(word: str) -> str:
    """A word as bash must be given it; zsh and fish protect blanks themselves."""
    return word.replace(" ", "\\ ") if os.environ.get("_KPOV_COMPLETE", "").startswith("bash") else word


def files(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[CompletionItem]:
    """Files, which the shell knows best."""
    from click.shell_completion import CompletionItem

    del ctx, parameter
    return [CompletionItem(incomplete, type="file")]


def indicators(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of an indicator."""
    from kaltim_poverty.published.catalogue import indicators

    del ctx, parameter
    return starting(incomplete, indicators())


def periods(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The periods with figures of the area that is already on the command line, latest first."""
    from kaltim_poverty.errors import KpovError
    from kaltim_poverty.published.selection import select

    del parameter
    try:
        existing = select(area=ctx.params.get("area") or "64", locality="all").existing()
    except KpovError:
        return []
    written = [str(period) for period in sorted(existing, reverse=True)]
    years = [period[:4] for period in written if period.endswith("-03")]
    start, dots, begun = incomplete.rpartition("..")
    later = [each for each in ["latest", *years, *written] if not start or each > start]
    return [start + dots + each for each in starting(begun, later)]


def localities(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete a locality."""
    del ctx, parameter
    return starting(incomplete, ("total", "urban", "rural", "all"))


def rounds(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete a round."""
    del ctx, parameter
    return starting(incomplete, ("march", "september", "all"))


def keeping(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the kind of figures to keep."""
    del ctx, parameter
    return starting(incomplete, ("new", "all"))


def shells(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Shells that have completion."""
    from kaltim_poverty.cli.table import SHELLS

    del ctx, parameter
    return starting(incomplete, SHELLS)


def peers(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Programs that choose otherwise."""
    from kaltim_poverty.survey.peers.choices import PEERS

    del ctx, parameter
    return starting(incomplete, PEERS)


def service_tables(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The tables of BPS's service that kpov knows."""
    from kaltim_poverty.published.tables import bundled

    del ctx, parameter
    return starting(incomplete, (row[0] for row in bundled("tables")))


def kept_tables(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The tables in the data folder."""
    from kaltim_poverty.errors import KpovError
    from kaltim_poverty.published.data_folder import opened

    del ctx, parameter
    try:
        folder = opened()
    except KpovError:
        return ["all"]
    numbers = {source.table for source in folder.sources().values()} if folder else set()
    return starting(incomplete, (*sorted(filter(None, numbers)), "all"))


def chart_sizes(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the size of a picture."""
    from kaltim_poverty.render.charts import SIZES

    del ctx, parameter
    return starting(incomplete, SIZES)


def formats(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete a format."""
    from kaltim_poverty.render.forms import ON_STDOUT

    del ctx, parameter
    return starting(incomplete, ON_STDOUT)


def languages(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete a language."""
    del ctx, parameter
    return starting(incomplete, ("en", "id"))


def among(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the areas to rank among."""
    from kaltim_poverty.published.catalogue import areas
    from kaltim_poverty.published.groups import groups_of

    del ctx, parameter
    return starting(incomplete, ("provinces", "districts", *groups_of(areas())))


def wide_keys(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the field that becomes the columns."""
    del ctx, parameter
    return starting(incomplete, ("areas", "periods", "indicators"))


def cells(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the field that fills the cells of a wide table."""
    from kaltim_poverty.cli.table import CELLS

    del parameter
    return starting(incomplete, CELLS.get(str(ctx.command.name), ()))


def over(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the factor to decompose over."""
    del ctx, parameter
    return starting(incomplete, ("districts",))


def outlines(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the outline of a report."""
    del ctx, parameter
    return starting(incomplete, ("chapter", "spkd", "rpkd"))


def recipients(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete who receives."""
    del ctx, parameter
    return starting(incomplete, ("household", "person"))


def plan_outcomes(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the outcome of a comparison."""
    del ctx, parameter
    return starting(incomplete, ("mean", "poor"))


def estimators(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """How rounds of a survey are used."""
    del ctx, parameter
    return starting(incomplete, ("ancova", "difference", "after"))


def evaluation_designs(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the design of an evaluation."""
    del ctx, parameter
    return starting(incomplete, ("lottery", "did", "rdd", "before-after"))


def evaluation_parts(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the part of an evaluation to show."""
    del ctx, parameter
    return starting(incomplete, ("effects", "balance", "attrition", "enough"))


def components(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The parts of a family that benefits know."""
    from kaltim_poverty.programme.rules import components

    del ctx, parameter
    return [f"{name}=" for name in starting(incomplete, components())]


def allocation_rules(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """By what recipients are shared over areas."""
    from kaltim_poverty.programme.allocation_rules import RULES

    del ctx, parameter
    return starting(incomplete, RULES)


def findings(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete a value that the findings have in the field of an option."""
    from kaltim_poverty.programme.evidence import values_of
    from kaltim_poverty.programme.findings import bundled_findings

    del ctx
    found = [value for each in bundled_findings() for value in values_of(each, str(parameter.name))]
    return [in_shell(word) for word in starting(incomplete, dict.fromkeys(found))]


def roundings(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """How shares become whole."""
    from kaltim_poverty.programme.apportionment import METHODS

    del ctx, parameter
    return starting(incomplete, METHODS)


def catalogue_parts(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """The parts of the catalogue."""
    del ctx, parameter
    return starting(incomplete, ("areas", "indicators", "periods", "sources", "breaks"))


def help_pages(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Commands and topics that have a page; behind a command, those below it."""
    from kaltim_poverty.cli.table import COMMANDS, GROUPS, TOPICS

    typed = ctx.params.get(str(parameter.name)) or ()
    if typed:
        return starting(incomplete, GROUPS.get(typed[0], ()))
    return starting(incomplete, (*COMMANDS, *TOPICS))
