"""The one path from statistics to results, against influence values and replicates computed by hand."""

from __future__ import annotations

import math
from dataclasses import replace

import numpy as np
import pytest

from kaltim_poverty.measures.catalogue import measure
from kaltim_poverty.measures.feature import LINE, ONE, POOR
from kaltim_poverty.survey.infer.degrees import satterthwaite
from kaltim_poverty.survey.infer.design_effect import design_effect
from kaltim_poverty.survey.infer.evidence import (
    Evidence,
    SampleDesign,
    subsample_of_line,
    subsample_of_totals,
)
from kaltim_poverty.survey.infer.inference import infer
from kaltim_poverty.survey.infer.influence import batches, influence_in, psu_union
from kaltim_poverty.survey.infer.interval import logit
from kaltim_poverty.survey.infer.linearisation import variances_of_rows
from kaltim_poverty.survey.infer.measured import by_influence, measured, multiplied, subsample_of
from kaltim_poverty.survey.infer.replicates import Replicates, summary_of_replicates
from kaltim_poverty.survey.infer.result import Result
from kaltim_poverty.survey.infer.significance import significance
from kaltim_poverty.survey.infer.statistic import Quantile, Statistic, difference
from kaltim_poverty.survey.infer.variance import Variance
from kaltim_poverty.survey.moments import reduce
from kaltim_poverty.survey.sample import Block, Breakdown, Cells, Design, Sample, breakdown, chunks
from kaltim_poverty.words import message

LINE_OF_ALL = 100.0
GROUPS = ("a", "b", "c")


class Survey:
    """A made-up survey of two strata, the PSUs of which hold rows of three groups."""

    def __init__(self, seed, psus=(5, 7), rows=240, group_of=None):
        random = np.random.default_rng(seed)
        self.y = np.sort(random.lognormal(4.7, 0.5, rows))
        self.w = random.uniform(0.5, 3.0, rows)
        self.psu = np.concatenate([np.arange(sum(psus)), random.integers(0, sum(psus), rows - sum(psus))])
        random.shuffle(self.psu)
        self.group = random.integers(0, len(GROUPS), rows) if group_of is None else group_of[self.psu]
        self.stratum = np.repeat([0, 1], psus)
        self.design = Design(self.stratum, np.array(psus), np.ones(2), ["1", "2"], "adjust")
        self.poor = (self.y < LINE_OF_ALL).astype(float)
        cells = Cells(  # one a PSU and group
            np.repeat(np.arange(sum(psus)), len(GROUPS)),
            np.bincount(self.psu * len(GROUPS) + self.group, minlength=sum(psus) * len(GROUPS)),
            np.ones(sum(psus) * len(GROUPS), dtype=bool),
            {"group": np.tile(np.arange(len(GROUPS)), sum(psus))},
            {"group": GROUPS},
            LINE_OF_ALL,
        )
        block = Block(self.y, self.w, self.psu * len(GROUPS) + self.group, None, np.empty((0, 0)), 0)
        self.sample = Sample(lambda: iter([block]), False, cells, sum(psus))

    def reduced(self, columns, names, *, densities=False):
        return reduce(self.sample, columns, [measure(name) for name in names], densities=densities)

    def variance(self, influence):
        """Σ_h n_h/(n_h − 1) Σ_i (t_hi − t̄_h)² of influence values (rows,)."""
        totals = np.bincount(self.psu, self.w * influence, len(self.stratum))
        return sum(
            len(own) / (len(own) - 1) * ((own - own.mean()) ** 2).sum()
            for own in (totals[self.stratum == stratum] for stratum in (0, 1))
        )

    def rate(self, inside):
        """P0 of some rows in percent, and its influence on every row."""
        people = (self.w * inside).sum()
        value = (self.w * inside * self.poor).sum() / people
        return 100 * value, 100 * inside * (self.poor - value) / people


def statistics(reduced, names, **where):
    return list(measured(reduced, [measure(name) for name in names], **where))


def test_a_difference_of_two_groups_of_one_survey_has_their_covariance():
    """Both are ratios over the same PSUs: the influence of the difference is that of one less the other."""
    survey = Survey(1)
    reduced = survey.reduced(("group",), ["p0"])
    (own,) = statistics(reduced, ["p0"])
    first, second = np.array([0, 0, 1]), np.array([1, 2, 2])
    both = [
        replace(own.at(first), subsamples=(0,)),
        replace(
            own.at(second),
            subsamples=(1,),
            slopes={(1, feature): slope for (_, feature), slope in own.at(second).slopes.items()},
        ),
    ]
    subsample = subsample_of(reduced)
    subsamples = (replace(subsample, domain=first), replace(subsample, domain=second))
    (result,) = infer([difference(*both)], Evidence((SampleDesign(survey.design),), subsamples))
    for row, (one, two) in enumerate(zip(first, second, strict=True)):
        (rate_1, u_1), (rate_2, u_2) = (survey.rate((survey.group == each) * 1.0) for each in (one, two))
        assert result.value[row] == pytest.approx(rate_2 - rate_1, rel=1e-12)
        assert result.se[row] == pytest.approx(np.sqrt(survey.variance(u_2 - u_1)), rel=1e-9)
        assert result.df[row] == 10  # 12 PSUs in 2 strata
        apart = survey.variance(u_1) + survey.variance(u_2)
        assert abs(result.se[row] ** 2 / apart - 1) > 0.01  # the covariance is not nothing


def test_the_strata_of_either_group_count_for_the_difference():
    """A group that has rows in one stratum alone brings the degrees of freedom of that one."""
    survey = Survey(2, group_of=np.repeat([0, 1], [5, 7]))
    over = breakdown(survey.sample, ("group",))
    subsample = subsample_of_totals(0, over)
    subsamples = (replace(subsample, domain=np.array([0])), replace(subsample, domain=np.array([1])))
    evidence = Evidence((SampleDesign(survey.design),), subsamples)
    alone = Statistic(name="x", unit="", value=np.ones(1), exists=np.ones(1, dtype=bool), subsamples=(0,))
    both = replace(alone, subsamples=(0, 1))
    assert [result.df.tolist() for result in infer([alone, both], evidence)] == [[4.0], [10.0]]


def test_two_independent_surveys_add_their_variances_with_degrees_after_satterthwaite():
    surveys = Survey(3, psus=(4, 3)), Survey(4, psus=(9, 8))
    reductions = [each.reduced((), ["p0"]) for each in surveys]
    (first,), (second,) = (
        statistics(reduced, ["p0"], subsample=side, sample=side) for side, reduced in enumerate(reductions)
    )
    evidence = Evidence(
        tuple(SampleDesign(each.design) for each in surveys),
        tuple(subsample_of(reduced, side) for side, reduced in enumerate(reductions)),
    )
    before, after, change = infer([first, second, difference(first, second)], evidence)
    everybody = [np.ones_like(each.y) for each in surveys]
    v = [each.variance(each.rate(inside)[1]) for each, inside in zip(surveys, everybody, strict=True)]
    assert (before.se[0] ** 2, after.se[0] ** 2) == pytest.approx(v, rel=1e-9)
    assert change.se[0] == pytest.approx(np.sqrt(sum(v)), rel=1e-9)
    assert change.df[0] == pytest.approx(sum(v) ** 2 / (v[0] ** 2 / 5 + v[1] ** 2 / 15), rel=1e-9)
    assert (before.df[0], after.df[0]) == (5, 15)


def test_a_statistic_may_rest_on_two_surveys_by_other_slopes_than_a_difference():
    """A ratio of two rates, P0 of one over P0 of the other: the slopes are 1/b and −a/b²."""
    surveys = Survey(5), Survey(6)
    reductions = [each.reduced((), ["p0"]) for each in surveys]
    a, b = (
        statistics(reduced, ["p0"], subsample=side, sample=side)[0] for side, reduced in enumerate(reductions)
    )
    ratio = replace(
        a,
        value=a.value / b.value,
        subsamples=(0, 1),
        slopes={
            **{key: slope / b.value for key, slope in a.slopes.items()},
            **{key: -slope * a.value / b.value**2 for key, slope in b.slopes.items()},
        },
    )
    evidence = Evidence(
        tuple(SampleDesign(each.design) for each in surveys),
        tuple(subsample_of(reduced, side) for side, reduced in enumerate(reductions)),
    )
    (result,) = infer([ratio], evidence)
    (rate_1, u_1), (rate_2, u_2) = (each.rate(np.ones_like(each.y)) for each in surveys)
    expected = surveys[0].variance(u_1 / rate_2) + surveys[1].variance(u_2 * rate_1 / rate_2**2)
    assert result.se[0] == pytest.approx(np.sqrt(expected), rel=1e-9)


def share_of_all_poor(survey):
    """The share of all poor people that each group has, in percent: a group against everybody."""
    groups, everybody = survey.reduced(("group",), ["p0"]), survey.reduced((), ["p0"])
    own, poor = groups.moments.totals[POOR], everybody.moments.totals[POOR][0]
    rows = len(own)
    statistic = Statistic(
        name="poor_share",
        unit="percent",
        value=100 * own / poor,
        exists=np.ones(rows, dtype=bool),
        subsamples=(0, 1),
        slopes={(0, POOR): np.full(rows, 100 / poor), (1, POOR): -100 * own / poor**2},
    )
    subsamples = (
        subsample_of(groups),
        replace(subsample_of(everybody), domain=np.zeros(rows, dtype=np.intp)),
    )
    return statistic, Evidence((SampleDesign(survey.design),), subsamples)


def test_a_share_of_all_poor_rests_on_its_group_and_on_everybody():
    survey = Survey(7)
    statistic, evidence = share_of_all_poor(survey)
    (result,) = infer([statistic], evidence)
    for group in range(len(GROUPS)):
        inside = (survey.group == group) * 1.0
        poor = (survey.w * survey.poor).sum()
        value = (survey.w * inside * survey.poor).sum() / poor
        influence = 100 * survey.poor * (inside - value) / poor
        assert result.value[group] == pytest.approx(100 * value, rel=1e-12)
        assert result.se[group] == pytest.approx(np.sqrt(survey.variance(influence)), rel=1e-9)


def test_the_jackknife_of_a_share_of_all_poor_is_close_to_its_linearisation():
    """Leave one PSU out, the others of its stratum weighed up: (n_h − 1)/n_h Σ (θ_k − θ)² over strata."""
    survey = Survey(8, psus=(30, 40), rows=3_000)
    statistic, evidence = share_of_all_poor(survey)
    (linearised,) = infer([statistic], evidence)
    psus = len(survey.stratum)
    values, weighed = np.empty((psus, len(GROUPS))), np.empty(psus)
    for left_out, stratum in enumerate(survey.stratum):
        n = int((survey.stratum == stratum).sum())
        factor = np.where(survey.stratum == stratum, n / (n - 1), 1.0)
        factor[left_out] = 0.0
        poor = survey.w * factor[survey.psu] * survey.poor
        values[left_out] = 100 * np.bincount(survey.group, poor) / poor.sum()
        weighed[left_out] = (n - 1) / n
    replicates = Replicates(psus, 1.0, weighed, 68.0, None)
    by_jackknife = replace(evidence, designs=(SampleDesign(survey.design, replicates),))
    (result,) = infer([replace(statistic, replicates={0: values})], by_jackknife)
    expected = (weighed[:, None] * (values - statistic.value) ** 2).sum(axis=0)
    assert result.se == pytest.approx(np.sqrt(expected), rel=1e-12)
    assert result.se == pytest.approx(linearised.se, rel=0.02)
    assert result.df.tolist() == [68.0] * len(GROUPS)


def test_the_difference_of_groups_under_replicates_moves_both_at_once():
    """Σ r(Δ_k − Δ)², not the sum of both spreads."""
    values = np.array([[10.0, 14.0], [12.0, 15.0], [11.0, 16.0]])
    full = np.array([11.0, 15.0])
    replicates = Replicates(3, 0.5, np.array([1.0, 2.0, 3.0]), 2.0, None)
    survey = Survey(9)
    subsample = subsample_of(survey.reduced((), ["mean"]))
    evidence = Evidence((SampleDesign(survey.design, replicates),), (subsample, subsample))
    first, second = (
        Statistic(
            name="x",
            unit="",
            value=full[[side]],
            exists=np.ones(1, dtype=bool),
            subsamples=(side,),
            replicates={0: values[:, [side]]},
        )
        for side in (0, 1)
    )
    (result,) = infer([difference(first, second)], evidence)
    moved = values[:, 1] - values[:, 0] - 4.0
    assert result.se[0] == pytest.approx(np.sqrt(0.5 * (replicates.each * moved**2).sum()), rel=1e-12)


def test_an_estimated_line_is_one_more_source():
    """Every PSU moves the line, also those without a row of the domain."""
    survey = Survey(10, group_of=np.repeat([0, 1], [3, 9]))
    reduced = survey.reduced(("group",), ["p0"])
    (own,) = statistics(reduced, ["p0"])
    influence_on_line = 0.6 * (survey.y - np.dot(survey.w, survey.y) / survey.w.sum()) / survey.w.sum()
    by_psu = np.bincount(survey.psu, survey.w * influence_on_line, len(survey.stratum))
    slope = np.array([0.3, 0.7])
    moved = replace(own, slopes={**own.slopes, (1, LINE): slope})
    evidence = Evidence(
        (SampleDesign(survey.design),), (subsample_of(reduced), subsample_of_line(0, by_psu, 2))
    )
    fixed, result = infer([own, moved], evidence)
    for group in (0, 1):
        influence = survey.rate((survey.group == group) * 1.0)[1] + slope[group] * influence_on_line
        assert result.se[group] == pytest.approx(np.sqrt(survey.variance(influence)), rel=1e-9)
    assert (fixed.df == result.df).all()  # a line is no domain
    assert fixed.df[0] == 4


def test_totals_of_psus_are_as_good_as_slopes():
    survey = Survey(11)
    reduced = survey.reduced(("group",), ["p0"])
    (own,) = statistics(reduced, ["p0"])
    over = reduced.over
    totals = np.concatenate(
        [
            np.bincount(survey.psu, survey.w * survey.rate((survey.group == group) * 1.0)[1])[
                over.psu[over.own(group)]
            ]
            for group in range(len(GROUPS))
        ]
    )
    given = replace(own, slopes={}, totals={0: totals})
    one, other = infer([own, given], Evidence((SampleDesign(survey.design),), (subsample_of(reduced),)))
    assert other.se == pytest.approx(one.se, rel=1e-9)
    assert other.deff == pytest.approx(one.deff, rel=1e-9)


def test_totals_of_psus_are_added_to_slopes_in_another_subsample():
    """A group by totals of PSUs against everybody by slopes is as both by slopes."""
    survey = Survey(7)
    statistic, evidence = share_of_all_poor(survey)
    poor = survey.reduced(("group",), ["p0"]).moments.cell_sums[POOR]
    slopes = {(1, POOR): statistic.slopes[1, POOR]}
    mixed = replace(statistic, slopes=slopes, totals={0: statistic.slopes[0, POOR][0] * poor})
    one, other = infer([statistic, mixed], evidence)
    assert other.se == pytest.approx(one.se, rel=1e-9)


def test_a_quantile_with_more_of_its_sample_is_refused():
    """Inversion knows no covariance, so that a difference of medians of one survey needs their influence."""
    survey = Survey(12)
    reduced = survey.reduced(("group",), ["median"], densities=True)
    (own,) = statistics(reduced, ["median"])
    subsample = subsample_of(reduced)
    first, second = (
        replace(own.at(np.array([place])), subsamples=(place,), quantiles=(Quantile(place, np.array([0.5])),))
        for place in (0, 1)
    )
    subsamples = tuple(replace(subsample, domain=np.array([place])) for place in (0, 1))
    evidence = Evidence((SampleDesign(survey.design),), subsamples)
    with pytest.raises(ValueError, match="covariance"):
        infer([difference(first, second)], evidence)
    assert not by_influence(own, reduced, measure("median")).quantiles


def test_the_influence_of_a_quantile_is_that_of_people_below_over_the_density():
    survey = Survey(13)
    reduced = survey.reduced((), ["median"], densities=True)
    (own,) = statistics(reduced, ["median"])
    (result,) = infer(
        [by_influence(own, reduced, measure("median"))],
        Evidence((SampleDesign(survey.design),), (subsample_of(reduced),)),
    )
    density = reduced.constants.densities[50.0][0]
    influence = -((survey.y <= own.value[0]) - 0.5) / (survey.w.sum() * density)
    assert result.se[0] == pytest.approx(np.sqrt(survey.variance(influence)), rel=1e-9)


def test_rows_without_a_domain_stay_empty_and_silent():
    """A domain that only the other survey has."""
    survey = Survey(14)
    reduced = survey.reduced(("group",), ["p0"])
    (own,) = statistics(reduced, ["p0"])
    places = np.array([2, -1, 0])
    evidence = Evidence((SampleDesign(survey.design),), (replace(subsample_of(reduced), domain=places),))
    (whole,) = infer([own], Evidence((SampleDesign(survey.design),), (subsample_of(reduced),)))
    (result,) = infer([own.at(places)], evidence)
    assert result.se[[0, 2]] == pytest.approx(whole.se[[2, 0]], rel=1e-12)
    assert np.isnan([result.value[1], result.se[1], result.low[1], result.deff[1]]).all()


def test_equal_slopes_but_for_their_sign_share_a_variance():
    """The same number, not one that differs in its last digit; other slopes do not."""
    survey = Survey(15)
    reduced = survey.reduced(("group",), ["p0"])
    (own,) = statistics(reduced, ["p0"])
    turned = replace(own, slopes={key: -slope for key, slope in own.slopes.items()})
    mixed = replace(own, slopes={**own.slopes, (0, ONE): -own.slopes[0, ONE]})
    evidence = Evidence((SampleDesign(survey.design),), (subsample_of(reduced),))
    one, two, three = infer([own, turned, mixed], evidence)
    assert (one.se == two.se).all()
    assert (one.se != three.se).all()


def test_verdicts_of_a_difference():
    """t = 2 with 60 degrees of freedom is significant at 5 percent, with 10 it is not."""
    assert significance(2.1, 1.0, 60.0).verdict == "significant"
    assert significance(2.1, 1.0, 10.0).verdict == "not_significant"
    assert significance(2.1, 0.0, 60.0).verdict == "unknown"
    assert significance(2.1, float("nan"), 60.0).verdict == "unknown"
    assert significance(2.1, 1.0, 0.5).verdict == "unknown"


def medians(surveys):
    """The medians of independent surveys and the difference of them, with their evidence."""
    reductions = [each.reduced((), ["median"]) for each in surveys]
    first, second = (
        statistics(reduced, ["median"], subsample=side, sample=side)[0]
        for side, reduced in enumerate(reductions)
    )
    evidence = Evidence(
        tuple(SampleDesign(each.design) for each in surveys),
        tuple(subsample_of(reduced, side) for side, reduced in enumerate(reductions)),
    )
    return [first, second, difference(first, second)], evidence


def test_a_difference_of_independent_medians_adds_the_variances_of_woodruff():
    """Of each the width of its 95 % interval over 2t, whatever level is asked for."""
    known, evidence = medians((Survey(16), Survey(17)))
    wide = infer(known, evidence, level=0.95)
    before, after, change = infer(known, evidence, level=0.5)
    for one, other in zip(wide[:2], (before, after), strict=True):
        assert other.se[0] == one.se[0]
        assert other.high[0] - other.low[0] < one.high[0] - one.low[0]
    assert change.se[0] == pytest.approx(np.hypot(before.se[0], after.se[0]), rel=1e-12)
    assert change.value[0] == after.value[0] - before.value[0]


def test_too_little_in_one_survey_leaves_the_difference_without_error():
    """Rows in a single PSU: no standard error, and no degrees of freedom of the difference either."""
    alone = Survey(18, psus=(4, 4), group_of=np.repeat([0, 1], [1, 7]))
    surveys = (alone, Survey(19))
    reductions = [each.reduced(("group",), ["p0"]) for each in surveys]
    first, second = (
        statistics(reduced, ["p0"], subsample=side, sample=side)[0].at(np.array([0]))
        for side, reduced in enumerate(reductions)
    )
    evidence = Evidence(
        tuple(SampleDesign(each.design) for each in surveys),
        tuple(
            replace(subsample_of(reduced, side), domain=np.array([0]))
            for side, reduced in enumerate(reductions)
        ),
    )
    before, after, change = infer([first, second, difference(first, second)], evidence)
    assert np.isnan(before.se[0])
    assert before.reasons[0].key == "reason.one_psu"
    assert np.isfinite(after.se[0])
    assert np.isfinite(change.value[0])
    assert np.isnan([change.se[0], change.df[0], change.low[0]]).all()


def test_a_difference_exists_where_both_do():
    survey = Survey(20)
    (own,) = statistics(survey.reduced(("group",), ["p0"]), ["p0"])
    missing = replace(own, exists=np.array([True, False, True]))
    assert difference(missing, own).exists.tolist() == [True, False, True]
    assert difference(own, missing).exists.tolist() == [True, False, True]


def test_rows_may_be_joined_a_few_at_a_time():
    """The bound on memory changes no digit."""
    statistic, evidence = share_of_all_poor(Survey(21))
    influence = influence_in(statistic, evidence, 0)
    (whole,) = variances_of_rows(influence.subsamples, [influence], evidence, 0)
    (pieces,) = variances_of_rows(influence.subsamples, [influence], evidence, 0, cells_of_batch=5)
    assert len(list(batches(evidence, influence.subsamples, 5))) > 1
    assert (pieces == whole).all()
    assert np.sqrt(whole) == pytest.approx(infer([statistic], evidence)[0].se)


def test_an_interval_is_left_out_where_a_constant_has_no_error():
    """Where nothing varies and that has a reason; else the interval is the value."""
    survey = Survey(22)
    subsample = subsample_of(survey.reduced((), ["p0"]))
    known = Statistic(name="x", unit="", value=np.array([7.0]), exists=np.ones(1, dtype=bool))
    said = replace(known, constant={0: message("reason.nothing_varies")})
    plain, left_out = infer([known, said], Evidence((SampleDesign(survey.design),), (subsample,)))
    assert (plain.se[0], plain.low[0], plain.high[0]) == (0.0, 7.0, 7.0)
    assert (left_out.se[0], left_out.reasons[0].key) == (0.0, "reason.nothing_varies")
    assert np.isnan([left_out.low[0], left_out.high[0]]).all()


def test_a_batch_begins_with_the_row_that_no_longer_fits():
    """Rows of two cells each, five cells at a time: the third begins with the fourth of these five."""
    rows, psus = 5, 2
    domain, psu = np.repeat(np.arange(rows), psus), np.tile(np.arange(psus), rows)
    starts = np.arange(0, rows * psus + 1, psus)
    over = Breakdown((), [()] * rows, np.empty(0, dtype=np.intp), domain, psu, starts)
    evidence = Evidence((), (subsample_of_totals(0, over),))
    assert [batch.tolist() for batch in batches(evidence, [0], 5)] == [[0, 1, 2], [3, 4]]


@pytest.mark.parametrize("values", [(-9.0, 2.0), (2.0, -9.0)])
def test_the_size_of_a_difference_is_that_of_the_larger_value(values):
    """Against which a standard error may consist of rounding."""
    first, second = (
        Statistic(name="x", unit="", value=np.array([value]), exists=np.ones(1, dtype=bool))
        for value in values
    )
    assert difference(first, second).size.tolist() == [9.0]


@pytest.mark.parametrize("unit", [1e-8, 1.0, 1e8])
def test_degrees_of_freedom_of_replicates_do_not_depend_on_the_unit_of_weights(unit):
    """The rank of four columns of which two follow from the others, up to rounding."""
    random = np.random.default_rng(3)
    one, other = random.uniform(1, 2, (2, 50))
    columns = unit * np.stack([one, other, one / 3 + other, 0.7 * one])
    rows = np.arange(50)
    block = Block(np.ones(50), np.full(50, unit), rows, None, columns, 0)
    summary = summary_of_replicates(Sample(lambda: iter([block]), True, None, 50))
    assert summary.rank == 2
    assert summary.sums == pytest.approx(columns.sum(axis=1))
    assert summary.largest == pytest.approx(columns.max(axis=1) / unit)


def test_rows_that_share_a_domain_have_slopes_of_their_own():
    """Everybody twice, the second time threefold."""
    survey = Survey(23)
    reduced = survey.reduced((), ["mean"])
    (own,) = statistics(reduced, ["mean"])
    (alone,) = infer([own], Evidence((SampleDesign(survey.design),), (subsample_of(reduced),)))
    both = own.at(np.array([0, 0]))
    both = replace(both, slopes={key: slope * np.array([1.0, 3.0]) for key, slope in both.slopes.items()})
    everybody = replace(subsample_of(reduced), domain=np.array([0, 0]))
    (result,) = infer([both], Evidence((SampleDesign(survey.design),), (everybody,)))
    assert result.se == pytest.approx([alone.se[0], 3.0 * alone.se[0]], rel=1e-12)


def test_a_logit_interval_lies_inside_and_there_is_none_at_the_ends():
    """Both ends have the odds e^±1 at p = ½ and t·se/(p(1 − p)) = 1; at 0 and 100 not one end exists."""
    found = logit(np.array([0.0, 50.0, 100.0]), np.array([1.0, 12.5, 1.0]), np.full(3, 2.0))
    assert np.isnan([found.low[[0, 2]], found.high[[0, 2]]]).all()
    odds = math.e / (1.0 + math.e)
    assert (found.low[1], found.high[1]) == pytest.approx((100.0 * (1.0 - odds), 100.0 * odds))


def test_the_relative_error_is_in_percent_of_the_size_and_of_nothing_there_is_none():
    ends = np.full(4, np.nan)
    values, errors = np.array([80.0, -80.0, 0.0, np.nan]), np.array([2.0, 2.0, 0.0, np.nan])
    result = Result("x", "idr", values, errors, ends, ends, ends, ends, {}, 0)
    np.testing.assert_array_equal(result.rse, [2.5, 2.5, np.nan, np.nan])


def test_a_statistic_times_a_constant_has_all_its_errors_times_it():
    """As the poor of a known number of people: slopes and replicates too, the spread by its square."""
    one, factor = np.ones(2), np.array([2.0, 5.0])
    whole = Statistic(
        name="x",
        unit="",
        value=one,
        exists=one > 0,
        slopes={(0, ONE): one},
        replicates={0: np.array([[1.0, 2.0], [3.0, 4.0]])},
        spread=one,
    )
    found = multiplied(whole, factor)
    assert found.value.tolist() == found.slopes[0, ONE].tolist() == [2.0, 5.0]
    assert found.replicates[0].tolist() == [[2.0, 10.0], [6.0, 20.0]]
    assert found.spread.tolist() == [4.0, 25.0]


@pytest.mark.parametrize("psus", [1, 2, 5])
def test_a_variance_from_chunks_of_psus_is_that_of_all_at_once(psus):
    """Also where a stratum lies in several chunks, and totals are far from 0."""
    survey = Survey(24)
    over = breakdown(survey.sample, ("group",))
    totals = np.random.default_rng(1).normal(50.0, 3.0, len(over.psu))
    at_once = Variance(survey.design, over).of(totals)
    in_chunks = Variance(survey.design, over, chunks(over, psus)).of(totals)
    assert len(chunks(over, psus).every) > 1
    assert in_chunks == pytest.approx(at_once, rel=1e-12)


def test_a_sample_without_a_degree_of_freedom_adds_none():
    """(Σv)²/Σ(v²/d) over the samples that have some; NaN where none has."""
    variances, freedom = [np.array([2.0, 2.0]), np.array([3.0, 3.0])], [np.zeros(2), np.array([5.0, 0.0])]
    found = satterthwaite(variances, freedom)
    assert found[0] == pytest.approx(25.0 / (9.0 / 5.0))
    assert np.isnan(found[1])


def test_a_small_spread_is_no_rounding():
    """One of 1e-14 beside a size of 1 counts, one of 1e-30 does not."""
    one = np.ones(1)
    found = design_effect(one, 1e-14 * one, 100.0 * one, 11.0 * one, one)
    assert found == pytest.approx(1.0 / (100.0 * 1e-14 / 10.0))
    assert np.isnan(design_effect(one, 1e-30 * one, 100.0 * one, 11.0 * one, one)).all()


def test_a_group_of_weights_of_0_has_nobody():
    """No measure exists there, and the reason is that, whatever else a measure needs."""
    survey = Survey(25)
    survey.w[survey.group == 1] = 0.0
    reduced = survey.reduced(("group",), ["mean", "gini", "p0", "gap_poor", "palma"])
    for statistic in statistics(reduced, ["mean", "gini", "p0", "gap_poor", "palma"]):
        assert statistic.exists.tolist() == [True, False, True]
        assert [(row, why.key) for row, why in statistic.undefined.items()] == [(1, "reason.somebody")]


def test_the_design_effect_is_of_the_domain_that_a_statistic_names_first():
    """A group's share of all poor beside everybody: people and rows of the group, not of everybody."""
    statistic, evidence = share_of_all_poor(Survey(7))
    spread = np.array([1e-3, 2e-3, 3e-3])
    (result,) = infer([replace(statistic, spread=spread)], evidence)
    own = evidence.subsamples[0]
    simple = own.people * spread / (own.rows - 1)
    assert result.deff == pytest.approx(result.se**2 / simple, rel=1e-12)


def test_the_difference_of_two_measures_of_the_same_people_has_their_covariance():
    """Slopes in what both rest on are added: P0 less P1 is the mean of 100·[y < z]·y/z; P0 less P0 is 0."""
    survey = Survey(26)
    reduced = survey.reduced(("group",), ["p0", "p1"])
    rate, gap = statistics(reduced, ["p0", "p1"])
    evidence = Evidence((SampleDesign(survey.design),), (subsample_of(reduced),))
    nothing, apart = infer([difference(rate, rate), difference(gap, rate)], evidence)
    assert nothing.value.tolist() == nothing.se.tolist() == [0.0] * len(GROUPS)
    part = 100 * survey.poor * survey.y / LINE_OF_ALL
    for group in range(len(GROUPS)):
        inside = (survey.group == group) * 1.0
        people = (survey.w * inside).sum()
        value = (survey.w * inside * part).sum() / people
        assert apart.value[group] == pytest.approx(value, rel=1e-12)
        expected = survey.variance(inside * (part - value) / people)
        assert apart.se[group] == pytest.approx(np.sqrt(expected), rel=1e-9)


def test_the_psus_of_rows_in_two_subsamples_are_joined():
    """A row has the PSUs that either of its domains has, each once; a row without a domain has none."""
    domain, psu = np.array([0, 0, 1, 1, 1]), np.array([0, 2, 0, 1, 3])
    over = Breakdown((), [()] * 2, np.empty(0, dtype=np.intp), domain, psu, np.array([0, 2, 5]))
    groups = subsample_of_totals(0, over)
    places = ([0, 1, -1], [1, 1, -1])
    subsamples = tuple(replace(groups, domain=np.array(each)) for each in places)
    union = psu_union(Evidence((), subsamples), (0, 1), np.arange(3), 4)
    assert union.over.domain.tolist() == [0, 0, 0, 0, 1, 1, 1]
    assert union.over.psu.tolist() == [0, 1, 2, 3, 0, 1, 3]
    assert union.over.starts.tolist() == [0, 4, 7, 7]
    assert [each.tolist() for each in union.cells] == [[0, 1, 2, 3, 4], [2, 3, 4, 2, 3, 4]]
    assert [each.tolist() for each in union.rows] == [[0, 0, 1, 1, 1], [0, 0, 0, 1, 1, 1]]
    assert [each.tolist() for each in union.places] == [[0, 2, 4, 5, 6], [0, 1, 3, 4, 5, 6]]
