"""The numbers of pictures against the bundle, read again from the text of the SVG and from .vl.json."""

from __future__ import annotations

import json
import re
from decimal import Decimal

import pytest
from drawn import described, texts
from reference import printed

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.published.compare import compare
from kaltim_poverty.published.gap import gap
from kaltim_poverty.published.rank import rank
from kaltim_poverty.published.trend import trend
from kaltim_poverty.render import charts, picture
from kaltim_poverty.render.charts import Look
from kaltim_poverty.words import LANGUAGES

pytest.importorskip("vl_convert", reason="pictures need the extra report")
AREAS = ["64", "6411", "94", "31", "00", "6472", "11", "91", "53", "6409"]
"""Kalimantan Timur, Mahakam Ulu, Papua Tengah, DKI Jakarta, Indonesia and others, with gaps and breaks."""
MARCH = re.compile(r"\d{4}-03")


def written(value, language, decimals=2):
    """A published number as people write it: as printed, with at least two decimals."""
    exact = Decimal(value)
    digits = max(decimals, -exact.as_tuple().exponent)
    text = f"{exact:,.{digits}f}".replace("-", "−")
    return text.translate(str.maketrans(",.", ".,")) if language == "id" else text


def figures(area, indicator, locality="total"):
    """The March figures of an area, by year."""
    return {
        period[:4]: value
        for (own, period, where, name), value in printed().items()
        if (own, where, name) == (area, locality, indicator) and MARCH.fullmatch(period)
    }


def drawn_of(answer):
    """What is drawn, and how."""
    shown, chart = charts.picture_of(answer)
    return shown, chart


def numbers_said(svg):
    """The last number of what each mark says."""
    return [re.findall(r"−?\d[\d.,]*", said.rpartition(": ")[2])[0] for said in described(svg)]


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_a_line_shows_the_published_figures(area, language):
    """Each mark says its number, those that are written stand among them, the specification has them all."""
    answer, chart = drawn_of(trend("p0", "2007..2026", area=area))
    every = {str(row.period): printed()[area, str(row.period), "total", "p0"] for row in answer}
    assert set(figures(area, "p0")) <= {period[:4] for period in every}
    svg = charts.svg(answer, chart, Look(language))
    said = [written(value, language) for value in every.values()]
    assert numbers_said(svg) == said
    made = picture.specification(answer, chart, Look(language))
    points = marks_of(made)
    assert [Decimal(str(point["y"])) for point in points] == [Decimal(value) for value in every.values()]
    words = [label.text for label in texts(svg)]
    numbers = {word for word in words if re.fullmatch(r"\d+[.,]\d\d+", word)} - set(
        axis_numbers(made, language)
    )
    assert numbers <= set(said)
    assert said[0] in words or len(said) == 1
    assert any(word.split(" (")[0].endswith(f" {said[-1]}") for word in words)


def marks_of(text):
    """The points of a specification that say what they are."""
    made = json.loads(text)
    return [
        value
        for layer in made["layer"]
        if layer["mark"]["type"] == "point"
        for value in layer["data"]["values"]
        if "said" in value
    ]


def axis_numbers(text, language):
    """The numbers at the axis upwards, as they are written."""
    upwards = (layer.get("encoding", {}).get("y", {}).get("axis") for layer in json.loads(text)["layer"])
    axis = next(filter(None, upwards))
    decimals = int(re.search(r"\.(\d+)f", axis["format"])[1])
    for value in axis["values"]:
        text = f"{value:,.{decimals}f}"
        yield text.translate(str.maketrans(",.", ".,")) if language == "id" else text


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_a_pair_shows_urban_and_rural_figures(area, language):
    try:
        answer, chart = drawn_of(gap("2018..2025", indicator="p0", area=area))
    except NotFoundError:
        assert not set(figures(area, "p0", "urban")) & set(figures(area, "p0", "rural"))
        return
    found = numbers_said(charts.svg(answer, chart, Look(language)))
    expected = [
        written(printed()[area, str(row.period), locality, "p0"], language)
        for row in answer
        for locality in ("urban", "rural")
    ]
    assert found == expected


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("area", AREAS)
def test_a_change_shows_both_figures(area, language):
    answer, chart = drawn_of(compare("2024", "2025", indicator="p0,p1", area=area))
    found = numbers_said(charts.svg(answer, chart, Look(language, "narrow")))
    expected = [
        written(printed()[area, f"{year}-03", "total", row.indicator], language)
        for row in answer
        for year in (2024, 2025)
    ]
    assert found == expected
    assert len(found) >= 2


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("among", ["provinces", "districts", "kalimantan"])
def test_bars_are_those_of_the_bundle_in_order_with_their_uprights(among, language):
    answer, chart = drawn_of(rank("p0", "2024", among=among))
    svg = charts.svg(answer, chart, Look(language))
    bars = [printed()[row.area, "2024-03", "total", "p0"] for row in answer]
    assert sorted(map(Decimal, bars)) == [Decimal(value) for value in bars]
    uprights = [printed()["64", "2024-03", "total", "p0"]] * (among == "districts")
    uprights += [printed()["00", "2024-03", "total", "p0"]]
    assert numbers_said(svg)[: len(bars)] == [written(value, language) for value in bars]
    shown = [label.text for label in texts(svg)]
    for value in bars:
        assert written(value, language) in shown
    for value in uprights:
        assert any(text.endswith(f" {written(value, language)}") for text in shown)


@pytest.mark.parametrize("digits", [0, 4])
def test_digits_are_those_of_every_number_of_a_picture(digits):
    answer, chart = drawn_of(trend("p0", "2020..2024", area="64"))
    svg = charts.svg(answer, chart, Look("en", digits=digits))
    values = [printed()["64", str(row.period), "total", "p0"] for row in answer]
    assert numbers_said(svg) == [f"{Decimal(value):.{digits}f}" for value in values]
    assert f"East Kalimantan {Decimal(values[-1]):.{digits}f}" in [label.text for label in texts(svg)]
