"""What the chapter costs in each format, in CPU seconds of a process of its own.

``python benchmarks/report.py [ROUNDS]`` prints the median of each format and language, and the smallest and
largest, beside the promise of five seconds.
"""

from __future__ import annotations

import resource
import statistics
import subprocess
import sys
import tempfile
from pathlib import Path

PERIOD = "2024"
ENDINGS = (".docx", ".pdf", ".html", ".xlsx", ".md")
LANGUAGES = ("id", "en")
PROMISED = 5.0  # seconds


def cpu_seconds(command: list[str]) -> float:
    """The user and system time of one run."""
    before = resource.getrusage(resource.RUSAGE_CHILDREN)
    subprocess.run(command, check=True, capture_output=True)
    after = resource.getrusage(resource.RUSAGE_CHILDREN)
    return after.ru_utime + after.ru_stime - before.ru_utime - before.ru_stime


def main() -> None:
    """Write the chapter in every format in turn and print medians."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 5
    with tempfile.TemporaryDirectory() as folder:
        for ending in ENDINGS:
            for language in LANGUAGES:
                file = Path(folder) / f"chapter-{language}{ending}"
                command = [sys.executable, "-m", "kaltim_poverty", "report", PERIOD, "-o", str(file)]
                times = [cpu_seconds([*command, "--lang", language]) for _ in range(rounds)]
                median, spread = statistics.median(times), f"{min(times):.2f}–{max(times):.2f}"
                verdict = "" if median <= PROMISED else f"  above the {PROMISED:g} s promised"
                print(f"{ending:<6} {language}  {median:5.2f} s CPU ({spread}){verdict}")


if __name__ == "__main__":
    main()
