"""How long kpov takes to start, against an empty interpreter, in one run.

``python benchmarks/startup.py [ROUNDS]`` prints the median of each command's wall time and its ratio to
``python -c pass``. The rounds are interleaved, so that a noisy machine is noisy for all.
"""

from __future__ import annotations

import os
import statistics
import subprocess
import sys
import time

EMPTY = "python -c pass"
KPOV = [sys.executable, "-m", "kaltim_poverty"]
COMMANDS = {
    EMPTY: [sys.executable, "-c", "pass"],
    "import click": [sys.executable, "-c", "import click"],
    "kpov --version": [*KPOV, "--version"],
    "kpov --help": [*KPOV, "--help"],
    "kpov compare 2023 2024 (pipe)": [*KPOV, "compare", "2023", "2024"],
    "kpov compare 2023 2024 -f table": [*KPOV, "compare", "2023", "2024", "-f", "table"],
    "kpov brief 2024 --lang id": [*KPOV, "brief", "2024", "--lang", "id"],
    "kpov rank p0 2024": [*KPOV, "rank", "p0", "2024"],
    "kpov programme allocate": [*KPOV, "programme", "allocate", "--recipients", "1500"],
}


def seconds(command: list[str]) -> float:
    """The wall time of one run."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    start = time.perf_counter()
    subprocess.run(command, check=True, capture_output=True, env=environment)
    return time.perf_counter() - start


def main() -> None:
    """Run all commands in turn and print medians and ratios."""
    rounds = int(sys.argv[1]) if len(sys.argv) > 1 else 25
    times: dict[str, list[float]] = {name: [] for name in COMMANDS}
    for _ in range(rounds):
        for name, command in COMMANDS.items():
            times[name].append(seconds(command))
    empty = statistics.median(times[EMPTY])
    for name, measured in times.items():
        median = statistics.median(measured)
        print(f"{name:<34} {1000 * median:7.1f} ms {median / empty:6.2f} x")


if __name__ == "__main__":
    main()
