"""The paragraph, for every area, period and language: what it says is so, and it reads as a paragraph."""

from __future__ import annotations

import re
from fractions import Fraction

import pytest
import reference

from kaltim_poverty import NotFoundError, UsageError, brief
from kaltim_poverty.published.catalogue import areas
from kaltim_poverty.published.periods import parse_period

HEADER = "area,period,locality,indicator,value,source\n"
ENGLISH = {"the", "was", "were", "poor", "people", "and", "of", "percent", "rate", "fall", "rise", "no", "in"}
INDONESIAN = {"dan", "yang", "sebesar", "persen", "pada", "turun", "naik", "tidak", "di", "penduduk", "Maret"}

BOTH = [
    (area, period)
    for area in reference.areas()
    for period in reference.periods(area)
    if reference.value(area, period, "total", "p0") is not None
]


def paragraph(answer, language: str) -> str:
    return " ".join(row.text.spoken(language) for row in answer)


def against(area: str, period: str) -> str | None:
    """The same round a year before, else the round before."""
    known = [
        other
        for other in reference.periods(area, locality="total")
        if {"p0", "poor_count"}
        & {name for when, where, name in reference.by_area()[area] if (when, where) == (other, "total")}
    ]
    year_before = f"{int(period[:4]) - 1}{period[4:]}"
    return (
        year_before if year_before in known else max((each for each in known if each < period), default=None)
    )


@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_every_paragraph_reads_as_one_in_both_languages(area):
    for period in (period for code, period in BOTH if code == area):
        answer = brief(period, area=area)
        assert [row.sentence for row in answer] == list(range(1, len(answer) + 1))
        assert [row.topic for row in answer][:2] == ["poverty", "significance"]
        for language, foreign in (("en", INDONESIAN), ("id", ENGLISH)):
            for row in answer:
                text = row.text.spoken(language)
                assert text.endswith("."), text
                assert not re.search(r"[{}]|\s\s|None|\.\.|\s[,.;)]|\(\s|[,;:]\.|::|\d{4}-\d\d", text), text
                assert text[0].isupper(), text
                name = areas()[area].spoken(language)
                assert not set(re.findall(r"\w+", text.replace(name, ""))) & foreign, text
            assert paragraph(answer, language).count(": ") <= 1  # the brackets on town and country


FIRST = re.compile(
    r"In (?P<month>\w+) (?P<year>\d{4}) (?P<area>.+) had (?P<count>[\d.,]+) thousand poor people"
    r"(?:, (?:(?P<moved>[\d.,]+) thousand (?P<way>fewer|more) than|(?P<same>as many) as)"
    r" in (?P<before>\w+ \d{4})|, (?P<hardly>hardly) changed from [\d.,]+ thousand in (?P<then>\w+ \d{4}))?"
    r"; the poverty rate was (?P<rate>[\d.]+) percent"
    r"(?:, (?:(?P<up>up|down) (?P<points>[\d.]+) percentage points|(?P<still>unchanged)"
    r"|(?P<rounded>hardly) changed from [\d.]+ percent)"
    r"(?: (?:from|in) (?P<since>\w+ \d{4}))?)?\."
)


def number(text: str) -> Fraction:
    return Fraction(text.replace(",", ""))


@pytest.mark.parametrize("area", sorted(reference.areas()))
def test_the_first_sentence_says_count_rate_and_changes_as_printed(area):
    for period in (period for code, period in BOTH if code == area):
        said = FIRST.fullmatch(brief(period, area=area)[0].text.spoken("en"))
        assert said, period
        count, rate = (reference.value(area, period, "total", name) for name in ("poor_count", "p0"))
        assert (number(said["count"]), number(said["rate"])) == (count, rate)
        before = against(area, period)
        named = before and parse_period(before).spoken("en")
        counted, rated = said["way"] or said["same"], said["up"] or said["still"]
        assert_change(said, area, period, before, "poor_count", said["moved"], counted or said["hardly"])
        assert_change(said, area, period, before, "p0", said["points"], rated or said["rounded"])
        assert {said["before"], said["then"], said["since"]} <= {None, named}
        if said["moved"] or said["points"] or said["still"]:
            assert said["before"] or said["then"] or said["since"], "the period compared with is named"


WORDS = {
    "poor_count": {1: "more", -1: "fewer", 0: "as many"},
    "p0": {1: "up", -1: "down", 0: "unchanged"},
}


def assert_change(said, area, period, before, indicator, moved, word) -> None:
    """The change has its size and direction, and none is said across a break."""
    old = before and reference.value(area, before, "total", indicator)
    if old is None or before is None or reference.crossed(area, indicator, before, period):
        assert moved is word is None, (said[0], before)
        return
    change = reference.value(area, period, "total", indicator) - old
    if 0 < abs(change) <= Fraction(1, 100):
        assert (moved, word) == (None, "hardly"), said[0]
        return
    assert word == WORDS[indicator][(change > 0) - (change < 0)], said[0]
    assert (number(moved) if moved else 0) == abs(change)


def test_a_break_is_told_in_the_paragraph_and_in_a_note():
    answer = brief("2020-09")
    assert "only the rate is compared" in paragraph(answer, "en").casefold()
    assert "hanya persentase penduduk miskin yang dibandingkan" in paragraph(answer, "id").casefold()
    assert "series_break" in {note.code for note in answer.notes}
    answer = brief(2015)
    assert "not compared with March 2014" in paragraph(answer, "en")
    assert "tidak dibandingkan dengan Maret 2014" in paragraph(answer, "id")
    assert "down" not in paragraph(answer, "en")
    assert "menurun" not in paragraph(answer, "id")


def test_every_kind_of_break_has_its_words():
    for known in reference.breaks():
        before, after = known["from_period"], known["to_period"]
        if reference.value(known["area"], before, "total", "p0") is not None:
            for language in ("en", "id"):
                text = paragraph(brief(after, against=before, area=known["area"]), language)
                assert re.search("because the|karena ", text)


def test_the_first_period_has_nothing_to_compare():
    answer = brief(2007)
    assert "No earlier figures" in answer[1].text.spoken("en")
    assert answer.arguments["against"] is None


def test_without_the_same_round_a_year_before_the_round_before_is_taken_and_named():
    # Kalimantan Timur has no round of September 2023
    answer = brief("2024-09")
    assert str(answer.arguments["against"]) == "2024-03"
    assert "March 2024" in paragraph(answer, "en")
    assert "Maret 2024" in paragraph(answer, "id")


def test_another_period_may_be_compared_with_if_it_is_earlier_and_there():
    assert "terhadap Maret 2021" in paragraph(brief(2024, against=2021, area="00"), "id")
    for period in (2024, 2025):
        with pytest.raises(UsageError):
            brief(2024, against=period)
    with pytest.raises(NotFoundError):
        brief(2024, against="2023-09")
    with pytest.raises(UsageError):
        brief(2024, area="64,65")


def test_a_range_is_its_end_against_its_start():
    assert brief("2022..2024").rows == brief(2024, against=2022).rows
    assert brief("2022..").rows == brief("latest", against=2022).rows


def test_an_area_without_a_rural_part_has_no_sentence_on_town_and_country():
    answer = brief(2024, area="31")
    assert "rural" not in paragraph(answer, "en")
    assert "perdesaan" not in paragraph(answer, "id")


def test_topics_without_figures_are_told():
    answer = brief("2026")
    [note] = [note for note in answer.notes if note.code == "not_said"]
    told = {topic.key for topic in note.values["topics"]}
    said = {f"value.topic.{row.topic}" for row in answer}
    assert told
    assert not told & said


@pytest.fixture
def own(tmp_path):
    def written(*rows: str):
        path = tmp_path / "own.csv"
        path.write_text(HEADER + "".join(f"{row},me\n" for row in rows), encoding="utf-8")
        return path

    return written


@pytest.mark.parametrize("period", ["2024", "latest"])
def test_a_rate_alone_makes_a_paragraph_that_names_both_periods(own, period):
    file = own("Here,2023,total,p0,10.5", "Here,2024,total,p0,9.5")
    answer = brief(period, area="Here", figures=file)
    assert answer[0].text.spoken("en") == (
        "In March 2024 the poverty rate of Here was 9.50 percent,"
        " down 1.00 percentage points from March 2023."
    )
    assert answer[0].text.spoken("id") == (
        "Persentase penduduk miskin di Here pada Maret 2024 sebesar 9,50 persen, menurun 1,00 persen poin"
        " terhadap Maret 2023."
    )


@pytest.mark.parametrize("period", ["2024", "latest"])
def test_a_count_alone_makes_a_paragraph_that_names_both_periods(own, period):
    file = own("Here,2023,total,poor_count,100.5", "Here,2024,total,poor_count,100.50")
    answer = brief(period, area="Here", figures=file)
    assert answer[0].text.spoken("en") == (
        "In March 2024 Here had 100.50 thousand poor people, as many as in March 2023."
    )
    assert "March 2023" in paragraph(answer, "en")


def test_a_rate_that_alone_can_be_compared_names_the_period(own):
    file = own("Here,2023,total,p0,10", "Here,2024,total,p0,10.0", "Here,2024,total,poor_count,7")
    text = brief(2024, area="Here", figures=file)[0].text.spoken("en")
    assert text.endswith("; the poverty rate was 10.00 percent, unchanged from March 2023.")


def test_a_rise_of_one_and_a_fall_of_the_other_are_both_in_doubt(own):
    file = own(
        "Here,2023,total,p0,10",
        "Here,2024,total,p0,9",
        "Here,2023,total,poor_count,7",
        "Here,2024,total,poor_count,8",
    )
    answer = brief(2024, area="Here", figures=file)
    assert "these changes" in answer[1].text.spoken("en")
    assert "perubahan tersebut" in answer[1].text.spoken("id")


def test_an_area_without_either_figure_is_not_found(own):
    file = own("Here,2024,total,poverty_line,500000")
    for period in ("2024", "latest"):
        with pytest.raises(NotFoundError):
            brief(period, area="Here", figures=file)


def test_a_figure_that_moved_within_rounding_hardly_changed():
    # P1 is printed as 1.04 for March 2016 and as 1.037 for September 2021; Gini .322 and .321
    answer = brief("2021-09", against=2016)
    assert "(P1) was 1.037, hardly changed from 1.04" in paragraph(answer, "en")
    assert "(P1) sebesar 1,037, hampir tidak berubah dari 1,04" in paragraph(answer, "id")
    assert brief(2024)[-1].text.spoken("en").endswith("0.321, hardly changed from 0.322 in March 2023.")


@pytest.mark.parametrize(
    ("rates", "depth", "contrasted"),
    [
        (("9", "8", "12", "11"), ("1.5", "1.9"), True),
        (("8", "9", "11", "12"), ("1.9", "1.5"), True),
        (("9", "8", "12", "11"), ("1.9", "1.5"), False),
        (("9", "8", "11", "12"), ("1.5", "1.9"), False),  # the rates themselves differ
        (("9", "8", "12", "11"), ("1.50", "1.52"), True),
        (("9", "8", "12", "11"), ("1.5", "1.52"), False),  # within the rounding of 1.5
        (("9", "8", "12", "11"), ("1.5", "1.5"), False),
    ],
)
def test_while_joins_only_what_moved_in_opposite_directions(own, rates, depth, contrasted):
    urban, rural = rates[:2], rates[2:]
    rows = [
        f"Here,{year},{locality},{indicator},{value}"
        for locality, indicator, values in (
            ("total", "p0", ("10", "9.5")),
            ("urban", "p0", urban),
            ("rural", "p0", rural),
            ("total", "p1", depth),
        )
        for year, value in zip((2023, 2024), values, strict=True)
    ]
    answer = brief(2024, area="Here", figures=own(*rows))
    assert (", while the poverty gap" in paragraph(answer, "en")) == contrasted
    assert (", sedangkan indeks" in paragraph(answer, "id")) == contrasted
    assert ("; the poverty gap" in paragraph(answer, "en")) != contrasted


@pytest.mark.parametrize("later", ["8.10", "8.11"])  # the same, and within half a step of both decimals
def test_what_hardly_moved_may_have_moved_and_what_is_alone_is_not_spoken_of(later, own):
    both = own("Here,2023,total,p0,8.10", f"Here,2024,total,p0,{later}")
    assert "a real change cannot be ruled out" in paragraph(brief("2024", area="Here", figures=both), "en")

    apart = own("Here,2023,total,p0,8.10", "Here,2024,total,poor_count,12.00")
    answer = brief("2024", against="2023", area="Here", figures=apart)
    assert "ruled out" not in paragraph(answer, "en")
