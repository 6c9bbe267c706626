"""Small domains: with ``--hide-below`` no row, sentence, chart, heading, note or format has their numbers."""

from __future__ import annotations

import json
import re
import zipfile
from dataclasses import fields
from decimal import Decimal

import numpy as np
import pytest
from support import call
from survey.full_count_questions import DESIGN, ONE, QUESTIONS, file

from kaltim_poverty import survey
from kaltim_poverty.errors import UsageError
from kaltim_poverty.records.fields import declarations
from kaltim_poverty.survey.small_cells import POINTS

BELOW = 10
NOT_SHOWN = "too few rows"
SMALL = "kecil"


def with_small_group(seed, growth=0.0):
    """A file whose groups ``g`` are of many rows, but for one of seven, which is far from the others."""
    data = file(seed, 120, growth)
    group = np.array(["barat", "timur"])[np.arange(120) % 2].astype(object)
    group[:7] = SMALL
    data["y"][:7] = np.array([3.17, 4.29, 5.83, 7001.37, 8011.59, 7.91, 9.13]) * (1.0 + growth)
    data["r"][:7], data["v"][:7] = 1, np.array([977, 983, 991, 997, 971, 967, 953])
    data["w"][:7] = np.array([37, 41, 43, 47, 53, 59, 61])
    return {**data, "g": group.astype(str)}


FIRST, SECOND = with_small_group(3), with_small_group(4, 0.1)
BY_GROUP = {
    **{name: {"by": "g"} for name in ("estimate", "compare", "compare-relative", "targeting", "profile")},
    **{name: {"by": "g"} for name in ("targeting-benefit", "decompose", "decompose-groups", "growth")},
    **{name: {"by": "g"} for name in ("growth-summary", "growth-households", "curve", "curve-of")},
    **{name: {"by": "g"} for name in ("curve-two", "dominance", "dominance-lorenz")},
    "profile-columns": {"by": "g", "of": "y,v", "shares": "a"},
    "compare-groups": {"by": "g", "between": f"barat,{SMALL}"},
    "dominance-groups": {"by": "g", "between": f"{SMALL},timur"},
}


def is_small(name, row):
    """Whether a row is about the small group; a difference of groups is if one of both is."""
    return name.endswith(("compare-groups", "dominance-groups")) or SMALL in row.groups.values()


CASES = [(name, True) for name in BY_GROUP] + [(name, False) for name in ("estimate", "compare", "profile")]


@pytest.mark.parametrize(("name", "counted"), CASES)
def test_rows_of_small_domains_hold_no_number(name, counted):
    """Of a sample its errors are hidden too; nothing but the note is told that was not told before."""
    more = {**BY_GROUP[name], **({"full_count": True} if counted else DESIGN)}
    shown, hidden = (QUESTIONS[name](FIRST, SECOND, **more, hide_below=n) for n in (None, BELOW))
    small = [row for row in hidden if is_small(name, row)]
    assert small
    for row in small:
        assert_empty(row)
    empty = [row for row in hidden if str(getattr(row, "note", "")) == NOT_SHOWN or is_small(name, row)]
    said = [note for note in hidden.notes if note.code == "small_cells"]
    assert [note.values for note in said] == [{"count": Decimal(len(empty)), "below": Decimal(BELOW)}]
    assert {str(note) for note in hidden.notes} - {str(note) for note in shown.notes} == {str(said[0])}
    for sentence in (hidden.head, hidden.opening):
        assert sentence is None or SMALL not in str(sentence)
    for row in hidden.drawn or ():
        if is_small(name, row):
            assert getattr(row, "difference", getattr(row, "estimate", None)) is None


def assert_empty(row):
    """A row says what it is about, and nothing else."""
    for field in fields(row):
        value = getattr(row, field.name)
        if field.name == "note":
            assert str(value) == NOT_SHOWN
        elif field.name == "verdict":
            assert value in (None, "unknown")
        elif field.name not in POINTS and declarations(type(row))[field.name].kind not in ("key", "group"):
            assert value is None, field.name


def test_where_curves_of_a_small_domain_cross_is_hidden():
    """One row an order is left, of the whole range."""
    shown, hidden = (QUESTIONS["dominance"](FIRST, SECOND, by="g", hide_below=n) for n in (None, BELOW))
    assert len([row for row in shown if SMALL in row.groups.values()]) > 3
    small = [row for row in hidden if SMALL in row.groups.values()]
    assert [(row.order, row.from_x, row.to_x) for row in small] == [(order, 0.5, 1.5) for order in (1, 2, 3)]


def test_numbers_of_other_domains_stay():
    shown, hidden = (
        survey.estimate(FIRST, **ONE, by="g", full_count=True, hide_below=n, measure="p0,mean")
        for n in (None, BELOW)
    )
    assert [row for row in hidden if SMALL not in row.groups.values()] == [
        row for row in shown if SMALL not in row.groups.values()
    ]
    assert [(row.groups["g"], row.estimate, row.n, row.population) for row in hidden if row.n is None] == [
        (SMALL, None, None, None)
    ] * 2


def test_seven_rows_are_not_fewer_than_seven():
    exact, more = (survey.estimate(FIRST, **ONE, by="g", hide_below=n) for n in (7, "8"))
    assert [row.n for row in exact if SMALL in row.groups.values()] == [7] * 4
    assert [row.n for row in more if SMALL in row.groups.values()] == [None] * 4
    none = next(note for note in exact.notes if note.code == "small_cells")
    assert none.counts_nothing


@pytest.mark.parametrize("number", [0, -1, 1.5, "x", "", "1e99", None.__class__])
def test_a_bound_that_is_none_is_refused(number):
    with pytest.raises((UsageError, ValueError), match="hide-below"):
        survey.estimate(FIRST, **ONE, hide_below=number)


def test_a_head_that_would_name_the_small_group_names_another():
    """It has the highest rate, the most of the poor, and the largest changes."""
    assert SMALL in str(survey.estimate(FIRST, **ONE, by="g", full_count=True).head)
    assert "g timur" in str(survey.estimate(FIRST, **ONE, by="g", full_count=True, hide_below=BELOW).head)
    rich = {**ONE, "line": 6.0}
    assert SMALL in str(survey.profile(FIRST, **rich, by="g", full_count=True).opening)
    opening = survey.profile(FIRST, **rich, by="g", full_count=True, hide_below=BELOW).opening
    assert opening is None or SMALL not in str(opening)


def test_an_error_among_few_poor_says_nothing_of_them():
    """Of the poor who are not reached a row of the poor says the same."""
    data = {**file(5), "y": np.where(np.arange(160) < 5, 10.0, 90.0)}
    found = survey.targeting(data, received="r", full_count=True, hide_below=BELOW, **ONE)
    hidden = {(row.group, row.measure) for row in found if row.estimate is None}
    assert {("poor", "coverage"), ("all", "exclusion_error")} <= hidden
    assert ("all", "inclusion_error") not in hidden
    few = {**data, "y": np.where(np.arange(160) < 5, 90.0, 10.0)}
    found = survey.targeting(few, received="r", full_count=True, hide_below=BELOW, **ONE)
    hidden = {(row.group, row.measure) for row in found if row.estimate is None}
    assert {("not_poor", "share_of_recipients"), ("all", "inclusion_error")} <= hidden
    assert ("all", "exclusion_error") not in hidden


def test_a_difference_from_few_poor_says_nothing_of_them():
    data = {**file(5), "y": np.where(np.arange(160) < 5, 10.0, 90.0)}
    found = survey.profile(data, of="v", full_count=True, hide_below=BELOW, **ONE)
    assert {row.group for row in found if row.estimate is None} == {"poor", "difference"}


def test_a_fifth_of_few_linked_households_is_hidden():
    """Of everybody a fifth is of 32 households; of a group of 45 a fifth is of 9, as all count alike."""
    groups = np.where(np.arange(160) < 45, "few", "many")
    files = [{**file(seed), "w": np.ones(160, dtype=int), "g": groups} for seed in (5, 6)]
    asked = {"panel": "i", "by_household": True, "groups": "quintiles", "by": "g"}
    found = survey.growth(*files, **ONE, **asked, full_count=True, hide_below=BELOW)
    assert [(row.groups.get("g"), row.growth_percent is None) for row in found][::5] == [
        (None, False),
        ("few", True),
        ("many", False),
    ]


def test_a_domain_that_one_of_both_files_has_little_of_is_hidden():
    large = {**SECOND, "g": np.where(SECOND["g"] == SMALL, SMALL, SMALL)}
    for files in ((FIRST, large), (large, FIRST)):
        found = survey.compare(*files, by="g", full_count=True, hide_below=BELOW, measure="p0", **ONE)
        assert [(row.groups, row.before, row.after, row.change) for row in found if row.groups] == [
            ({"g": SMALL}, None, None, None)
        ]


def test_a_file_in_which_everybody_is_few_says_nothing():
    """Not even how many rows there are, or what a relative line or the median comes to."""
    where = f"g = '{SMALL}'"
    for name in ("estimate", "estimate-relative", "targeting", "profile-columns", "growth", "growth-summary"):
        more = {"by": None} if name != "growth" else {}
        found = QUESTIONS[name](FIRST, SECOND, **{**more, "where": where}, full_count=True, hide_below=BELOW)
        assert {str(row.note) for row in found} == {"too few rows"}
        assert (found.head, found.opening, found.levels) == (None, None, ())
        said = " ".join(str(note) for note in found.notes)
        assert not re.search(r"\b(7|113|120)\b", said.replace(f"fewer than {BELOW}", ""))
        assert "of the whole file" not in said
    drawn = survey.curve(FIRST, welfare="y", curve="cdf", where=where, full_count=True, hide_below=BELOW)
    assert drawn.rows == ()  # as its points are parts of the median
    few = {key: values[:7] for key, values in FIRST.items()}
    asked = {"welfare": "y", "nominal": True, "relative_line": 0.5, "full_count": True, "hide_below": BELOW}
    compared = survey.dominance(few, few, **asked)  # from half a line that is half the median on
    assert (compared.rows, compared.arguments["from"], compared.drawn.rows) == ((), None, ())


# Every form


LINES = {
    "estimate": "estimate a.csv --by g --measure p0,mean,gini",
    "compare": "compare a.csv b.csv --by g --measure p0,mean",
    "groups": f"compare a.csv --by g --between barat,{SMALL} --measure p0,mean",
    "targeting": "targeting a.csv --by g --benefit v --groups quintiles",
    "profile": "profile a.csv --by g",
    "columns": "profile a.csv --by g --of v",
    "decompose": "decompose a.csv b.csv --by g --measure p1",
    "parts": "decompose a.csv b.csv --by g --into groups --measure p0",
    "growth": "growth a.csv b.csv --by g --points 11,52,93",
    "summary": "growth a.csv b.csv --by g --summary",
    "curve": "curve a.csv --by g --curve lorenz,quantile --points 11,52,93",
    "dominance": "dominance a.csv b.csv --by g --grid 5",
}
TEXT = ("table", "json")
DRAWN = ("excel-csv", "a.vl.json", "a.xlsx", "a.docx", "a.html")
ALIKE = ("groups", "columns", "parts", "summary")  # to others
FORMS = [(name, TEXT) for name in LINES if name not in ALIKE] + [("estimate", ("a.vl.json", "a.xlsx"))]
FORMS += [pytest.param(name, TEXT, marks=pytest.mark.slow) for name in ALIKE]
FORMS += [pytest.param(name, DRAWN, marks=pytest.mark.slow) for name in LINES]


@pytest.fixture
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    monkeypatch.setenv("COLUMNS", "150")
    for name, data in (("a.csv", FIRST), ("b.csv", SECOND)):
        rows = zip(*data.values(), strict=True)
        text = "\n".join(",".join(map(str, row)) for row in rows)
        (tmp_path / name).write_text(",".join(data) + "\n" + text + "\n")
    return tmp_path


def told(form, line, *more):
    """What an answer says in one form, as text."""
    options = ["--welfare", "y", "--weight", "w", "--line", "60", "--full-count", *more]
    to = ["-o", form, *(["--print"] if form.endswith("xlsx") else [])] if "." in form else ["-f", form]
    done = call("survey", *line.split(), *options, *to)
    if done.code == 4:  # a picture without a number
        return done.err
    assert done.code == 0, done.err
    if "." not in form:
        return done.out + done.err
    if not zipfile.is_zipfile(form):
        with open(form, encoding="utf-8") as written:
            return written.read()
    with zipfile.ZipFile(form) as parts:
        return "".join(parts.read(name).decode() for name in parts.namelist() if name.endswith(".xml"))


def canaries(line):
    """The numbers that only rows about the small group have, as they are written in any form."""
    own, others = set(), set()
    for row in json.loads(told("json", line))["rows"]:
        place = own if SMALL in row.values() else others
        for value in row.values():
            if isinstance(value, float):
                for text in (repr(value), f"{value:.4f}", f"{value:,.2f}", f"{value:.3f}"):
                    place.update({text, text.replace(".", ","), text.lstrip("-")})
    return {text for text in own - others if len(text.strip("-0.,")) > 3}


def found_in(text, numbers):
    """The numbers that stand in a text by themselves."""
    return [each for each in numbers if re.search(rf"(?<![\d.,]){re.escape(each)}(?!\d)", text)]


@pytest.mark.parametrize(("name", "forms"), FORMS)
def test_a_hidden_number_stands_in_no_form(name, forms, files):
    secrets = canaries(LINES[name])
    assert len(found_in(told("json", LINES[name]), secrets)) > 2 or name == "dominance"
    for form in forms:
        language = "id" if form == "table" else "en"
        text = told(form, LINES[name], "--hide-below", str(BELOW), "--lang", language)
        assert found_in(text, secrets) == [], form
