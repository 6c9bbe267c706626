"""A survey read, and how it is asked: from the options of a question to a sample with its design and line."""

from __future__ import annotations

from dataclasses import replace
from math import isfinite
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.measures.catalogue import measure
from kaltim_poverty.survey.currency import currency_of, in_currency, unit_in
from kaltim_poverty.survey.engines import read_survey, relative_line
from kaltim_poverty.survey.full_counts import USUAL, check_full_count, counted_roles
from kaltim_poverty.survey.infer import Replicates
from kaltim_poverty.survey.moments import LineRule, RelativeLine
from kaltim_poverty.survey.options import Inference, inference
from kaltim_poverty.survey.read import (
    NO_EXTRA_COLUMNS,
    NOMINAL,
    Engine,
    ExtraColumns,
    LineSpec,
    Prices,
    Reading,
    Roles,
    check_conflicts,
    design_file_text,
    find_column,
    has_column,
    line_spec,
    prices_of,
    roles_of,
)
from kaltim_poverty.survey.replication import replicates_of
from kaltim_poverty.survey.request import (
    DESIGN_OPTIONS,
    INFERENCE_OPTIONS,
    LINE_OPTIONS,
    PRICE_OPTIONS,
    SurveyOptions,
)
from kaltim_poverty.survey.sample import SIZES, Sizes

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.read import Table


class Study(NamedTuple):
    """A survey read, and how it is asked.

    Attributes:
        reading: the sample and its design.
        asked: measures, breakdowns, intervals.
        spec: where the line comes from.
        roles: which column is what.
        relative: the line with its sampling error, where it was estimated.
        replicates: replicate weights or those of a bootstrap, if variances come from them.
        prices: by what welfare was divided.
    """

    reading: Reading
    asked: Inference
    spec: LineSpec
    roles: Roles
    relative: RelativeLine | None
    replicates: Replicates | None
    prices: Prices = NOMINAL

    @property
    def currency(self) -> str | None:
        """The currency of its amounts."""
        return currency_of(self.roles, self.spec)

    def unit(self, unit: str) -> str:
        """A unit, of money in the currency of the survey."""
        return unit_in(self.currency, unit)

    @property
    def relative_amount(self) -> float | None:
        """The line that is a share of the median or mean, whether it has a sampling error or not."""
        line = self.reading.sample.cells.line
        return float(line) if self.spec.share is not None and isinstance(line, float) else None

    @property
    def line_rule(self) -> LineRule | None:
        """How the line follows from the weights, where it was estimated."""
        return None if self.spec.share is None else LineRule(self.spec.share, self.spec.to or "median")


def design_text(options: SurveyOptions) -> str:
    """The columns that were named, by a design file and by options, and the currency, as a design file.

    Raises:
        InputError: if the design file is missing or refused.
    """
    roles = roles_of(options.design, options.given(DESIGN_OPTIONS))
    published = line_spec(**options.given(("published_line",)))
    return design_file_text(replace(roles, currency=currency_of(roles, published)))


class Request(NamedTuple):
    """The options by what they are about, checked."""

    roles: Roles
    spec: LineSpec
    asked: Inference
    prices: Prices

    @property
    def currency(self) -> str | None:
        """The currency of the amounts of the survey."""
        return currency_of(self.roles, self.spec)

    def with_currency(self, currency: str | None) -> Request:
        """The request with amounts in a currency."""
        measures = in_currency(self.asked.measures, currency)
        return self._replace(
            roles=replace(self.roles, currency=currency), asked=replace(self.asked, measures=measures)
        )


def request_of(options: SurveyOptions, *, ci: str = "logit") -> Request:
    """The options of a question about one survey by what they are about.

    Args:
        options: as given.
        ci: the interval if none is chosen.

    Raises:
        UsageError: for options in conflict or out of range.
        InputError: if the design file is refused.
    """
    if options.full_count_of is not None:
        raise UsageError("full_count_of_two")
    check_full_count(vars(options), {**USUAL, "ci": ci})
    return request_of_survey(options)


def request_of_survey(options: SurveyOptions) -> Request:
    """The options of one survey by what they are about.

    Raises:
        UsageError: for options in conflict or out of range.
        InputError: if the design file is refused.
    """
    roles = roles_of(options.design, options.given(DESIGN_OPTIONS))
    spec = line_spec(**options.given(LINE_OPTIONS))
    asked = inference(spec, **options.given(INFERENCE_OPTIONS))
    if options.full_count:
        roles, left_out = counted_roles(roles)
        asked = replace(asked, full_count=True, left_out=left_out, bootstrap=0, population_known=False)
    check_conflicts(roles, bootstrap=bool(asked.bootstrap))
    if roles.replicate_weights:
        roles = replace(roles, stratum=(), psu=(), nest=False)
    request = Request(roles, spec, asked, prices_of(**options.given(PRICE_OPTIONS)))
    return request.with_currency(request.currency)


def with_measure(request: Request, name: str) -> Request:
    """The request with the one measure that a question of its own rests on."""
    chosen = measure(name)
    assert chosen is not None  # noqa: S101 - a name of the catalogue
    return request._replace(asked=replace(request.asked, measures=(chosen,)))


def with_names_as_written(request: Request, table: Table) -> Request:
    """The request with columns of breakdowns as the file writes them, each breakdown once.

    One column may have commas in its name: ``--by 'kab, kota'``.

    Raises:
        InputError: for a name that is not a column, or may be several.
    """
    breakdowns = dict.fromkeys(
        tuple(dict.fromkeys(find_column(table, name, "--by") for name in as_one_column(columns, table)))
        for columns in request.asked.breakdowns
    )
    return request._replace(asked=replace(request.asked, breakdowns=tuple(breakdowns)))


def as_one_column(columns: tuple[str, ...], table: Table) -> tuple[str, ...]:
    """The column whose name these parts are, unless each of them is a column itself."""
    if len(columns) == 1 or all(has_column(table, column) for column in columns):
        return columns
    named_so = [column for column in table.columns if tuple(filter(None, split_commas(column))) == columns]
    return (named_so[0],) if len(named_so) == 1 else columns


def needed(request: Request) -> list[str]:
    """Columns that a question will need, to read them at once; others are read when they are needed."""
    roles, spec, asked, prices = request
    amounts = [*([spec.column] if spec.column else []), *prices.columns().values()]
    return [*(roles.columns() or ()), *asked.columns, *amounts]


def begin(
    engine: Engine,
    table: Table,
    request: Request,
    where: str | None,
    sizes: Sizes = SIZES,
    extra: ExtraColumns = NO_EXTRA_COLUMNS,
) -> Study:
    """Read the survey, estimate the line if it is relative, prepare replicates.

    The engine is closed where all rows are in memory.
    """
    roles, spec, asked, prices = request
    reading = read_survey(
        engine,
        table,
        roles,
        by=asked.columns,
        where=where,
        spec=spec,
        missing=asked.missing,
        rule=asked.lonely_psu,
        sizes=sizes,
        extra=extra,
        prices=prices,
        full_count=asked.full_count,
    )
    if reading.sample.in_memory:
        engine.close()
    reading, relative = relative_of(reading, spec, table)
    replicates = replicates_of(reading, roles, asked, table.display_name)
    return Study(reading, asked, spec, roles, relative, replicates, prices)


def relative_of(reading: Reading, spec: LineSpec, table: Table) -> tuple[Reading, RelativeLine | None]:
    """The reading with its line, if that is a share of the median or mean; of a full count it is known.

    Raises:
        InputError: if the line is not above 0.
    """
    if spec.share is None:
        return reading, None
    relative = relative_line(reading.sample, spec.share, spec.to or "median")
    if not relative.line > 0:
        raise InputError("relative_line_not_above", file=table.display_name, line=f"{relative.line:g}")
    cells = reading.sample.cells._replace(line=relative.line)
    reading = reading._replace(sample=reading.sample._replace(cells=cells))
    return reading, None if reading.design.is_full_count else relative


def number(value: float) -> float | None:
    """A number, or None where there is none."""
    return float(value) + 0.0 if np.isfinite(value) else None  # -0.0 + 0.0 is 0.0


def numbers(values: Array) -> list[float | None]:
    """The same of many at once, (rows,)."""
    return [value + 0.0 if isfinite(value) else None for value in values.tolist()]


def whole(value: float) -> int | None:
    """A whole number, or None where there is none."""
    return int(value) if np.isfinite(value) else None


def arguments_of(table: Table, study: Study, where: str | None) -> dict[str, Any]:
    """The arguments of a question, with every default resolved."""
    asked = study.asked
    named = {
        key: list(value) if isinstance(value, tuple) else value for key, value in study.roles.named().items()
    }
    line = {key: value for key, value in study.spec._asdict().items() if value is not None}
    return {
        "file": table.display_name,
        **named,
        **{f"line_{key}": value for key, value in line.items()},
        **study.prices.named(),
        "measure": [measure.name for measure in asked.measures],
        "by": [",".join(columns) for columns in asked.breakdowns if columns],
        "where": where,
        "lonely_psu": asked.lonely_psu,
        "ci": asked.interval,
        "level": asked.level,
        "missing": asked.missing,
        "bootstrap": asked.bootstrap or None,
        "seed": asked.seed if asked.bootstrap else None,
        "population_known": asked.population_known,
        "full_count": asked.full_count,
        "hide_below": asked.hide_below or None,
    }
