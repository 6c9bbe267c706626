"""An amount is the same number wherever it is written, and what may be two numbers is refused everywhere."""

from __future__ import annotations

import re
from decimal import Decimal

import pytest
from hypothesis import HealthCheck, assume, given, settings
from hypothesis import strategies as st
from readers import CELLS, OPTIONS
from support import call

from kaltim_poverty.errors import InputError, UsageError

READERS = {**OPTIONS, **CELLS}
SIMULATE = ("survey", "simulate", "s.csv", "--every", "month", "--to", "poorest")
WORDS = {"rb": 3, "ribu": 3, "jt": 6, "juta": 6, "miliar": 9, "milyar": 9, "triliun": 12, "trilyun": 12}
NUMBERS = {
    "5000000": 5_000_000,
    "5jt": 5_000_000,
    "5juta": 5_000_000,
    "5 JUTA": 5_000_000,
    "5e6": 5_000_000,
    "5E+6": 5_000_000,
    "Rp5000000": 5_000_000,
    "Rp 5jt": 5_000_000,
    "rp. 5 jt": 5_000_000,
    "1,5jt": 1_500_000,
    "1.5 jt": 1_500_000,
    "1,25 juta": 1_250_000,
    "800rb": 800_000,
    "800 ribu": 800_000,
    "1.5miliar": 1_500_000_000,
    "0,5jt": 500_000,
    "0,005miliar": 5_000_000,
    "833955": 833_955,
    "833955.25": Decimal("833955.25"),
    "1234.567": Decimal("1234.567"),
    "2.15": Decimal("2.15"),
    "0.321": Decimal("0.321"),
    "12.0000": 12,
}
TWO_WAYS = [
    ("833.955", "833955", "833.9550"),
    ("2.150", "2150", "2.15"),
    ("1.000", "1000", "1"),
    ("12.500", "12500", "12.5"),
    ("1.250.000", "1250000", "1.25jt"),
    ("5.000.000", "5000000", "5jt"),
    ("5,000,000", "5000000", "5jt"),
    ("1.234.000", "1234000", "1234rb"),
    ("Rp1.234.567", "1234567", "1.234567jt"),
    ("Rp5,000,000", "5000000", "5jt"),
    ("1.234.567,89", "1234567.89", "1.23456789jt"),
    ("Rp1,234,567.89", "1234567.89", "1.23456789jt"),
    ("1.500jt", "1500jt", "1.5jt"),
]
NO_NUMBERS = [
    *("1_000", "1_000_000", "1e999", "1e400", "5e-3", "inf", "-inf", "nan", "Infinity"),
    *("9" * 5000, "0." + "1" * 5000, "9" * 19),
    *("", "jt", "5x", "5M", "5.", ".5", "1.2.3", "5..0", "12.34.567", "1 000", "1\N{NO-BREAK SPACE}000"),
    *("0x10", "+5", "--5", "٥", "５", "²", "5%", "=5", "5jtx", "lima juta"),
]


@pytest.mark.parametrize("where", READERS)
def test_an_amount_is_the_same_number_everywhere(where):
    assert {written: Decimal(str(READERS[where](written))) for written in NUMBERS} == NUMBERS


@pytest.mark.parametrize("where", READERS)
def test_groups_of_three_are_refused_everywhere_with_both_ways_to_write_them(where):
    for written, thousands, decimals in TWO_WAYS:
        refused = refusal(where, written)
        assert f"is ambiguous: write {thousands} or {decimals}" in str(refused)
        assert f"tulis {thousands} atau {decimals}" in refused.text("id")
        for meant in (thousands, decimals):
            assert READERS[where](meant) > 0


def refusal(where, written):
    """The error with which a reader refuses a text; what it reads instead fails the test."""
    with pytest.raises(UsageError if where in OPTIONS else InputError) as caught:
        pytest.fail(f"{written[:20]!a} was read as {READERS[where](written)}")
    return caught.value


@pytest.mark.parametrize("where", OPTIONS)
def test_a_single_group_behind_a_comma_is_refused_with_both_readings(where):
    """Where several amounts may be given, the other reading is two amounts."""
    for language, write in (("en", "write"), ("id", "tulis")):
        with pytest.raises(UsageError) as caught:
            OPTIONS[where]("833,955")
        said = caught.value.text(language)
        assert f"{write} 833955" in said
        assert re.search(r"833\.9550|833(\.0)?[, ]", said.partition("833955")[2])


@pytest.mark.parametrize("where", READERS)
def test_what_is_no_amount_is_refused_everywhere(where):
    """Only a rule of a programme may have no amount."""
    for written in NO_NUMBERS:
        if written or where != "--programmes":
            assert len(str(refusal(where, written))) < 400, written[:20]


@st.composite
def amounts(draw):
    """A number, and one of the ways to write it."""
    power = draw(st.sampled_from([0, *WORDS.values()]))
    digits, places = draw(st.integers(1, 10**8)), draw(st.integers(0, 5))
    number = Decimal(digits).scaleb(power - places)
    assume(number < 10**15)
    head, _, tail = f"{Decimal(digits).scaleb(-places):f}".partition(".")
    assume(not (len(tail) == 3 and len(head) < 4 and head != "0"))
    word = draw(st.sampled_from([word for word, each in WORDS.items() if each == power])) if power else ""
    scale = draw(st.sampled_from([word, f"e{power}", f"E+{power}"])) if power else ""
    mark = draw(st.sampled_from(".,")) if scale and scale == word and len(head) < 4 else "."
    text = head + (mark + tail if tail else "")
    currency = draw(st.sampled_from(["", "Rp", "Rp ", "rp. "]))
    blank = draw(st.sampled_from(["", " "])) if scale else ""
    case = draw(st.sampled_from([str, str.upper]))
    return number, f"{currency}{text}{blank}{case(scale)}"


@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(amounts())
def test_any_way_to_write_an_amount_is_read_as_the_same_number_everywhere(amount):
    number, written = amount
    for where, read in READERS.items():
        found = read(written)
        assert float(found) == float(number), where
        assert isinstance(found, float) or found == number, where


@settings(max_examples=40, deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(st.integers(1_000, 10**14), st.sampled_from(".,"), st.sampled_from(["", "Rp", "Rp "]))
def test_any_grouped_amount_is_refused_everywhere_and_says_what_is_read(number, mark, currency):
    written = currency + f"{number:,}".replace(",", mark)
    for where, read in READERS.items():
        with pytest.raises((UsageError, InputError)) as caught:
            read(written)
        said = re.search(r"write ([^ ,]+)(?: or|,)", str(caught.value))
        assert said is not None, (where, str(caught.value))
        assert Decimal(str(read(said[1]))) == number


@pytest.mark.parametrize(
    "arguments",
    [
        ("survey", "estimate", "s.csv", "--welfare", "y", "--line"),
        ("survey", "compare", "s.csv", "s.csv", "--welfare", "y", "--line"),
        ("survey", "estimate", "s.csv", "--welfare", "y", "--line", "5", "--measure", "watts", "--floor"),
        (*SIMULATE, "--recipients", "1", "--amount"),
        ("programme", "assess", "--recipients", "10", "--amount"),
        ("programme", "options", "--amount", "1jt", "--budget"),
    ],
    ids=lambda arguments: " ".join(arguments[-3:]),
)
@pytest.mark.parametrize(
    "written", ["833.955", "1_000", "1e999", "nan", "9" * 5000], ids=lambda text: text[:7]
)
def test_the_command_line_refuses_with_exit_code_2(arguments, written):
    for language in ("en", "id"):
        done = call(*arguments, written, "--lang", language)
        assert (done.code, done.out) == (2, "")
        assert len(done.err.splitlines()) == 1


def test_numbers_of_python_are_taken_as_they_are():
    """They have no marks to be read in two ways; what is not finite is no number."""
    for where, read in OPTIONS.items():
        assert float(read(1234.125)) == 1234.125, where
        assert float(read(5_000_000)) == 5e6, where
        assert float(read(Decimal("833.955"))) == 833.955, where
        for number in (float("nan"), float("inf")):
            with pytest.raises(UsageError):
                read(number)


def test_a_list_of_amounts_with_decimal_commas():
    from kaltim_poverty.inputs.amounts import parse_amounts

    assert parse_amounts("--amount", "1,5jt") == [1_500_000]
    assert parse_amounts("--amount", "1,5jt,2,25jt,3jt") == [1_500_000, 2_250_000, 3_000_000]
    assert parse_amounts("--amount", "1jt, 2,5 jt") == [1_000_000, 2_500_000]
    assert parse_amounts("--amount", ["1,5jt", 7]) == [1_500_000, 7]


@pytest.mark.parametrize("written", ["2,1,5jt", "1,500jt,2jt", "5jt,5,000,000", "1000,2000,3jt", "1000,3jt"])
def test_a_list_whose_commas_may_be_marks_is_refused(written):
    from kaltim_poverty.inputs.amounts import parse_amounts

    with pytest.raises(UsageError) as caught:
        parse_amounts("--amount", written)
    assert caught.value.key in {"commas_inside", "one_or_several"}


def test_a_line_for_each_survey_may_have_decimal_commas():
    from kaltim_poverty.inputs.amounts import amount_pair

    assert amount_pair("--line", "900000,950000") == ("900000", "950000")
    assert amount_pair("--line", "1,5jt,1,6jt") == ("1,5jt", "1,6jt")
    assert amount_pair("--line", "1,5jt") == ("1,5jt", "1,5jt")
    for text in ("1,2,3", "1,", ",1", "833,955"):
        with pytest.raises(UsageError):
            amount_pair("--line", text)
