"""What is in a household file: every column, the design, and what would stop an estimate."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import InputError, KpovError
from kaltim_poverty.records import Answer, note
from kaltim_poverty.survey.read.columns import Columns, resolve_columns
from kaltim_poverty.survey.read.engine import Engine, name
from kaltim_poverty.survey.read.faults import Faults
from kaltim_poverty.survey.read.files import NUMBER, WHOLE, Table, find_column, open_table
from kaltim_poverty.survey.read.lines import LineSpec
from kaltim_poverty.survey.read.roles import Roles, alternatives, roles_of
from kaltim_poverty.survey.read.survey import Reading
from kaltim_poverty.survey.request import ROLE_OPTIONS
from kaltim_poverty.survey.study import read_again
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

TYPES = {WHOLE: "whole", NUMBER: "number"}
FEW = 5
SINGLE = ("welfare", "weight", "size", "fpc")


@dataclass(frozen=True)
class Described:
    """A column of the file, or with an empty `column` a part of the design; `problem` says what is wrong."""

    column: str
    role: str
    type: str
    missing: int | None
    distinct: int | None
    smallest: str
    largest: str
    problem: Message | None


def describe(
    data: object,
    *,
    design: str | None = None,
    decimal: str = ".",
    memory: str | None = None,
    temp: str | None = None,
    **options: Any,
) -> Answer[Described]:
    """What is in a survey, problems first. On the command line: ``kpov survey describe``.

    Args:
        data: as of `estimate`.
        design: as of `estimate`.
        decimal: as of `estimate`.
        memory: as of `estimate`.
        temp: as of `estimate`.
        **options: columns by what they are, as of `estimate`.

    Raises:
        InputError: if the file is missing or unreadable, or a column that was named is not there.
    """
    roles = roles_of(design, {key: value for key, value in options.items() if key in ROLE_OPTIONS})
    engine = Engine(memory=memory, temp=temp)
    table = open_table(engine, data, decimal=decimal)
    columns = named_columns(table, roles)
    rows = [*columns_of(engine, table, columns, roles), *design_of(engine, table, roles, columns)]
    rows.sort(key=lambda row: row.problem is None)
    count = engine.one(f"SELECT count(*) FROM {table.as_written(table.columns[:1])}")[0]
    return Answer(
        question="survey describe",
        arguments={"file": table.shown, **roles.named()},
        rows=tuple(rows),
        notes=(
            note("described", file=table.shown, rows=Decimal(count), columns=Decimal(len(table.columns))),
        ),
        sources=(),
        names={},
        kind=Described,
    )


def named_columns(table: Table, roles: Roles) -> Columns | None:
    """The columns that were named; None where welfare was not."""
    known = {column.casefold() for column in table.columns}
    if roles.welfare is None and "welfare" not in known:
        return None
    return resolve_columns(table, roles, (), LineSpec(), None)


def role_of(columns: Columns | None, roles: Roles, table: Table) -> Mapping[str, str]:
    """What each column is, as far as that was named."""
    found: dict[str, str] = {}
    for role in (*SINGLE, "province", "urban"):
        given = getattr(columns, role, None) or getattr(roles, role, None)
        if given and alternatives(given)[0] == given:
            found.setdefault(find_column(table, given, f"--{role}"), role)
    for role in ("stratum", "psu"):
        for given in getattr(roles, role):
            found.setdefault(find_column(table, given, f"--{role}"), role)
    if columns is not None:
        found.update(dict.fromkeys(columns.replicates, "replicate_weight"))
    return found


def columns_of(engine: Engine, table: Table, columns: Columns | None, roles: Roles) -> Iterator[Described]:
    """A row for each column of the file."""
    named = role_of(columns, roles, table)
    decimal = Faults(
        engine, table, columns or Columns(table.columns[0], None, None, (), (), None, None, (), ())
    )
    expressions = []
    for column in table.columns:
        number = decimal.number(column)
        text = name(column)
        expressions += [
            f"count(*) - count({text})",
            f"count(DISTINCT {text})",
            f"count({text}) - count({number})",
            f"min({number})",
            f"max({number})",
            f"min({text})",
            f"max({text})",
            f"count(*) FILTER ({number} < 0)",
            f"count(*) FILTER ({number} < 1 OR {number} <> floor({number}))",
        ]
    try:
        found = engine.one(f"SELECT {', '.join(expressions)} FROM {table.as_written(table.columns)}")
    except engine.errors as error:
        raise decimal.malformed(error) from None
    for place, column in enumerate(table.columns):
        yield described(table, column, named.get(column, ""), found[9 * place : 9 * place + 9])


def described(table: Table, column: str, role: str, found: tuple[Any, ...]) -> Described:
    """The row of a column from what was counted in it."""
    missing, distinct, texts, low, high, first, last, negative, odd = found
    numeric = not texts and low is not None
    ends = (shown(low), shown(high)) if numeric else (str(first or ""), str(last or ""))
    kind = TYPES.get(table.kind(column), "text") if numeric else "text"
    if numeric and kind == "text":
        kind = "number"
    return Described(
        column,
        role,
        kind,
        missing,
        distinct,
        *ends,
        lacking(table, column) or problem_of(role, missing, texts, negative, odd, distinct),
    )


def shown(value: float) -> str:
    """A number as people write it."""
    return str(int(value)) if float(value).is_integer() and abs(value) < 1e15 else repr(float(value))  # noqa: PLR2004 - exact to here


def lacking(table: Table, column: str) -> Message | None:
    """That one of several files does not have a column."""
    files = table.lacking(column)
    return message("problem.not_in", file=files[0]) if files else None


def problem_of(role: str, missing: int, texts: int, negative: int, odd: int, distinct: int) -> Message | None:
    """What is wrong with a column for what it is used as."""
    if not role or role in ("province", "urban"):
        return None
    if distinct == 0:
        return message("problem.empty")
    if texts and role not in ("stratum", "psu"):
        return message("problem.text", count=Decimal(texts))
    if missing:
        return message("problem.missing", count=Decimal(missing))
    if negative and role in ("weight", "replicate_weight", "fpc"):
        return message("problem.negative", count=Decimal(negative))
    return message("problem.size", count=Decimal(odd)) if odd and role == "size" else None


def design_of(engine: Engine, table: Table, roles: Roles, columns: Columns | None) -> Iterator[Described]:
    """PSUs, strata, strata with one PSU, weights; what stops an estimate is a row of its own."""
    if columns is None:
        yield Described("", "welfare", "", None, None, "", "", message("problem.no_welfare"))
        return
    if not columns.weight:
        yield Described("", "weight", "", None, None, "", "", message("problem.no_weight"))
    try:
        reading = read_again(engine, table, roles, missing="drop")
    except (KpovError, InputError) as error:
        yield Described("", "design", "", None, None, "", "", message("problem.stops", text=error.message))
        return
    yield from replicates_of(columns) if columns.replicates else design_rows(reading)
    yield weights_of(reading)


def weights_of(reading: Reading) -> Described:
    """The smallest and the largest weight of persons above 0."""
    blocks = [block.weight for block in reading.sample.blocks() if len(block.weight)]
    low = shown(float(min(weight.min() for weight in blocks))) if blocks else ""
    high = shown(float(max(weight.max() for weight in blocks))) if blocks else ""
    zero = reading.counts.zero_weight
    problem = message("problem.zero_weight", count=Decimal(zero)) if zero else None
    return Described("", "weights", "", None, None, low, high, problem)


def replicates_of(columns: Columns) -> Iterator[Described]:
    """How many replicate weights there are, which take the place of PSUs and strata."""
    yield Described("", "replicates", "", None, len(columns.replicates), "", "", None)


def design_rows(reading: Reading) -> Iterator[Described]:
    """PSUs by stratum, strata, and the strata with one PSU."""
    design = reading.design
    lonely = [design.names[place] for place in design.lonely.tolist()]
    yield Described(
        "", "psus", "", None, len(design.stratum), str(design.psus.min()), str(design.psus.max()), None
    )
    yield Described("", "strata", "", None, len(design.psus), "", "", None)
    problem = message("problem.lonely", strata=", ".join(lonely[:FEW])) if lonely else None
    yield Described("", "lonely_strata", "", None, len(lonely), "", "", problem)
