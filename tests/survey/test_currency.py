"""Amounts are rupiah where the survey is Indonesian or says so, of a currency that is named, else of none."""

from __future__ import annotations

import json

import numpy as np
import pytest
from support import call as called

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.render.cells import word_of
from kaltim_poverty.survey.compare import compare
from kaltim_poverty.survey.estimate import estimate
from kaltim_poverty.survey.simulate import simulate
from kaltim_poverty.survey.targeting import targeting

DATA = {
    "y": np.array([90.0, 120.0, 150.5, 80.0, 300.0, 210.0]),
    "KAPITA": np.array([90.0, 120.0, 150.5, 80.0, 300.0, 210.0]),
    "WERT": np.ones(6),
    "R301": np.ones(6),
    "STRATA": np.ones(6),
    "PSU": np.arange(6),
    "R101": np.full(6, 64),
    "R105": np.array([1, 2, 1, 2, 1, 2]),
    "b": np.array([10.0, 0, 0, 10, 0, 10]),
    "n": np.full(6, 2.0),
}
UNITS = {
    None: ("per_capita", "total", "total_per_year"),
    "IDR": ("idr_per_capita_month", "idr", "idr_per_year"),
    "usd": ("usd_per_capita", "usd", "usd_per_year"),
}
MEASURES = "mean,quantile_10,median,total_shortfall,p0,gini,poor_count"


def call(*arguments):
    return called(*map(str, arguments))


def units(answer):
    return {row.measure: row.unit for row in answer}


@pytest.mark.parametrize("currency", UNITS)
def test_units_of_a_currency(currency):
    person, total, year = UNITS[currency]
    found = units(estimate(DATA, welfare="y", line=130, measure=MEASURES, currency=currency))
    assert [found[name] for name in ("mean", "quantile_10", "median")] == [person] * 3
    assert found["total_shortfall"] == total
    assert (found["p0"], found["gini"], found["poor_count"]) == ("percent", "ratio", "people")
    changed = units(compare(DATA, DATA, welfare="y", line=130, measure=MEASURES, currency=currency))
    assert changed == found
    received = targeting(DATA, welfare="y", size="n", benefit="b", currency=currency)
    assert units(received)["benefit_per_recipient"] == total
    programme = {"amount": 5, "recipients": 3, "to": "poorest", "welfare": "y", "size": "n", "line": 130}
    for every, unit in (("month", year), ("year", year), ("once", total)):
        spent = units(simulate(DATA, every=every, currency=currency, **programme))
        assert (spent["cost"], spent["idr_per_point_p1"]) == (unit, unit)


def test_a_survey_is_indonesian_by_its_design_or_a_published_line():
    assert units(estimate(DATA, design="susenas", measure="mean"))["mean"] == "idr_per_capita_month"
    published = {"published_line": 2024, "province": "R101", "urban": "R105"}
    assert units(estimate(DATA, welfare="y", measure="mean", **published))["mean"] == "idr_per_capita_month"
    other = estimate(DATA, design="susenas", measure="mean", currency="usd")
    assert units(other)["mean"] == "usd_per_capita"
    assert other.arguments["currency"] == "USD"


@pytest.mark.parametrize("given", ["", "rupiah", "US", "U5D", "üsd", "$"])
def test_a_currency_is_three_letters(given):
    with pytest.raises(UsageError, match="three letters"):
        estimate(DATA, welfare="y", currency=given)


def test_a_design_file_keeps_the_currency(tmp_path):
    survey, design = tmp_path / "s.csv", tmp_path / "d.toml"
    survey.write_text("y\n100\n120\n150\n")
    done = call("survey", "estimate", survey, "--welfare", "y", "--currency", "usd", "--write-design", design)
    assert done.code == 0
    assert 'currency = "USD"' in design.read_text()
    again = call("survey", "estimate", survey, "--design", design, "-f", "json")
    assert json.loads(again.out)["rows"][0]["unit"] == "usd_per_capita"
    design.write_text('welfare = "y"\ncurrency = "dollar"\n')
    with pytest.raises(InputError, match="currency"):
        estimate(str(survey), design=str(design))


def test_a_published_line_makes_a_design_one_of_rupiah(tmp_path):
    survey, design = tmp_path / "s.csv", tmp_path / "d.toml"
    survey.write_text("y,province,urban\n100,64,1\n120,64,2\n150,64,1\n")
    assert (
        call(
            "survey",
            "estimate",
            survey,
            "--welfare",
            "y",
            "--published-line",
            "2024",
            "--write-design",
            design,
        ).code
        == 0
    )
    assert 'currency = "IDR"' in design.read_text()


def test_two_currencies_are_not_compared(tmp_path):
    designs = []
    for currency in ("USD", "IDR"):
        designs.append(tmp_path / f"{currency}.toml")
        designs[-1].write_text(f'welfare = "y"\ncurrency = "{currency}"\n')
    with pytest.raises(UsageError, match="USD and IDR"):
        compare(DATA, DATA, design=",".join(map(str, designs)))
    one = compare(DATA, DATA, welfare="y", line=130, published_line=None, currency="USD", measure="mean")
    assert units(one)["mean"] == "usd_per_capita"


@pytest.mark.parametrize(
    ("currency", "line", "heading"),
    [
        ("IDR", "Rp130 per person per month", "Mean, Rp per person per month"),
        ("USD", "USD 130 per person", "Mean, USD per person"),
        (None, "130 per person", "Mean, per person"),
    ],
)
def test_sentences_and_headings(currency, line, heading, tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    survey = tmp_path / "s.csv"
    survey.write_text("y\n100\n120\n150.5\n")
    options = ["--currency", currency] if currency else []
    done = call(
        "survey",
        "estimate",
        survey,
        "--welfare",
        "y",
        "--line",
        "130",
        *options,
        "-f",
        "table",
        "--measure",
        "mean,p0",
    )
    assert f"Poverty line: {line} for everybody." in done.out
    assert heading in done.out
    assert ("Rp" in done.out) is (currency == "IDR")
    assert ("123.50" in done.out) is (currency != "IDR")  # rupiah has no decimals


def test_a_unit_in_a_column_of_its_own_has_words_too(tmp_path):
    """Of the currency too: a workbook has the unit of each row beside it."""
    survey = tmp_path / "s.csv"
    survey.write_text("y\n100\n120\n150.5\n")
    words = {"USD": "USD per kapita", "IDR": "Rp per kapita per bulan"}
    for currency, unit in words.items():
        row = estimate(str(survey), welfare="y", measure="mean", currency=currency)[0]
        assert word_of("unit", row.unit, "id") == unit
    assert word_of("group", "all", "en") == "everybody"
    assert word_of("unit", "xyz_per_year", "en") == "XYZ per year"


def test_a_simulation_speaks_of_its_currency(tmp_path, monkeypatch):
    monkeypatch.setenv("COLUMNS", "160")
    survey = tmp_path / "s.csv"
    survey.write_text("y,n\n100,1\n120,1\n150.5,2\n300,1\n")
    asked = [
        "survey",
        "simulate",
        survey,
        "--welfare",
        "y",
        "--size",
        "n",
        "--line",
        "130",
        "--every",
        "month",
    ]
    asked += ["--to", "poorest", "--amount", "5,7.5", "--budget", "120", "-f", "table"]
    plain = call(*asked).out
    assert "Rp" not in plain
    assert "Per recipient 7.5" in plain
    dollars = call(*asked, "--currency", "USD").out
    assert "Per recipient USD 7.5" in dollars
    assert "Under the budget of USD 120" in dollars
    assert "Rp" not in dollars
    rupiah = call(*asked, "--currency", "IDR", "--lang", "id").out
    assert "Bantuan per penerima Rp7,5" in rupiah


@pytest.mark.parametrize(
    ("options", "warned"),
    [
        ({"currency": "USD"}, True),
        ({"currency": "USD", "deflator": 15_700}, False),
        ({"currency": "IDR"}, False),
        ({}, False),
        ({"currency": "USD", "published_line": None, "line": 130}, False),
    ],
)
def test_a_published_line_beside_another_currency_is_noted(options, warned):
    data = {"y": DATA["y"], "province": ["64"] * 6, "urban": ["1"] * 6}
    asked = {"welfare": "y", "published_line": "2024", "measure": "p0", **options}
    assert ("line_in_rupiah" in [note.code for note in estimate(data, **asked).notes]) is warned
