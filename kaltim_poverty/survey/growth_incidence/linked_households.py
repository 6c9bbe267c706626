"""The households that two surveys visited both times: their welfare then, and the first design."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple

import numpy as np

from kaltim_poverty.survey.breakdowns import columns_of
from kaltim_poverty.survey.infer import Evidence, SampleDesign, subsample_of_totals
from kaltim_poverty.survey.people.in_lines import domain_of_rows, people_in_lines
from kaltim_poverty.survey.read import LINK
from kaltim_poverty.survey.sample import Breakdown, Design, People, factorize, people_of

if TYPE_CHECKING:
    from collections.abc import Sequence

    from numpy.typing import NDArray

    from kaltim_poverty.measures.linear import Array, IntArray
    from kaltim_poverty.survey.people.two_surveys import Surveys
    from kaltim_poverty.survey.study import Study


class LinkedHouseholds(NamedTuple):
    """The rows of the first survey that the second has too, by domain of the first, in order of welfare then.

    Attributes:
        people: these rows, with the weights of the first survey.
        after: their welfare in the second, (rows,).
        evidence: the design of the first survey.
        unlinked: how many rows of the first have no other.
    """

    people: People
    after: Array
    evidence: Evidence
    unlinked: int


def linked_households(surveys: Surveys, columns: Sequence[str], *, in_lines: bool) -> LinkedHouseholds:
    """The linked rows of one breakdown of the first survey.

    Args:
        surveys: linked.
        columns: of the breakdown.
        in_lines: whether welfare is over the line of each row; else it is as it is.
    """
    first, second = (
        people_of(study.reading.sample, columns_of(study.reading.sample, own))
        for study, own in zip(surveys.studies, (columns, ()), strict=True)
    )
    if in_lines:
        first, second = (people_in_lines(people) for people in (first, second))
    numbers = [people.columns[LINK].astype(np.intp) for people in (first, second)]
    place = np.full(max(int(own.max(initial=0)) for own in numbers) + 2, -1, dtype=np.intp)
    place[numbers[1]] = np.arange(len(numbers[1]))
    place[-1] = -1  # of rows that are not linked, whose number is -1
    linked = place[numbers[0]] >= 0
    design, people = design_of_first(surveys.studies[0], part_of(first, linked))
    after = second.welfare[place[numbers[0][linked]]]
    evidence = Evidence((SampleDesign(design),), (subsample_of_totals(0, people.over),))
    return LinkedHouseholds(people, after, evidence, int((~linked).sum()))


def part_of(people: People, chosen: NDArray[np.bool_]) -> People:
    """A subset of the rows, with the domains and PSUs that they have."""
    cells, own = factorize(people.own[chosen])
    domains, domain = factorize(people.over.domain[cells])
    nothing = np.empty(0, dtype=np.intp)
    starts = np.searchsorted(domain, np.arange(len(domains) + 1)).astype(np.intp)
    labels = [people.over.labels[each] for each in domains.tolist()]
    over = Breakdown(people.over.columns, labels, nothing, domain, people.over.psu[cells], starts)
    _, of_rows = factorize(domain_of_rows(people)[chosen])
    return people._replace(
        over=over,
        welfare=people.welfare[chosen],
        weight=people.weight[chosen],
        own=own,
        psu=people.psu[chosen],
        line=people.line[chosen] if len(people.line) else people.line,
        columns={name: values[chosen] for name, values in people.columns.items()},
        starts=np.searchsorted(of_rows, np.arange(len(labels) + 1)).astype(np.intp),
    )


def design_of_first(study: Study, people: People) -> tuple[Design, People]:
    """The design without the PSUs that only the second survey has, and people with its numbers."""
    design = study.reading.design
    own = np.unique(study.reading.sample.cells.psu)
    number = np.full(len(design.stratum), -1, dtype=np.intp)
    number[own] = np.arange(len(own))
    stratum: IntArray = design.stratum[own]
    psus = np.bincount(stratum, minlength=len(design.psus))
    given = people.over
    over = Breakdown(
        given.columns, given.labels, given.cell_of, given.domain, number[given.psu], given.starts
    )
    return design._replace(stratum=stratum, psus=psus), people._replace(over=over, psu=number[people.psu])
