"""Write the chapters of examples/report/: Kalimantan Timur, March 2024, in both languages and all formats.

``python docs/chapters.py`` takes half a minute. The tests compare the Markdown, whose bytes no version of a
library changes.
"""

from __future__ import annotations

import subprocess
import sys
from typing import TYPE_CHECKING

from shell import ROOT, environment

if TYPE_CHECKING:
    from pathlib import Path

FOLDER = ROOT / "examples" / "report"
NAMES = {"en": "poverty-2024", "id": "kemiskinan-2024"}
ENDINGS = (".docx", ".pdf", ".html", ".xlsx", ".md")


def write(language: str, ending: str, folder: Path) -> Path:
    """Write one chapter; where it is."""
    file = folder / f"{NAMES[language]}{ending}"
    command = [sys.executable, "-m", "kaltim_poverty", "report", "2024", "-o", str(file), "--lang", language]
    subprocess.run(command, env=environment({}), check=True, timeout=300)
    return file


def main() -> None:
    """Write all chapters."""
    FOLDER.mkdir(exist_ok=True)
    for language in NAMES:
        for ending in ENDINGS:
            sys.stdout.write(f"wrote {write(language, ending, FOLDER).relative_to(ROOT)}\n")


if __name__ == "__main__":
    main()
