"""The zip of wheels installed without an index: ``python release/offline.py OUT``, best with no network."""

from __future__ import annotations

import sys
import tempfile
import zipfile
from pathlib import Path

from commands import fresh_python, install_offline, run
from packages import EVERYTHING, OWN


def main(out: Path) -> None:
    """Install kpov with all its extras, and ask it something."""
    [wheels] = out.glob("*-wheels-*.zip")
    with tempfile.TemporaryDirectory() as work:
        place = Path(work)
        with zipfile.ZipFile(wheels) as archived:
            archived.extractall(place / "wheels")
        python = fresh_python(place / "environment")
        install_offline(python, place / "wheels", f"{OWN}[{EVERYTHING}]")
        sys.stdout.write(run(python, "-I", "-m", "kaltim_poverty", "compare", "2023", "2024"))


if __name__ == "__main__":
    main(Path(sys.argv[1]).resolve())
