"""What was asked: options of the command line or arguments of Python, checked."""

from __future__ import annotations

import math
from collections.abc import Iterable, Sequence
from dataclasses import dataclass, fields

from kaltim_poverty.errors import UsageError, share_meant, suggestion
from kaltim_poverty.measures.catalogue import PARAMETERS, Measure, measure, names
from kaltim_poverty.survey.read import LineSpec, amount
from kaltim_poverty.survey.sample import LONELY

ALL = "all"
WITH_LINE = ("p0", "p1", "p2", "gini")
WITHOUT_LINE = ("mean", "median", "gini")
INTERVALS = ("wald", "logit")
MISSING = ("error", "drop")
METHODS = ("bootstrap", "brr", "fay", "jackknife")
LEAST_REPLICATES = 2
MOST_REPLICATES = 1_000_000
DEFAULT_SEED = 1


@dataclass(frozen=True)
class Inference:
    """How estimates and their errors are computed.

    Attributes:
        measures: what to estimate.
        breakdowns: the columns of each, everybody first.
        floor: what welfare at or below 0 becomes for Watts.
        lonely_psu: what a stratum with one PSU adds.
        interval: ``wald`` or ``logit``.
        level: of the interval.
        missing: ``error`` or ``drop``.
        bootstrap: how many replicates; 0 for linearisation.
        seed: of the bootstrap.
    """

    measures: tuple[Measure, ...]
    breakdowns: tuple[tuple[str, ...], ...]
    floor: float | None
    lonely_psu: str
    interval: str
    level: float
    missing: str
    bootstrap: int
    seed: int

    @property
    def columns(self) -> list[str]:
        """The columns of all breakdowns."""
        return list(dict.fromkeys(column for each in self.breakdowns for column in each))


def inference(
    spec: LineSpec,
    *,
    measure: str | Iterable[str] | None = None,
    by: str | Iterable[str] | None = None,
    floor: object = None,
    lonely_psu: str = "adjust",
    ci: str = "wald",
    level: object = 0.95,
    missing: str = "error",
    bootstrap: object = None,
    seed: object = None,
) -> Inference:
    """The options, checked.

    Raises:
        UsageError: for an unknown measure or choice, a number out of range, a poverty measure without a line.
    """
    if seed is not None and bootstrap is None:
        raise UsageError("needs_option", option="--seed", needed="--bootstrap")
    return Inference(
        chosen_measures(measure, spec),
        ((), *breakdowns(by)),
        amount(floor, "--floor"),
        choice("--lonely-psu", lonely_psu, LONELY),
        choice("--ci", ci, INTERVALS),
        between("--level", level, 0.0, 1.0),
        choice("--missing", missing, MISSING),
        0 if bootstrap is None else whole("--bootstrap", bootstrap, LEAST_REPLICATES, MOST_REPLICATES),
        DEFAULT_SEED if seed is None else whole("--seed", seed, 0, 2**63 - 1),
    )


def chosen_measures(given: str | Iterable[str] | None, spec: LineSpec) -> tuple[Measure, ...]:
    """The measures by name, each once, in the order asked for.

    Raises:
        UsageError: if one is unknown, or is about poverty and there is no line.
    """
    listed = [given] if isinstance(given, str) else list(given or ())
    asked = [part.strip() for text in listed for part in text.split(",") if part.strip()]
    if not asked:
        asked = list(WITH_LINE if spec.given else WITHOUT_LINE)
    everything = [name for name in names() if spec.given or not found(name).of_poverty]
    expanded = [name for part in asked for name in (everything if part.casefold() == ALL else [part])]
    chosen = {each.name: each for each in map(found, expanded)}
    for each in chosen.values():
        if each.of_poverty and not spec.given:
            raise UsageError("needs_line", measure=each.name)
    return tuple(chosen.values())


def found(name: str) -> Measure:
    """The measure of a name.

    Raises:
        UsageError: if there is none.
    """
    known = measure(name)
    if known is None:
        family = name.partition("_")[0].casefold()
        if family in PARAMETERS:
            raise UsageError("measure_parameter", given=name)
        raise UsageError("unknown_measure", given=name, hint=suggestion(name, [*names(), ALL]))
    return known


def breakdowns(given: str | Iterable[str] | None) -> list[tuple[str, ...]]:
    """The columns of each breakdown, each once in whatever case: a comma joins columns."""
    listed = [given] if isinstance(given, str) else list(given or ())
    found = [tuple(column.strip() for column in each.split(",") if column.strip()) for each in listed]
    first: dict[tuple[str, ...], tuple[str, ...]] = {}
    for each in filter(None, found):
        first.setdefault(tuple(dict.fromkeys(map(str.casefold, each))), each)
    return list(first.values())


def choice(option: str, given: str, known: Sequence[str]) -> str:
    """One of the choices of an option.

    Raises:
        UsageError: if it is another.
    """
    chosen = given.casefold()
    if chosen not in known:
        hint = suggestion(chosen, list(known))
        raise UsageError("unknown_choice", name=option, given=given, choices=", ".join(known), hint=hint)
    return chosen


def parsed_number(option: str, text: str) -> float:
    """The number that somebody gave for an option.

    Raises:
        UsageError: if it is none, or has a decimal comma.
    """
    try:
        return float(text)
    except ValueError:
        if text.replace(",", "", 1).isdigit():
            raise UsageError("decimal_comma", name=option, given=text, meant=text.replace(",", ".")) from None
        raise UsageError("not_a_number", name=option, given=text) from None


def between(option: str, given: object, low: float, high: float) -> float:
    """A number between two bounds, neither included.

    Raises:
        UsageError: if it is none.
    """
    text = str(given).strip()
    value = parsed_number(option, text)
    if not (math.isfinite(value) and low < value < high):
        hint = share_meant(value) if (low, high) == (0, 1) else None
        raise UsageError("not_between", name=option, given=text, low=f"{low:g}", high=f"{high:g}", hint=hint)
    return value


def whole(option: str, given: object, least: int, most: int) -> int:
    """A whole number within bounds.

    Raises:
        UsageError: if it is none.
    """
    text = str(given).strip()
    if not (text.isascii() and text.isdigit() and least <= int(text) <= most):
        raise UsageError("not_whole_between", name=option, given=text, low=str(least), high=str(most))
    return int(text)


def check_groups(columns: Sequence[str], kind: type) -> None:
    """Refuse a breakdown by a column that is named like a field of the answer.

    Raises:
        UsageError: with the column.
    """
    taken = {field.name for field in fields(kind)}
    for column in columns:
        if column.casefold() in taken:
            raise UsageError("group_named_like_field", column=column, fields=", ".join(sorted(taken)))
