"""What was asked: options of the command line or arguments of Python, checked."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from kaltim_poverty.errors import UsageError, suggestion
from kaltim_poverty.inputs.amounts import parse_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import joined_columns, split_list
from kaltim_poverty.inputs.numbers import between, whole_number
from kaltim_poverty.measures.catalogue import PARAMETERS, POOR_COUNT_OF_KNOWN_PEOPLE, Measure, measure, names
from kaltim_poverty.records.fields import columns as fields_of
from kaltim_poverty.survey.read import LineSpec
from kaltim_poverty.survey.sample import LONELY

ALL = "all"
WITH_LINE = ("p0", "p1", "p2", "gini")
WITHOUT_LINE = ("mean", "median", "gini")
INTERVALS = ("wald", "logit")
MISSING = ("error", "drop")
METHODS = ("bootstrap", "brr", "fay", "jackknife", "jk1", "jk2", "jkn")
LEAST_REPLICATES = 2
MOST_REPLICATES = 1_000_000
DEFAULT_SEED = 1
MOST_ROWS = 1_000_000_000


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
        population_known: whether the number of people is taken as known.
        full_count: whether everybody is in the file.
        left_out: columns of the design of a sample that a full count leaves out.
        hide_below: of domains of fewer rows no number is shown; 0: of all they are.
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
    population_known: bool = False
    full_count: bool = False
    left_out: tuple[str, ...] = ()
    hide_below: int = 0

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
    ci: str = "logit",
    level: object = 0.95,
    missing: str = "error",
    bootstrap: object = None,
    seed: object = None,
    population_known: bool = False,
    hide_below: object = None,
) -> Inference:
    """The options, checked.

    Raises:
        UsageError: for an unknown measure or choice, a number out of range, a poverty measure without a line.
    """
    if seed is not None and bootstrap is None:
        raise UsageError("needs_option", option="--seed", needed="--bootstrap")
    return Inference(
        chosen_measures(measure, spec, population_known=population_known),
        ((), *joined_columns(by)),
        None if floor is None else float(parse_amount("--floor", floor)),
        choice("--lonely-psu", lonely_psu, LONELY),
        choice("--ci", ci, INTERVALS),
        float(between("--level", level, 0, 1)),
        choice("--missing", missing, MISSING),
        0 if bootstrap is None else whole_number("--bootstrap", bootstrap, LEAST_REPLICATES, MOST_REPLICATES),
        DEFAULT_SEED if seed is None else whole_number("--seed", seed, 0, 2**63 - 1),
        bool(population_known),
        hide_below=0 if hide_below is None else whole_number("--hide-below", hide_below, 1, MOST_ROWS),
    )


def chosen_measures(
    given: str | Iterable[str] | None, spec: LineSpec, *, population_known: bool = False
) -> tuple[Measure, ...]:
    """The measures by name, each once, in the order asked for.

    Raises:
        UsageError: if one is unknown, or is about poverty and there is no line.
    """
    asked = list(filter(None, split_list(given or ())))
    if not asked:
        asked = list(WITH_LINE if spec.given else WITHOUT_LINE)
    everything = [name for name in names() if spec.given or not found(name).of_poverty]
    expanded = [name for part in asked for name in (everything if part.casefold() == ALL else [part])]
    chosen = {each.name: each for each in map(found, expanded)}
    if population_known and "poor_count" in chosen:
        chosen["poor_count"] = POOR_COUNT_OF_KNOWN_PEOPLE
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


def check_groups(columns: Sequence[str], kind: type) -> None:
    """Refuse a breakdown by a column that is named like a field of the answer.

    Raises:
        UsageError: with the column.
    """
    taken = set(fields_of(kind))
    for column in columns:
        if column.casefold() in taken:
            raise UsageError("group_named_like_field", column=column, fields=", ".join(sorted(taken)))
