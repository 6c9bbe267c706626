"""The verdicts against a second program of the same rules, over every figure of the bundle."""

from __future__ import annotations

import re
from collections import Counter

import pytest
import report_rules

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period
from kaltim_poverty.records.blocks import Paragraph
from kaltim_poverty.report import subject_of
from kaltim_poverty.report.sections.priority import priority
from kaltim_poverty.report.sentences.change import change_sentence
from kaltim_poverty.report.sentences.effectiveness import effectiveness_sentence
from kaltim_poverty.report.sentences.position import position_sentence
from kaltim_poverty.report.sentences.relevance import relevance_sentences
from kaltim_poverty.report.series import unbroken_rounds
from kaltim_poverty.report.verdicts.change import change_over_time
from kaltim_poverty.report.verdicts.effectiveness import effectiveness
from kaltim_poverty.report.verdicts.relevance import relevance


@pytest.mark.parametrize("name", report_rules.INDICATORS)
def test_the_verdicts_on_every_figure_are_those_of_a_second_program(name: str) -> None:
    """Change over time, relevance to parent and country, effectiveness: all areas and periods."""
    figures, table = Figures(), report_rules.Table()
    indicator, seen = catalogue.indicators()[name], Counter[str]()
    for area in catalogue.areas().values():
        larger = dict.fromkeys(
            code for code in (area.parent, catalogue.NATION) if code not in ("", area.area)
        )
        for year, month in table.text[area.area, name]:
            rounds = unbroken_rounds(figures, area.area, name, Period(year, month))
            run = table.run(area.area, name, year, month)
            place = (area.area, year, month)
            found = [change_over_time(rounds, indicator).verdict, effectiveness(rounds, indicator).verdict]
            expected = [report_rules.changed(run, name), report_rules.effective(run, name)]
            for code in larger:
                others = unbroken_rounds(figures, code, name, Period(year, month))
                found.append(relevance(rounds, others, indicator).verdict)
                expected.append(report_rules.relevant(run, table.run(code, name, year, month), name))
            assert (place, found) == (place, expected)
            seen.update(found)
    assert seen["fluctuating"] + seen["rising"] > 0
    assert seen["relevant"] > 0
    assert seen["cannot_be_judged"] > 0


AREAS = report_rules.rows(report_rules.DATA / "areas.csv")
PARENTS = {row["area"]: row["parent"] for row in AREAS}
LEVELS = {row["area"]: row["level"] for row in AREAS}
GROUPS = {row["area"]: row["groups"].split(";")[0] for row in AREAS}
NAMES = {row["area"]: row["name"].removeprefix("Kota ").removeprefix("Kabupaten ") for row in AREAS}
RANK = re.compile(
    r"peringkat (\d+) dari (\d+) (?:provinsi|kabupaten/kota) di [\w ]+?"
    r"(?: dan (\d+) dari (\d+) provinsi)?(?= \(|\.|$)"
)
QUADRANTS = re.compile(r": I \([^)]*\) (.*); II (.*); III (.*); IV (.*?)(?:; tepat pada garis.*: (.*))?\.$")


def peers_of(area: str) -> list[list[str]]:
    """The areas that an area is ranked among: its group and all provinces, or the districts beside it."""
    if LEVELS[area] == "district":
        return [[code for code in PARENTS if PARENTS[code] == PARENTS[area]]]
    provinces = [code for code in LEVELS if LEVELS[code] == "province"]
    return [[code for code in provinces if GROUPS[code] == GROUPS[area]], provinces]


@pytest.mark.parametrize("name", report_rules.INDICATORS)
@pytest.mark.parametrize("year", [2020, 2024])
def test_the_ranks_in_sentences_are_those_of_a_second_program(name: str, year: int) -> None:
    """Of all provinces and districts: among the group, among all provinces, among the districts."""
    table, seen = report_rules.Table(), 0
    for area in PARENTS:
        text = table.text[area, name].get((year, 3))
        if text is None or LEVELS[area] == "country":
            continue
        expected = []
        for peers in peers_of(area)[: 2 if name == "p0" else 1]:  # the headline rate is ranked in both
            values = [
                table.text[peer, name][year, 3] for peer in peers if (year, 3) in table.text[peer, name]
            ]
            if len(values) >= 3:
                expected += [report_rules.rank(text, values, name), len(values)]
        said = position_sentence(subject_of(str(year), area, None, 10, ((), None)), name)
        assert said is not None
        found = [int(each) for match in RANK.findall(said.spoken("id")) for each in match if each]
        assert (area, found) == (area, expected), said.spoken("id")
        seen += bool(expected)
    assert seen > 0


@pytest.mark.parametrize("year", range(2018, 2025))
@pytest.mark.parametrize("whole", ["64", "00"])
def test_the_quadrants_in_sentences_are_those_of_a_second_program(whole: str, year: int) -> None:
    """Count by rate and rate by gap, of districts and of provinces."""
    table = report_rules.Table()
    inside = [code for code in PARENTS if PARENTS[code] == whole]
    said = [
        block.messages[0].spoken("id")
        for block in priority(subject_of(str(year), whole, None, 10, ((), None)))
        if isinstance(block, Paragraph)
    ]
    assert len(said) == 2
    for sentence, (first, second) in zip(said, (("poor_count", "p0"), ("p0", "p1")), strict=True):
        known = {
            code: pair
            for code in inside
            if None not in (pair := tuple(table.text[code, name].get((year, 3)) for name in (first, second)))
        }
        level = table.text[whole, second][year, 3]
        counts = [report_rules.millionths(pair[0]) for pair in known.values()]
        line = table.text[whole, first][year, 3]
        printed = first != "poor_count"
        upright = report_rules.millionths(line) if printed else sum(counts) / len(counts)
        expected: dict[str, list[str]] = {name: [] for name in ("I", "II", "III", "IV", "")}
        for code, (one, other) in known.items():
            halves = (
                report_rules.half_steps(one, line, first, printed=printed),
                report_rules.half_steps(other, level, second, printed=True),
            )
            numbers = (report_rules.millionths(one), report_rules.millionths(other))
            lines = (upright, report_rules.millionths(level))
            expected[report_rules.quadrant(*numbers, *lines, halves)].append(NAMES[code])
        found = QUADRANTS.search(sentence)
        assert found is not None, sentence
        listed = [[] if each in (None, "–") else each.split(", ") for each in found.groups()]
        assert dict(zip(expected, listed, strict=True)) == expected


SAID = {  # the words of the contract for each verdict
    "falling": ("menurun", "falling"),
    "rising": ("meningkat", "rising"),
    "unchanged": ("tetap", "unchanged"),
    "fluctuating": ("berfluktuasi", "fluctuating"),
    "relevant": (": relevan.", ": relevant."),
    "not_relevant": (": tidak relevan.", ": not relevant."),
    "partly_relevant": (": relevan sebagian.", ": partly relevant."),
    "effective": (": efektif.", ": effective."),
    "not_effective": (": tidak efektif.", ": not effective."),
    "less_effective": (": kurang efektif.", ": less effective."),
    "cannot_be_judged": ("belum dapat dinilai", "cannot be judged"),
    "neither_better": ("efektivitasnya tidak dinilai", "effectiveness is not judged"),
}


@pytest.mark.parametrize("name", report_rules.INDICATORS)
def test_a_sentence_says_the_verdict_of_a_second_program(name: str) -> None:
    """Of every area that has the figure in March 2024, in both languages."""
    table, seen = report_rules.Table(), Counter[str]()
    for area, parent in PARENTS.items():
        if (2024, 3) not in table.text[area, name]:
            continue
        subject = subject_of("2024", area, None, 10, ((), None))
        runs = {code: table.run(code, name, 2024, 3) for code in (area, parent, "00") if code}
        larger = [code for code in dict.fromkeys(("00", parent)) if code not in ("", area)]
        expected = [
            (change_sentence(subject, name), report_rules.changed(runs[area], name)),
            *zip(
                relevance_sentences(subject, name),
                [report_rules.relevant(runs[area], runs[code], name) for code in larger],
                strict=True,
            ),
            (effectiveness_sentence(subject, name), report_rules.effective(runs[area], name)),
        ]
        for sentence, verdict in expected:
            for language, words in zip(("id", "en"), SAID[verdict], strict=True):
                assert words in sentence.spoken(language), (area, verdict)
            seen[verdict] += 1
    assert len(seen) > 3
