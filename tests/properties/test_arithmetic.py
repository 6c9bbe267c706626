"""Laws of the arithmetic on published numbers, tried on thousands of them."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import pytest
import reference
from hypothesis import given
from hypothesis import strategies as st
from strategies import COUNTS, RATES, SIGNED, groups, printed

from kaltim_poverty import UsageError
from kaltim_poverty.inputs.numbers import plain_decimal, within
from kaltim_poverty.published.compare import direction
from kaltim_poverty.published.decompose import components, movements, shares
from kaltim_poverty.published.exact import (
    difference,
    half_up,
    percent,
    product,
    quotient,
    total,
    unit_in_last_place,
)
from kaltim_poverty.published.ranks import rank_of
from kaltim_poverty.published.significance import rate_error, uncertainty


@given(SIGNED, SIGNED)
def test_a_difference_is_exact_and_changes_sign_with_its_order(one, other):
    assert Fraction(difference(one, other)) == Fraction(one) - Fraction(other)
    assert difference(one, other) == -difference(other, one)


@given(SIGNED, SIGNED)
def test_a_difference_has_the_decimals_of_the_more_precise_figure(one, other):
    places = min(one.as_tuple().exponent, other.as_tuple().exponent)
    assert difference(one, other).as_tuple().exponent == places


@given(st.lists(SIGNED, max_size=40))
def test_a_sum_is_exact_in_any_order(values):
    assert Fraction(total(*values)) == sum(map(Fraction, values))
    assert total(*values) == total(*reversed(values))


@given(st.lists(SIGNED, max_size=5))
def test_a_product_is_exact(factors):
    exact = Fraction(1)
    for factor in factors:
        exact *= Fraction(factor)
    assert Fraction(product(*factors)) == exact


@given(SIGNED, SIGNED)
def test_a_quotient_has_at_most_15_digits_and_is_within_half_a_unit_of_the_truth(one, other):
    if other:
        assert reference.is_rounded(quotient(one, other), Fraction(one) / Fraction(other))
    else:
        assert quotient(one, other) is None


@given(COUNTS, COUNTS)
def test_two_shares_are_one_hundred_percent_within_the_last_digit(one, other):
    both = total(one, other)
    assert abs(total(percent(one, both), percent(other, both)) - 100) <= Decimal("2e-13")


@given(COUNTS, COUNTS, st.integers(1, 10**6))
def test_scaling_counts_leaves_shares_and_ratios(one, other, factor):
    scaled = [product(value, Decimal(factor)) for value in (one, other)]
    assert quotient(*scaled) == quotient(one, other)
    assert percent(scaled[0], total(*scaled)) == percent(one, total(one, other))


@given(printed(0, 10**12))
def test_rounding_to_a_whole_number_takes_halves_upwards(value):
    assert half_up(value) == reference.half_up(Fraction(value))


@given(printed())
def test_the_unit_in_the_last_place_is_one_step_of_the_printed_digits(value):
    decimals = str(value).partition(".")[2]
    assert unit_in_last_place(value) == Decimal(1).scaleb(-len(decimals))


def test_the_unit_of_a_number_of_whole_millions_is_one():
    assert unit_in_last_place(Decimal("8E+6")) == unit_in_last_place(Decimal(8000000)) == 1


@given(SIGNED)
def test_a_plain_decimal_is_read_as_it_is_written(value):
    assert str(plain_decimal(f"{value:f}")) == f"{value:f}"


PLAIN = st.from_regex(r"-?[0-9]{1,18}(\.[0-9]{1,12})?", fullmatch=True)


@given(PLAIN)
def test_every_plain_decimal_is_read(text):
    assert Fraction(plain_decimal(text)) == Fraction(text)


@given(st.text(alphabet="0123456789.,+-eE_ =naif%٣", max_size=12))
def test_nothing_but_a_plain_decimal_is_read(text):
    digits = text.removeprefix("-")
    whole, point, decimals = digits.partition(".")
    plain = all(part.isascii() and part.isdigit() for part in (whole, *([decimals] if point else [])))
    assert (plain_decimal(text) is not None) == plain, text


@pytest.mark.parametrize(
    "text",
    ["", " ", "5,78", "nan", "inf", "1e400", "5_7", "=1+1", ".", "--5", "0x1", "1 000", "٥"],
)
def test_what_is_no_number_is_refused_as_an_argument(text):
    with pytest.raises(UsageError):
        within("--size", text)


@given(groups())
def test_population_shares_sum_to_one(parts):
    for of in shares(parts):
        assert sum(of) == 1
        assert all(0 < share <= 1 for share in of)


def whole_rate(parts, *, after: bool) -> Fraction:
    of = shares(parts)[after]
    return sum(
        share * Fraction(part.after if after else part.before) for share, part in zip(of, parts, strict=True)
    )


@given(groups())
def test_a_decomposition_sums_to_the_change_of_the_whole(parts):
    pieces = [Fraction(row[-1]) for row in components(parts)] + list(map(Fraction, movements(parts).values()))
    change = whole_rate(parts, after=True) - whole_rate(parts, after=False)
    assert abs(sum(pieces) - change) <= sum(abs(piece) for piece in pieces) / 10**14


@given(groups(size=5), st.randoms(use_true_random=False))
def test_a_decomposition_does_not_depend_on_the_order_of_its_parts(parts, chance):
    mixed = list(parts)
    chance.shuffle(mixed)
    assert sorted(components(parts)) == sorted(components(mixed))
    assert movements(parts) == movements(mixed)


@given(groups())
def test_without_movement_nothing_is_shift_or_interaction(parts):
    still = [part._replace(people_after=part.people_before * 3) for part in parts]
    assert movements(still) == {"shift": 0, "interaction": 0}


@given(groups(), st.integers(2, 1000))
def test_a_decomposition_does_not_depend_on_the_unit_of_the_counts(parts, factor):
    scaled = [
        part._replace(people_before=part.people_before * factor, people_after=part.people_after * factor)
        for part in parts
    ]
    assert components(scaled) == components(parts)
    assert movements(scaled) == movements(parts)


@given(
    st.lists(RATES, min_size=1, max_size=40),
    st.sampled_from(["up", "down", ""]),
    st.randoms(use_true_random=False),
)
def test_ranks_lie_between_one_and_n_and_do_not_depend_on_order(values, better, chance):
    ranks = {value: rank_of(value, values, better) for value in values}
    mixed = list(values)
    chance.shuffle(mixed)
    assert ranks == {value: rank_of(value, mixed, better) for value in values}
    assert min(ranks.values()) == 1
    assert max(ranks.values()) <= len(values)
    best = min(values) if better == "down" else max(values)
    assert ranks[best] == 1
    for one in values:
        for other in values:
            ahead = one < other if better == "down" else one > other
            assert (ranks[one] < ranks[other]) == ahead


@given(SIGNED, st.sampled_from(["up", "down", ""]))
def test_the_opposite_change_has_the_opposite_direction(change, better):
    opposite = {"better": "worse", "worse": "better", "same": "same", "": ""}
    assert direction(-change, better) == opposite[direction(change, better)]


@given(RATES, RATES, st.integers(1, 10**6), st.integers(1, 10**6), st.integers(1, 500))
def test_swapping_periods_leaves_error_probability_and_verdict(old, new, before, after, deff):
    factor = Decimal(deff).scaleb(-2)
    errors = [rate_error(old, before, factor), rate_error(new, after, factor)]
    assert uncertainty([old, new], errors) == uncertainty([new, old], errors[::-1])


@given(RATES, RATES, st.integers(1, 10**6))
def test_a_larger_sample_makes_no_change_less_sure(old, new, size):
    def p_value(households: int) -> Decimal:
        errors = [rate_error(rate, households, Decimal(1)) for rate in (old, new)]
        return uncertainty([old, new], errors).p_value

    assert 0 <= p_value(size * 2) <= p_value(size) <= 1
