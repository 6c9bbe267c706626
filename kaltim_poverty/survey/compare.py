"""What changed between two surveys, and is it real?"""

from __future__ import annotations

import math
from collections.abc import Mapping
from dataclasses import dataclass
from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.inputs.amounts import amount_pair
from kaltim_poverty.inputs.lists import pair
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.survey.breakdowns import Breakdowns, breakdown_of, common_base
from kaltim_poverty.survey.infer.inference import cleaned
from kaltim_poverty.survey.infer.student import t_quantile, two_sided
from kaltim_poverty.survey.notes import notes_of
from kaltim_poverty.survey.options import check_groups
from kaltim_poverty.survey.panel import panel_studies, panel_variances
from kaltim_poverty.survey.read import Engine, Table, find_column, open_table, sources_of
from kaltim_poverty.survey.study import Study, arguments_of, asked_for, begin, number
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Sequence

    from kaltim_poverty.records import Source

PAIRED = ("line", "published_line", "design", "line_table", "line_column")
SIGNIFICANT_BELOW = 0.05
PERIODS = ("before", "after")


@dataclass(frozen=True)
class Change:
    """One measure of one domain in two surveys.

    A change of a percent is in percentage points. `se`, the interval, `t`, `df` and `p_value` are of the
    change; `verdict` is ``significant`` at 5 percent, ``not_significant`` or ``unknown``.
    """

    groups: Mapping[str, str]
    measure: str
    unit: str
    before: float | None
    after: float | None
    change: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    t: float | None
    df: float | None
    p_value: float | None
    verdict: str


class Pair(NamedTuple):
    """Both surveys, read and asked the same."""

    tables: tuple[Table, Table]
    studies: tuple[Study, Study]


class Difference(NamedTuple):
    """A change with its variance and degrees of freedom; NaN where they do not exist."""

    before: float
    after: float
    variance: float
    freedom: float


def compare(
    before: object,
    after: object,
    *,
    panel: str | None = None,
    where: str | None = None,
    decimal: str | None = None,
    memory: str | None = None,
    temp: str | None = None,
    **options: Any,
) -> Answer[Change]:
    """What changed between two surveys. On the command line: ``kpov survey compare``.

    Args:
        before: a file, a folder, a glob, a mapping of arrays or a frame.
        after: another.
        panel: a column that links rows of both; without it the samples are independent.
        where: as of `estimate`.
        decimal: as of `estimate`.
        memory: as of `estimate`.
        temp: as of `estimate`.
        **options: as of `estimate`; ``line``, ``published_line``, ``line_table``, ``line_column`` and
            ``design`` may be a pair ``"B,A"``, one for each survey.

    Raises:
        UsageError: for options in conflict or out of range.
        InputError: if a file is missing or refused.
        NotFoundError: if no domain is in both.
    """
    both = [asked_for(own.pop("design", None), own) for own in map(dict, paired(options))]
    check_panel(panel, both)
    given = (before, after)
    engines = (
        [Engine(memory=memory, temp=temp)] * 2 if panel else [Engine(memory=memory, temp=temp) for _ in given]
    )
    tables = [
        open_table(engine, data, decimal=decimal, name=f"given_{place}")
        for engine, data, place in zip(engines, given, PERIODS, strict=True)
    ]
    for table, (_, _, asked) in zip(tables, both, strict=True):
        check_groups([find_column(table, column, "--by") for column in asked.columns], Change)
    if panel:
        studies = panel_studies(engines[0], tables, both, where, panel)
    else:
        studies = [
            begin(engine, table, *own, where)
            for engine, table, own in zip(engines, tables, both, strict=True)
        ]
    pair = Pair((tables[0], tables[1]), (studies[0], studies[1]))
    return answer(pair, where, panel)


def paired(options: Mapping[str, Any]) -> list[dict[str, Any]]:
    """The options of each survey: a pair ``B,A`` gives each its own."""
    found: list[dict[str, Any]] = [{}, {}]
    for key, value in options.items():
        parts = [value, value]
        if key in PAIRED and isinstance(value, str) and "," in value:
            parts = both_of(key, value)
        elif key in PAIRED and isinstance(value, tuple):
            parts = list(value)
        for own, part in zip(found, parts, strict=True):
            own[key] = part
    return found


def both_of(key: str, value: str) -> list[str]:
    """Both halves of ``B,A``; of amounts a comma may also be a decimal mark.

    Raises:
        UsageError: if there are not two.
    """
    option = f"--{key.replace('_', '-')}"
    return list(amount_pair(option, value) if key == "line" else pair(option, value))


def check_panel(panel: str | None, both: Sequence[Any]) -> None:
    """Refuse what a panel cannot be combined with.

    Raises:
        UsageError: with the option.
    """
    if panel is None:
        return
    for roles, _, asked in both:
        for option, there in (
            ("--replicate-weights", roles.replicate_weights),
            ("--bootstrap", asked.bootstrap),
            ("--fpc", roles.fpc),
        ):
            if there:
                raise UsageError("conflict", one="--panel", other=option)


def answer(pair: Pair, where: str | None, panel: str | None) -> Answer[Change]:
    """The changes of all breakdowns, with what must be said of both surveys."""
    asked = pair.studies[0].asked
    rows: list[Change] = []
    notes: list[Note] = []
    firsts: list[tuple[Breakdowns, Breakdowns]] = []
    bases = [common_base(study) for study in pair.studies]
    for columns in asked.breakdowns:
        done = tuple(
            breakdown_of(study, columns, base, densities=bool(panel))
            for study, base in zip(pair.studies, bases, strict=True)
        )
        firsts.append((done[0], done[1]))
        some, left_out = changes(pair, (done[0], done[1]), panel)
        rows += some
        notes += left_out
    if not rows:
        raise NotFoundError("no_common_domain", by=", ".join(asked.columns))
    return Answer(
        question="survey compare",
        arguments={
            "before": arguments_of(pair.tables[0], pair.studies[0], where),
            "after": arguments_of(pair.tables[1], pair.studies[1], where),
            "panel": panel,
        },
        rows=tuple(rows),
        notes=(*all_notes(pair, firsts), *notes, design_note(panel)),
        sources=all_sources(pair),
        names={},
        kind=Change,
    )


def all_notes(pair: Pair, done: Sequence[tuple[Breakdowns, Breakdowns]]) -> Iterator[Note]:
    """The notes of both surveys with the period that each is about; what both have to say is said once."""
    before, after = (
        list(notes_of(study, [each[place] for each in done], table))
        for place, (study, table) in enumerate(zip(pair.studies, pair.tables, strict=True))
    )
    common = [said for said in before if said in after]
    for period, notes in zip((*PERIODS, "both"), (before, after, common), strict=True):
        for said in notes:
            if period == "both" or said not in common:
                yield note(
                    "of_period",
                    period=message(f"value.period.{period}"),
                    text=message(f"note.{said.code}", **said.values),
                )


def all_sources(pair: Pair) -> tuple[Source, ...]:
    """The sources of both lines, each once."""
    found = {source.source: source for study in pair.studies for source in sources_of(study.reading.keys)}
    return tuple(found.values())


def design_note(panel: str | None) -> Note:
    """What the standard error of a change takes the samples for."""
    return note("samples_linked", column=panel) if panel else note("samples_independent")


def changes(
    pair: Pair, done: tuple[Breakdowns, Breakdowns], panel: str | None
) -> tuple[list[Change], list[Note]]:
    """The changes of the domains that both surveys have."""
    places = [{labels: place for place, labels in enumerate(each.reduced.over.labels)} for each in done]
    common = [labels for labels in done[0].reduced.over.labels if labels in places[1]]
    alone = [labels for labels in (*places[0], *places[1]) if (labels in places[0]) != (labels in places[1])]
    notes = (
        [note("domains_left_out", domains=", ".join(" ".join(labels) for labels in alone))] if alone else []
    )
    where = np.array([[place[labels] for place in places] for labels in common], dtype=np.intp).reshape(-1, 2)
    found = panel_variances(pair.studies, done, where) if panel else None
    rows = []
    for row, labels in enumerate(common):
        groups = dict(zip(done[0].reduced.over.columns, labels, strict=True))
        for k in range(len(done[0].results)):
            linked = None if found is None else (float(found[0][k][row]), float(found[1][row]))
            difference = difference_of(done, k, tuple(where[row]), linked)
            measure = done[0].results[k].measure
            rows.append(
                change_of(groups, measure.name, measure.unit, difference, pair.studies[0].asked.level)
            )
    return rows, notes


def difference_of(
    done: tuple[Breakdowns, Breakdowns], k: int, where: tuple[int, ...], linked: tuple[float, float] | None
) -> Difference:
    """Both values, and the variance of their difference.

    Independent samples: v₁ + v₂ with (v₁ + v₂)²/(v₁²/d₁ + v₂²/d₂) degrees of freedom
    (Satterthwaite 1946, https://doi.org/10.2307/3002019).
    """
    values = [float(each.results[k].value[place]) for each, place in zip(done, where, strict=True)]
    if linked is not None:
        variance = float(cleaned(np.array(linked[0]), np.array(max(values, key=abs))))
        return Difference(values[0], values[1], variance, linked[1])
    v = [float(each.results[k].se[place]) ** 2 for each, place in zip(done, where, strict=True)]
    d = [float(each.freedom[place]) for each, place in zip(done, where, strict=True)]
    if not all(map(math.isfinite, v)):
        return Difference(values[0], values[1], math.nan, math.nan)
    below = sum(one * one / freedom for one, freedom in zip(v, d, strict=True) if freedom > 0)
    freedom = (v[0] + v[1]) ** 2 / below if below > 0 else math.nan
    return Difference(values[0], values[1], v[0] + v[1], freedom)


def change_of(groups: Mapping[str, str], measure: str, unit: str, found: Difference, level: float) -> Change:
    """One row."""
    change = found.after - found.before
    se = math.sqrt(found.variance) if found.variance >= 0 else math.nan
    t = change / se if se > 0 else math.nan
    known = math.isfinite(t) and found.freedom >= 1
    p = two_sided(t, found.freedom) if known else math.nan
    width = t_quantile(0.5 + level / 2.0, found.freedom) * se if known else math.nan
    verdict = ("significant" if p < SIGNIFICANT_BELOW else "not_significant") if known else "unknown"
    return Change(
        groups=groups,
        measure=measure,
        unit=unit,
        before=number(found.before),
        after=number(found.after),
        change=number(change),
        se=number(se),
        ci_low=number(change - width),
        ci_high=number(change + width),
        t=number(t),
        df=number(found.freedom),
        p_value=number(p),
        verdict=verdict,
    )
