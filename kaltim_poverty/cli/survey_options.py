"""Options that questions of a survey share."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.files import write_file
from kaltim_poverty.cli.options import Option, flag, option
from kaltim_poverty.errors import UsageError

if TYPE_CHECKING:
    import click

COLUMN = "COL"
FORMATS = (
    *("csv", "tsv", "parquet", "dta", "sav", "zsav", "por", "sas7bdat", "xpt"),
    *("dbf", "xlsx", "xls", "xlsb", "ods"),
)


def design() -> list[Option]:
    """The roles of columns."""
    names = ("--welfare", "--weight", "--size", "--fpc", "--province", "--urban")
    return [
        option("--design", metavar="DESIGN"),
        option("--write-design", metavar="FILE"),
        *(option(name, metavar=COLUMN) for name in names[:3]),
        option("--stratum", metavar="COLS"),
        option("--psu", metavar="COLS"),
        flag("--nest"),
        option("--fpc", metavar=COLUMN),
        option("--replicate-weights", metavar="PATTERN"),
        option("--replicate-method", metavar="METHOD", complete=methods),
        option("--fay-rho", metavar="N"),
        option("--replicate-scale", metavar="N"),
        option("--replicate-rscales", metavar="N,N"),
        flag("--replicate-factors"),
        *(option(name, metavar=COLUMN) for name in names[4:]),
        option("--currency", metavar="CODE"),
    ]


def roles() -> list[Option]:
    """The roles of columns, of questions about two surveys, which have no one design to save."""
    return [each for each in design() if each.name != "write_design"]


def lines() -> list[Option]:
    """Where the poverty line comes from."""
    return [
        option("--line", metavar="RP"),
        option("--line-column", metavar=COLUMN),
        option("--line-table", metavar="FILE"),
        option("--published-line", metavar="PERIOD", complete=complete.periods),
        flag("--bundle-only"),
        option("--line-locality", metavar="total"),
        option("--relative-line", metavar="N"),
        option("--relative-to", metavar="median|mean"),
        option("--deflator", metavar="N"),
        option("--deflator-column", metavar=COLUMN),
        option("--floor", metavar="RP"),
    ]


def answers() -> list[Option]:
    """The options on what is estimated, for whom, and with which standard errors."""
    return [
        option("--measure", metavar="NAME", repeat=True, complete=measures),
        Option(["by", "--by"], metavar="COLS", multiple=True),
        option("--where", metavar="EXPR"),
        option("--lonely-psu", metavar="RULE", complete=rules),
        option("--ci", metavar="wald|logit"),
        option("--level", metavar="N"),
        option("--missing", metavar="error|drop"),
        option("--bootstrap", metavar="R"),
        option("--seed", metavar="N"),
        flag("--population-known"),
    ]


def full_count() -> list[Option]:
    """Whether everybody is in the file, and which numbers are not shown."""
    return [flag("--full-count"), option("--hide-below", metavar="N")]


def full_counts() -> list[Option]:
    """The options on full counts of two files, one or both of which may hold everybody."""
    of_one = option("--full-count-of", metavar="WHICH", complete=periods)
    everybody, hidden = full_count()
    return [everybody, of_one, hidden]


def errors(*without: str) -> list[Option]:
    """For whom, with which standard errors: of questions that choose their measures themselves."""
    return [each for each in answers() if each.name not in {"measure", "population_known", *without}]


def lines_alone() -> list[Option]:
    """Where the poverty line comes from, without the floor of Watts."""
    return [each for each in lines() if each.name not in ("floor", "bundle_only")]


def reading() -> list[Option]:
    """How files are read, and the limits of memory."""
    return [
        option("--missing-values", metavar="CODES", repeat=True),
        option("--delimiter", metavar="MARK"),
        option("--encoding", metavar="NAME"),
        option("--sheet", metavar="NAME"),
        option("--input-format", metavar="NAME", complete=input_formats),
        option("--decimal", metavar="MARK"),
        option("--memory", metavar="SIZE"),
        option("--temp", metavar="DIR"),
    ]


def input_formats(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Formats of survey files."""
    del ctx, parameter
    return complete.starting(incomplete, FORMATS)


def engines() -> list[Option]:
    """Where a question is computed: on this machine or on a cluster."""
    return [
        option("--engine", metavar="duckdb|spark", complete=engine_names),
        option("--spark-master", metavar="MASTER"),
        option("--spark-remote", metavar="ADDRESS"),
        option("--spark-conf", metavar="K=V", repeat=True),
    ]


def engine_names(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Complete the name of an engine."""
    del ctx, parameter
    return complete.starting(incomplete, ("duckdb", "spark"))


def groups(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Groups of people by welfare."""
    del ctx, parameter
    return complete.starting(incomplete, ("deciles", "quintiles"))


def quantile_groups(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """How many groups a register is divided into."""
    del ctx, parameter
    return complete.starting(incomplete, ("deciles", "quintiles", "percentiles"))


def every(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """How often a transfer is paid."""
    del ctx, parameter
    return complete.starting(incomplete, ("month", "year", "once"))


def targets(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """To whom a transfer goes."""
    del ctx, parameter
    return complete.starting(incomplete, ("poorest", "random", "eligible", "score"))


def measures(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Names of measures."""
    from kaltim_poverty.measures.catalogue import names

    del ctx, parameter
    return complete.starting(incomplete, ["all", *names()])


def periods(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Which of two files holds everybody."""
    del ctx, parameter
    return complete.starting(incomplete, ("before", "after"))


def rules(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Rules for strata with one PSU."""
    del ctx, parameter
    return complete.starting(incomplete, ("fail", "remove", "certainty", "adjust", "average"))


def methods(ctx: click.Context, parameter: click.Parameter, incomplete: str) -> list[str]:
    """Kinds of replicate weights."""
    del ctx, parameter
    return complete.starting(incomplete, ("bootstrap", "brr", "fay", "jackknife", "jk1", "jk2", "jkn"))


def save_design(file: str | None, question: Mapping[str, Any]) -> None:
    """Write the columns that were named as a design file, where one was asked for."""
    from kaltim_poverty.survey.request import SurveyOptions
    from kaltim_poverty.survey.study import design_text

    if file is not None:
        write_file(file, design_text(SurveyOptions.among(question)).encode())


def listed(question: dict[str, Any], names: Sequence[str] = ("measure", "by")) -> dict[str, Any]:
    """The question with repeated options as lists.

    Raises:
        UsageError: for a breakdown without a column, such as that of an empty variable of a shell, or options
            that a full count has no use for.
    """
    from kaltim_poverty.survey.full_counts import check_full_count

    check_full_count(question)
    if not all(each.strip(" ,") for each in question.get("by") or ()):
        raise UsageError("empty_option", option="--by")
    return {key: list(value) if key in names else value for key, value in question.items()}
