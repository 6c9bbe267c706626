"""A survey read, and how it is asked: from the options of a question to a sample with its design and line."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey.infer.replicates import Replicates, replicates_of
from kaltim_poverty.survey.moments import RelativeLine, relative_line
from kaltim_poverty.survey.options import Inference, inference
from kaltim_poverty.survey.read import (
    NO_EXTRA_COLUMNS,
    Engine,
    ExtraColumns,
    LineSpec,
    Reading,
    Roles,
    check_conflicts,
    design_file_text,
    line_spec,
    read,
    roles_of,
)

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Table

ROLE_OPTIONS = (
    "welfare",
    "weight",
    "size",
    "stratum",
    "psu",
    "nest",
    "fpc",
    "replicate_weights",
    "replicate_method",
    "fay_rho",
    "replicate_scale",
    "province",
    "urban",
)
LINE_OPTIONS = (
    "line",
    "line_column",
    "line_table",
    "published_line",
    "line_locality",
    "relative_line",
    "relative_to",
)


class Study(NamedTuple):
    """A survey read, and how it is asked.

    Attributes:
        reading: the sample and its design.
        asked: measures, breakdowns, intervals.
        spec: where the line comes from.
        roles: which column is what.
        relative: the line, where it was estimated.
        replicates: replicate weights or those of a bootstrap, if variances come from them.
    """

    reading: Reading
    asked: Inference
    spec: LineSpec
    roles: Roles
    relative: RelativeLine | None
    replicates: Replicates | None


def design_text(*, design: str | None = None, **options: Any) -> str:
    """The columns that were named, by a design file and by options, as a design file."""
    roles = roles_of(design, {key: value for key, value in options.items() if key in ROLE_OPTIONS})
    return design_file_text(roles)


def with_columns(data: object, options: dict[str, Any]) -> tuple[object, dict[str, Any]]:
    """Columns that were given as arrays, put beside the data under the names of their options."""
    columns = (*ROLE_OPTIONS, "line_column")
    given = {key: value for key, value in options.items() if key in columns and is_array(value)}
    if not given:
        return data, options
    base = dict(data) if isinstance(data, Mapping) else {"welfare": data} if is_array(data) else None
    if base is None:
        raise InputError("not_a_table", kind=type(data).__name__, reason=", ".join(given))
    return {**base, **given}, {**options, **{key: key for key in given}}


def is_array(value: object) -> bool:
    """Whether a value is a column rather than the name of one."""
    return (
        hasattr(value, "__len__")
        and not isinstance(value, (str, list, tuple, dict))
        and hasattr(value, "dtype")
    )


def asked_for(design: str | None, options: Mapping[str, Any]) -> tuple[Roles, LineSpec, Inference]:
    """The options by what they are about.

    Raises:
        UsageError: for an option that does not exist.
    """
    known = {"measure", "by", "floor", "lonely_psu", "ci", "level", "missing", "bootstrap", "seed"}
    for option in options:
        if option not in {*ROLE_OPTIONS, *LINE_OPTIONS, *known}:
            raise UsageError("unknown_argument", given=option)
    given = {key: value for key, value in options.items() if value is not None}
    roles = roles_of(design, {key: value for key, value in given.items() if key in ROLE_OPTIONS})
    spec = line_spec(**{key: value for key, value in given.items() if key in LINE_OPTIONS})
    asked = inference(spec, **{key: value for key, value in given.items() if key in known})
    check_conflicts(roles, bootstrap=bool(asked.bootstrap))
    if roles.replicate_weights:
        roles = replace(roles, stratum=(), psu=(), nest=False)
    return roles, spec, asked


def needed(roles: Roles, spec: LineSpec, asked: Inference) -> list[str]:
    """Columns that a question will need, to read them at once; others are read when they are needed."""
    return [*(roles.columns() or ()), *asked.columns, *([spec.column] if spec.column else [])]


def begin(
    engine: Engine,
    table: Table,
    roles: Roles,
    spec: LineSpec,
    asked: Inference,
    where: str | None,
    rows_of_block: int | None = None,
    extra: ExtraColumns = NO_EXTRA_COLUMNS,
) -> Study:
    """Read the survey, estimate the line if it is relative, prepare replicates.

    The engine is closed where all rows are in memory.
    """
    reading = read(
        engine,
        table,
        roles,
        by=asked.columns,
        where=where,
        spec=spec,
        missing=asked.missing,
        rule=asked.lonely_psu,
        rows_of_block=rows_of_block,
        extra=extra,
    )
    if reading.sample.in_memory:
        engine.close()
    reading, relative = relative_of(reading, spec, table)
    return Study(reading, asked, spec, roles, relative, replicates_of(reading, roles, asked, table.shown))


def relative_of(reading: Reading, spec: LineSpec, table: Table) -> tuple[Reading, RelativeLine | None]:
    """The reading with its line, if that is a share of the median or mean.

    Raises:
        InputError: if the line is not above 0.
    """
    if spec.share is None:
        return reading, None
    relative = relative_line(reading.sample, spec.share, spec.to or "median")
    if not relative.line > 0:
        raise InputError("relative_line_not_above", file=table.shown, line=f"{relative.line:g}")
    cells = reading.sample.cells._replace(line=relative.line)
    return reading._replace(sample=reading.sample._replace(cells=cells)), relative


def number(value: float) -> float | None:
    """A number, or None where there is none."""
    return float(value) if np.isfinite(value) else None


def arguments_of(table: Table, study: Study, where: str | None) -> dict[str, Any]:
    """What was asked, with every default resolved."""
    asked = study.asked
    named = {
        key: list(value) if isinstance(value, tuple) else value for key, value in study.roles.named().items()
    }
    line = {key: value for key, value in study.spec._asdict().items() if value is not None}
    return {
        "file": table.shown,
        **named,
        **{f"line_{key}": value for key, value in line.items()},
        "measure": [measure.name for measure in asked.measures],
        "by": [",".join(columns) for columns in asked.breakdowns if columns],
        "where": where,
        "lonely_psu": asked.lonely_psu,
        "ci": asked.interval,
        "level": asked.level,
        "missing": asked.missing,
        "bootstrap": asked.bootstrap or None,
        "seed": asked.seed if asked.bootstrap else None,
    }
