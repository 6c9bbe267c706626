"""Survey: poverty and inequality from a file of households, with standard errors."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.records.blocks import Paragraph
from kaltim_poverty.report.sections.shared import picture, table
from kaltim_poverty.report.subject import words

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.records.blocks import Block

MEASURES = ("p0", "p1", "p2", "gini")


def survey(options: Mapping[str, Any]) -> list[Block]:
    """The section: what `survey estimate` answers for the main measures.

    Args:
        options: those of `survey estimate`, its files as ``data``.
    """
    from kaltim_poverty.survey.estimate import estimate

    answer = estimate(**{"measure": MEASURES, **options})
    return [
        Paragraph((words("survey"),)),
        *([picture(answer, "survey")] if answer.charts else []),
        table(answer, "survey"),
    ]


__all__ = ["survey"]
