"""Charts of surveys: a sentence on top, what the intervals are, numbers along every axis, 0 for changes."""

from __future__ import annotations

import os
import re
from functools import cache

import pytest
from drawn import described, overlapping, texts

from kaltim_poverty.render import charts
from kaltim_poverty.render.charts import Look
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.simulate import simulate
from kaltim_poverty.survey.targeting import targeting
from kaltim_poverty.words import LANGUAGES

pytest.importorskip("vl_convert", reason="pictures need the extra report")
EXAMPLES = os.path.join(os.path.dirname(__file__), "..", "..", "..", "examples")
SURVEY, DESIGN = os.path.join(EXAMPLES, "survey.csv"), os.path.join(EXAMPLES, "survey.toml")
PROGRAMME = {"every": "once", "to": "poorest"}


@cache
def answer_of(name):
    """The answer of a question about the example."""
    ask = {
        "estimate": lambda: estimate(SURVEY, design=DESIGN, line=833955),
        "by": lambda: estimate(SURVEY, design=DESIGN, line=833955, by="urban"),
        "median": lambda: estimate(SURVEY, design=DESIGN, measure="median", level=0.9),
        "compare": lambda: compare(SURVEY, SURVEY, design=DESIGN, line=("833955", "1000000")),
        "alike": lambda: compare(SURVEY, SURVEY, design=DESIGN, line=("833955", "900000"), by="urban"),
        "targeting": lambda: targeting(SURVEY, design=DESIGN, line=833955, received="pkh"),
        "poorest": lambda: targeting(SURVEY, design=DESIGN, received="pkh", groups="quintiles"),
        "simulate": lambda: simulate(
            SURVEY, design=DESIGN, line=833955, amount="1jt,3jt,5jt", budget="7.5miliar", **PROGRAMME
        ),
        "one": lambda: simulate(
            SURVEY, design=DESIGN, line=833955, amount="5jt", recipients="1500", **PROGRAMME
        ),
    }
    return ask[name]()


def row(name, **wanted):
    """The row of an answer with these values."""
    return next(
        row for row in answer_of(name) if all(getattr(row, field) == value for field, value in wanted.items())
    )


def percent(value, decimals=3):
    """A number as an English sentence has it."""
    return f"{value:.{decimals}f}".replace("-", "−")


def head(name, language="en"):
    """The sentence on top."""
    answer = answer_of(name)
    return charts.head(answer, answer.charts[0], language)


def test_an_estimate_alone_has_its_interval_in_the_sentence():
    own = row("estimate", measure="p0")
    assert head("estimate") == (
        f"Poverty rate (P0) is {percent(own.estimate)} percent"
        f" (95 percent confidence interval: {percent(own.ci_low)} to {percent(own.ci_high)})"
    )
    own = row("median", measure="median")
    amount = f"{own.estimate:,.0f}"
    assert head("median").startswith(f"Median is Rp{amount} per person per month (90 percent")


def test_groups_have_the_highest_of_them_in_the_sentence():
    whole = row("by", measure="p0", groups={})
    highest = max(
        (each for each in answer_of("by") if each.measure == "p0" and each.groups),
        key=lambda each: each.estimate,
    )
    assert head("by") == (
        f"Poverty rate (P0) is {percent(whole.estimate)} percent;"
        f" it is highest for urban {highest.groups['urban']}: {percent(highest.estimate)} percent"
    )


@pytest.mark.parametrize(
    ("name", "verdict"), [("compare", "significant at 5 percent"), ("alike", "not significant at 5 percent")]
)
def test_a_change_says_how_sure_it_is(name, verdict):
    own = row(name, measure="p0")
    assert head(name) == (
        f"Poverty rate (P0) went from {percent(own.before)} percent to {percent(own.after)} percent:"
        f" a change of {percent(own.change)} percentage points, {verdict}"
    )


def test_targeting_says_how_many_of_the_poor_are_reached():
    """Where nobody is poor, as there is no line, how many of the poorest group."""
    whole, poor = (row("targeting", measure="coverage", group=group) for group in ("all", "poor"))
    assert head("targeting") == (
        f"{percent(poor.estimate)} percent of the poor receive, against {percent(whole.estimate)} percent"
        " of everybody"
    )
    first = row("poorest", measure="coverage", group="quintile_1")
    assert head("poorest").startswith(f"{percent(first.estimate)} percent of quintile 1 receive")


def test_a_simulation_names_the_scenario_that_lowers_poverty_most():
    best = min((each for each in answer_of("simulate") if each.measure == "p0"), key=lambda each: each.after)
    assert head("simulate") == (
        f"Poverty rate (P0) would fall most with Rp{best.amount:,} each for {best.recipients:,.0f}"
        f" recipients: from {percent(best.before)} percent to {percent(best.after)} percent"
    )
    assert head("one").startswith("Poverty rate (P0) would go from ")


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("name", ["by", "compare", "targeting", "simulate"])
def test_a_chart_says_what_its_intervals_are(name, language):
    answer = answer_of(name)
    about = charts.subtitle(answer, answer.charts[0], language)
    level = {"en": "lines: 95 percent confidence interval", "id": "garis: selang kepercayaan 95 persen"}
    assert about.endswith(level[language])
    assert charts.foot(answer, answer.charts[0], language)


@pytest.mark.parametrize("size", charts.SIZES)
@pytest.mark.parametrize("name", ["by", "compare", "targeting", "simulate"])
def test_every_panel_has_numbers_along_its_axis_and_no_text_on_a_text(name, size):
    answer = answer_of(name)
    chart = answer.charts[0]
    labels = texts(charts.svg(answer, chart, Look("id", size)))
    assert overlapping(labels) == []
    made = charts.specification(answer, chart, Look("id", size))
    for panel in made["vconcat"]:
        numbers = [
            value["text"]
            for layer in panel["layer"]
            if layer["mark"]["type"] == "text" and layer["mark"]["fontSize"] == 11
            for value in layer["data"]["values"]
            if re.fullmatch(r"−?\d[\d.,]*", value["text"])
        ]
        assert len(numbers) >= 2


@pytest.mark.parametrize("name", ["compare", "simulate"])
def test_a_scale_of_changes_holds_0_in_every_panel(name):
    answer = answer_of(name)
    made = charts.specification(answer, answer.charts[0], Look("en"))
    domains = [
        layer["encoding"]["x"]["scale"]["domain"]
        for panel in made["vconcat"]
        for layer in panel["layer"]
        if layer["mark"]["type"] == "point" and "scale" in layer["encoding"].get("x", {})
    ]
    assert domains
    assert all(low <= 0 <= high for low, high in domains)


def test_a_mark_says_its_estimate_and_its_interval():
    own = row("by", measure="p0", groups={"urban": "2"})
    said = described(charts.svg(answer_of("by"), answer_of("by").charts[0], Look("en")))
    assert (
        f"urban 2: {percent(own.estimate)} percent (from {percent(own.ci_low)} to {percent(own.ci_high)})"
        in said
    )
