"""Numbers and months in both languages are those of the Unicode tables (Babel)."""

from __future__ import annotations

from decimal import Decimal

import pytest
from babel.dates import get_month_names
from babel.numbers import format_decimal
from hypothesis import given
from hypothesis import strategies as st
from strategies import DECIMALS

from kaltim_poverty.published.periods import Period
from kaltim_poverty.words import Quantity, message
from kaltim_poverty.words.numbers import number, rounded_to

LANGUAGES = ("en", "id")


def pattern(digits: int) -> str:
    return "#,##0" + ("." + "0" * digits if digits else "")


@pytest.mark.parametrize("language", LANGUAGES)
@given(value=DECIMALS, digits=st.integers(0, 12))
def test_a_rounded_number_is_written_as_the_language_writes_it(language, value, digits):
    # Babel rounds halves to even, so it is given the number rounded half up already
    rounded = rounded_to(value, digits)
    assert number(value, language, digits) == format_decimal(
        rounded, pattern(digits), locale=language, decimal_quantization=False
    )


@pytest.mark.parametrize("language", LANGUAGES)
@given(digits=st.integers(0, 10**15), places=st.integers(0, 12), negative=st.booleans())
def test_a_number_keeps_its_printed_decimals(language, digits, places, negative):
    value = Decimal(digits).scaleb(-places) * (-1 if negative and digits else 1)
    assert number(value, language) == format_decimal(
        value, pattern(places), locale=language, decimal_quantization=False
    )


@given(value=DECIMALS, digits=st.integers(0, 5))
def test_rounding_is_half_away_from_zero_and_knows_no_negative_zero(value, digits):
    rounded = rounded_to(value, digits)
    step = Decimal(1).scaleb(-digits)
    assert abs(rounded - value) * 2 <= step
    if abs(rounded - value) * 2 == step:
        assert abs(rounded) > abs(value)
    assert not (rounded == 0 and rounded.is_signed())


@pytest.mark.parametrize("language", LANGUAGES)
@pytest.mark.parametrize("month", range(1, 13))
def test_every_month_has_the_name_that_the_language_gives_it(language, month):
    name = get_month_names("wide", locale=language)[month]
    assert Period(2024, month).spoken(language) == f"{name} 2024"


@pytest.mark.parametrize(
    ("value", "unit", "english", "indonesian"),
    [
        ("833955", "idr", "Rp833,955", "Rp833.955"),
        ("5.78", "percent", "5.78 percent", "5,78 persen"),
        ("-0.33", "point", "-0.33 percentage points", "-0,33 persen poin"),
        ("1234.5", "thousand_people", "1,234.50 thousand people", "1.234,50 ribu orang"),
        ("59", "percent", "59.00 percent", "59,00 persen"),
        ("0.771", "percent", "0.771 percent", "0,771 persen"),
    ],
)
def test_a_quantity_is_said_with_its_unit(value, unit, english, indonesian):
    quantity = Quantity(Decimal(value), unit)
    assert (quantity.spoken("en"), quantity.spoken("id")) == (english, indonesian)


@pytest.mark.parametrize(
    ("count", "en", "id"),
    [
        (1, "1 cell is empty", "1 sel kosong"),
        (0, "0 cells are empty", "0 sel kosong"),
        (1000, "1,000 cells are empty", "1.000 sel kosong"),
    ],
)
def test_a_noun_follows_its_count(count, en, id):  # noqa: A002 - the code of the language
    said = message("problem.missing", count=Decimal(count))
    assert (said.spoken("en"), said.spoken("id")) == (en, id)
