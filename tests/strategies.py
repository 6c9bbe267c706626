"""What properties are tried on: figures as publishers print them, periods, areas, groups of a population."""

from __future__ import annotations

from decimal import Decimal
from fractions import Fraction

import reference
from hypothesis import settings
from hypothesis import strategies as st

from kaltim_poverty.published.catalogue import areas
from kaltim_poverty.published.decompose import Group
from kaltim_poverty.published.periods import Period

settings.register_profile("untimed", deadline=None)  # no test fails for being slow
settings.load_profile("untimed")


def printed(low: int = 0, high: int = 10**9) -> st.SearchStrategy[Decimal]:
    """A number between two whole ones, with up to four printed decimals."""
    return st.integers(0, 4).flatmap(
        lambda places: st.integers(low * 10**places, high * 10**places).map(
            lambda digits: Decimal(digits).scaleb(-places)
        )
    )


RATES = st.integers(1, 9999).map(lambda digits: Decimal(digits).scaleb(-2))  # 0.01 to 99.99 percent
COUNTS = st.integers(1, 10**7).map(lambda digits: Decimal(digits).scaleb(-2))
SIGNED = printed(-(10**9))
DECIMALS = st.decimals(Decimal(-(10**15)), Decimal(10**15), allow_nan=False, allow_infinity=False, places=6)
PERIODS = st.builds(Period, st.integers(1000, 2999), st.integers(1, 12))
AREAS = st.sampled_from(sorted(areas().values()))


PAIRS = st.sampled_from(sorted(reference.areas())).flatmap(  # an area and two of its periods
    lambda area: st.tuples(st.just(area), *[st.sampled_from(reference.periods(area))] * 2)
)


@st.composite
def groups(draw, size: int = 3) -> list[Group]:
    """Parts of a population with rates and people in two periods."""
    return [
        Group(
            str(place),
            draw(RATES),
            draw(RATES),
            Fraction(draw(COUNTS)),
            Fraction(draw(COUNTS)),
        )
        for place in range(draw(st.integers(1, size)))
    ]
