"""``kpov explain`` as a user meets it: pages in words, wrong input, exit codes."""

from __future__ import annotations

from pathlib import Path

import pytest
from support import call

SAMPLE = str(Path(__file__).resolve().parents[1] / "peers" / "explain.csv")
COLUMNS = ("--welfare", "welfare", "--weight", "weight", "--size", "size")
LINE = ("--line", "700")


@pytest.mark.parametrize("language", ["en", "id"])
def test_a_measure_alone_is_explained_in_words(language):
    done = call("explain", "gini", "--lang", language)
    assert done.code == 0
    assert "convey" in done.out
    assert ("trapezoid" if language == "en" else "trapesium") in done.out


def test_the_answer_has_the_columns_of_the_contract():
    done = call("explain", SAMPLE, "s80s20", "--like", "laeken", *COLUMNS, "-f", "csv")
    assert done.out.splitlines()[0] == "measure,choice,here,there,value,value_there,difference,evidence"
    assert done.code == 0


def test_a_value_that_no_combination_gives_ends_with_1():
    done = call("explain", SAMPLE, "gini", "--against", "0.9876", *COLUMNS)
    assert done.code == 1
    assert "No combination" in done.err


@pytest.mark.parametrize(
    ("line", "code", "said"),
    [
        ((SAMPLE, "p0"), 2, "'--like' or '--against'"),
        ((SAMPLE,), 2, "MEASURE"),
        (("none.csv", "p0", "--like", "pip"), 3, "none.csv"),
        ((SAMPLE, "p9", "--like", "pip"), 2, "p9"),
        ((SAMPLE, "p0", "--like", "conveyy"), 2, "convey"),
        ((SAMPLE, "p0", "--against", "abc"), 2, "abc"),
        ((SAMPLE, "p0", "--against", "5,4"), 2, "5.4"),
        ((SAMPLE, "p0", "gini", "--against", "5"), 2, "one measure"),
        (("p0x",), 2, "p0x"),
    ],
)
def test_what_is_wrong_is_said(line, code, said):
    done = call("explain", *line, *COLUMNS, *LINE)
    assert done.code == code
    assert said in done.err


def test_options_of_estimate_apply():
    """A condition, a design, an interval by t."""
    asked = ("--stratum", "stratum", "--psu", "psu", "--nest", "--where", "stratum <> 3", "--level", "0.9")
    done = call("explain", SAMPLE, "p0", "--like", "survey", *COLUMNS, *LINE, *asked, "-f", "csv")
    assert done.code == 0
    assert "p0_ci_low,interval,t_or_logit,normal" in done.out


def test_an_end_of_an_interval_is_called_what_it_is():
    """For people; its code stays in every format for programs."""
    asked = ("explain", SAMPLE, "p0", "--like", "convey", *COLUMNS, *LINE, "-q")
    assert "Poverty rate (P0): CI low" in " ".join(call(*asked, "-f", "markdown").out.split())
    assert "P0): Batas bawah" in call(*asked, "-f", "markdown", "--lang", "id").out
    assert "p0_ci_low" in call(*asked, "-f", "csv").out


def test_a_page_of_a_measure_takes_no_option_of_a_file():
    done = call("explain", "p0", "--like", "convey")
    assert done.code == 2
    assert "FILE MEASURE" in done.err


def test_a_misspelt_measure_alone_is_told_its_neighbour():
    """Not the beginning of a list that does not hold it."""
    done = call("explain", "gni")
    assert (done.code, "Did you mean 'gini'?" in done.err) == (2, True)
