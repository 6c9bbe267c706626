"""Why does it not equal what another program gives? Each choice that differs, switched alone."""

from __future__ import annotations

from dataclasses import replace
from itertools import product
from statistics import NormalDist
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import InputError, UsageError, quoted
from kaltim_poverty.inputs.choices import choice as choose
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import Number
from kaltim_poverty.inputs.numbers import number as parsed_number
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.survey.estimate import Estimate, estimate
from kaltim_poverty.survey.notes import name_of
from kaltim_poverty.survey.peers.choices import (
    CHOICES,
    PEERS,
    Switch,
    choices_of,
    concerns,
    evidence,
    required,
    switches_of,
)
from kaltim_poverty.survey.peers.values import Rows, rows_of, value_of
from kaltim_poverty.survey.read import Engine, open_table, sources_of
from kaltim_poverty.survey.request import (
    Column,
    Columns,
    Factors,
    File,
    Names,
    SurveyOptions,
    with_columns,
)
from kaltim_poverty.survey.study import Study, begin, needed, request_of
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Collection, Iterator, Mapping, Sequence
    from decimal import Decimal

ALL, LEFT = "all", "left"
MOST_FOUND = 3
SMALLEST = 1e-12  # relative: a difference below it is one of arithmetic
ENDS = ("ci_low", "ci_high")
OF_ERRORS = {"se": "survey estimate.se", "ci_low": "ci_low", "ci_high": "ci_high"}  # and their headings
OF_ESTIMATE = ("where", "memory", "temp")  # options of `estimate` that are no options of its request


@record
class Explained:
    """What one choice does to a measure: its value as kpov has it, and where the choice is made as others do.

    `choice` is `all` where all choices of a program are switched together, `left` for what then still differs
    from the value that was given. Choices about errors have a row for what they move: `p0_se`, `p0_ci_low`.
    `value_there` is empty where the other program ends with an error.
    """

    measure: str = column("code", names="measure")
    choice: str = column("code", several=True)
    here: str = column("code", several=True)
    there: str = column("code", several=True)
    value: float | None = column("share", decimals=6)
    value_there: float | None = column("share", decimals=6)
    difference: float | None = column("share", decimals=6)
    evidence: str = column("code", gives_way=1)


class Values(NamedTuple):
    """The values of measures on a file, and of the same with other choices.

    Attributes:
        rows: of the subpopulation.
        unsized: the same with the weight alone; None where there is no size.
        estimates: kpov's own, by measure.
        floor: of Watts.
        level: of intervals.
        lonely: whether there is a stratum with one PSU.
    """

    rows: Rows
    unsized: Rows | None
    estimates: Mapping[str, Estimate]
    floor: float | None
    level: float
    lonely: bool

    def of(self, name: str, switches: Collection[Switch]) -> float | None:
        """The value of a measure with choices made in another way."""
        alone = any(each.choice == "persons" for each in switches)
        rows = self.unsized if alone and self.unsized is not None else self.rows
        moving = [
            each for each in switches if each.choice != "persons" and not CHOICES[each.choice].of_errors
        ]
        if not moving and rows is self.rows:
            return self.estimates[name].estimate
        return value_of(name, rows, moving, self.floor)


def explain(
    data: object,
    measures: Names,
    *,
    like: str | None = None,
    against: Number | None = None,
    design: File | None = None,
    welfare: Column | None = None,
    weight: Column | None = None,
    size: Column | None = None,
    stratum: Columns | None = None,
    psu: Columns | None = None,
    nest: bool | None = None,
    fpc: Column | None = None,
    replicate_weights: str | None = None,
    replicate_method: str | None = None,
    fay_rho: Number | None = None,
    replicate_scale: Number | None = None,
    replicate_rscales: Factors | None = None,
    replicate_factors: bool | None = None,
    province: Column | None = None,
    urban: Column | None = None,
    currency: str | None = None,
    line: Number | None = None,
    line_column: Column | None = None,
    line_table: File | None = None,
    published_line: str | int | None = None,
    line_locality: str | None = None,
    relative_line: Number | None = None,
    relative_to: str | None = None,
    deflator: Number | None = None,
    deflator_column: Column | None = None,
    floor: Number | None = None,
    lonely_psu: str = "adjust",
    ci: str = "logit",
    level: Number = 0.95,
    missing: str = "error",
    bootstrap: int | str | None = None,
    seed: int | str | None = None,
    population_known: bool = False,
    where: str | None = None,
    missing_values: Names | None = None,
    delimiter: str | None = None,
    encoding: str | None = None,
    sheet: str | None = None,
    input_format: str | None = None,
    decimal: str | None = None,
    memory: str | None = None,
    temp: str | None = None,
) -> Answer[Explained]:
    """Why a measure does not equal what another program gives. On the command line: ``kpov explain``.

    Args:
        data: a file, several, a folder or a glob; a mapping of arrays; a pandas, polars or
            pyarrow table.
        measures: names of measures; with *against* one.
        like: ``convey``, ``survey``, ``laeken``, ``pip``, ``dasp`` or ``stata``.
        against: the value that the other program gave, as it printed it; without *like* all combinations of
            choices are tried.
        design: a file that names the columns, or ``susenas``.
        welfare: the column of welfare per person, or the values themselves, (rows,); so for all
            columns.
        weight: of households where `size` is given, else of persons.
        size: the members of a household.
        stratum: one column or several.
        psu: one column or several; without it each row is a PSU of its own.
        nest: whether codes of PSUs are repeated in other strata.
        fpc: how many PSUs each stratum has in the population.
        replicate_weights: a pattern of columns such as ``rw*``.
        replicate_method: ``bootstrap``, ``brr``, ``fay``, ``jackknife``, ``jk1``, ``jk2`` or ``jkn``.
        fay_rho: rho of ``fay``, from 0 to below 1.
        replicate_scale: the factor of the sum of squares in place of the method's.
        replicate_rscales: a factor for the square of each replicate, or one for all.
        replicate_factors: whether the columns multiply the weight instead of taking its place.
        province: codes of provinces, by which published lines are found.
        urban: 1 urban, 2 rural, by which published lines are found.
        currency: of all amounts, such as ``USD``; rupiah with the design ``susenas`` or a published line.
        line: a poverty line for all, in the unit of welfare.
        line_column: a line for each row.
        line_table: a file of lines by group.
        published_line: a period whose published lines are taken.
        line_locality: ``total`` for one published line for urban and rural areas.
        relative_line: a share of the median or mean, whose sampling error counts.
        relative_to: ``median`` (the default) or ``mean``.
        deflator: by which welfare and the lines of rows are divided, but not `line`.
        deflator_column: a deflator for each row.
        floor: what welfare at or below 0 becomes for Watts.
        lonely_psu: what a stratum with one PSU adds: ``adjust``, ``average``, ``remove``,
            ``certainty``, ``fail``.
        ci: ``logit`` for P0 and ``wald`` for others, or ``wald`` for all.
        level: of the interval, between 0 and 1.
        missing: ``error``, or ``drop`` for rows that lack something.
        bootstrap: how many replicates, in place of linearisation.
        seed: of the bootstrap.
        population_known: whether the number of people is known, so that only P0 gives `poor_count` an error.
        where: the condition of a subpopulation, over the columns; the design stays whole.
        missing_values: codes that mean missing besides the usual marks: ``99``; ``COL=99`` in one column.
        delimiter: between the cells of CSV; seen in its header if None.
        encoding: of text; as the file says, or UTF-8, if None.
        sheet: of workbooks; the first visible one with the columns that are needed if None.
        input_format: of the files, ``csv`` or ``parquet``, whatever their names; by these if None.
        decimal: the decimal mark of numbers in text and in a line table; a point, and no thousands, if None.
        memory: a bound such as ``2GB`` for reading; more blocks then.
        temp: the folder for what does not fit.

    Returns:
        a row for each choice that differs and moves the measure on this file, then for all of them together;
        with *against* also what is left, or without *like* up to three combinations that give the value.

    Raises:
        UsageError: for an unknown measure, program or choice, or options in conflict.
        InputError: if a file is missing or anything in it cannot be right.
        NotFoundError: if there are no published lines for a period.
    """
    options: dict[str, Any] = {
        "design": design,
        "welfare": welfare,
        "weight": weight,
        "size": size,
        "stratum": stratum,
        "psu": psu,
        "nest": nest,
        "fpc": fpc,
        "replicate_weights": replicate_weights,
        "replicate_method": replicate_method,
        "fay_rho": fay_rho,
        "replicate_scale": replicate_scale,
        "replicate_rscales": replicate_rscales,
        "replicate_factors": replicate_factors,
        "province": province,
        "urban": urban,
        "currency": currency,
        "line": line,
        "line_column": line_column,
        "line_table": line_table,
        "published_line": published_line,
        "line_locality": line_locality,
        "relative_line": relative_line,
        "relative_to": relative_to,
        "deflator": deflator,
        "deflator_column": deflator_column,
        "floor": floor,
        "lonely_psu": lonely_psu,
        "ci": ci,
        "level": level,
        "missing": missing,
        "bootstrap": bootstrap,
        "seed": seed,
        "population_known": population_known,
        "where": where,
        "missing_values": missing_values,
        "delimiter": delimiter,
        "encoding": encoding,
        "sheet": sheet,
        "input_format": input_format,
        "decimal": decimal,
        "memory": memory,
        "temp": temp,
    }
    peer = None if like is None else choose("--like", like, PEERS)
    names = [required(name).name for name in split_list(measures)]
    if peer is None and against is None:
        raise UsageError("needs_option", option="explain", needed=quoted(["--like", "--against"]))
    if against is not None and len(names) != 1:
        raise UsageError("against_one_measure")
    target = None if against is None else parsed_number("--against", against)
    values, study = values_of(data, names, options)
    if peer is None:
        assert target is not None  # noqa: S101 - one of them was given
        rows, notes = combinations(names[0], values, target)
    else:
        rows = [row for name in names for row in of_peer(name, peer, values, target)]
        notes = [] if rows else [note("nothing_otherwise", peer=peer)]
    arguments = {"measure": names, "like": peer, "against": None if target is None else float(target)}
    called = {row.measure: name_of_row(row.measure, names) for row in rows if row.measure not in names}
    sources = sources_of(study.reading.lines)
    return Answer("explain", arguments, tuple(rows), tuple(notes), sources, {"measure": called}, Explained)


def name_of_row(code: str, names: Sequence[str]) -> Message:
    """The displayed name of ``p0_ci_low``: the measure, and which of its numbers the choice changes."""
    name = next(each for each in names if code.startswith(f"{each}_"))
    of = code.removeprefix(f"{name}_")
    return message("value.part_of_measure", measure=name_of(name), part=message(f"field.{OF_ERRORS[of]}"))


def values_of(data: object, names: Sequence[str], options: Mapping[str, Any]) -> tuple[Values, Study]:
    """The values of measures on a file, with the rows that they rest on.

    Raises:
        UsageError: as `estimate`.
        InputError: as `estimate`.
    """
    given = {name: value for name, value in options.items() if value is not None}
    study = studied(data, names, given)
    estimates = {row.measure: row for row in estimate(data, measure=list(names), **given)}
    sized = study.roles.size is not None and study.roles.weight is not None
    values = Values(
        rows_of(study.reading.sample),
        rows_of(studied(data, names, given, sized=False).reading.sample) if sized else None,
        estimates,
        study.asked.floor,
        study.asked.level,
        bool(fails_on_lonely(data, names, given)),
    )
    return values, study


def studied(data: object, names: Sequence[str], options: Mapping[str, Any], *, sized: bool = True) -> Study:
    """The survey, read; with the weight alone unless *sized*, also where a design file names the size."""
    asked = {name: value for name, value in options.items() if name not in OF_ESTIMATE}
    columns, request_options = with_columns(data, SurveyOptions.among({**asked, "measure": list(names)}))
    request = request_of(request_options)
    if not sized:
        request = request._replace(roles=replace(request.roles, size=None))
    engine = Engine(memory=options.get("memory"), temp=options.get("temp"))
    table = open_table(engine, columns, **request.roles.reading(), columns=needed(request))
    return begin(engine, table, request, options.get("where"))


def fails_on_lonely(data: object, names: Sequence[str], options: Mapping[str, Any]) -> bool:
    """Whether a stratum with one PSU ends an estimate that does not allow for it."""
    try:
        estimate(data, measure=list(names), **{**options, "lonely_psu": "fail"})
    except InputError:
        return True
    return False


def of_peer(name: str, peer: str, values: Values, target: Decimal | None) -> Iterator[Explained]:
    """The rows of one measure and one program."""
    switches = [each for each in switches_of(peer, name) if each.choice != "persons"]
    here = values.of(name, ())
    moving = [each for each in switches if not CHOICES[each.choice].of_errors]
    moved = [each for each in moving if differs(here, values.of(name, [each]))]
    for switch in moved:
        yield row_of(name, [switch], here, values.of(name, [switch]), evidence(peer))
    for switch in switches:
        if CHOICES[switch.choice].of_errors:
            yield from error_rows(name, switch, values, evidence(peer))
    together = values.of(name, moving)
    if moved:
        switched = [each for each in moving if each in moved or matters(name, each, moving, values)]
        row = row_of(name, switched, here, together, evidence(peer))
        yield Explained(name, ALL, row.here, row.there, here, together, row.difference, evidence(peer))
    if target is not None:
        still = None if together is None else float(target) - together
        yield Explained(name, LEFT, "", "", together, float(target), still, "")


def matters(name: str, switch: Switch, switches: Sequence[Switch], values: Values) -> bool:
    """Whether a choice moves a measure beside others, as rows below 0 do in Watts once zeros add nothing."""
    others = [each for each in switches if each != switch]
    return differs(values.of(name, switches), values.of(name, others))


def error_rows(name: str, switch: Switch, values: Values, known: str) -> Iterator[Explained]:
    """The effect of a choice on the standard error or the interval of a measure."""
    row = values.estimates[name]
    here = CHOICES[switch.choice].here
    if row.se is None or row.estimate is None:
        return
    if switch.choice == "lonely_psu":
        if values.lonely:
            yield Explained(f"{name}_se", switch.choice, here, switch.there, row.se, None, None, known)
        return
    reach = NormalDist().inv_cdf((1 + values.level) / 2) * row.se
    for end, there in zip(ENDS, (row.estimate - reach, row.estimate + reach), strict=True):
        value = getattr(row, end)
        if differs(value, there):
            moved = None if value is None else there - value
            yield Explained(f"{name}_{end}", switch.choice, here, switch.there, value, there, moved, known)


def combinations(name: str, values: Values, target: Decimal) -> tuple[list[Explained], list[Note]]:
    """Up to three combinations of choices that give a value to its printed digits, fewest switches first."""
    here = values.of(name, ())
    step = (
        float(10 ** int(target.as_tuple().exponent)) if isinstance(target.as_tuple().exponent, int) else 0.0
    )
    found: list[tuple[tuple[Switch, ...], float]] = []
    for switches in sorted(all_switches(name, values), key=len):
        value = values.of(name, switches)
        if value is not None and abs(value - float(target)) <= step / 2 * (1 + 1e-9):
            smaller = any(set(each) <= set(switches) for each, _ in found)
            found += [] if smaller else [(switches, value)]
        if len(found) == MOST_FOUND:
            break
    rows = [row_of(name, switches, here, value, "") for switches, value in found]
    if any(not switches for switches, _ in found):
        return rows, [note("already_equal", measure=name)]
    return rows, [] if rows else [note("no_combination", measure=name)]


def all_switches(name: str, values: Values) -> list[tuple[Switch, ...]]:
    """All combinations of the choices that can move a measure, each in one way."""
    ways: list[list[Switch | None]] = [
        [None, *(Switch(choice.name, there) for there in choice.alternatives)]
        for choice in choices_of(name)
        if not choice.of_errors and (choice.name != "persons" or values.unsized is not None)
    ]
    return [tuple(each for each in ways_chosen if each is not None) for ways_chosen in product(*ways)]


def row_of(
    name: str, switches: Sequence[Switch], here: float | None, there: float | None, known: str
) -> Explained:
    """The row of choices that are switched together."""
    difference = None if here is None or there is None else there - here
    return Explained(
        name,
        ";".join(each.choice for each in switches),
        ";".join(CHOICES[each.choice].here for each in switches),
        ";".join(each.there for each in switches),
        here,
        there,
        difference,
        known,
    )


def differs(one: float | None, other: float | None) -> bool:
    """Whether two values differ by more than arithmetic does."""
    if one is None or other is None:
        return one is not other
    return abs(one - other) > SMALLEST * max(abs(one), abs(other))


__all__ = ["Explained", "concerns", "explain"]
