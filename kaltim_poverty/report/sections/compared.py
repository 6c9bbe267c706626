"""What the tables of a report say of a figure that is compared with an earlier one."""

from __future__ import annotations

from typing import TYPE_CHECKING

from kaltim_poverty.records.fields import AREA, INDICATOR, ROW_UNIT, column, record

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.periods import Period


@record
class Compared:
    """A figure of an area now and in an earlier period."""

    area: str = column(AREA)
    indicator: str = column(INDICATOR)
    unit: str = column(ROW_UNIT)
    before_period: Period | None = column("code", subject=True)
    after_period: Period = column("code", subject=True)
    before: Decimal | None = column("value", headed_by="before_period")
    after: Decimal = column("value", headed_by="after_period")
    change: Decimal | None = column("change")
