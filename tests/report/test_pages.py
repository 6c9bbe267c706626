"""Whole reports in a browser, on a phone and at a desk, in the light and in the dark."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import browser
import pytest

from kaltim_poverty.render import Style, document
from kaltim_poverty.report import report

if TYPE_CHECKING:
    from pathlib import Path


@pytest.mark.slow
@pytest.mark.parametrize("width", [390, 1280])
@pytest.mark.parametrize(
    ("area", "language", "outline", "dark"),
    [("64", "id", "chapter", False), ("6411", "en", "rpkd", True), ("94", "id", "spkd", True)],
)
def test_a_report_has_no_fault_in_a_browser(
    area: str, language: Any, outline: str, width: int, tmp_path: Path, *, dark: bool
) -> None:
    """No request, no error, no sideways scroll, no finding of axe."""
    browser.chromium()  # type: ignore[no-untyped-call]
    made = document.write(report("2024", area=area, outline=outline), ".html", Style(language))
    found = browser.opened(  # type: ignore[no-untyped-call]
        made.data.decode(),
        tmp_path,
        width=width,
        dark=dark,
        script=browser.axe(),  # type: ignore[no-untyped-call]
    )
    assert found["faults"] == found["requests"] == found["findings"] == []
    assert (found["width"], found["content"]) == (width, width)
    assert len(made.data) < 2_000_000
