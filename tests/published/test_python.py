"""The same questions from Python: any type of argument, answers as sequences, notes in both languages."""

from __future__ import annotations

from collections.abc import Sequence
from decimal import Decimal
from fractions import Fraction
from pathlib import Path

import pytest
import reference

import kaltim_poverty
from kaltim_poverty import (
    Answer,
    KpovError,
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
    rankings,
    show,
    target,
    threshold,
    trend,
)
from kaltim_poverty.records import cells

HEADER = "area,period,locality,indicator,value,source\n"

ANSWERS = {
    "brief": lambda: brief(2024),
    "brief across a break": lambda: brief("2020-09"),
    "check": lambda: check(area="75"),
    "compare": lambda: compare(2023, 2024),
    "compare across a break": lambda: compare(2013, 2016, area=["64", "65", "00"], locality="all"),
    "compare what is printed differently": lambda: compare(2024, 2025, locality="rural"),
    "compare with a design effect": lambda: compare(2023, 2024, households=(11000, 11200), deff=1.5),
    "compare what is not there": lambda: compare(2023, 2024, indicator="p0,population"),
    "decompose": lambda: decompose(2015, 2024, area="64,31", indicator=["p0", "p1"]),
    "gap": lambda: gap("2013..2016", area="all", indicator=["p0", "poor_household_size"]),
    "listing": lambda: listing("breaks"),
    "profile": lambda: profile("94"),
    "rank": lambda: rank("p0", 2014),
    "rankings": lambda: rankings("p0,p1", 2024),
    "show": lambda: show("2024-09", area="all"),
    "target": lambda: target(4, 2029, area="64,91,95", since=None),
    "target from long ago": lambda: target(Decimal("5.5"), "2029-09", since=2010),
    "threshold": lambda: threshold(2024, area="64,6472", household=True),
    "trend": lambda: trend("gini", area="all", locality="all"),
}


@pytest.fixture(scope="module", params=ANSWERS, ids=str)
def answer(request):
    return ANSWERS[request.param]()


def test_every_question_is_asked_here():
    asked = {ask().question for ask in ANSWERS.values()}
    functions = {name for name, home in kaltim_poverty.HOMES.items() if home.startswith("published.")}
    assert asked == functions - {"listing", "rankings", "wide"} | {"list"}  # the last two are forms of others


def test_an_answer_is_a_sequence_of_its_records(answer):
    assert isinstance(answer, Answer)
    assert isinstance(answer, Sequence)
    assert list(answer) == list(answer.rows)
    assert len(answer) > 0
    assert answer[0] in answer
    assert answer[-1:] == answer.rows[-1:]
    assert all(type(row) is answer.kind for row in answer)


def test_records_have_the_columns_of_the_answer_and_cannot_be_changed(answer):
    for row in (answer[0], answer[-1]):
        assert cells(row) == [getattr(row, name) for name in answer.fields]
        with pytest.raises(AttributeError):
            setattr(row, answer.fields[0], "other")


def test_numbers_in_records_are_decimals(answer):
    for row in answer:
        assert not any(isinstance(cell, (float, Fraction)) for cell in cells(row))


def test_notes_are_sentences_in_both_languages(answer):
    for note in answer.notes:
        english, indonesian = note.spoken("en"), note.spoken("id")
        assert str(note) == english
        assert english != indonesian
        for text in (english, indonesian):
            assert text.endswith("."), text
            assert not any(mark in text for mark in ("{", "}", "None", "  ", "..", "Decimal", "[")), text


def test_no_note_is_said_twice(answer):
    spoken = [note.spoken("en") for note in answer.notes]
    assert len(spoken) == len(set(spoken))


def test_sources_are_named_once_and_known(answer):
    names = [source.source for source in answer.sources]
    known = {row["source"] for row in reference.table(reference.DATA / "sources.csv")}
    assert sorted(set(names)) == names
    assert set(names) <= known


def test_numbers_texts_and_decimals_ask_the_same():
    same = [
        (compare(2023, 2024, area=64), compare("2023", "2024-03", area="64")),
        (compare(2023, 2024, indicator=["P0"]), compare(2023, 2024, indicator="p0")),
        (target(4, 2029), target("4", "2029-03")),
        (target(Decimal("4.5"), 2029), target(4.5, "2029")),
        (threshold(2024, size=4), threshold(2024, size=["4"])),
        (threshold(2024, size=[Decimal("4.5"), 5]), threshold(2024, size="4.5,5")),
        (
            compare(2023, 2024, indicator="p0", households=(11000, 11200), deff=Decimal("1.5")),
            compare(2023, 2024, indicator="p0", households="11000,11200", deff="1.5"),
        ),
    ]
    for one, other in same:
        assert one.rows == other.rows


def test_own_files_are_named_by_text_or_path(tmp_path):
    path = tmp_path / "own.csv"
    path.write_text(HEADER + "YY,2024,total,p0,5.5,me\n", encoding="utf-8")
    for figures in (path, str(path), [path], (str(path),), [Path(path)]):
        answer = show(area="YY", figures=figures)
        assert answer[0].value == Decimal("5.5")
        assert answer.arguments["figures"] == [str(path)]


def test_latest_is_resolved_in_the_arguments():
    assert str(gap(indicator="p0").arguments["period"]) == "2026-03"
    assert str(brief().arguments["period"]) == "2026-03"
    assert str(brief().arguments["against"]) == "2025-03"
    assert str(rank("gini").arguments["period"]) == "2024-09"
    assert str(compare(2023, "latest", indicator="p0").arguments["after"]) == "2026-03"


ERRORS = [
    (UsageError, lambda: compare("20x4", 2024)),
    (UsageError, lambda: compare("2023..2024", 2024)),
    (UsageError, lambda: trend("p9")),
    (UsageError, lambda: trend("p0", "2024..2020")),
    (UsageError, lambda: threshold(2024, size="4-1")),
    (UsageError, lambda: target("4,0", 2030)),
    (UsageError, lambda: target(4, 2020)),
    (NotFoundError, lambda: compare(1990, 2024)),
    (NotFoundError, lambda: compare(2023, 2024, area="Samarind")),
    (NotFoundError, lambda: gap(2024, area="31")),
    (NotFoundError, lambda: rank("p0", 2024, area="65", among="districts")),
    (NotFoundError, lambda: brief(2024, against="2023-09")),
    (NotFoundError, lambda: threshold("2026", household=True)),
    (NotFoundError, lambda: decompose(2023, 2024, area="6472")),
]


@pytest.mark.parametrize(("kind", "ask"), ERRORS)
def test_errors_speak_both_languages(kind, ask):
    with pytest.raises(kind) as caught:
        ask()
    error = caught.value
    assert isinstance(error, KpovError)
    assert str(error) == error.text("en") != error.text("id")
    for text in (error.text("en"), error.text("id")):
        assert text
        assert not any(mark in text for mark in ("{", "}", "None", "  ", "Decimal("))
