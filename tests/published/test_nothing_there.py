"""What is said where a figure, a period or a choice is not there: codes of errors and notes."""

from __future__ import annotations

import pytest

from kaltim_poverty import (
    NotFoundError,
    UsageError,
    brief,
    check,
    compare,
    decompose,
    gap,
    listing,
    profile,
    rank,
    show,
    target,
    threshold,
)
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import parse_span
from kaltim_poverty.records import Source

AREAS = (
    "area,name,name_en,level,parent,aliases\n"
    "XX,Negeri,Land,country,,\n"
    "X1,Satu,One,province,XX,\n"
    "X2,Dua,Two,province,XX,\n"
    "X3,Tiga,Three,province,XX,\n"
)
HEADER = "area,period,locality,indicator,value,source\n"


@pytest.fixture
def own(tmp_path):
    """Write figures of an invented country; a row is area, period, locality, indicator, value."""

    def write(*rows):
        areas, figures = tmp_path / "areas.csv", tmp_path / "figures.csv"
        areas.write_text(AREAS, encoding="utf-8")
        figures.write_text(HEADER + "".join(f"{row},office\n" for row in rows), encoding="utf-8")
        return {"areas": str(areas), "figures": str(figures)}

    return write


TWO_ROUNDS = ("X1,2023,total,p0,9.0", "X1,2024,total,p0,8.0")


def codes(answer):
    return [note.code for note in answer.notes]


def key_of(error):
    return error.value.key


@pytest.mark.parametrize(
    "question", [lambda **on: compare("latest", **on), lambda **on: target(5, 2030, **on)]
)
def test_areas_without_figures_are_named_and_the_others_are_answered(own, question):
    files = own(*TWO_ROUNDS, "X2,2024,total,gini,0.3")
    answer = question(indicator="p0", area="X1,X2,X3", **files)
    assert {row.area for row in answer} == {"X1"}
    said = " ".join(str(note) for note in answer.notes if note.code == "area_without")
    assert "Two" in said
    assert "Three" in said
    assert "One" not in said


def test_nobody_of_those_chosen_has_figures(own):
    files = own(*TWO_ROUNDS, "X2,2024,total,gini,0.3")
    for question in (
        lambda: target(5, 2030, area="X2,X3", **files),
        lambda: profile("X3", **files),
        lambda: show(area="X3", **files),
        lambda: show("2020..", area="X3", **files),
    ):
        with pytest.raises(NotFoundError) as error:
            question()
        assert key_of(error) == "no_figures"
        assert error.value.exit_code == 4


def test_a_range_without_figures_names_the_nearest_periods(own):
    files = own(*TWO_ROUNDS)
    for span in ("2025..2026", "2025..", "..2020"):
        with pytest.raises(NotFoundError, match=r"2023|2024") as error:
            show(span, area="X1", **files)
        assert error.value.exit_code == 4


def test_a_period_without_figures_names_the_nearest(own):
    files = own(*TWO_ROUNDS)
    with pytest.raises(NotFoundError, match="2024"):
        compare("2023", "2027", area="X1", **files)


@pytest.mark.parametrize("periods", [("2023", "1990"), ("1990", "2024")])
@pytest.mark.parametrize("over", [None, "districts"])
def test_a_change_from_or_to_a_period_without_figures_names_the_nearest(periods, over):
    """Rather than the parts that are not there, as no figure is."""
    with pytest.raises(NotFoundError, match=r"2007-03 and 2008-03") as error:
        decompose(*periods, over=over)
    assert key_of(error) == "no_period"


@pytest.mark.parametrize(("area", "said"), [("X1", "One|Satu"), ("X1,X2", "areas")])
def test_two_periods_that_have_no_figure_together(own, area, said):
    files = own("X1,2023,total,p0,9.0", "X1,2024,total,gini,0.3", "X2,2023,total,p0,7", "X2,2024,total,p1,1")
    with pytest.raises(NotFoundError, match=said) as error:
        compare("2023", "2024", area=area, **files)
    assert key_of(error) == "nothing_in_common"
    assert error.value.message.values["periods"] == ["2023-03", "2024-03"]


def test_nothing_in_common_is_said_also_where_the_last_area_has_no_such_periods(own):
    files = own("X1,2023,total,gini,0.3", "X1,2024,total,p0,9.0", "X3,2020,total,gini,0.3")
    with pytest.raises(NotFoundError) as error:
        compare("latest", area="X1,X3", **files)
    assert key_of(error) == "nothing_in_common"
    assert error.value.message.values["periods"] == ["latest"]


def test_rates_without_counts_do_not_decompose(own):
    """The population of a part is count ÷ rate."""
    rows = [
        f"X1,{year},{where},p0,{rate}"
        for year, rate in (("2023", "9.0"), ("2024", "8.0"))
        for where in ("total", "urban", "rural")
    ]
    with pytest.raises(NotFoundError) as error:
        decompose("2023", "2024", area="X1", **own(*rows))
    assert key_of(error) == "no_parts"
    counts = [f"X1,{year},{where},poor_count,9" for year in ("2023", "2024") for where in ("total", "urban")]
    with pytest.raises(NotFoundError):
        decompose("2023", "2024", area="X1", **own(*rows, *counts))


def test_a_target_is_that_of_one_locality(own):
    for locality in ("all", "urban,rural"):
        with pytest.raises(UsageError) as error:
            target(5, 2030, area="X1", locality=locality, **own(*TWO_ROUNDS))
        assert key_of(error) == "one_locality"


def test_no_round_is_one_to_rank_by(own):
    files = own("X1,2024,total,p1,1.5")
    for period in ("latest", "2024"):
        with pytest.raises(NotFoundError) as error:
            rank("p0", period, area="XX", **files)
        assert key_of(error) == "no_ranking"
    with pytest.raises(NotFoundError, match="2024") as error:
        rank("p1", "2020", area="XX", **files)
    assert key_of(error) != "no_ranking"


def test_who_asks_and_is_not_ranked_is_told_so(own):
    """But not a country, which never is."""
    files = own("X1,2024,total,p0,8.0", "X2,2024,total,p0,9.0", "X3,2023,total,p0,9.0")
    assert "focus_unranked" in codes(rank("p0", "2024", area="X3", **files))
    assert "focus_unranked" not in codes(rank("p0", "2024", area="X2", **files))
    assert "focus_unranked" not in codes(rank("p0", "2024", area="XX", **files))
    assert "focus_unranked" not in codes(rank("p0", "2024", area="X3", among="provinces", **files))


def test_a_count_without_one_of_the_country_has_no_share_of_it(own):
    files = own("X1,2024,total,poor_count,8.0", "X2,2024,total,poor_count,9.0")
    assert [row.area for row in rank("poor_count", "2024", area="XX", **files)] == ["X1", "X2"]


@pytest.mark.parametrize(
    ("span", "round_name", "end"),
    [
        ("2022-09..2024", None, "2024-03"),
        ("2022..2024", None, "2024-03"),
        ("2022..2024", "march", "2024-03"),
        ("2022..2024", "september", "2024-12"),
        ("2022..2024", "all", "2024-12"),
        ("2022..2024-03", "all", "2024-03"),
    ],
)
def test_where_a_range_of_rounds_ends(span, round_name, end):
    """A bare year is its March round, but the whole year where other rounds are asked for."""
    assert str(parse_span(span, round_name=round_name).end) == end


@pytest.mark.parametrize("nothing", [",", "", " , "])
def test_no_area_is_no_choice(nothing):
    with pytest.raises(UsageError) as error:
        compare("2023", "2024", area=nothing)
    assert key_of(error) == "no_area"


@pytest.mark.parametrize(
    ("given", "hint"), [("urbn", "urban"), ("rurall", "rural"), ("al", "all"), ("zzz", None)]
)
def test_an_unknown_locality_has_a_hint(given, hint):
    with pytest.raises(UsageError) as error:
        show("2024", locality=given)
    assert key_of(error) == "unknown_choice"
    assert error.value.message.values["choices"] == "total, urban, rural, all"
    assert ("Did you mean" in str(error.value)) is bool(hint)
    assert hint is None or f"'{hint}'" in str(error.value.hint.spoken("en"))


@pytest.mark.parametrize("round_name", ["march", "september", "all"])
def test_a_single_period_has_no_rounds_to_choose(round_name):
    with pytest.raises(UsageError) as error:
        show("2024", round=round_name)
    assert key_of(error) == "round_of_range"


def test_what_is_listed_of_own_figures(own):
    """Periods with the indicators of each in catalogue order, and the own source behind the bundled ones."""
    files = own(*TWO_ROUNDS, "X1,2024,urban,p1,1.5", "X1,2024,total,gini,0.3")
    rows = listing("periods", area="X1", **files)
    assert [(str(row.period), row.figures, row.indicators) for row in rows] == [
        ("2023-03", 1, "p0"),
        ("2024-03", 3, "p0;p1;gini"),
    ]
    some = listing("periods", area="X1", indicator="gini,p0", **files)
    assert [(row.figures, row.indicators) for row in some] == [(1, "p0"), (2, "p0;gini")]
    bundled, all_ = listing("sources"), listing("sources", **files)
    assert [row.source for row in all_] == [*(row.source for row in bundled), "office"]
    with pytest.raises(NotFoundError, match="Two") as error:
        listing("periods", area="X2,X3", **files)
    assert key_of(error) == "nothing_listed"


def test_no_halves_to_compare_names_the_first_area(own):
    with pytest.raises(NotFoundError, match="One") as error:
        gap("2024", area="X1,X3", **own("X1,2024,urban,p0,6.0", "X3,2024,rural,p0,6.0"))
    assert key_of(error) == "no_urban_rural"


def test_a_household_line_without_sizes_asks_for_the_size(own):
    """The hint says how to go on: ``--size``."""
    lines = ("X1,2023,total,poverty_line,500000", "X1,2024,total,poverty_line,550000")
    for period in ("latest", "2024"):
        with pytest.raises(NotFoundError) as error:
            threshold(period, area="X1", household=True, **own(*lines))
        assert error.value.hint is not None
    sized = own(*lines, "X1,2023,total,poor_household_size,4.0")
    (row,) = threshold(area="X1", household=True, **sized)
    assert (str(row.period), row.household_line) == ("2023-03", 2000000)


def test_lines_that_no_area_has_name_the_first_area(own):
    with pytest.raises(NotFoundError) as error:
        threshold(area="X1,X2", **own(*TWO_ROUNDS, "X2,2024,total,p0,8.0"))
    assert key_of(error) == "never_complete"
    assert error.value.message.values["area"].area == "X1"


def test_a_brief_of_figures_that_no_round_has_together_takes_the_last(own):
    files = own("X1,2022,total,p0,9.0", "X1,2023,total,poor_count,45.0")
    assert str(brief(area="X1", **files).arguments["period"]) == "2023-03"
    with pytest.raises(NotFoundError):
        brief(area="X2", **files)


def test_a_count_that_stays_beside_a_rate_that_is_new_is_told(own):
    """There is no significance to speak of but that of the figure that stayed."""
    rounds = ("X1,2023,total,poor_count,45.0", "X1,2024,total,poor_count,45.0")
    answer = brief(area="X1", **own(*rounds, "X1,2024,total,p0,8.0"))
    assert "significance" in {row.topic for row in answer}


def test_halves_are_compared_only_where_both_were_known(own):
    """Half of a comparison is none."""
    now = ("X1,2024,total,p0,8.0", "X1,2024,urban,p0,6.0", "X1,2024,rural,p0,10.0", "X1,2023,total,p0,9.0")
    for known in ("urban", "rural"):
        answer = brief(area="X1", **own(*now, f"X1,2023,{known},p0,7.7"))
        (text,) = [str(row.text) for row in answer if row.topic == "urban_rural"]
        assert "7.7" not in text
    answer = brief(area="X1", **own(*now, "X1,2023,urban,p0,7.7", "X1,2023,rural,p0,11.1"))
    (text,) = [str(row.text) for row in answer if row.topic == "urban_rural"]
    assert "7.7" in text
    assert "11.1" in text


def test_what_a_brief_could_not_say_is_listed(own):
    """Topics without figures, and no others."""
    headline = ("X1,2024,total,p0,8.0", "X1,2024,total,poor_count,45.0")
    more = {
        "urban_rural": ("X1,2024,urban,p0,6.0", "X1,2024,rural,p0,10.0"),
        "depth": ("X1,2024,total,p1,1.2",),
        "line": ("X1,2024,total,poverty_line,500000",),
        "inequality": ("X1,2024,total,gini,0.3",),
    }
    for known in (*((topic,) for topic in more), tuple(more), ()):
        rows = [row for topic in known for row in more[topic]]
        answer = brief(area="X1", **own(*headline, *rows))
        said = [note.values["topics"] for note in answer.notes if note.code == "not_said"]
        lacking = [topic for topic in more if topic not in known]
        assert [topic.key for topic in (said[0] if said else [])] == [
            f"value.topic.{each}" for each in lacking
        ]


def test_nothing_to_check_names_the_first_area(own):
    with pytest.raises(NotFoundError, match="Two") as error:
        check(area="X2,X3", **own(*TWO_ROUNDS))
    assert key_of(error) == "nothing_to_check"


@pytest.mark.parametrize("question", [compare, decompose])
@pytest.mark.parametrize("periods", [("20x4", "2024"), ("2024", "20x4")])
def test_a_malformed_period_is_refused_before_any_file_is_read(question, periods):
    with pytest.raises(UsageError):
        question(*periods, figures="/there/is/no/such/file.csv")


def test_the_change_of_a_percentage_is_said_in_points(own):
    (said,) = [
        note for note in compare("2023", "2024", area="X1", **own(*TWO_ROUNDS)).notes if note.code == "no_se"
    ]
    assert "0.361 percentage points" in str(said)
    assert said.values["change"].unit == "point"


def test_districts_of_another_province_are_no_part(own, tmp_path):
    """Only the districts of the area are, and only districts."""
    rows = [
        f"{area},{period},total,{indicator},{value}"
        for area, values in {
            "X1": ("9.0", "18", "8.0", "16"),
            "X11": ("8.0", "8", "7.0", "7"),
            "X12": ("10.0", "10", "9.0", "9"),
            "X2": ("5.0", "5", "4.0", "4"),
            "X21": ("5.0", "5", "4.0", "4"),
        }.items()
        for (period, indicator), value in zip(
            [(year, name) for year in (2023, 2024) for name in ("p0", "poor_count")], values, strict=True
        )
    ]
    files = own(*rows)
    with open(files["areas"], "a", encoding="utf-8") as file:
        file.write("X11,A,,district,X1,\nX12,B,,district,X1,\nX21,C,,district,X2,\n")
    answer = decompose("2023", "2024", area="X1", over="districts", **files)
    assert [row.component for row in answer][:2] == ["X11", "X12"]
    assert {row.component for row in answer} & {"X21", "X2", "X1"} == set()
    assert answer[-1].contribution == -1


HALVES = ("urban", "rural")
QUESTIONS_OF_ROUNDS = {
    "show": lambda **on: show("latest", **on),
    "gap": lambda **on: gap("latest", **on),
    "compare": lambda **on: compare("latest", **on),
    "target": lambda **on: target(5, 2030, **on),
}


@pytest.mark.parametrize("name", QUESTIONS_OF_ROUNDS)
def test_areas_of_which_the_last_rounds_differ_are_told_so(own, name):
    """And those of one round are not."""
    rows = [
        f"{area},{year + later},{place},p0,{8 - later}.0"
        for area, later in (("X1", 0), ("X2", 0), ("X3", 1))
        for year in (2022, 2023)
        for place in ("total", *HALVES)
    ]
    question = QUESTIONS_OF_ROUNDS[name]
    one = question(area="X1,X2", indicator="p0", **own(*rows))
    assert "several_rounds" not in codes(one)
    two = question(area="X1,X3", indicator="p0", **own(*rows))
    (said,) = [note for note in two.notes if note.code == "several_rounds"]
    assert [str(each) for each in said.values["rounds"]] == ["2023-03", "2024-03"]
    if name in ("show", "gap"):
        assert str(two.arguments["period"]) == "2023-03"  # that of the first row


def test_a_figure_that_lacks_in_a_period_is_told_with_those_that_are_there(own):
    """Only figures of the localities that were asked for are there."""
    files = own(*TWO_ROUNDS, "X1,2023,total,gini,0.3", "X1,2024,urban,p1,1.5")
    with pytest.raises(NotFoundError) as error:
        show("2024", area="X1", indicator="gini", **files)
    assert key_of(error) == "no_such_figure"
    said = str(error.value)
    assert "2023" in said
    assert "P0" in said
    assert "P1" not in said
    with pytest.raises(NotFoundError) as error:
        show("2024", area="X1", indicator="gini", locality="rural", **files)
    assert key_of(error) == "no_figures"
    with pytest.raises(NotFoundError) as error:
        show("2020", area="X1", indicator="p0", **files)
    assert key_of(error) == "no_period"


def test_a_source_of_the_data_folder_has_what_is_known_of_it():
    """One that is named nowhere has just its name."""
    known = Source("office", "web", "the office", "Figures", "https://example.org", "2024")
    figures = Figures(own_sources=[known])
    assert figures.source("office") == known
    assert figures.source("nobody") == Source("nobody", "own", "", "", "", "")
    assert Figures().source("office") == Source("office", "own", "", "", "", "")


def test_what_was_named_and_is_not_there_is_told_area_by_area():
    answer = show(area="64,6411", indicator="p0,gini", period=2024)
    absent = [note.values for note in answer.notes if note.code == "absent"]
    told = [(note["area"].area, [each.indicator for each in note["indicators"]]) for note in absent]
    assert told == [("6411", ["gini"])]
