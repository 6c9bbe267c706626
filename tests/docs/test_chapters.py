"""The chapters in examples/ are those that kpov writes."""

from __future__ import annotations

import pytest
from chapters import ENDINGS, FOLDER, NAMES, write


@pytest.mark.parametrize("language", NAMES)
def test_the_markdown_is_what_a_report_writes(language, tmp_path):
    pytest.importorskip("vl_convert", reason="pictures need vl-convert-python")
    written = write(language, ".md", tmp_path)

    assert written.read_text(encoding="utf-8") == (FOLDER / written.name).read_text(encoding="utf-8")


@pytest.mark.parametrize("language", NAMES)
def test_no_format_is_missing(language):
    assert {file.suffix for file in FOLDER.glob(f"{NAMES[language]}.*")} == set(ENDINGS)
