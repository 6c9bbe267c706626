"""Standings recomputed from the printed figures."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import reference

from kaltim_poverty import NotFoundError, UsageError, profile, rank

PROVINCES = [code for code, area in reference.areas().items() if area["level"] == "province"]
DISTRICTS = [code for code, area in reference.areas().items() if area["level"] == "district"]


def standing(area: str, peers: list[str], period: str, indicator: str, locality: str = "total") -> int:
    """One more than the number of peers that are better: where up is no better, the largest is first."""
    own = reference.value(area, period, locality, indicator)
    others = [reference.value(peer, period, locality, indicator) for peer in peers]
    down = reference.indicators()[indicator]["better"] == "down"
    return 1 + sum(1 for other in others if other is not None and (other < own if down else other > own))


def assert_ranking(rows, peers: list[str], period: str, indicator: str, locality: str) -> None:
    having = [peer for peer in peers if reference.value(peer, period, locality, indicator) is not None]
    assert sorted(row.area for row in rows) == sorted(having)
    order = [(row.rank, having.index(row.area)) for row in rows]
    assert order == sorted(order)
    for row in rows:
        value = reference.value(row.area, period, locality, indicator)
        parent = reference.value(reference.areas()[row.area]["parent"], period, locality, indicator)
        assert Fraction(row.value) == value
        assert row.rank == standing(row.area, peers, period, indicator, locality)
        unit = reference.indicators()[indicator]["unit"]
        compared = parent is not None and unit in {"percent", "ratio"}
        assert reference.fraction(row.difference) == (value - parent if compared else None)
        counted = parent is not None and unit == "thousand_people"
        assert reference.is_rounded(row.share, 100 * value / parent if counted else None)
        assert row.area_name == reference.areas()[row.area]["name"]


@pytest.mark.parametrize("indicator", ["p0", "poor_count", "p1", "gini", "poverty_line", "mean_expenditure"])
@pytest.mark.parametrize("locality", ["total", "urban", "rural"])
def test_ranks_of_provinces_agree_with_counting_those_that_are_better(indicator, locality):
    having = {
        period
        for province in PROVINCES
        for period in reference.periods(province, locality=locality, indicator=indicator)
    }
    for (period,) in reference.draws(f"rank {indicator} {locality}", 6, sorted(having), 1) if having else ():
        answer = rank(indicator, period, locality=locality)
        assert_ranking(answer, PROVINCES, period, indicator, locality)


@pytest.mark.parametrize("indicator", ["p0", "poor_count", "p1", "p2", "poverty_line"])
def test_ranks_of_districts_agree_with_counting_those_that_are_better(indicator):
    for year in range(2015, 2026):
        period = f"{year}-03"
        having = [code for code in DISTRICTS if reference.value(code, period, "total", indicator) is not None]
        if having:
            assert_ranking(rank(indicator, period, among="districts"), DISTRICTS, period, indicator, "total")


def test_a_count_is_a_share_of_the_parent_and_an_amount_is_neither():
    rows = {row.area: row for row in rank("poor_count", 2024, among="districts")}
    assert {row.difference for row in rows.values()} == {None}
    assert round(sum(row.share for row in rows.values())) == 100
    # 37.80 of 221.34 thousand
    assert rows["6472"].share.quantize(Decimal("0.01")) == Decimal("17.08")
    [samarinda] = [row for row in rank("GK", 2024, among="districts") if row.area == "6472"]
    assert (samarinda.rank, samarinda.difference, samarinda.share) == (1, None, None)


def test_the_caption_says_what_rank_1_is():
    titles = {
        name: rank(name).title for name in ("p0", "expenditure_share_bottom40", "GK", "mean_expenditure")
    }
    assert [title.spoken("en") for title in titles.values()] == [
        "Ranking (1 is best: the lowest)",
        "Ranking (1 is best: the highest)",
        "Ranking (1 is the highest; neither direction is better)",
        "Ranking (1 is the highest; neither direction is better)",
    ]


def test_a_profile_of_several_rounds_says_so():
    answer = profile()
    [said] = [note for note in answer.notes if note.code == "several_rounds"]
    rounds = sorted({str(row.period) for row in answer})
    assert [str(each) for each in said.values["rounds"]] == rounds
    assert {"2025-03", "2025-09", "2026-03"} <= set(rounds)
    assert "several_rounds" not in {note.code for note in profile("Samarinda").notes}


def test_ties_share_a_rank_and_the_next_rank_is_left_free(tmp_path):
    own = tmp_path / "own.csv"
    values = dict(zip(DISTRICTS, ["1.0", "2.0", "2.00", "3.0", *"456789"], strict=True))
    own.write_text(
        "area,period,locality,indicator,value,source\n"
        + "".join(f"{code},2030,total,p0,{value},me\n" for code, value in values.items()),
        encoding="utf-8",
    )
    rows = rank("p0", 2030, among="districts", figures=str(own))
    assert [row.rank for row in rows] == [1, 2, 2, 4, 5, 6, 7, 8, 9, 10]


def test_a_district_is_ranked_among_districts_and_others_among_provinces():
    assert {row.area for row in rank("p0", 2024, area="6472")} == set(DISTRICTS)
    assert {row.area for row in rank("p0", 2024, area="00")} == set(PROVINCES)
    assert {row.area for row in rank("p0", 2024, area="6472", among="provinces")} == set(PROVINCES)


def test_latest_is_a_round_that_the_asking_area_and_most_of_its_peers_have():
    for indicator in ("p0", "gini", "p1", "poverty_line"):
        answer = rank(indicator)
        period = str(answer[0].period)
        assert reference.value("64", period, "total", indicator) is not None
        assert len(answer) * 2 > len(PROVINCES)
        for later in (each for each in reference.periods("64", indicator=indicator) if each > period):
            having = [
                code for code in PROVINCES if reference.value(code, later, "total", indicator) is not None
            ]
            assert len(having) * 2 <= len(PROVINCES) or "64" not in having


@pytest.mark.parametrize(
    ("having", "expected"), [(1, "2029-03"), (2, "2029-03"), (3, "2030-03"), (4, "2030-03")]
)
def test_latest_is_a_round_of_more_than_half_of_the_peers(tmp_path, having, expected):
    """Of four districts two are half: that is not yet a round to rank by."""
    areas, own = tmp_path / "areas.csv", tmp_path / "own.csv"
    codes = ["X11", "X12", "X13", "X14"]
    districts = "".join(f"{code},District {code},,district,X1,\n" for code in codes)
    areas.write_text(
        "area,name,name_en,level,parent,aliases\nXX,Own,,country,,\nX1,Part,,province,XX,\n" + districts,
        encoding="utf-8",
    )
    rows = [f"{code},2029,total,p0,{place + 1}.0,me\n" for place, code in enumerate(codes)]
    rows += [f"{code},2030,total,p0,{9 - place}.0,me\n" for place, code in enumerate(codes[:having])]
    own.write_text("area,period,locality,indicator,value,source\n" + "".join(rows), encoding="utf-8")
    answer = rank("p0", area="X11", figures=str(own), areas=str(areas))
    assert {str(row.period) for row in answer} == {expected}
    of_province = rank("p0", area="X1", among="districts", figures=str(own), areas=str(areas))
    assert of_province.rows == answer.rows  # the province is no district that has to have it
    assert len(answer) == (having if expected == "2030-03" else 4)


def test_areas_without_the_figure_are_told():
    answer = rank("p0", 2014)
    [note] = [note for note in answer.notes if note.code == "areas_left_out"]
    told = {area.area for area in note.values["areas"]}
    assert told == set(PROVINCES) - {row.area for row in answer} == {"65", "92", "95", "96", "97"}


def test_localities_for_which_nobody_has_the_figure_are_named():
    answer = rank("p0", 2024, area="6472", locality="all")
    [said] = [note for note in answer.notes if note.code == "localities_unranked"]
    assert "urban and rural areas" in str(said)
    assert {row.locality for row in answer} == {"total"}
    assert "localities_unranked" not in {note.code for note in rank("p0", 2024, locality="all").notes}
    for period in ("latest", 2024):
        with pytest.raises(NotFoundError, match="P0 for urban and rural areas, only for total"):
            rank("p0", period, area="6472", locality="urban,rural")
    with pytest.raises(NotFoundError, match="there is no Gini ratio of these areas"):
        rank("gini", among="districts")


def test_the_rank_of_one_area_alone_says_nothing(tmp_path):
    own = tmp_path / "own.csv"
    heading = "area,period,locality,indicator,value,source\n"
    own.write_text(f"{heading}6472,2024-03,urban,p0,3.1,me\n", encoding="utf-8")
    answer = rank("p0", area="6472", locality="urban", figures=str(own))
    assert [row.rank for row in answer] == [1]
    assert "Only Samarinda has the figure, so its rank says nothing." in map(str, answer.notes)
    own.write_text(own.read_text() + "6471,2024-03,urban,p0,2.1,me\n", encoding="utf-8")
    both = rank("p0", area="6472", locality="urban", figures=str(own))
    assert "ranked_alone" not in {note.code for note in both.notes}


def test_a_standing_needs_one_area_and_known_peers():
    with pytest.raises(UsageError):
        rank("p0", 2024, area="64,65")
    with pytest.raises(UsageError):
        rank("p0", 2024, among="cities")
    with pytest.raises(NotFoundError):
        rank("p0", 2024, area="65", among="districts")
    with pytest.raises(NotFoundError):
        rank("p0", 1999)


@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_a_profile_agrees_with_the_printed_figures(area):
    parent = reference.areas()[area]["parent"]
    level = reference.areas()[area]["level"]
    peers = [code for code, other in reference.areas().items() if other["parent"] == parent]
    answer = profile(area)
    wanted = [
        name for name in reference.indicators() if reference.periods(area, locality="total", indicator=name)
    ]
    assert [row.indicator for row in answer] == wanted
    for row in answer:
        period, name = str(row.period), row.indicator
        assert period == reference.periods(area, locality="total", indicator=name)[-1]
        value = reference.value(area, period, "total", name)
        assert Fraction(row.value) == value
        year_before = f"{int(period[:4]) - 1}{period[4:]}"
        old = reference.value(area, year_before, "total", name)
        comparable = old is not None and not reference.crossed(area, name, year_before, period)
        assert reference.fraction(row.change_year) == (value - old if comparable else None)
        having = [peer for peer in peers if reference.value(peer, period, "total", name) is not None]
        if level == "country" or len(having) < 2:
            assert (row.rank, row.of) == (None, None)
        else:
            assert (row.rank, row.of) == (standing(area, peers, period, name), len(having))
        nation = reference.value("00", period, "total", name) if area != "00" else None
        province = reference.value(parent, period, "total", name) if level == "district" else None
        assert (reference.fraction(row.province), reference.fraction(row.nation)) == (province, nation)


def test_a_profile_says_how_to_cite_it_and_takes_one_area_and_one_locality():
    assert profile("Samarinda").notes[-1].code == "cite"
    with pytest.raises(UsageError):
        profile("Samarinda,Bontang")
    with pytest.raises(UsageError):
        profile("64", locality="all")
