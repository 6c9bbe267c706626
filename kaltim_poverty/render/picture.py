"""The chart of an answer as a file: SVG, PNG, PDF, a page, or the specification for any Vega editor."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.render import charts
from kaltim_poverty.render.charts import Look

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render import Style


PAGE = "html"  # with the table below the picture


def render(answer: Answer[Any], form: str, style: Style) -> Iterator[Any]:
    """The picture, in one piece.

    Raises:
        NotFoundError: if the answer has no number that can be drawn.
        MissingPackageError: without a package of the extra ``report``.
    """
    picture = charts.picture_of(answer)
    if picture is None:
        raise NotFoundError("nothing_drawn")
    if form == PAGE:
        from kaltim_poverty.render.document import page
        from kaltim_poverty.render.document.single import of_answer

        yield page.render(of_answer(answer), style)
        return
    yield WRITERS[form](*picture, Look(style.language, style.size, style.digits))


def specification(answer: Answer[Any], chart: Chart, look: Look) -> str:
    """The specification as JSON."""
    return json.dumps(charts.specification(answer, chart, look), ensure_ascii=False, indent=1) + "\n"


WRITERS: dict[str, Callable[[Answer[Any], Chart, Look], Any]] = {
    "svg": charts.svg,
    "png": charts.png,
    "pdf": charts.pdf,
    "vega-lite": specification,
}
