"""How sure a change is.

BPS prints no standard errors. Where the number of sampled households is known, that of a rate p is
√(deff · p(1 − p) / n) (Kish 1965, Survey Sampling, section 8.2), an assumption that every answer names.
"""

from __future__ import annotations

import math
import re
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.published.exact import EXACT, difference, product, quotient, significant

if TYPE_CHECKING:
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period

NORMAL_975 = Decimal("1.96")
SIGNIFICANT_BELOW = Decimal("0.05")
HUNDRED = Decimal(100)
ROUNDING = "rounding"  # the verdict on a change that the printed decimals cannot carry
WITH_SAMPLE_ERROR = ("p0", "poor_count")  # those whose standard error follows from a sample of households


class Sample(NamedTuple):
    """Sampled households of both periods (None: those of the data) and the design effect."""

    households: tuple[int, int] | None
    deff: Decimal

    def sizes(
        self, figures: Figures, area: str, locality: str, periods: tuple[Period, Period]
    ) -> tuple[int, int]:
        """The sample sizes, given or of the data.

        Raises:
            UsageError: if they were not given and the data lack them.
        """
        if self.households is not None:
            return self.households
        before, after = (figures.value(area, period, locality, "sample_households") for period in periods)
        if not before or not after:
            raise UsageError("needs_option", option="--deff", needed="--households")
        return int(before), int(after)


class Uncertainty(NamedTuple):
    """The standard error of a change, what follows from it, and what the change could bear."""

    se: Decimal | None = None
    p_value: Decimal | None = None
    verdict: str = ""
    largest_se: Decimal | None = None


def parse_households(given: object) -> tuple[int, int]:
    """The sampled households of both periods, written ``B,A`` or as two numbers.

    Raises:
        UsageError: if they are not two whole numbers above 0.
    """
    parts = (
        [str(part).strip() for part in given]
        if isinstance(given, (list, tuple))
        else split_commas(str(given))
    )
    if len(parts) != 2 or not all(re.fullmatch(r"0*[1-9]\d{0,8}", part, re.ASCII) for part in parts):  # noqa: PLR2004
        raise UsageError("households", given=excerpt(str(given)))
    return int(parts[0]), int(parts[1])


def uncertainty_of(
    figures: Figures,
    area: str,
    locality: str,
    indicator: str,
    periods: tuple[Period, Period],
    sample: Sample | None,
) -> Uncertainty:
    """The uncertainty about the change of an indicator in an area between two periods.

    Only P0 and the number of poor have a standard error, if *sample* gives one.
    """
    values = [figures.value(area, period, locality, indicator) for period in periods]
    if sample is None or indicator not in WITH_SAMPLE_ERROR:
        return uncertainty(values, [None, None])
    sizes = sample.sizes(figures, area, locality, periods)
    rates = [figures.value(area, period, locality, "p0") for period in periods]
    errors = [
        None if rate is None else rate_error(rate, size, sample.deff)
        for rate, size in zip(rates, sizes, strict=True)
    ]
    if indicator == "poor_count":
        errors = [count_error(*each) for each in zip(errors, values, rates, strict=True)]
    return uncertainty(values, errors)


def rate_error(rate: Decimal, households: int, deff: Decimal) -> Decimal:
    """√(deff · p(1 − p) / n), in percentage points for a *rate* in percent."""
    variance = EXACT.divide(product(deff, rate, difference(HUNDRED, rate)), Decimal(households))
    return EXACT.sqrt(variance)


def count_error(error: Decimal | None, count: Decimal | None, rate: Decimal | None) -> Decimal | None:
    """The standard error of a count: that of its rate times the population behind both."""
    if error is None or count is None or not rate:
        return None
    return EXACT.divide(product(error, count), rate)


def uncertainty(values: list[Decimal | None], errors: list[Decimal | None]) -> Uncertainty:
    """The standard error and test of a change between two values with known errors.

    The samples of two rounds are taken as independent: the variance of the change is the sum of theirs.
    """
    if values[0] is None or values[1] is None:
        return Uncertainty()
    change = difference(values[1], values[0])
    largest = quotient(abs(change), EXACT.multiply(NORMAL_975, EXACT.sqrt(Decimal(2))))
    if errors[0] is None or errors[1] is None:
        return Uncertainty(verdict="unknown", largest_se=largest)
    se = EXACT.sqrt(EXACT.add(product(errors[0], errors[0]), product(errors[1], errors[1])))
    if not se:
        return Uncertainty(verdict="unknown", largest_se=largest)
    p_value = two_sided(EXACT.divide(change, se))
    verdict = "significant" if p_value < SIGNIFICANT_BELOW else "not_significant"
    return Uncertainty(significant(se), p_value, verdict, largest)


def two_sided(z: Decimal) -> Decimal:
    """The probability of a standard normal variable at least as far from 0 as *z*."""
    return significant(Decimal(repr(math.erfc(abs(float(z)) / math.sqrt(2)))))
