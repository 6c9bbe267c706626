"""What a report is asked for."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.report.sections.change import Target
    from kaltim_poverty.report.sections.programmes import Transfer
    from kaltim_poverty.report.subject import Subject


class Request(NamedTuple):
    """The area and period of a report, and what it has beyond published figures.

    Attributes:
        subject: the area and period.
        target: a rate to reach, if one was set.
        transfer: a transfer to be assessed, if one was described.
        survey: the options of a survey, if there is one.
    """

    subject: Subject
    target: Target | None = None
    transfer: Transfer | None = None
    survey: Mapping[str, Any] | None = None


__all__ = ["Request"]
