"""Groups of areas choose and rank: the provinces of an island, groups of one's own."""

from __future__ import annotations

import pytest
import reference
from support import call

from kaltim_poverty import InputError, UsageError, listing, rank, show, trend

ISLANDS = {
    "sumatera": "11 12 13 14 15 16 17 18 19 21",
    "jawa": "31 32 33 34 35 36",
    "bali_nusa_tenggara": "51 52 53",
    "kalimantan": "61 62 63 64 65",
    "sulawesi": "71 72 73 74 75 76",
    "maluku_papua": "81 82 91 92 94 95 96 97",
}
PROVINCES = [code for code, area in reference.areas().items() if area["level"] == "province"]
EAST = ISLANDS["kalimantan"].split()
WAYS = [
    ("Kalimantan", "kalimantan"),
    ("Sumatra", "sumatera"),
    ("JAVA", "jawa"),
    ("bali-nusa tenggara", "bali_nusa_tenggara"),
    ("Bali dan Nusa Tenggara", "bali_nusa_tenggara"),
    ("Maluku and Papua", "maluku_papua"),
]


@pytest.fixture
def own(tmp_path):
    """A file that puts areas into groups."""
    file = tmp_path / "areas.csv"
    file.write_text(
        "area,name,groups\n6472,Samarinda, Ibu kota ;ikn\n6471,Balikpapan,IKN\n"
        "64,Kalimantan Timur,ikn\nX,Pulau Baru,kalimantan;kalimantan\n",
        encoding="utf-8",
    )
    return str(file)


def codes(answer):
    return list(dict.fromkeys(row.area for row in answer))


def test_every_province_is_in_one_group():
    assert sorted(" ".join(ISLANDS.values()).split()) == sorted(PROVINCES)
    listed = {row.area: row.groups for row in listing("areas")}
    assert {code: group for code, group in listed.items() if group} == {
        code: group for group, members in ISLANDS.items() for code in members.split()
    }


@pytest.mark.parametrize("group", ISLANDS)
def test_a_group_stands_for_its_areas(group):
    assert codes(listing("areas", area=group)) == ISLANDS[group].split()
    assert codes(trend("p0", "2024..2026", area=group)) == ISLANDS[group].split()


@pytest.mark.parametrize(("given", "group"), WAYS)
def test_a_group_is_named_in_both_languages(given, group):
    assert codes(listing("areas", area=given)) == ISLANDS[group].split()
    assert codes(rank("p0", 2025, among=given)) == codes(rank("p0", 2025, among=group))


def test_maluku_and_papua_are_provinces():
    assert codes(listing("areas", area=["maluku", "papua"])) == ["81", "94"]


def test_a_group_and_an_area_are_chosen_together_in_catalogue_order():
    assert codes(show(2024, indicator="p0", area="Samarinda,kalimantan,00")) == ["00", *EAST, "6472"]


def test_ranks_within_a_group_count_its_areas_alone():
    answer = rank("p0", 2024, among="kalimantan")
    # 4.11, 5.17, 5.78 and twice 6.32
    assert [(row.area, row.rank) for row in answer] == [
        ("63", 1),
        ("62", 2),
        ("64", 3),
        ("61", 4),
        ("65", 4),
    ]
    assert answer.arguments["among"] == "kalimantan"
    assert [str(row.difference) for row in answer] == ["-4.92", "-3.86", "-3.25", "-2.71", "-2.71"]


@pytest.mark.parametrize(
    ("language", "caption"),
    [
        ("en", "Ranking (1 is best: the lowest) · Java · urban + rural · Headcount rate (P0)"),
        ("id", "Peringkat (1 terbaik: yang terendah) · Jawa · perkotaan + perdesaan"),
    ],
)
def test_the_caption_of_a_ranking_names_the_group(language, caption):
    table = call("rank", "p0", "2024", "--among", "jawa", "--lang", language, "-f", "table")
    assert " ".join(table.out.split()).startswith(caption)


def test_groups_of_ones_own_choose_and_rank(own):
    assert codes(show(2024, indicator="p0", area="ikn", areas=own)) == ["64", "6471", "6472"]
    assert codes(rank("p0", 2024, among="IKN", areas=own)) == ["6471", "6472", "64"]
    assert codes(rank("p0", 2024, among="ibu kota", areas=own)) == ["6472"]


def test_an_area_keeps_the_groups_that_it_has(own):
    groups = {row.area: row.groups for row in listing("areas", areas=own)}
    assert groups["64"] == "kalimantan;ikn"
    assert groups["X"] == "kalimantan"
    assert codes(listing("areas", area="kalimantan", areas=own)) == [*EAST, "X"]


def test_what_is_listed_goes_back_in(own, tmp_path):
    file = tmp_path / "listed.csv"
    file.write_text(call("list", "areas", "--areas", own, "-f", "excel-csv").out, encoding="utf-8")
    assert listing("areas", areas=str(file)).rows == listing("areas", areas=own).rows


@pytest.mark.parametrize("group", ["Samarinda", "64", "all", "Provinsi", "kukar"])
def test_a_group_that_is_named_like_an_area_is_refused(group, tmp_path):
    file = tmp_path / "areas.csv"
    file.write_text(f"area,name,groups\nX,Baru,mine;{group}\n", encoding="utf-8")
    with pytest.raises(InputError, match=f"line 2, column groups: '{group}' already means"):
        listing("areas", areas=str(file))


def test_an_area_of_ones_own_goes_before_a_group_of_its_name(tmp_path):
    file = tmp_path / "areas.csv"
    file.write_text("area,name\nX,Jawa\n", encoding="utf-8")
    assert codes(listing("areas", area="jawa", areas=str(file))) == ["X"]


def test_an_unknown_group_is_refused_with_those_that_exist():
    with pytest.raises(UsageError, match=r"provinces, districts, sumatera, .* Did you mean 'sulawesi'\?"):
        rank("p0", 2024, among="sulawsi")
    assert "'kalimantan'" in call("show", "2024", "--area", "kalimntan").err


@pytest.mark.parametrize(
    "command", ["profile", "brief --area", "programme assess --amount 5jt --recipients 9 --area"]
)
def test_a_question_about_one_area_takes_no_group(command):
    refused = call(*command.split(), "kalimantan")
    assert refused.code == 2
    assert "one area, not several (West Kalimantan," in refused.err


def test_a_group_that_is_no_focus_may_be_whom_to_rank_among():
    assert "Did you mean '--among kalimantan'?" in call("rank", "p0", "--area", "kalimantan").err
    assert "Did you mean '--among provinces'?" in call("rank", "p0", "--area", "61,62").err


def test_a_group_in_place_of_a_command_is_told_what_it_is_for():
    assert "'kpov rank p0 --among jawa' or 'kpov trend p0 --area jawa'?" in call("jawa").err
