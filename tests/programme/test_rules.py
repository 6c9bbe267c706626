"""The table of rules: every source known, every row readable, own files checked cell by cell."""

from __future__ import annotations

import csv
import io

import pytest

from kaltim_poverty import programme
from kaltim_poverty.errors import InputError, NotFoundError, UsageError
from kaltim_poverty.programme import rules
from kaltim_poverty.published import catalogue

HEADER = "programme,component,year,amount_idr,per,note,source,limit,applies_to,disputed"
GOOD = "Mine,elderly,2025,1000000,person_year,,me,,,"


def test_every_bundled_rule_is_whole():
    known = rules.components()
    for rule in rules.bundled_rules():
        assert set(rule.source.split(";")) <= set(catalogue.sources())
        assert rule.component in known
        assert rule.per in ("", *rules.YEARLY, *rules.OTHER)
        assert bool(rule.per) == (rule.amount_idr is not None)
        assert bool(rule.limit) == bool(rule.applies_to)
        assert bool(rule.note.en) == bool(rule.note.id)
        assert rule.disputed in ("yes", "no")


def test_names_of_components_are_unique():
    names = [
        name
        for known in rules.components().values()
        for name in [known.component.casefold(), *filter(None, known.aliases.split(";"))]
    ]
    assert len(names) == len(set(names))


def test_the_list():
    answer = programme.listing()
    assert len(answer) == 61
    assert answer[0].programme == "PKH"
    assert {row.year for row in programme.listing(year=2021)} == {2021}
    assert {source.source for source in answer.sources} >= {"kemendagri_2022", "poskota_20250324"}


def test_the_list_goes_back_in(kpov, write):
    out = kpov("programme", "list", "-f", "csv").out
    file = write(out)
    again = kpov("programme", "list", "-f", "csv", "--programmes", file)
    assert again.out == out
    assert "Bundled rules replaced by yours: 61" in again.err


def test_notes_follow_the_language(kpov):
    english, indonesian = (
        list(csv.DictReader(io.StringIO(kpov("programme", "list", "-f", "csv", "--lang", lang).out)))
        for lang in ("en", "id")
    )
    for one, other in zip(english, indonesian, strict=True):
        assert {**one, "note": ""} == {**other, "note": ""}
    assert english[0]["note"] == "paid in 4 stages of Rp750,000"
    assert indonesian[0]["note"] == "dibayar dalam 4 tahap Rp750.000"


def test_a_year_without_rules():
    with pytest.raises(NotFoundError, match="2024 and 2025"):
        programme.listing(year=2040)
    with pytest.raises(UsageError):
        programme.listing(year="next")


@pytest.mark.parametrize(
    ("row", "column", "said"),
    [
        (",elderly,2025,1,person_year,,me,,,", "programme", "empty"),
        ("Mine,,2025,1,person_year,,me,,,", "component", "empty"),
        ("Mine,elderly,,1,person_year,,me,,,", "year", "empty"),
        ("Mine,elderly,25,1,person_year,,me,,,", "year", "not a valid year"),
        ("Mine,elderly,2025,five,person_year,,me,,,", "amount_idr", "not a plain number"),
        ("Mine,elderly,2025,5.000.000,person_year,,me,,,", "amount_idr", "write 5000000"),
        ("Mine,elderly,2025,833.955,person_year,,me,,,", "amount_idr", "write 833955"),
        ('Mine,elderly,2025,"5000,5",person_year,,me,,,', "amount_idr", "write 5000.5"),
        ("Mine,elderly,2025,0,person_year,,me,,,", "amount_idr", "above 0"),
        ("Mine,elderly,2025,-5,person_year,,me,,,", "amount_idr", "above 0"),
        ("Mine,elderly,2025,1000000,person_yaer,,me,,,", "per", "Did you mean 'person_year'"),
        ("Mine,elderly,2025,1000000,,,me,,,", "per", "one of person_year"),
        ("Mine,limit,2025,,,,me,two,,", "limit", "whole number"),
        ("Mine,limit,2025,,,,me,0,,", "limit", "whole number"),
        ("Mine,limit,2025,,,,me,,elderly,", "applies_to", "requires a limit"),
        ("Mine,elderly,2025,1000000,person_year,,me,,,maybe", "disputed", "yes, no"),
        (GOOD + "\n" + GOOD, "component", "already appear in"),
    ],
)
def test_a_refused_cell_is_named(row, column, said, write):
    file = write(f"{HEADER}\n{row}\n")
    with pytest.raises(InputError) as caught:
        programme.listing(programmes=file)
    text = str(caught.value)
    line = 1 + len(row.splitlines())
    assert text.startswith(f"{file}, line {line}, column {column}: ")
    assert said in text
    assert caught.value.exit_code == 3


@pytest.mark.parametrize(
    ("text", "said"),
    [
        ("", "is empty"),
        ("programme,component,year\n", "column 'amount_idr' is missing"),
        (HEADER + ",colour\n", "column 'colour' is unknown"),
        (HEADER + "\nMine,elderly\n", "there are 2 cells,"),
    ],
)
def test_a_refused_file(text, said, write):
    with pytest.raises(InputError) as caught:
        programme.listing(programmes=write(text))
    assert said in str(caught.value)


def test_files_from_stdin_and_lists(kpov, write):
    rows = f"{HEADER}\n{GOOD}\n"
    assert kpov("programme", "list", "--programmes", "-", stdin=rows).rows[-1][0] == "Mine"
    both = f"{write(rows)},{write(rows.replace('Mine', 'Theirs'), 'other.csv')}"
    assert [row[0] for row in kpov("programme", "list", "--programmes", both).rows[-2:]] == ["Mine", "Theirs"]
    assert kpov("programme", "list", "--programmes", "-", "--programmes", "-").code == 2
    assert kpov("programme", "list", "--programmes", "nowhere.csv").code == 3


def test_tabs_and_columns_in_any_order(kpov, write):
    header = "source\tnote\tper\tamount_idr\tyear\tcomponent\tprogramme"
    tabs = header + "\nme\t\tperson_year\t5\t2025\tlansia\tMine\n"
    assert kpov("programme", "list", "--programmes", write(tabs, "own.tsv")).rows[-1][:4] == [
        "Mine",
        "elderly",
        "2025",
        "5",
    ]


def test_stdin_holds_one_file_of_programmes():
    with pytest.raises(UsageError) as caught:
        programme.listing(programmes=["-", "-"])
    assert caught.value.key == "stdin_twice"
