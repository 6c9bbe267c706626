"""What the people of each domain receive, by group: the statistics of ``survey targeting``."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.measures import incidence
from kaltim_poverty.measures.arrays.density import width_of
from kaltim_poverty.measures.incidence import Linearized, RankedRows, benefit_below, rank_rows, total
from kaltim_poverty.measures.linear import Array
from kaltim_poverty.survey.infer import density_of_rows, spread_of_rows
from kaltim_poverty.survey.sample import summed

if TYPE_CHECKING:
    from kaltim_poverty.survey.moments import RelativeLine
    from kaltim_poverty.survey.sample import People

GROUPS = {"deciles": 10, "quintiles": 5}
SINGULAR = {"deciles": "decile", "quintiles": "quintile"}
ALL, POOR, NOT_POOR = "all", "poor", "not_poor"
EXCLUSION, INCLUSION = "exclusion_error", "inclusion_error"


class Receipts(NamedTuple):
    """The rows of one domain in order of welfare, with whether and how much they receive.

    Attributes:
        rows: their ranks.
        received: whether each receives, 1 or 0, (rows,).
        benefit: what each person of a row gets, (rows,); None where amounts are not known.
        poor: whether each is poor, 1 or 0, (rows,); None without a line.
        meant: for whom the programme is, 1 or 0, (rows,): the eligible, else the poor; None without either.
        entering: the density of each row at an estimated line, (rows,); None where it is not estimated.
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


class GroupMeasure(NamedTuple):
    """One measure of one group of a domain, reduced to what its error needs.

    Attributes:
        group: of the domain.
        measure: its name.
        value: NaN where it does not exist.
        totals: Σ w·influence of each own cell of the domain, (cells,).
        line: the slope in the poverty line.
        spread: Σ w(u − ū)² of the influence values u.
    """

    group: str
    measure: str
    value: float
    totals: Array
    line: float
    spread: float


class Group(NamedTuple):
    """How large a group is: its people, and its rows with a weight above 0."""

    people: float
    rows: int


def is_received(people: People) -> Array:
    """Whether each row receives, 1 or 0."""
    if "received" in people.columns:
        return people.columns["received"]
    return (people.columns["benefit"] > 0).astype(np.float64)


def benefit_per_person(people: People) -> Array | None:
    """The benefit of each person of a row: its amount over its members; None without amounts."""
    if "benefit" not in people.columns:
        return None
    return np.asarray(people.columns["benefit"] / people.columns.get("members", 1.0))


def receipts(
    people: People, domain: int, weight: Array, relative: RelativeLine | None, line: float | None = None
) -> Receipts:
    """The receipts of one domain, its rows ranked by welfare.

    Args:
        people: all rows.
        domain: its number.
        weight: of all rows: their own, or those of a replicate.
        relative: the line, where it was estimated.
        line: that under the weights of a replicate.
    """
    own = people.domain(domain)
    ranked = rank_rows(people.welfare[own], weight[own])
    if relative is None or not len(people.line):
        return receipts_of(people, own, ranked, None, line)
    width = width_of(people.welfare[own], weight[own])
    return receipts_of(people, own, ranked, density_of_rows(people.welfare[own], relative.line, width), line)


def receipts_of(
    people: People, own: slice, ranked: RankedRows, entering: Array | None, line: float | None
) -> Receipts:
    """The receipts of ranked rows.

    Args:
        people: all rows.
        own: which of them.
        ranked: their ranks.
        entering: their density at an estimated line.
        line: that under the weights of a replicate.
    """
    benefit, eligible = benefit_per_person(people), people.columns.get("eligible")
    poor = people.poor(line)[own].astype(np.float64) if len(people.line) else None
    return Receipts(
        ranked,
        is_received(people)[own],
        None if benefit is None else benefit[own],
        poor,
        poor if eligible is None else eligible[own],
        None if poor is None else entering,
    )


def measures_of_groups(found: Receipts, kind: str) -> Iterator[tuple[str, str, Linearized]]:
    """Every measure of every group with its influence on rows, in the order of an answer."""
    everybody = Sums(
        total(found.rows, np.ones_like(found.received)),
        total(found.rows, found.received),
        None if found.benefit is None else total(found.rows, found.benefit),
    )
    yield from measures_of_group(ALL, everybody, everybody)
    yield from measures_of_everybody(found)
    for name, sums in sums_of_quantile_groups(found, kind):
        yield from measures_of_group(name, sums, everybody)
    if found.poor is not None:
        yield from measures_of_group(POOR, sums_inside(found, found.poor, 1.0), everybody)
        yield from measures_of_group(NOT_POOR, sums_inside(found, 1.0 - found.poor, -1.0), everybody)


def measures_of_group(name: str, sums: Sums, everybody: Sums) -> Iterator[tuple[str, str, Linearized]]:
    """The measures of one group."""
    measures = incidence.group_measures(*sums, everybody.recipients, everybody.benefit)
    for measure, value in measures.items():
        yield name, measure, value


def measures_of_everybody(found: Receipts) -> Iterator[tuple[str, str, Linearized]]:
    """The measures that only everybody has."""
    rows, received = found.rows, found.received
    if found.meant is not None:
        meant, slopes = found.meant, found.entering if found.meant is found.poor else None
        missed = total_with_line(rows, meant * (1.0 - received), slopes, 1.0 - received)
        wanted = total_with_line(rows, meant, slopes, np.ones_like(meant))
        yield ALL, EXCLUSION, 100.0 * (missed / wanted)
        wrong = total_with_line(rows, received * (1.0 - meant), slopes, -received)
        yield ALL, INCLUSION, 100.0 * (wrong / total(rows, received))
    benefit = received if found.benefit is None else found.benefit
    yield ALL, "targeting_ratio", incidence.targeting_ratio(rows, benefit)
    yield ALL, "concentration_index", incidence.concentration_index(rows, benefit)


def total_with_line(
    rows: RankedRows, value: Array, density: Array | None, entering_value: Array
) -> Linearized:
    """Σ w·value, whose slope in an estimated line is what the rows at the line bring with them."""
    slope = 0.0 if density is None else rows.sum_of(entering_value * density)
    return replace(total(rows, value), line=slope)


def sums_inside(found: Receipts, inside: Array, sign: float) -> Sums:
    """The sums of the rows that are *inside*; *sign* says whether a higher line lets rows in or out."""

    def of(value: Array) -> Linearized:
        return total_with_line(found.rows, inside * value, found.entering, sign * value)

    benefit = None if found.benefit is None else of(found.benefit)
    return Sums(of(np.ones_like(inside)), of(found.received), benefit)


def sums_of_quantile_groups(found: Receipts, kind: str) -> Iterator[tuple[str, Sums]]:
    """The sums of every decile or quintile of people."""
    count = GROUPS[kind]
    values = (np.ones_like(found.received), found.received, found.benefit)
    lower = sums_below(found.rows, 0.0, *values)
    for place in range(1, count + 1):
        upper = sums_below(found.rows, place / count, *values)
        benefit = None if upper.benefit is None or lower.benefit is None else upper.benefit - lower.benefit
        recipients = upper.recipients - lower.recipients
        yield f"{SINGULAR[kind]}_{place}", Sums(upper.people - lower.people, recipients, benefit)
        lower = upper


def sums_below(rows: RankedRows, share: float, people: Array, received: Array, benefit: Array | None) -> Sums:
    """The sums of the poorest *share* of people."""
    return Sums(
        benefit_below(rows, share, people),
        benefit_below(rows, share, received),
        None if benefit is None else benefit_below(rows, share, benefit),
    )


def group_measures(
    people: People, domain: int, found: Receipts, kind: str, relative: RelativeLine | None
) -> list[GroupMeasure]:
    """Every measure of one domain as PSU totals of its influence values, with the spread of these."""
    own, of_domain = people.domain(domain), people.over.own(domain)
    cells = of_domain.stop - of_domain.start
    cell, weight = people.own[own] - of_domain.start, found.rows.weight
    of_line = None if relative is None else relative.influence(people.welfare[own])
    done = []
    for group, measure, value in measures_of_groups(found, kind):
        totals = summed(cell, weight * value.influence, cells)
        influence = value.influence if of_line is None else value.influence + value.line * of_line
        spread = spread_of_rows(weight, influence)
        done.append(GroupMeasure(group, measure, value.value, totals, value.line, spread))
    return done


def sizes_of_groups(found: Receipts, groups: Sequence[str], kind: str) -> dict[str, Group]:
    """How large each group is."""
    sizes = {}
    for group in dict.fromkeys(groups):
        inside = fraction_inside(found, group, kind)
        sizes[group] = Group(float(np.dot(found.rows.weight, inside)), int(np.count_nonzero(inside > 0)))
    return sizes


def fraction_inside(found: Receipts, group: str, kind: str) -> Array:
    """The part of each row that is in a group, from 0 to 1."""
    if group in (POOR, NOT_POOR) and found.poor is not None:
        return found.poor if group == POOR else 1.0 - found.poor
    if group == ALL:
        return np.ones_like(found.received)
    place, count = int(group.rpartition("_")[2]), GROUPS[kind]
    high, low = (incidence.fraction_below(found.rows, each / count) for each in (place, place - 1))
    return np.asarray(high - low)
