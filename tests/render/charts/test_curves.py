"""Lines over numbers with bands, levels, a diagonal and panels; contributions of groups and methods."""

from __future__ import annotations

import json

import pytest
from curves import curves, parts, two_curves
from drawn import described, faults, overlapping, texts

from kaltim_poverty.render import charts
from kaltim_poverty.render.charts import Look
from kaltim_poverty.render.charts.axis import axis_of_numbers
from kaltim_poverty.words import LANGUAGES

pytest.importorskip("vl_convert", reason="pictures need the extra report")
ANSWERS = {"curves": curves, "two": two_curves, "parts": parts}
LOOKS = [("wide", "id"), ("narrow", "en"), ("narrow", "id")]  # names are longer in Indonesian
EVERY = [(name, *look) for name in ("two", "parts") for look in LOOKS] + [("curves", "narrow", "id")]


def layers(made, mark):
    """The layers of a mark in each panel."""
    return [
        [layer for layer in panel["layer"] if layer["mark"]["type"] == mark]
        for panel in made.get("vconcat", [made])
    ]


def ends(rule):
    """From which number to which a straight line leads."""
    return tuple(rule["data"]["values"][0][channel] for channel in ("y", "y2"))


@pytest.mark.parametrize(("name", "size", "language"), EVERY)
def test_no_text_lies_on_a_text_or_leaves_the_picture(name, size, language):
    answer, chart = charts.picture_of(ANSWERS[name]())
    labels = texts(charts.svg(answer, chart, Look(language, size)))
    assert len(labels) > 10
    assert overlapping(labels) == []
    for label in labels:
        assert label.box.left >= -1
        assert label.box.right <= {"wide": 681, "narrow": 341}[size]


def test_a_line_over_numbers_has_a_panel_a_curve_with_its_band():
    answer, chart = charts.picture_of(curves())
    made = charts.specification(answer, chart, Look("en"))
    bands = layers(made, "area")
    assert [len(some) for some in bands] == [1, 1]
    first = bands[0][0]["data"]["values"][29]
    share = 100 * 0.3**1.8
    assert (first["x"], first["y"], first["y2"]) == pytest.approx((30, share - 1, share + 1))
    assert [len(line["data"]["values"]) for some in layers(made, "line") for line in some] == [100, 100]


def test_the_diagonal_leads_from_corner_to_corner_and_a_level_across():
    """Each in its own panel alone; the axis begins at 0 for the one and at the first amount for the other."""
    made = charts.specification(*charts.picture_of(curves()), Look("en"))
    across, along = (
        [rule for rule in some if "y2" in rule["data"]["values"][0]] for some in layers(made, "rule")
    )
    assert [ends(rule) for rule in across] == [(0.0, 100.0)]
    assert [ends(rule) for rule in along] == [(40.0, 40.0)]
    start, end = (across[0]["encoding"][channel]["value"] for channel in ("x", "x2"))
    assert start == pytest.approx(10)
    assert end == pytest.approx(made["vconcat"][0]["width"] - 10, abs=0.1)


@pytest.mark.parametrize("language", LANGUAGES)
def test_a_mark_says_its_place_its_number_and_its_interval(language):
    said = described(charts.svg(*charts.picture_of(two_curves()), Look(language)))
    expected = {
        "en": "early, Rp700,000 per person per month: 50.000 percent (from 45.000 to 50.500)",
        "id": "early, Rp700.000 per kapita per bulan: 50,000 persen (antara 45,000 dan 50,500)",
    }
    assert expected[language] in said
    assert len(said) == 401


def test_the_axis_says_what_its_numbers_are():
    words = [label.text for label in texts(charts.svg(*charts.picture_of(curves()), Look("id")))]
    assert "spot, % →" in words
    assert "spot, Rp per kapita per bulan →" in words
    assert {"20", "40", "60", "80", "100", "500.000", "2.000.000"} <= set(words)
    assert charts.subtitle(*charts.picture_of(curves()), "id") == "pita: selang kepercayaan 90 persen"


def test_many_numbers_are_not_written_beside_their_line():
    """The first and the last are; the others are said by their marks."""
    words = [label.text for label in texts(charts.svg(*charts.picture_of(curves()), Look("en")))]
    assert {"0.025", "100.000"} <= set(words)
    assert len([word for word in words if word.count(".") == 1]) < 8


def test_contributions_have_a_panel_a_method_and_none_where_they_do_not_add_up():
    said = described(charts.svg(*charts.picture_of(parts()), Look("en")))
    assert len(said) == 8
    assert "growth: −2.500 percentage points" in said
    assert not any("within" in each for each in said)


def test_a_contribution_that_raises_poverty_is_an_outline():
    """Redistribution of +1 and +1.75; growth lowers it. The key says so."""
    made = charts.specification(*charts.picture_of(parts()), Look("en"))
    bars = [
        (layer["data"]["values"][0]["said"].split(":")[0], layer["mark"]["fill"])
        for some in layers(made, "rect")
        for layer in some
        if layer["data"]["values"][0].get("said")
    ]
    assert bars == [("growth", "#0B4F8A"), ("redistribution", "#FFFFFF")] * 2
    assert "for the worse" in json.dumps(made)


@pytest.mark.parametrize("name", ANSWERS)
def test_a_specification_fits_the_schema(name):
    made = charts.specification(*charts.picture_of(ANSWERS[name]()), Look("id"))
    assert json.loads(json.dumps(made)) == made
    assert faults(made) == []


def test_numbers_that_count_have_no_decimals_at_their_axis():
    """Nothing lies between year 0 and year 1; between 0 and 1.5 there does."""
    assert [tick.text for tick in axis_of_numbers([0.0, 1.0], 400, "en").ticks] == ["0", "1"]
    assert [tick.text for tick in axis_of_numbers([0.0, 1.0, 2.0, 3.0], 400, "en").ticks] == list("0123")
    assert "0.50" in [tick.text for tick in axis_of_numbers([0.0, 1.5], 250, "en").ticks]
    assert [tick.text for tick in axis_of_numbers([1.0, 99.0], 400, "id").ticks][:2] == ["20", "40"]
