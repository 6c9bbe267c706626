"""Each rule, broken on purpose by figures of one's own: just inside and just outside its tolerance."""

from __future__ import annotations

import pytest
import reference

from kaltim_poverty import NotFoundError, check

HEADER = "area,period,locality,indicator,value,source\n"
AREAS = (
    "area,name,level,parent\nXX,Xland,country,\nX1,One,province,XX\n"
    "X11,Eleven,district,X1\nX12,Twelve,district,X1\n"
)

# rule, unit, the untouched rows, the row that is tried, values that hold, values that fail
RULES = [
    (
        "urban_plus_rural",
        ["X1,2024,urban,poor_count,10.00", "X1,2024,rural,poor_count,20.00"],
        "X1,2024,total,poor_count",
        ["30.00", "30.01", "29.99"],
        ["30.02", "29.98"],
    ),
    (
        "urban_plus_rural",
        ["X1,2024,urban,poor_count,10.0", "X1,2024,rural,poor_count,20.0"],
        "X1,2024,total,poor_count",
        ["30.1", "29.9"],
        ["30.2", "29.8"],
    ),
    (
        "food_plus_nonfood",
        ["X1,2024,urban,poverty_line_food,60000", "X1,2024,urban,poverty_line_nonfood,40000"],
        "X1,2024,urban,poverty_line",
        ["100000", "100001", "99999"],
        ["100002", "99998"],
    ),
    (
        "household_line",
        ["X1,2024,total,poverty_line,100001", "X1,2024,total,poor_household_size,2.5"],
        "X1,2024,total,poverty_line_household",
        ["250003"],
        ["250002", "250004"],
    ),
    ("order_p", ["X1,2024,total,p0,5.00"], "X1,2024,total,p1", ["5.00", "5.01"], ["5.02"]),
    ("order_p", ["X1,2024,rural,p1,5.00"], "X1,2024,rural,p2", ["5.005"], ["5.006"]),
    (
        "total_between",
        ["X1,2024,urban,p0,4.00", "X1,2024,rural,p0,6.00"],
        "X1,2024,total,p0",
        ["4.00", "3.99", "6.01", "5.00"],
        ["3.98", "6.02"],
    ),
    (
        "total_between",
        ["X1,2024,urban,poverty_line,500000", "X1,2024,rural,poverty_line,400000"],
        "X1,2024,total,poverty_line",
        ["500001", "399999"],
        ["500002", "399998"],
    ),
    (
        "districts_sum",
        ["X11,2024,total,poor_count,1.00", "X12,2024,total,poor_count,2.00"],
        "X1,2024,total,poor_count",
        ["3.01", "2.99"],
        ["3.02", "2.98"],
    ),
    (
        # the base is 1,000 thousand; 5 % and the rounding of four figures (0.55 and 0.58) allow 51.13
        "implied_population",
        ["X1,2023,total,poor_count,100.00", "X1,2023,total,p0,10.00", "X1,2024,total,p0,10.00"],
        "X1,2024,total,poor_count",
        ["105.00", "105.11", "95.00", "94.90"],
        ["105.12", "94.88"],
    ),
]


@pytest.fixture
def ask(tmp_path):
    """Check own figures with or without named areas."""

    def checked(rows: list[str], *, named: bool = True, **question):
        figures, areas = tmp_path / "figures.csv", tmp_path / "areas.csv"
        figures.write_text(HEADER + "".join(f"{row},me\n" for row in rows), encoding="utf-8")
        areas.write_text(AREAS, encoding="utf-8")
        return check(figures=figures, areas=areas if named else None, **question)

    return checked


CASES = [
    (rule, rows, f"{tried},{value}", holds)
    for rule, rows, tried, inside, outside in RULES
    for values, holds in ((inside, True), (outside, False))
    for value in values
]


@pytest.mark.parametrize(("rule", "rows", "tried", "holds"), CASES)
def test_a_rule_holds_just_inside_its_tolerance_and_fails_just_outside(ask, rule, rows, tried, holds):
    failing = ask([*rows, tried])
    assert [row.rule for row in failing] == ([] if holds else [rule])
    [row] = [row for row in ask([*rows, tried], every=True) if row.rule == rule]
    assert row.status == ("ok" if holds else "fails")
    assert row.difference == row.found - row.expected


def test_an_area_that_nobody_names_is_an_unknown_key(ask):
    rows = ["X1,2024,total,p0,5.00"]
    [row] = ask(rows, named=False)
    assert (row.rule, row.area, row.status) == ("unknown_key", "X1", "fails")
    assert ask(rows).rows == ()


@pytest.mark.parametrize("area", ["X9,Named,,", "X9,X9,district,64"])
def test_a_name_or_a_level_makes_an_area_known(area, tmp_path):
    figures, areas = tmp_path / "figures.csv", tmp_path / "areas.csv"
    figures.write_text(f"{HEADER}X9,2023,total,p0,9,me\n", encoding="utf-8")
    areas.write_text(f"{AREAS.partition(chr(10))[0]}\n{area}\n", encoding="utf-8")
    answer = check(area="X9", every=True, figures=figures, areas=areas)
    assert [(row.rule, row.status) for row in answer] == [("unknown_key", "ok"), ("round_is_over", "ok")]


def test_only_rules_that_touch_a_row_of_the_files_are_held(ask):
    answer = ask(["64,2024,total,poor_count,221.34"], every=True)
    assert {row.area for row in answer} == {"64"}
    assert {str(row.period) for row in answer} == {"2024-03", "2024-09"}  # a round later the base is compared
    assert {row.rule for row in answer} == {
        "urban_plus_rural",
        "districts_sum",
        "implied_population",
        "unknown_key",
        "step_from_before",
        "round_is_over",
    }
    assert {row.status for row in answer} == {"ok"}


def test_a_replaced_figure_is_held_against_the_bundled_ones(ask):
    failing = ask(["64,2024,total,poor_count,222.34"])
    assert {row.rule for row in failing} == {"urban_plus_rural", "districts_sum"}
    [row] = [row for row in failing if row.rule == "urban_plus_rural"]
    assert str(row.difference) == "1.00"


def test_a_known_break_excuses_a_jump_of_the_population(ask):
    # weights changed between March and September 2020 in Kalimantan Timur
    jump = ["64,2020-09,total,poor_count,400.00", "64,2020-09,urban,poor_count,200.00"]
    rules = {(row.rule, str(row.period)) for row in ask([*jump, "64,2020-09,rural,poor_count,200.00"])}
    assert ("implied_population", "2020-09") not in rules
    assert ("implied_population", "2021-03") in rules


def test_nothing_to_check_is_not_found(ask):
    with pytest.raises(NotFoundError):
        ask(["X1,2024,total,p0,5.00"], area="6472")


def test_the_note_counts_what_was_checked_and_what_fails(ask):
    answer = ask(["X1,2024,total,p0,5.00", "X1,2024,total,p1,6.00"])
    assert answer.notes[-1].values == {"count": 3, "failures": 1}


def test_only_sources_of_the_shown_rows_are_named():
    assert check(area="64").sources == ()
    [row] = check(area="75")
    resting = {
        reference.sources()["75", str(row.period), locality, "poverty_line"]
        for locality in reference.LOCALITIES
    }
    assert {source.source for source in check(area="75").sources} == resting
