"""What the fields of our own records declare is what people see."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from support import call

import kaltim_poverty as kpov
from kaltim_poverty.published.show import Shown
from kaltim_poverty.records.fields import declarations
from kaltim_poverty.render import Style, render
from kaltim_poverty.render.cells import number_text
from kaltim_poverty.survey.columns import RELATIVE_ERROR


@pytest.mark.parametrize(
    ("value", "shown"),
    [("24.9", "24.9"), ("25", "25.0"), ("25.04", "25.0*"), ("50", "50.0*"), ("50.1", "50.1**")],
)
def test_bps_asks_for_care_above_25_percent_and_calls_an_estimate_unreliable_above_50(value, shown):
    assert number_text(RELATIVE_ERROR, Decimal(value), "percent", Style("en")) == shown


@pytest.mark.parametrize(
    ("value", "unit", "shown"),
    [
        ("59", "percent", "59.00"),
        ("5.8", "percent", "5.80"),
        ("3.14159", "percent", "3.14159"),
        ("0.123456", "ratio", "0.123456"),
        ("0.1234567", "ratio", "0.123"),  # nobody prints so many: it was divided
        ("414899.07", "idr_per_capita_month", "414,899"),
        ("1310", "households", "1,310"),
    ],
)
def test_a_figure_has_the_decimals_that_are_printed_and_at_least_two(value, unit, shown):
    """In rupiah and households none; the decimals that are asked for win."""
    declared = declarations(Shown)["value"]
    assert number_text(declared, Decimal(value), unit, Style("en")) == shown
    assert number_text(declared, Decimal(value), unit, Style("en", digits=1)) == f"{float(value):,.1f}"


@pytest.mark.parametrize(("indicator", "pace"), [("poverty_line", "26,733"), ("p0", "0.440")])
def test_a_pace_has_three_decimals_and_in_rupiah_none(indicator, pace):
    """Nobody needs a thousandth of a rupiah."""
    table = call("trend", indicator, "2020..2021", "-f", "table").out
    [row] = [line for line in table.splitlines() if line.startswith("March 2021")]
    assert row.split()[-1] == pace


def test_the_ends_of_a_pair_are_no_interval():
    """They are two numbers, not bounds of one; the area is named where there are several."""
    one = chart_of(kpov.gap("2022..2024", indicator="p0"))
    assert {"○ Urban  ● Rural", "percent"} <= set(one)
    [row] = [line for line in one if line.startswith("March 2022")]
    assert re.fullmatch(r"March 2022  4\.80 +○─+●  9\.64", row)
    two = chart_of(kpov.gap("2023..2024", indicator="p0", area=["64", "00"]))
    assert [line.partition("  ")[0] for line in two if "●" in line][1:] == [
        "Indonesia, March 2023",
        "Indonesia, March 2024",
        "East Kalimantan, March 2023",
        "East Kalimantan, March 2024",
    ]


def test_the_number_that_is_drawn_has_its_unit():
    assert "Value, %" in chart_of(kpov.rank("p0", "2024"))


def chart_of(answer):
    """The lines of the chart."""
    return "".join(render(answer, "chart", Style("en"))).splitlines()
