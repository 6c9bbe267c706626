"""In which prices welfare is: as written, or divided by a deflator, of all rows or of each."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import Decimal
from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.lists import pair
from kaltim_poverty.inputs.numbers import COMMA, excerpt, within

LARGEST = 10**12
FAR_FROM_ONE = 10  # times: no prices of a base are so far away, an index of 105 is
DEFLATOR = "deflator"  # the role of the column, among the extra numbers of a row


class Prices(NamedTuple):
    """The deflator that converts welfare to base prices: a column, one number, or none.

    Attributes:
        deflator: by which the welfare of all rows is divided.
        column: of the deflator of each row.
    """

    deflator: Decimal | None = None
    column: str | None = None

    @property
    def given(self) -> bool:
        """Whether welfare is divided by anything."""
        return self != Prices()

    @property
    def seems_index(self) -> bool:
        """Whether the deflator is so far from 1 that it may be an index whose base is 100."""
        return self.deflator is not None and not 1 / FAR_FROM_ONE < self.deflator < FAR_FROM_ONE

    def columns(self) -> Mapping[str, str]:
        """The column of deflators by its role, if there is one."""
        return {} if self.column is None else {DEFLATOR: self.column}

    def named(self) -> dict[str, object]:
        """The options that were given."""
        named = {"deflator": self.deflator, "deflator_column": self.column}
        return {name: value for name, value in named.items() if value is not None}


NOMINAL = Prices()


def prices_of(*, deflator: object = None, deflator_column: str | None = None) -> Prices:
    """The prices that options ask for.

    Raises:
        UsageError: for both, or a deflator that is not a number above 0.
    """
    if deflator is not None and deflator_column is not None:
        raise UsageError("conflict", one="--deflator", other="--deflator-column")
    if deflator is None:
        return Prices(None, deflator_column)
    return Prices(within("--deflator", deflator, above=0, at_most=LARGEST), None)


def deflator_pair(given: str) -> tuple[str, str]:
    """The deflators of two surveys, written ``B,A``.

    Raises:
        UsageError: if there are not two, or the comma may as well be a decimal mark.
    """
    text = given.strip()
    if COMMA.fullmatch(text):
        before, after = text.split(",")
        raise UsageError(
            "deflator_comma",
            given=excerpt(text),
            meant=excerpt(f"{before}.{after}"),
            apart=excerpt(f"{before}.0,{after}.0"),
        )
    return pair("--deflator", given)
