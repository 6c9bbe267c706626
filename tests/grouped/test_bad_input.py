"""What cannot be right is refused with exit code 3, with line and column; wrong options with 2."""

from __future__ import annotations

import pytest
from grouped.known import DECILES, text
from support import call

TEN = DECILES.split()
QUINTILES = "8.1 11.9 15.7 21.3 43"

FILES = {  # name: what the file holds, what the sentence must say
    "no header": ("\n".join(TEN), "line 1: the first line must name the columns"),
    "nothing below the header": ("share\n", "no rows below its headings"),
    "nothing at all": ("", "is empty"),
    "one group": ("share\n100", "line 2: there must be at least two groups"),
    "a total row": (text(f"{DECILES} 100"), "Line 12 seems to be the total: delete it"),
    "a total of people": ("population,mean\n40,50\n40,90\n20,300\n100,116", "line 5, column population"),
    "quintiles with the lowest and highest 10 percent": (text(f"3.5 {QUINTILES} 28.1"), "delete both"),
    "quintiles and deciles": (text(f"{DECILES} {QUINTILES}"), "quintiles and deciles: keep one"),
    "shares of 90": (text("10 20 60"), "the shares add to 90"),
    "the richest first": (text(" ".join(reversed(TEN))), "turn its rows around"),
    "two groups out of order": (text("3.5 5.5 4.6 6.4 7.3 8.4 9.7 11.6 14.9 28.1"), "line 4, column share"),
    "a negative share": (text("-1 50 51"), "line 2, column share: -1 is negative"),
    "an empty share": ("share,population\n10,50\n,50", "line 3, column share: the cell is empty"),
    "a word": (text("10 abc 90"), "line 3, column share: 'abc' is not a number"),
    "infinity": (text("10 inf"), "'inf' is not a number"),
    "not a number": (text("10 nan"), "'nan' is not a number"),
    "a dash for nothing": (text("10 - 90"), "'-' is not a number"),
    "a decimal comma": (text(DECILES.replace(".", ",")), "add --decimal ,"),
    "a decimal comma in quotes": ('share\n"3,5"\n"96,5"', "line 2, column share: '3,5' has a decimal comma"),
    "thousands": ("population;mean\n1.234.567;5\n2.345.678;9", "ambiguous: write 1234567"),
    "an unknown column": (
        "group,share\nlowest 20%,8\nhighest,92",
        "the column 'group' is unknown: delete it",
    ),
    "columns that do not go together": ("share,mean\n10,5\n90,10", "do not go together"),
    "p alone": ("p\n40\n80", "do not go together"),
    "a column twice": ("share,share\n1,2\n3,4", "appears twice"),
    "too many cells": ("share,population\n1,2,3\n4,5,6", "line 2: there are 3 cells"),
    "nobody": ("population,mean\n0,10\n50,20\n50,30", "line 2, column population: 0: a group of nobody"),
    "people below 0": ("population,mean\n-5,10\n50,20\n50,30", "-5 is negative"),
    "means that fall": ("population,mean\n40,100\n40,50\n20,250", "line 3, column mean: at 50 the mean"),
    "means of nothing": ("population,mean\n50,0\n50,0", "every mean is 0"),
    "a mean below 0": ("population,mean\n50,-3\n50,9", "-3 is negative"),
    "p that stands still": ("p,l\n20,8\n20,20\n80,57", "line 3, column p: 20 is not above"),
    "p beyond the whole": ("p,l\n40,17\n120,50", "120 is more than the whole (100)"),
    "l that falls": ("p,l\n40,20\n80,10", "line 3, column l: 10 is not above"),
    "l above p": ("p,l\n40,50\n80,90", "column l: at 90 the mean"),
    "no point inside": ("p,l\n0,0\n100,100", "at least two groups"),
    "l beyond the whole": ("p,l\n40,17\n80,154", "154 is more than the whole"),
    "a hole": ("lower,upper,population\n0,50,20\n60,100,50\n100,,30", "60 leaves a hole"),
    "an overlap": ("lower,upper,population\n0,50,20\n40,100,50\n100,,30", "40 overlaps"),
    "limits reversed": ("lower,upper,population\n50,0,20\n50,90,50\n90,,30", "the upper limit 0 is not"),
    "a missing upper limit": (
        "lower,upper,population\n0,,20\n50,100,50",
        "line 2, column upper: the cell is empty",
    ),
    "a mean outside its class": (
        "lower,upper,population,mean\n0,50,20,60\n50,100,50,70\n100,,30,150",
        "the mean 60 is not in its class, from 0 to below 50",
    ),
    "a mean below its open class": (
        "lower,upper,population,mean\n0,50,20,40\n50,,80,45",
        "the mean 45 is not in its class, from 50 to below no limit",
    ),
    "one limit without means": ("lower,upper,population\n0,50,20\n50,,80", "add --mean"),
    "a group cell of --by that is empty": ("area,share\nA,40\n,60", "do not|unknown"),
    "JSON": ('[{"share": 1}]', "is JSON, not a table"),
    "a web page": ("<table><tr><td>1", "web page"),
    "a NUL": ("share\n1\0", "NUL byte"),
    "a quote that is not closed": ('share\n"10\n90', "not valid CSV"),
}


@pytest.mark.parametrize("name", FILES)
def test_a_wrong_file_is_refused(name):
    data, sentence = FILES[name]
    mean = () if "population" in data.partition("\n")[0] else ("--mean", "100")
    done = call("grouped", "estimate", "-", "--line", "50", *mean, stdin=data)
    assert done.code == 3, done.err
    assert done.out == ""
    assert any(part in done.err for part in sentence.split("|")), done.err
    assert "stdin" in done.err


def test_at_least_forty_kinds_are_tried():
    assert len(FILES) >= 40


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("name", FILES)
def test_it_is_refused_in_both_languages(name, language):
    data, _ = FILES[name]
    done = call("grouped", "estimate", "-", "--lang", language, stdin=data)
    assert done.code == 3
    assert done.err.startswith("kpov: ")


def test_a_breakdown_with_an_empty_cell():
    done = call("grouped", "estimate", "-", "--by", "area", stdin="area,share\nA,40\n,60")
    assert done.code == 3
    assert "line 3, column area: the cell is empty" in done.err


OPTIONS = {
    "--mean 0": "--mean must be above 0",
    "--mean -5": "--mean must be above 0",
    "--mean 4,5": "write 4.5",
    "--mean abc": "not a number",
    "--line 0": "--line must be above 0",
    "--line 4,5": "write 4.5, or --line 4 --line 5",
    "--line 833.955": "write 833955",
    "--method gb": "Did you mean 'gb2'?",
    "--measure p7": "there is no measure 'p7'",
    "--measure quantile_200": "write quantile_10",
    "--measure poor_count": "poor_count requires --population",
    "--population 0": "--population must be above 0",
    "--gini 0.3": "FILE and --gini cannot be combined",
    "--currency RUPIAH": "three letters",
    "--decimal x": "choose from . ,",
    "--delimiter ab": "cannot part cells",
    "--by line": "rename yours",
}


@pytest.mark.parametrize("options", OPTIONS)
def test_a_wrong_option_is_refused(options):
    name, value = options.split()
    others = {"--mean": "100", "--line": "50"}
    others.pop(name, None)
    rest = [part for pair in others.items() for part in pair]
    heading = "line,share\nA," if name == "--by" else "share\n"
    data = heading + ("\nA," if name == "--by" else "\n").join(TEN)
    done = call("grouped", "estimate", "-", name, value, *rest, stdin=data)
    assert done.code == 2, done.err
    assert OPTIONS[options] in done.err


@pytest.mark.parametrize(
    ("arguments", "sentence"),
    [
        ((), "give a file with a group a row"),
        (("--gini", "1"), "--gini must be between 0 and 1"),
        (("--gini", "32"), "Did you mean '0.32'?"),
        (("--gini", "0.3", "--line", "50"), "--line requires --mean"),
        (("--gini", "0.3", "--method", "gq"), "choose from gb2, lognormal"),
    ],
)
def test_options_without_a_file(arguments, sentence):
    done = call("grouped", "estimate", *arguments)
    assert done.code == 2
    assert sentence in done.err


def test_a_method_that_needs_means():
    done = call(
        "grouped", "estimate", "-", "--method", "gq", stdin="lower,upper,population\n0,5,20\n5,9,50\n9,,30"
    )
    assert done.code == 2
    assert "choose from gb2" in done.err


def test_shares_without_a_mean_have_no_line():
    done = call("grouped", "estimate", "-", "--line", "50", stdin=text())
    assert done.code == 2
    assert "--line requires --mean" in done.err


def test_a_missing_file_names_what_was_meant(tmp_path):
    (tmp_path / "shares.csv").write_text(text())
    done = call("grouped", "estimate", str(tmp_path / "share.csv"))
    assert done.code == 3
    assert "shares.csv" in done.err
