"""Rupiah as people type them: read where they can mean one thing, else told what to write."""

from __future__ import annotations

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_amount, parse_amounts, parse_whole_amount, read_amount


@pytest.mark.parametrize(
    "typed",
    [
        "5000000",
        "5jt",
        "5juta",
        "5 juta",
        "5JT",
        "5e6",
        "5E+6",
        "5.0jt",
        "5000rb",
        "5000 ribu",
        "0.005miliar",
        "5,0jt",
        "0,005 miliar",
        "Rp 5.0 jt",
        "Rp5000000",
        "rp 5jt",
        "Rp. 5jt",
        " 5000000 ",
        5_000_000,
        5e6,
        Decimal("5E+6"),
    ],
)
def test_five_million(typed):
    assert parse_amount("--amount", typed) == 5_000_000
    assert f"{parse_amount('--amount', typed):f}" == "5000000"


@pytest.mark.parametrize(
    ("typed", "written"),
    [
        ("833.955", "833955"),
        ("833,955", "833955"),
        ("5.000.000", "5000000"),
        ("5,000,000", "5000000"),
        ("1.234.567,89", "1234567.89"),
        ("1,234,567.89", "1234567.89"),
        ("Rp5.000.000", "5000000"),
        ("1.500jt", "1500jt"),
        ("4,0", "4.0"),
    ],
)
def test_marks_are_answered_with_what_to_write(typed, written):
    with pytest.raises(UsageError) as caught:
        parse_amount("--amount", typed)
    assert f"write {written}" in str(caught.value)
    assert f"tulis {written}" in caught.value.text("id")
    assert parse_amount("--amount", written) > 0


@pytest.mark.parametrize(
    "typed", ["", "jt", "5x", "5M", "1.2.3", "5..0", "5_00", "0x5", "nan", "inf", "١٢", "5e", "5e-3", "--5"]
)
def test_no_amount(typed):
    with pytest.raises(UsageError) as caught:
        parse_amount("--amount", typed)
    assert caught.value.key == "not_rupiah"


@given(st.integers(1, 10**18 - 1))
def test_digits_are_read_as_they_stand(number):
    assert parse_amount("--amount", str(number)) == number
    assert parse_whole_amount("--recipients", str(number)) == number


@given(st.integers(1_000, 10**15))
def test_grouped_digits_are_never_read(number):
    """Neither ``1.234`` nor ``1,234`` is taken for a number, and both are told the same."""
    for mark in ",.":
        with pytest.raises(UsageError) as caught:
            parse_amount("--amount", f"{number:,}".replace(",", mark))
        assert f"write {number} or " in str(caught.value)


def test_a_list_with_commas():
    assert parse_amounts("--amount", "1jt, 2.5jt,3e6") == [1_000_000, 2_500_000, 3_000_000]
    assert parse_amounts("--recipients", ["1000,2000", 500], parse_whole_amount) == [1000, 2000, 500]
    assert parse_amounts("--recipients", 7, parse_whole_amount) == [7]


@pytest.mark.parametrize(
    ("typed", "thousands", "decimals"),
    [
        ("-833.955", "-833955", "-833.9550"),
        ("-4,278,189", "-4278189", "-4.278189jt"),
        ("-833.950rb", "-833950rb", "-833.95rb"),
        ("833.000", "833000", "833"),
        ("12,500", "12500", "12.5"),
    ],
)
def test_both_ways_to_write_an_amount_have_its_sign_and_its_word(typed, thousands, decimals):
    fault = read_amount(typed)
    assert (fault.kind, fault.meant, fault.other) == ("grouped", thousands, decimals)
