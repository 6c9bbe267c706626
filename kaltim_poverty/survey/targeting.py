"""Who receives a programme, and who should: incidence and errors of targeting with their standard errors."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from dataclasses import dataclass, replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.measures import incidence
from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.catalogue import measure as measure_of
from kaltim_poverty.measures.incidence import Linearized, RankedRows, benefit_below, rank_rows, total
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.measures.quantiles import kernel
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.survey.breakdowns import breakdown_of
from kaltim_poverty.survey.infer.inference import ROUNDING, ROUNDING_OF_SUMS, cleaned, t_values
from kaltim_poverty.survey.infer.rowwise import Errors, People, errors_of, people_of, replicated
from kaltim_poverty.survey.notes import UNSURE, notes_of
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.read import Engine, ExtraColumns, find_column, open_table, sources_of
from kaltim_poverty.survey.sample.blocks import summed
from kaltim_poverty.survey.study import Study, arguments_of, asked_for, begin, number, with_columns
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from kaltim_poverty.survey.breakdowns import Breakdowns
    from kaltim_poverty.survey.moments.relative import RelativeLine
    from kaltim_poverty.survey.read import Roles, Table

GROUPS = {"deciles": 10, "quintiles": 5}
SINGULAR = {"deciles": "decile", "quintiles": "quintile"}
UNITS = {"benefit_per_recipient": "idr", "targeting_ratio": "ratio", "concentration_index": "ratio"}
ALL, POOR, NOT_POOR = "all", "poor", "not_poor"
OF_ESTIMATE_ALONE = ("measure", "ci", "floor")
NOBODY_THERE = 1e-12  # of all people: a group below it is empty


@dataclass(frozen=True)
class Incidence:
    """One measure of one group of one domain; None where a number does not exist, and `note` says why.

    `group` is ``all``, ``decile_1``… (or ``quintile_1``…), ``poor``, ``not_poor``. `n` counts rows of the
    group with a weight above 0, `population` its people. `benefit_per_recipient` is per person.
    """

    groups: Mapping[str, str]
    group: str
    measure: str
    unit: str
    estimate: float | None
    se: float | None
    rse: float | None
    ci_low: float | None
    ci_high: float | None
    df: int | None
    deff: float | None
    n: int
    population: float
    note: Message | None


class Receipts(NamedTuple):
    """What the rows of one domain receive, in order of welfare.

    Attributes:
        rows: their ranks.
        received: whether each receives, 1 or 0.
        benefit: what each person of a row gets; None where amounts are not known.
        poor: whether each is poor, 1 or 0; None without a line.
        meant: for whom the programme is, 1 or 0: the eligible, else the poor; None without either.
        entering: the density of each row at an estimated line; None where the line is not estimated.
    """

    rows: RankedRows
    received: Array
    benefit: Array | None
    poor: Array | None
    meant: Array | None
    entering: Array | None


class Sums(NamedTuple):
    """People, recipients and benefits of a group."""

    people: Linearized
    recipients: Linearized
    benefit: Linearized | None


class Found(NamedTuple):
    """One measure of one group in one domain, reduced to what its error needs.

    Attributes:
        group: of the domain.
        measure: its name.
        value: NaN where it does not exist.
        totals: Σ w·influence of each own cell of the domain.
        line: the slope in the poverty line.
        spread: Σ w (u − ū)².
    """

    group: str
    measure: str
    value: float
    totals: Array
    line: float
    spread: float


def targeting(
    data: object,
    *,
    received: str | None = None,
    benefit: str | None = None,
    eligible: str | None = None,
    groups: str = "deciles",
    design: str | None = None,
    where: str | None = None,
    decimal: str | None = None,
    memory: str | None = None,
    temp: str | None = None,
    rows_of_block: int | None = None,
    **options: Any,
) -> Answer[Incidence]:
    """Who receives a programme, and who should. On the command line: ``kpov survey targeting``.

    Args:
        data: as of `estimate`.
        received: the column that says whether a row receives: 0, 1, false or true.
        benefit: the column of what a row receives, rupiah; rows above 0 receive unless *received* says so.
        eligible: a condition over the columns that stands for "poor" in both errors.
        groups: ``deciles`` or ``quintiles`` of people by welfare, of each domain its own.
        design: as of `estimate`.
        where: as of `estimate`.
        decimal: as of `estimate`.
        memory: as of `estimate` while reading; the rows themselves stay in memory besides.
        temp: as of `estimate`.
        rows_of_block: as of `estimate`.
        **options: columns, lines, ``by``, ``level``, ``lonely_psu``, ``missing``, ``bootstrap``, ``seed``, as
            of `estimate`. Without a line there are no groups of the poor.

    Raises:
        UsageError: for options that are unknown, in conflict or out of range, or if neither column is named.
        InputError: if a file is missing or anything in it cannot be right, or nobody receives.
        NotFoundError: if there are no published lines for a period.
    """
    if received is None and benefit is None:
        raise UsageError("needs_receipt")
    kind = choice("--groups", groups, tuple(GROUPS))
    refuse(options)
    data, options = with_columns(data, options)
    roles, spec, asked = asked_for(design, options)
    asked = replace(asked, measures=(known_measure("p0" if spec.given else "mean"),))
    engine = Engine(memory=memory, temp=temp)
    table = open_table(engine, data, decimal=decimal, columns=None)
    check_groups([find_column(table, column, "--by") for column in asked.columns], Incidence)
    if received is not None:
        received = find_column(table, received, "--received")
    extra = ExtraColumns(extra_numbers(roles, benefit), received, eligible)
    study = begin(engine, table, roles, spec, asked, where, rows_of_block, extra)
    rows: list[Incidence] = []
    undefined: dict[str, int] = {}
    for columns in asked.breakdowns:
        people = people_of(study.reading.sample, in_case(study, columns))
        check_somebody(people, table, benefit or received or "")
        rows += rows_of(study, people, kind, undefined)
    return Answer(
        question="survey targeting",
        arguments={
            **arguments_of(table, study, where),
            "measure": None,
            "received": received,
            "benefit": benefit,
            "eligible": eligible,
            "groups": kind,
        },
        rows=tuple(rows),
        notes=(*survey_notes(study, table), *own_notes(study, kind, rows, undefined)),
        sources=sources_of(study.reading.keys),
        names={},
        kind=Incidence,
    )


def refuse(options: Mapping[str, Any], unknown: tuple[str, ...] = OF_ESTIMATE_ALONE) -> None:
    """Refuse options that only other questions have.

    Raises:
        UsageError: with the option.
    """
    for option in unknown:
        if option in options:
            raise UsageError("unknown_argument", given=option)


def known_measure(name: str) -> Any:
    """A measure that exists."""
    return measure_of(name)


def in_case(study: Study, columns: tuple[str, ...]) -> tuple[str, ...]:
    """The columns of a breakdown as the file spells them."""
    places = {column.casefold(): column for column in study.reading.sample.cells.labels}
    return tuple(places[column.casefold()] for column in columns)


def extra_numbers(roles: Roles, benefit: str | None) -> dict[str, str]:
    """The columns of numbers that are needed: the benefit, and the members among whom it is shared."""
    if benefit is None:
        return {}
    return {"benefit": benefit, **({"members": roles.size} if roles.size else {})}


def check_somebody(people: People, table: Table, column: str) -> None:
    """Refuse a file in which nobody receives.

    Raises:
        InputError: with the column.
    """
    if not received_of(people).any():
        raise InputError("nobody_receives", file=table.shown, column=column)


def received_of(people: People) -> Array:
    """Whether each row receives."""
    if "received" in people.beside:
        return people.beside["received"]
    return (people.beside["benefit"] > 0).astype(np.float64)


def benefit_of(people: People) -> Array | None:
    """What each person of a row gets: the row's amount over its members."""
    if "benefit" not in people.beside:
        return None
    return np.asarray(people.beside["benefit"] / people.beside.get("members", 1.0))


def receipts(study: Study, people: People, domain: int, weight: Array, line: float | None = None) -> Receipts:
    """The rows of one domain under some weights, and with another line where that was estimated."""
    own = people.domain(domain)
    benefit = benefit_of(people)
    poor = people.poor(line)[own].astype(np.float64) if len(people.line) else None
    eligible = people.beside.get("eligible")
    return Receipts(
        rank_rows(people.welfare[own], weight[own]),
        received_of(people)[own],
        None if benefit is None else benefit[own],
        poor,
        poor if eligible is None else eligible[own],
        entering(study, people.welfare[own], weight[own]) if poor is not None else None,
    )


def entering(study: Study, welfare: Array, weight: Array) -> Array | None:
    """The density of each row at an estimated line; None where the line is not estimated."""
    if study.relative is None or not len(welfare):
        return None
    width = width_of(welfare, weight)
    return kernel(welfare, study.relative.line, width) if width > 0 else np.zeros_like(welfare)


def parts(found: Receipts, groups: str) -> Iterator[tuple[str, str, Linearized]]:
    """Every measure of every group, in the order of the rows."""
    everybody = Sums(
        total(found.rows, np.ones_like(found.received)),
        total(found.rows, found.received),
        None if found.benefit is None else total(found.rows, found.benefit),
    )
    yield from of_group(ALL, everybody, everybody)
    yield from of_everybody(found)
    for name, sums in quantile_groups(found, groups):
        yield from of_group(name, sums, everybody)
    if found.poor is not None:
        yield from of_group(POOR, where(found, found.poor, 1.0), everybody)
        yield from of_group(NOT_POOR, where(found, 1.0 - found.poor, -1.0), everybody)


def of_group(name: str, sums: Sums, everybody: Sums) -> Iterator[tuple[str, str, Linearized]]:
    """The measures of one group."""
    measures = incidence.group_measures(*sums, everybody.recipients, everybody.benefit)
    for measure, part in measures.items():
        yield name, measure, part


def of_everybody(found: Receipts) -> Iterator[tuple[str, str, Linearized]]:
    """The measures that only everybody has."""
    rows, received = found.rows, found.received
    if found.meant is not None:
        meant, slopes = found.meant, found.entering if found.meant is found.poor else None
        missed = part_of(rows, meant * (1.0 - received), slopes, 1.0 - received)
        yield ALL, "exclusion_error", missed.over(part_of(rows, meant, slopes, np.ones_like(meant)), 100.0)
        wrong = part_of(rows, received * (1.0 - meant), slopes, -received)
        yield ALL, "inclusion_error", wrong.over(total(rows, received), 100.0)
    benefit = received if found.benefit is None else found.benefit
    yield ALL, "targeting_ratio", incidence.targeting_ratio(rows, benefit)
    yield ALL, "concentration_index", incidence.concentration_index(rows, benefit)


def part_of(rows: RankedRows, value: Array, entering_: Array | None, moved: Array) -> Linearized:
    """Σ w·value, whose slope in an estimated line is what the rows at the line bring with them."""
    slope = 0.0 if entering_ is None else float(np.dot(rows.weight, moved * entering_))
    return total(rows, value)._replace(line=slope)


def where(found: Receipts, inside: Array, sign: float) -> Sums:
    """The sums of the rows that are *inside*; *sign* says whether a higher line lets rows in or out."""

    def of(value: Array) -> Linearized:
        return part_of(found.rows, inside * value, found.entering, sign * value)

    benefit = None if found.benefit is None else of(found.benefit)
    return Sums(of(np.ones_like(inside)), of(found.received), benefit)


def quantile_groups(found: Receipts, groups: str) -> Iterator[tuple[str, Sums]]:
    """The sums of every decile or quintile of people."""
    count = GROUPS[groups]
    values = (np.ones_like(found.received), found.received, found.benefit)
    last = [None if value is None else benefit_below(found.rows, 0.0, value) for value in values]
    for place in range(1, count + 1):
        upto = [
            None if value is None else benefit_below(found.rows, place / count, value) for value in values
        ]
        people, recipients, benefit = (
            None if high is None or low is None else high.less(low)
            for high, low in zip(upto, last, strict=True)
        )
        assert people is not None and recipients is not None  # noqa: PT018, S101 - both always have values
        yield f"{SINGULAR[groups]}_{place}", Sums(people, recipients, benefit)
        last = upto


def members(found: Receipts, group: str, groups: str) -> Array:
    """The part of each row that is in a group, from 0 to 1."""
    if group in (POOR, NOT_POOR) and found.poor is not None:
        return found.poor if group == POOR else 1.0 - found.poor
    if group == ALL:
        return np.ones_like(found.received)
    place, count = int(group.rpartition("_")[2]), GROUPS[groups]
    high, low = (incidence.fraction_below(found.rows, each / count) for each in (place, place - 1))
    return np.asarray(high - low)


def reduced(
    people: People, domain: int, found: Receipts, groups: str, relative: RelativeLine | None
) -> list[Found]:
    """Every measure of one domain as PSU totals of its influence values, with the spread of these."""
    own, over = people.domain(domain), people.over
    of_domain = over.own(domain)
    size = of_domain.stop - of_domain.start
    cell, weight = people.own[own] - of_domain.start, found.rows.weight
    of_line = None if relative is None else relative.influence(people.welfare[own])
    done = []
    for group, measure, part in parts(found, groups):
        weighted = weight * part.influence
        totals = summed(cell, weighted, size)
        influence = part.influence if of_line is None else part.influence + part.line * of_line
        spread = spread_of(found.rows, influence, part.value)
        done.append(Found(group, measure, part.value, totals, part.line, spread))
    return done


def spread_of(rows: RankedRows, influence: Array, value: float) -> float:
    """Σ w (u − ū)², 0 where that consists of rounding."""
    mean = float(np.dot(rows.weight, influence)) / rows.people if rows.people else 0.0
    spread = float(np.dot(rows.weight, (influence - mean) ** 2))
    size = float(np.dot(rows.weight, influence**2))
    least = (100.0 * ROUNDING * value) ** 2  # of a variance
    return 0.0 if spread <= ROUNDING_OF_SUMS * size or rows.people * spread <= least else spread


def rows_of(study: Study, people: People, groups: str, undefined: dict[str, int]) -> list[Incidence]:
    """The rows of one breakdown, by domain, group and measure."""
    domains = range(len(people.over))
    errors = errors_of(study, people)
    receipt = [receipts(study, people, domain, people.weight) for domain in domains]
    found = [reduced(people, domain, receipt[domain], groups, study.relative) for domain in domains]
    value = np.array([[each.value for each in own] for own in found])
    if study.replicates is None:
        variance = np.array([linearised(errors, found, place) for place in range(value.shape[1])]).T
    else:
        variance, missing = replicated(study, people, value, lambda w, z: values(study, people, groups, w, z))
        for place, each in enumerate(found[0]):
            count = int(missing[:, place].sum())
            if count:
                undefined[each.measure] = undefined.get(each.measure, 0) + count
    variance = cleaned(variance, value)
    t = t_values(study.asked.level, errors.freedom)
    return [
        row_of(
            errors, domain, receipt[domain], each, float(variance[domain, place]), float(t[domain]), groups
        )
        for domain in domains
        for place, each in enumerate(found[domain])
    ]


def linearised(errors: Errors, found: list[list[Found]], place: int) -> Array:
    """The variance of one measure in all domains."""
    own = [each[place] for each in found]
    return errors.of(
        np.concatenate([each.totals for each in own]), np.nan_to_num(np.array([each.line for each in own]))
    )


def values(study: Study, people: People, groups: str, weight: Array, line: float | None) -> Array:
    """Every measure of every domain under other weights."""
    return np.array(
        [
            [part.value for _, _, part in parts(receipts(study, people, domain, weight, line), groups)]
            for domain in range(len(people.over))
        ]
    )


def row_of(
    errors: Errors, domain: int, found: Receipts, each: Found, variance: float, t: float, groups: str
) -> Incidence:
    """One row."""
    over, freedom = errors.people.over, float(errors.freedom[domain])
    inside = members(found, each.group, groups)
    population = float(np.dot(found.rows.weight, inside))
    exists = np.isfinite(each.value)
    measured = bool(exists and not errors.few[domain] and freedom >= 1 and np.isfinite(variance))
    se = float(np.sqrt(variance)) if measured else None
    settled = measured and se == 0
    width = t * se if se is not None and not settled else np.nan
    simple = found.rows.people * each.spread / max(len(inside) - 1, 1)
    return Incidence(
        groups=dict(zip(over.columns, over.labels[domain], strict=True)),
        group=each.group,
        measure=each.measure,
        unit=unit_of(each.measure),
        estimate=number(each.value),
        se=se,
        rse=100.0 * se / abs(each.value) if se is not None and each.value else None,
        ci_low=number(each.value - width),
        ci_high=number(each.value + width),
        df=int(freedom),
        deff=variance / simple if se and simple > 0 else None,
        n=int(np.count_nonzero(inside > 0)),
        population=population,
        note=reason(errors, domain, each, population, measured=measured, settled=settled),
    )


def unit_of(measure: str) -> str:
    """The unit of a measure."""
    return UNITS.get(measure, "percent")


def reason(
    errors: Errors, domain: int, each: Found, population: float, *, measured: bool, settled: bool
) -> Message | None:
    """Why numbers of a row are missing, or None if they are all there."""
    if not np.isfinite(each.value):
        if population <= NOBODY_THERE * errors.people.weight.sum():
            return message("reason.somebody")
        meant = each.measure == "exclusion_error"
        return message("reason.nobody_meant" if meant else "reason.nobody_receives")
    if settled:
        ends = unit_of(each.measure) == "percent" and each.value in (0.0, 100.0)
        return message("reason.all_or_none" if ends else "reason.nothing_varies")
    if measured:
        return None
    if errors.few[domain]:
        return message("reason.one_psu")
    return message("reason.no_freedom" if errors.freedom[domain] < 1 else "reason.all_lonely")


def survey_notes(study: Study, table: Table) -> Iterator[Note]:
    """What must be said of the survey itself: rows, line, weights, errors."""
    done: Breakdowns = breakdown_of(study._replace(replicates=None), ())
    for each in notes_of(study, [done], table):
        if each.code not in ("rse_flags", "replicates_undefined"):
            yield each


def own_notes(
    study: Study, groups: str, rows: list[Incidence], undefined: Mapping[str, int]
) -> Iterator[Note]:
    """Who counts as a recipient, what the groups are, and for whom the programme is meant."""
    columns = study.reading.columns
    yield note("recipients_persons", column=str(columns.received or columns.extra.get("benefit")))
    if "benefit" in columns.extra:
        shared = "members" in columns.extra
        yield note(
            "benefit_shared" if shared else "benefit_whole",
            column=columns.extra["benefit"],
            size=str(columns.extra.get("members")),
        )
    yield note(f"groups_{groups}")
    if columns.eligible is not None:
        yield note("meant_eligible", condition=columns.eligible)
    for name, count in undefined.items():
        yield note("replicates_undefined", measure=name, count=number_of(count))
    if any(row.rse is not None and row.rse > 100 * UNSURE for row in rows):
        yield note("rse_flags")


def number_of(count: int) -> Any:
    """A count for a sentence."""
    from decimal import Decimal

    return Decimal(count)
