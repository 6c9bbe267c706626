"""The options that questions about a survey share, as they were given."""

from __future__ import annotations

import os
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, fields, replace
from typing import Any, Protocol, TypeAlias, runtime_checkable

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.amounts import amount_pair
from kaltim_poverty.inputs.lists import pair
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.inputs.texts import held
from kaltim_poverty.survey.full_counts import (
    REPLICATE_WEIGHTS,
    STRATA_AND_PSUS,
    USUAL,
    check_full_count,
    counted_sides,
)
from kaltim_poverty.survey.read import READ_OPTIONS, deflator_pair

ROLE_OPTIONS = (
    "welfare",
    "weight",
    "size",
    *STRATA_AND_PSUS,
    *REPLICATE_WEIGHTS,
    "province",
    "urban",
    "currency",
)
DESIGN_OPTIONS = (*ROLE_OPTIONS, *READ_OPTIONS)  # what a design file holds
LINE_OPTIONS = (
    "line",
    "line_column",
    "line_table",
    "published_line",
    "line_locality",
    "relative_line",
    "relative_to",
)
PRICE_OPTIONS = ("deflator", "deflator_column")
INFERENCE_OPTIONS = (
    "measure",
    "by",
    "floor",
    "lonely_psu",
    "ci",
    "level",
    "missing",
    "bootstrap",
    "seed",
    "population_known",
    "hide_below",
)

PAIRED = (
    "design",
    "line",
    "line_column",
    "line_table",
    "published_line",
    "deflator",
    "deflator_column",
)  # options that take ``B,A`` where there are two surveys
FILES = ("design", "line_table")  # both surveys may share a pipe, which is read once


@runtime_checkable
class Values(Protocol):
    """A column itself rather than its name: a numpy array, or a Series of pandas or polars, (rows,)."""

    @property
    def dtype(self) -> Any:
        """The data type of the array."""

    def __len__(self) -> int: ...


Column: TypeAlias = str | Values
Columns: TypeAlias = str | Sequence[str] | Values
Names: TypeAlias = str | Iterable[str]
Factors: TypeAlias = str | Sequence[Number]  # one for all, or one each
File: TypeAlias = str | os.PathLike[str]
Pair: TypeAlias = str | tuple[str | None, str | None]  # "B,A", or both
FilePair: TypeAlias = File | tuple[File | None, File | None]


@dataclass(frozen=True, kw_only=True)
class SurveyOptions:
    """What is asked of a survey, as on the command line; None where nothing was given.

    The attributes are the arguments of `survey.estimate`, which describes them.
    """

    design: File | None = None
    welfare: Column | None = None
    weight: Column | None = None
    size: Column | None = None
    stratum: Columns | None = None
    psu: Columns | None = None
    nest: bool | None = None
    fpc: Column | None = None
    replicate_weights: str | None = None
    replicate_method: str | None = None
    fay_rho: Number | None = None
    replicate_scale: Number | None = None
    replicate_rscales: Factors | None = None
    replicate_factors: bool | None = None
    province: Column | None = None
    urban: Column | None = None
    currency: str | None = None
    missing_values: Names | None = None
    delimiter: str | None = None
    encoding: str | None = None
    sheet: str | None = None
    input_format: str | None = None
    decimal: str | None = None
    line: Number | None = None
    line_column: Column | None = None
    line_table: File | None = None
    published_line: str | int | None = None
    line_locality: str | None = None
    relative_line: Number | None = None
    relative_to: str | None = None
    deflator: Number | None = None
    deflator_column: Column | None = None
    measure: Names | None = None
    by: Names | None = None
    floor: Number | None = None
    lonely_psu: str | None = None
    ci: str | None = None
    level: Number | None = None
    missing: str | None = None
    bootstrap: int | str | None = None
    seed: int | str | None = None
    population_known: bool | None = None
    full_count: bool | None = None
    full_count_of: str | None = None
    hide_below: int | str | None = None

    @classmethod
    def among(cls, question: Mapping[str, Any]) -> SurveyOptions:
        """The options that a command has."""
        names = {field.name for field in fields(cls)}
        return cls(**{name: value for name, value in question.items() if name in names})

    def with_names(self, names: Iterable[str]) -> SurveyOptions:
        """The options with columns named as the options are."""
        own: dict[str, Any] = {name: name for name in names}
        return replace(self, **own)

    def given(self, names: Iterable[str]) -> dict[str, Any]:
        """The options, of some names, that were given."""
        values = {name: getattr(self, name) for name in names}
        return {name: value for name, value in values.items() if value is not None}


def with_columns(data: object, options: SurveyOptions) -> tuple[object, SurveyOptions]:
    """Columns that were given as arrays, put beside the data under the names of their options.

    Raises:
        InputError: if there is no table to put them beside.
    """
    columns = options.given((*ROLE_OPTIONS, "line_column", "deflator_column"))
    arrays = {name: value for name, value in columns.items() if is_array(value)}
    if not arrays:
        return data, options
    base = dict(data) if isinstance(data, Mapping) else {"welfare": data} if is_array(data) else None
    if base is None:
        raise InputError("not_a_table", kind=type(data).__name__, reason=", ".join(arrays))
    return {**base, **arrays}, options.with_names(arrays)


def is_array(value: object) -> bool:
    """Whether a value is a column rather than the name of one."""
    return isinstance(value, Values) and not isinstance(value, (str, list, tuple, dict))


def paired(
    common: SurveyOptions,
    *,
    design: FilePair | None,
    line: Number | Pair | None,
    line_column: Pair | None,
    line_table: FilePair | None,
    published_line: Pair | int | None,
    deflator: Number | Pair | None,
    deflator_column: Pair | None,
) -> tuple[SurveyOptions, SurveyOptions]:
    """The options of two surveys: of some, a pair ``B,A`` gives each its own."""
    pairs = {
        "design": halves("design", design),
        "line": halves("line", line),
        "line_column": halves("line_column", line_column),
        "line_table": halves("line_table", line_table),
        "published_line": halves("published_line", published_line),
        "deflator": halves("deflator", deflator),
        "deflator_column": halves("deflator_column", deflator_column),
    }
    pairs["full_count"] = counted_sides(common.full_count, common.full_count_of)
    before, after = ({name: values[side] for name, values in pairs.items()} for side in (0, 1))
    return replace(common, **before), replace(common, **after)


def halves(name: str, value: Any) -> tuple[Any, Any]:
    """The values of an option for both surveys; in amounts a comma may also be a decimal mark."""
    if isinstance(value, str) and "," in value:
        option = f"--{name.replace('_', '-')}"
        if name == "deflator":
            return deflator_pair(value)
        return amount_pair(option, value) if name == "line" else pair(option, value)
    if isinstance(value, tuple):
        return value[0], value[1]
    shared = held(value) if name in FILES and isinstance(value, str) else value
    return shared, shared


def options_of_both(question: Mapping[str, Any], *, ci: str = "wald") -> tuple[SurveyOptions, SurveyOptions]:
    """The options of two surveys among the arguments of a question.

    Args:
        question: the arguments.
        ci: the interval if none is chosen.

    Raises:
        UsageError: for options that a full count has no use for.
    """
    check_full_count(question, {**USUAL, "ci": ci})
    pairs = {name: question.get(name) for name in PAIRED}
    common = SurveyOptions.among({name: value for name, value in question.items() if name not in PAIRED})
    return paired(common, **pairs)
