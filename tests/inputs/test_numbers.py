"""Numbers, whole numbers, choices, lists and sizes: the same rules in every option."""

from __future__ import annotations

import pytest
from support import call

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import (
    joined_columns,
    numbers_and_ranges,
    pair,
    quoted_item,
    split_commas,
    split_list,
)
from kaltim_poverty.inputs.numbers import Fault, Marks, between, fraction, number, read_number, whole_number
from kaltim_poverty.inputs.periods import range_ends, year_and_month
from kaltim_poverty.inputs.sizes import bytes_of

SURVEY = ("survey", "estimate", "s.csv", "--welfare", "y")
SIMULATE = ("survey", "simulate", "s.csv", "--every", "month", "--to", "poorest")
OPTIONS = {
    "--level": SURVEY,
    "--relative-line": SURVEY,
    "--bootstrap": SURVEY,
    "--memory": SURVEY,
    "--seed": (*SURVEY, "--bootstrap", "9"),
    "--digits": ("compare", "2023", "2024"),
    "--deff": ("compare", "2023", "2024", "--households", "9,9"),
    "--households": ("compare", "2023", "2024", "--deff", "2"),
    "--size": ("threshold", "2024"),
    "--overhead": ("programme", "assess", "--amount", "5jt", "--recipients", "9"),
    "--return": ("programme", "assess", "--amount", "5jt", "--recipients", "9"),
    "--recipients": ("programme", "assess", "--amount", "5jt"),
    "--year": ("programme", "benefit", "elderly=1"),
    "--pass-through": (*SIMULATE, "--recipients", "1", "--amount", "1"),
    "--from": ("target", "4", "2029"),
    "": ("target",),
}
WRONG = {
    "underscore": "1_000",
    "huge": "1e999",
    "nan": "nan",
    "infinite": "inf",
    "long": "9" * 5000,
    "decimals": "0." + "3" * 5000,
    "other-digits": "٥",
    "wide": "５",
    "superscript": "²",
    "empty": "",
}


@pytest.mark.parametrize("option", OPTIONS)
def test_what_is_no_number_is_refused_by_every_option_with_exit_code_2(option):
    """But for an empty list or size, which is none."""
    for wrong in WRONG.values():
        if option in ("--size", "--memory") and not wrong:
            continue
        arguments = [*OPTIONS[option], *([option] if option else []), wrong, *([] if option else ["2029"])]
        for language in ("en", "id"):
            done = call(*arguments, "--lang", language)
            assert done.code == 2, done
            assert done.out == ""
            assert len(done.err.splitlines()) == 1
            assert len(done.err) < 400


@pytest.mark.parametrize("text", ["0.321", "0.95", ".5", "5.", "+5", "1.234", "-5", "−5"])
def test_numbers_keep_three_decimals(text):
    """Rates and shares are no amounts: a point is always decimal."""
    assert float(number("--deff", text)) == float(text.replace("−", "-"))


def test_a_decimal_comma_is_answered_with_a_point():
    with pytest.raises(UsageError, match=r"decimal comma: write 4\.5"):
        number("--deff", "4,5")


def test_very_small_numbers_may_be_written_with_an_exponent_where_they_occur():
    assert float(number("--replicate-scale", "2.5e-3", scientific=True)) == 0.0025
    with pytest.raises(UsageError):
        number("--deff", "2.5e-3")


def test_bounds():
    assert float(between("--level", "0.95", 0, 1)) == 0.95
    for text in ("0", "1"):
        with pytest.raises(UsageError, match="must be between 0 and 1"):
            between("--level", text, 0, 1)
    with pytest.raises(UsageError, match=r"Did you mean '0\.95'"):
        between("--level", "95", 0, 1)
    assert fraction("--fay-rho", "0") == 0
    for text in ("1", "-0.1"):
        with pytest.raises(UsageError):
            fraction("--fay-rho", text)
    assert whole_number("--seed", "0", 0, 9) == 0
    for text in ("10", "-1", "1.0", "1e0", "1_0"):
        with pytest.raises(UsageError, match="whole number from 0 to 9"):
            whole_number("--seed", text, 0, 9)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("5,78", "5.78"),
        ("0,799", "0.799"),
        ("5,799", "5.799"),
        ("1234", "1234"),
        ("-1,5", "-1.5"),
        ("5.78", "5.78"),
        ("0.799", "0.799"),
    ],
)
def test_a_number_beside_a_decimal_comma(text, expected):
    assert str(read_number(text, Marks(","))) == expected


def test_a_point_before_three_digits_may_part_thousands_beside_a_decimal_comma():
    assert read_number("1.234", Marks(",")) == Fault("grouped", "1234", "1,234")
    assert isinstance(read_number("1.234,5", Marks(",")), Fault)


@pytest.mark.parametrize(
    ("text", "items"),
    [
        ('"kab, kota",urban', ["kab, kota", "urban"]),
        ('urban, "kab, kota"', ["urban", "kab, kota"]),
        ('"a ""b"", c"', ['a "b", c']),
        ("a,b", ["a", "b"]),
        (" a , b ", ["a", "b"]),
        ('5" pipe,b', ['5" pipe', "b"]),
        ('"open,b', ['"open', "b"]),
        ('"a" b,c', ['"a" b', "c"]),
        ("a,,b", ["a", "", "b"]),
        ("", [""]),
        ('""', [""]),
        (",", ["", ""]),
    ],
)
def test_lists_part_at_commas_outside_double_quotes(text, items):
    assert split_commas(text) == items


def test_lists_of_options():
    assert split_list(["p0, p1", "gini"]) == ["p0", "p1", "gini"]
    assert split_list(64) == ["64"]
    assert split_list("") == [""]
    assert joined_columns(["district", 'District,"kab, kota",District', "DISTRICT", "district"]) == [
        ("district",),
        ("District", "kab, kota"),
        ("DISTRICT",),
    ]
    assert pair("--design", '"a,b.toml",c.toml') == ("a,b.toml", "c.toml")
    for text in ("a", "a,b,c", "a,"):
        with pytest.raises(UsageError):
            pair("--design", text)


def test_ranges_of_whole_numbers():
    assert [str(size) for size in numbers_and_ranges("--size", "1-3,4.5,2", above=0, at_most=30)] == [
        "1",
        "2",
        "3",
        "4.5",
    ]
    for text in ("3-1", "0-3", "1-31", "1-2-3", "1.5-2"):
        with pytest.raises(UsageError):
            numbers_and_ranges("--size", text, above=0, at_most=30)


def test_choices_in_any_case_and_what_was_meant():
    assert choice("--ci", " Wald ", ("wald", "logit")) == "wald"
    with pytest.raises(UsageError, match=r"choose from wald, logit\. Did you mean 'logit'"):
        choice("--ci", "logiit", ("wald", "logit"))


def test_periods():
    assert year_and_month("2024") == (2024, 3)
    assert year_and_month("2024-09") == (2024, 9)
    assert year_and_month("2024-9") is None
    assert range_ends("2019 .. latest") == ("2019", "")
    with pytest.raises(UsageError):
        range_ends("2019..2020..2021")


def test_sizes():
    assert bytes_of("--memory", "1.5GB", 0) == 1_500_000_000
    assert bytes_of("--memory", "500 MiB", 0) == 500_000_000
    assert bytes_of("--memory", 2 * 10**9, 0) == 2_000_000_000
    for text in ("5_0MB", "GB", "-1GB", "1e9", "9" * 400 + "GB", "999999TB"):
        with pytest.raises(UsageError):
            bytes_of("--memory", text, 0)
    with pytest.raises(UsageError, match="at least 100MB"):
        bytes_of("--memory", "99MB", 100_000_000)


@pytest.mark.parametrize(
    ("item", "written"),
    [
        ("kab", "kab"),
        ("kab, kota", '"kab, kota"'),
        ('"kab"', '"""kab"""'),
        (" kab", '" kab"'),
        ('a, "b"', '"a, ""b"""'),
        ('5"', '5"'),
    ],
)
def test_a_name_is_quoted_so_that_it_is_read_back(item, written):
    assert quoted_item(item) == written
    assert split_commas(f"{written},urban") == [item, "urban"]


@pytest.mark.parametrize("text", ["1,2,3", "1,234.5", "1.5,2", ",", "1,", "-,5", "1..5"])
def test_with_a_decimal_comma_a_number_has_one_mark(text):
    assert read_number(text, Marks(",", certain=True)) == Fault("number")
    assert str(read_number("1,5", Marks(",", certain=True))) == "1.5"
    assert str(read_number("1.5", Marks(",", certain=True))) == "1.5"
