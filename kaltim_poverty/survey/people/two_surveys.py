"""Two surveys that are asked the same: read together, with the domains that both have and what these rest on.

Independent samples keep their designs, and their variances add, with degrees of freedom after Satterthwaite.
Linked ones (``--panel``) share a design, and their PSU totals add.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import UsageError
from kaltim_poverty.survey.breakdowns import sample_design
from kaltim_poverty.survey.currency import common_currency
from kaltim_poverty.survey.engines import open_survey, survey_engine
from kaltim_poverty.survey.infer import Evidence, subsample_of_line
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.people.panel import panel_studies
from kaltim_poverty.survey.read import NO_EXTRA_COLUMNS, Engine, find_column, sources_of
from kaltim_poverty.survey.sample import SIZES, Sizes
from kaltim_poverty.survey.spark import SparkOptions
from kaltim_poverty.survey.study import begin, needed, request_of_survey, with_names_as_written

if TYPE_CHECKING:
    from kaltim_poverty.records import Source
    from kaltim_poverty.survey.infer import Subsample
    from kaltim_poverty.survey.read import ExtraColumns, Table
    from kaltim_poverty.survey.request import SurveyOptions
    from kaltim_poverty.survey.sample import Breakdown, IntArray
    from kaltim_poverty.survey.study import Request, Study

PERIODS = ("before", "after")
LINES = (2, 3)  # the numbers of the subsamples of both lines, after both surveys


class Surveys(NamedTuple):
    """Both surveys, read and asked the same.

    Attributes:
        tables: their files.
        studies: what was read of them.
        linked: whether they visited the same households, so that they share a design.
    """

    tables: tuple[Table, Table]
    studies: tuple[Study, Study]
    linked: bool = False

    @property
    def samples(self) -> tuple[int, int]:
        """The number of the sample of each."""
        return (0, 0) if self.linked else (0, 1)

    @property
    def counted(self) -> bool:
        """Whether everybody is in both files."""
        return all(study.asked.full_count for study in self.studies)

    @property
    def sources(self) -> tuple[Source, ...]:
        """The sources of both lines, each once."""
        found = {
            source.source: source for study in self.studies for source in sources_of(study.reading.lines)
        }
        return tuple(found.values())


class Matched(NamedTuple):
    """The domains of both surveys in one order: those of the first, then those that only the second has.

    Attributes:
        columns: of the breakdown.
        labels: of each domain.
        places: where each is in both surveys, -1 where it is not, two arrays (domains,).
    """

    columns: tuple[str, ...]
    labels: list[tuple[str, ...]]
    places: tuple[IntArray, IntArray]

    @property
    def common(self) -> IntArray:
        """The numbers of the domains that both have."""
        return np.flatnonzero((self.places[0] >= 0) & (self.places[1] >= 0))

    @property
    def alone(self) -> list[str]:
        """The domains that only one survey has, as they are written."""
        common = set(self.common.tolist())
        return [" ".join(labels) for row, labels in enumerate(self.labels) if row not in common]

    def rows(self, survey: int) -> IntArray:
        """For each domain of one survey, its number among the domains of either survey."""
        there = np.flatnonzero(self.places[survey] >= 0)
        return there[np.argsort(self.places[survey][there])]

    def of_common(self) -> Matched:
        """The match restricted to the domains that both surveys have."""
        rows = self.common
        labels = [self.labels[row] for row in rows.tolist()]
        return Matched(self.columns, labels, (self.places[0][rows], self.places[1][rows]))


def matched_domains(first: Breakdown, second: Breakdown) -> Matched:
    """The domains of one breakdown of both surveys."""
    labels = list(dict.fromkeys([*first.labels, *second.labels]))
    before, after = (
        np.array([place.get(each, -1) for each in labels], dtype=np.intp)
        for place in ({each: number for number, each in enumerate(own.labels)} for own in (first, second))
    )
    return Matched(first.columns, labels, (before, after))


def evidence_of_both(
    surveys: Surveys, subsamples: Sequence[Subsample], places: Sequence[IntArray]
) -> Evidence:
    """Both surveys as subsamples 0 and 1, then as 2 and 3 their lines where these were estimated.

    Args:
        surveys: both.
        subsamples: a reduction of each.
        places: the domain of each survey that each row of an answer refers to, -1 where there is none.
    """
    samples = surveys.samples
    own = [
        replace(each, sample=sample, domain=place)
        for each, sample, place in zip(subsamples, samples, places, strict=True)
    ]
    lines = [
        subsample_of_line(sample, line_by_psu(study), len(places[0]))
        for study, sample in zip(surveys.studies, samples, strict=True)
    ]
    designs = [sample_design(study) for study in surveys.studies][: max(samples) + 1]
    return Evidence(tuple(designs), (*own, *lines))


def line_by_psu(study: Study) -> np.ndarray[tuple[int], np.dtype[np.float64]]:
    """Σ w·(influence on the line) of each PSU of the design; of a line that is known 0."""
    if study.relative is None:
        return np.zeros(len(study.reading.design.stratum))
    return study.relative.psu


def both_requests(options: Sequence[SurveyOptions], panel: str | None) -> tuple[Request, Request]:
    """The checked requests of both surveys, with amounts in one currency.

    Raises:
        UsageError: for options in conflict or out of range, or two currencies.
        InputError: if a design file is refused.
    """
    before, after = map(request_of_survey, options)
    currency = common_currency(before.currency, after.currency)
    both = before.with_currency(currency), after.with_currency(currency)
    check_panel(panel, both)
    return both


def check_panel(panel: str | None, both: Sequence[Request]) -> None:
    """Refuse what a panel cannot be combined with.

    Raises:
        UsageError: with the option.
    """
    if panel is None:
        return
    for roles, _, asked, _ in both:
        for option, there in (
            ("--replicate-weights", roles.replicate_weights),
            ("--bootstrap", asked.bootstrap),
            ("--fpc", roles.fpc),
        ):
            if there:
                raise UsageError("conflict", one="--panel", other=option)


def read_both(
    given: tuple[object, object],
    both: Sequence[Request],
    *,
    panel: str | None,
    where: str | None,
    memory: str | None,
    temp: str | None,
    sizes: Sizes | None,
    kind: type,
    households: bool = False,
    extra: Callable[[Table, Request], ExtraColumns] | None = None,
    spark: SparkOptions | None = None,
) -> Surveys:
    """Both surveys, read.

    Args:
        given: a file, a folder, a glob, a mapping of arrays or a frame, the earlier first.
        both: what is asked of each.
        panel: the column that links rows; None for independent samples.
        where: the condition of a subpopulation.
        memory: a bound for reading.
        temp: the folder for what does not fit.
        sizes: how many rows are handled at a time.
        kind: the record of the answer, whose fields no column of a breakdown may be named like.
        households: whether linked rows are joined.
        extra: what a question needs of each survey besides; not of a panel.
        spark: how Spark is reached, if rows stay on a cluster; not of a panel.

    Raises:
        UsageError: for a breakdown that is named like a field.
        InputError: if a file is missing or refused.
    """
    engines = [survey_engine(spark, memory=memory, temp=temp) for _ in given[: 1 if panel else 2]]
    engines = engines * 2 if panel else engines
    tables = [
        open_survey(
            engine,
            data,
            **request.roles.reading(),
            columns=[*needed(request), *filter(None, [panel])],
            name=f"given_{place}",
        )
        for engine, data, request, place in zip(engines, given, both, PERIODS, strict=True)
    ]
    both = [with_names_as_written(request, table) for request, table in zip(both, tables, strict=True)]
    for table, request in zip(tables, both, strict=True):
        check_groups([find_column(table, column, "--by") for column in request.asked.columns], kind)
    extras = [
        NO_EXTRA_COLUMNS if extra is None else extra(table, request)
        for table, request in zip(tables, both, strict=True)
    ]
    studies = studies_of(
        engines,
        tables,
        both,
        extras,
        where=where,
        panel=panel,
        sizes=sizes or SIZES,
        households=households,
    )
    return Surveys((tables[0], tables[1]), (studies[0], studies[1]), bool(panel))


def studies_of(
    engines: Sequence[Engine],
    tables: Sequence[Table],
    both: Sequence[Request],
    extras: Sequence[ExtraColumns],
    *,
    where: str | None,
    panel: str | None,
    sizes: Sizes,
    households: bool,
) -> list[Any]:
    """Both surveys with a design each, or one over both where rows are linked."""
    if panel:
        with engines[0].unchanged_files():
            return panel_studies(engines[0], tables, both, where, panel, sizes, households=households)
    return [
        begin(engine, table, request, where, sizes, extra)
        for engine, table, request, extra in zip(engines, tables, both, extras, strict=True)
    ]
