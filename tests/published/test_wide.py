"""Wide tables: every cell is a number of the long answer, in its place; gaps and breaks are marked."""

from __future__ import annotations

import csv
import io
import json
from dataclasses import replace
from decimal import Decimal

import pytest
from support import call

import kaltim_poverty as kpov
from kaltim_poverty import NotFoundError, UsageError
from kaltim_poverty.records import cell

EAST = ["61", "62", "63", "64", "65"]
ANSWERS = {
    "show": lambda: kpov.show("2015..2024", area="maluku_papua", indicator="p0,gini,GK", locality="all"),
    "trend": lambda: kpov.trend("p0", "2012..2024", area="provinces", round="all"),
    "compare": lambda: kpov.compare(2020, 2024, area="kalimantan", indicator="p0,poor_count", locality="all"),
    "rank": lambda: kpov.rankings("p0,gini,poor_count", "2020..2024", among="sulawesi"),
}
PERIODS = {"compare": ("before_period", "after_period")}
CELLS = {"compare": ("before", "after", "change", "verdict"), "rank": ("value", "rank"), "show": ("value",)}


def key_of(question, by):
    """The fields that become the columns."""
    return {"areas": ("area",), "periods": PERIODS.get(question, ("period",)), "indicators": ("indicator",)}[
        by
    ]


@pytest.mark.parametrize("by", ["areas", "periods", "indicators"])
@pytest.mark.parametrize("question", ANSWERS)
def test_every_number_of_the_long_answer_stands_in_its_place_and_nothing_else(question, by):
    long, key = ANSWERS[question](), key_of(question, by)
    fields = CELLS.get(question, ("value", "change"))
    wide = kpov.wide(long, by, cell=fields)
    others = [
        each for each in ("area", "locality", "indicator", *key_of(question, "periods")) if each not in key
    ]
    expected = {}
    for row in long:
        place = tuple(str(cell(row, each)) for each in others)
        code = "..".join(str(cell(row, each)) for each in key)
        for each in fields:
            name = code if len(fields) == 1 else f"{code}.{each}"
            expected[(place, name)] = cell(row, each)
    found = {
        (tuple(str(cell(row, each)) for each in others), name): cell(row, name)
        for row in wide
        for name in wide.fields
        if name not in (*others, "area_name", "unit") and cell(row, name) is not None
    }
    assert found == {place: value for place, value in expected.items() if value is not None}


def test_columns_are_in_the_order_of_the_catalogue_and_of_time():
    shown = kpov.show("2023..2024", area="districts,kalimantan", indicator="gini,p0,poor_count")
    assert kpov.wide(shown, "areas").fields[:4] == ("period", "locality", "indicator", "unit")
    assert kpov.wide(shown, "areas").fields[4:9] == tuple(EAST)
    assert kpov.wide(shown, "periods").fields[-2:] == ("2023-03", "2024-03")
    assert kpov.wide(shown, "indicators").fields == (
        "area",
        "area_name",
        "period",
        "locality",
        "poor_count",
        "p0",
        "gini",
    )


def test_rounds_that_only_a_later_area_has_stand_in_time_order():
    wide = kpov.wide(kpov.trend("p0", "2022..2025", area="62,64,96"), "areas")
    periods = [str(cell(row, "period")) for row in wide]
    assert periods == sorted(periods)


def rows_of(text, delimiter=","):
    return list(csv.DictReader(io.StringIO(text), delimiter=delimiter))


def test_a_chapter_s_table_has_a_year_a_row_and_a_province_a_column():
    done = call("trend", "p0", "2015..2024", "--area", "kalimantan", "--wide", "areas", "-f", "csv")
    rows = rows_of(done.out)
    assert [row["period"] for row in rows] == [f"{year}-03" for year in range(2015, 2025)]
    # March 2024: Kalimantan Barat, Tengah, Selatan, Timur, Utara
    assert [rows[-1][code] for code in EAST] == ["6.32", "5.17", "4.11", "5.78", "6.32"]


def test_columns_of_several_fields_have_both_names():
    done = call(
        "compare", "2023", "2024", "--area", "64,00", "--indicator", "p0", "--wide", "areas", "-f", "csv"
    )
    [row] = rows_of(done.out)
    assert (row["64.before"], row["64.after"], row["64.change"]) == ("6.11", "5.78", "-0.33")
    assert row["00.change"] == "-0.33"


def test_a_missing_number_is_empty_null_or_a_dash():
    line = ["show", "2023..2024", "--area", "96,64", "--indicator", "p0", "--wide", "periods"]
    rows = {row["area"]: row for row in rows_of(call(*line, "-f", "tsv").out, "\t")}
    assert (rows["96"]["2023-03"], rows["96"]["2024-03"]) == ("", "29.76")
    answer = json.loads(call(*line, "-f", "json").out)
    assert [row["2023-03"] for row in answer["rows"]] == [6.11, None]
    assert answer["arguments"]["wide"] == "periods"
    assert answer["arguments"]["cell"] == ["value"]
    assert answer["sources"]
    table = call(*line, "-f", "table").out
    assert "Central Papua          –          29.76" in table


BROKEN = ["trend", "p0", "2022..2025", "--area", "papua,maluku", "--wide", "areas"]


@pytest.mark.parametrize(
    ("language", "value", "legend"),
    [
        ("en", "17.26†", "† behind a break in the series: not comparable with the values before it."),
        ("id", "17,26†", "† setelah perubahan seri: tidak dapat dibandingkan dengan nilai sebelumnya."),
    ],
)
def test_the_first_number_behind_a_break_has_a_dagger_for_people(language, value, legend):
    for form in ("table", "markdown"):
        text = call(*BROKEN, "-f", form, "--lang", language).out
        assert text.count("†") == 2
        assert value in text
        assert legend in " ".join(text.split())
    assert "†" not in call(*BROKEN, "-f", "csv", "--lang", language).out


def test_show_and_rank_explain_the_breaks_that_they_cross():
    for line in ("show 2022..2024 --indicator p0 --area papua", "rank p0 2022..2024 --among maluku_papua"):
        done = call(*line.split(), "--wide", "periods", "-f", "json")
        assert "series_break" in {note["code"] for note in json.loads(done.out)["notes"]}
    one_round = json.loads(call("show", "2024", "--area", "papua", "--wide", "areas", "-f", "json").out)
    assert one_round["notes"] == []


def test_of_a_comparison_across_a_break_the_number_before_it_has_no_dagger():
    wide = kpov.wide(kpov.compare(2020, 2024, indicator="poor_count"), "areas")
    assert wide[0].behind_break == {"64.after", "64.change"}


def test_a_break_between_the_rounds_of_one_locality_is_not_one_of_another():
    shown = kpov.show("2022..2024", area="papua", indicator="p0", locality="all")
    wide = kpov.wide(shown, "periods")
    assert [row.behind_break for row in wide] == [{"2024-03"}] * 3


def test_people_see_names_and_units_of_what_became_columns():
    table = call(
        "show", "2024", "--area", "districts", "--wide", "indicators", "-f", "table", "--lang", "id"
    ).out
    heading = " ".join(table.split("─")[0].split())
    for word in ("Jumlah", "ribu", "Rp", "%"):
        assert word in heading
    assert "Kutai Kartanegara" in table
    assert "59,00" in table  # the bundle has 59
    caption = call("trend", "p0", "--area", "kalimantan", "--wide", "areas", "-f", "table").out.splitlines()[
        0
    ]
    assert caption == "Trend · urban + rural · Headcount rate (P0), %"


def test_the_caption_does_not_name_the_area_that_was_asked_for_where_areas_are_columns():
    table = call("rank", "p0", "2024", "--among", "jawa", "--wide", "areas", "-f", "table").out
    assert "East Kalimantan" not in table


def test_the_mean_change_is_explained_where_it_fills_cells():
    line = ["trend", "p0", "2020..2024", "--wide", "periods"]
    assert call(*line).err == ""
    assert "Mean change per year" in call(*line, "--cell", "value,pace").err


@pytest.mark.parametrize("width", ["80", "50", "30"])
@pytest.mark.parametrize("language", ["en", "id"])
def test_a_wide_table_stays_within_the_page(width, language, monkeypatch):
    monkeypatch.setenv("COLUMNS", width)
    for by in ("areas", "periods", "indicators"):
        line = ["show", "2015..2024", "--area", "kalimantan", "--indicator", "p0,GK", "--wide", by]
        text = call(*line, "-f", "table", "--lang", language).out
        assert max(map(len, text.splitlines())) <= int(width)
        assert "5.78" in text or "5,78" in text


def test_a_column_without_any_number_in_a_table_is_left_out_of_it():
    table = call(
        "show", "2024", "--area", "64,6401", "--indicator", "p0,gini", "--wide", "areas", "-f", "table"
    ).out
    assert "–" not in table.partition("Gini ratio")[2].partition("Source")[0].splitlines()[1]


def test_decimals_that_are_asked_for_win():
    text = call(
        "rank", "p0,GK", "2024", "--wide", "indicators", "--among", "jawa", "--digits", "1", "-f", "table"
    ).out
    assert " 4.3 " in text


REFUSED = [
    ("show --wide rows", "--wide cannot be 'rows': choose from areas, periods, indicators"),
    ("show --wide area --cell unit", "--cell cannot be 'unit': choose from value, source"),
    ("trend p0 --wide areas --cell period", "--cell cannot be 'period'"),
    ("compare --wide areas --cell value", "--cell cannot be 'value': choose from before, after, change"),
    ("compare --cell change", "--cell requires --wide"),
    ("rank p0,gini", "'p0,gini' names several indicators: --wide indicators sets"),
    ("rank p0 2015..2024", "one period is needed here, such as 2024. Did you mean '--wide periods'?"),
    ("rank p0 2024..2015 --wide periods", "2015..2024"),
    ("rank p0,p9 --wide indicators", "there is no indicator 'p9'"),
]


@pytest.mark.parametrize(("line", "said"), REFUSED)
def test_what_cannot_be_is_refused(line, said):
    done = call(*line.split())
    assert (done.code, done.out) == (2, "")
    assert said in done.err
    assert call(*line.split(), "--lang", "id").code == 2


def test_two_figures_in_one_place_are_refused():
    shown = kpov.show("2024", area="64", indicator="p0")
    doubled = type(shown)(**{**vars(shown), "rows": shown.rows * 2})
    with pytest.raises(UsageError, match="choose one of them with --area, --locality, --indicator"):
        kpov.wide(doubled, "areas")


def test_what_becomes_the_columns_is_named_in_either_language():
    shown = kpov.show(2024, area="64,00", indicator="p0")
    assert (
        kpov.wide(shown, "Wilayah").fields
        == kpov.wide(shown, "area").fields
        == kpov.wide(shown, "areas").fields
    )


@pytest.mark.parametrize("indicator", ["p0", "gini", "poor_count", "GK"])
def test_rankings_are_the_rankings_of_each(indicator):
    together = kpov.rankings("p0,gini,poor_count,GK", 2024, among="sumatera")
    alone = kpov.rank(indicator, 2024, among="sumatera")
    assert [row for row in together if row.indicator == alone[0].indicator] == list(alone)


def test_rankings_of_a_range_are_those_of_each_round():
    for year in range(2020, 2025):
        rows = [row for row in kpov.rankings("p0", "2020..2024") if row.period == (year, 3)]
        assert rows == list(kpov.rank("p0", year))


def test_the_latest_round_of_several_indicators_is_one_that_has_them_all():
    answer = kpov.rankings("p0,gini", among="jawa")
    assert len({row.period for row in answer}) == 1
    assert {row.indicator for row in answer} == {"p0", "gini"}
    assert kpov.rankings("p0").rows == kpov.rank("p0").rows


def test_rankings_without_a_figure_are_refused():
    with pytest.raises(NotFoundError, match="no P0 of these areas to rank"):
        kpov.rankings("p0", "1990..1995")
    with pytest.raises(NotFoundError):
        kpov.rankings("p0,gini", "1990")


def test_the_title_says_which_end_is_best_where_that_is_the_same_of_all():
    assert kpov.rankings("p0,gini", 2024).title.spoken("en") == "Ranking (1 is best: the lowest)"
    assert kpov.rankings("p0,GK", 2024).title.spoken("en") == "Ranking"


def test_own_figures_with_many_decimals_fill_cells_as_printed(tmp_path):
    file = tmp_path / "own.csv"
    file.write_text(
        "area,period,locality,indicator,value,source\nX,2024,total,p0,3.14159,me\n", encoding="utf-8"
    )
    wide = kpov.wide(kpov.show("2024", area="X", figures=str(file)), "indicators")
    assert cell(wide[0], "p0") == Decimal("3.14159")


def test_rows_and_columns_are_ordered_whatever_area_has_them_first(tmp_path):
    wide = kpov.wide(kpov.trend("p0", "2010..2024", area="65,71"), "areas")
    periods = [str(cell(row, "period")) for row in wide]
    assert (periods, periods[0]) == (sorted(periods), "2010-03")
    file = tmp_path / "own.csv"
    file.write_text(
        "area,period,locality,indicator,value,source\nX,2024,total,gini,0.3,me\nY,2024,total,p0,9,me\n",
        encoding="utf-8",
    )
    shown = kpov.show("2024", area="X,Y", figures=str(file))
    assert [cell(row, "indicator") for row in kpov.wide(shown, "areas")] == ["p0", "gini"]
    assert kpov.wide(shown, "indicators").fields[-2:] == ("p0", "gini")


def test_a_break_is_explained_once():
    notes = kpov.wide(kpov.trend("p0", "2022..2024", area="papua"), "areas").notes
    assert [note.code for note in notes].count("series_break") == 1


@pytest.mark.parametrize(
    ("line", "headings"),
    [
        ("compare 2023 2024 --area 64,00 --indicator p0 --wide areas", ["East Kalimantan: Change, points"]),
        (
            "compare 2023 2024 --area 64,00 --indicator p0,poor_count --wide indicators --cell change",
            ["Headcount rate (P0), points", "Poor population, thousand people"],
        ),
        ("trend p0 2023..2024 --area 64,00 --wide areas --cell change", ["Indonesia, points"]),
        ("trend p0 2023..2024 --area 64,00 --wide areas", ["Indonesia", "East Kalimantan"]),
    ],
)
def test_headings_name_the_code_its_field_and_a_unit_of_their_own(line, headings):
    rows = call(*line.split(), "-f", "markdown").out.splitlines()
    [first] = [row for row in rows if row.startswith("| ") and "---" not in row][:1]
    shown = [each.strip() for each in first.strip("|").split("|")]
    assert [heading for heading in headings if heading in shown] == headings


def test_an_amount_in_a_column_of_its_own_unit_has_no_decimals():
    line = ["show", "2018-09", "--area", "34,31", "--indicator", "GK,p0", "--wide", "indicators"]
    assert "| 414,899 |" in call(*line, "-f", "markdown").out  # 414899.07 in print


def test_a_break_is_told_once_whether_or_not_the_long_answer_tells_it():
    told = kpov.trend("p0", "2014..2016")
    alone = replace(told, notes=tuple(note for note in told.notes if note.code == "series_break"))
    other = replace(told, notes=tuple(note for note in told.notes if note.code != "series_break"))
    assert alone.notes
    assert other.notes

    for answer in (told, alone, other):
        codes = [note.code for note in kpov.wide(answer, "periods").notes]
        assert codes.count("series_break") == 1
