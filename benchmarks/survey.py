"""What an estimate from a survey costs, as ratios of whole processes in one run.

    python benchmarks/survey.py [ROWS ...]        340000 rows if none are given

The floor is a bare Python process in which DuckDB delivers the same seven columns to numpy, types given. That
takes `1_000` for 1000 and `7.5` for the code 8; the line "cells checked" is the same process where every cell
must be the number or the whole-number code that it is read as. All run compiled, as installed packages do.
Every line is the median of five runs, in which all take turns (R once): wall and CPU seconds over those of
the floor; peak memory in MB. R's survey is timed where Rscript is installed, and otherwise named as left out.
"""

from __future__ import annotations

import os
import shutil
import statistics
import subprocess
import sys
import tempfile
import time

RUNS = 5
MOST_RESAMPLED = 1_000_000  # rows; ranks of more are not computed a thousand times here
KPOV = [sys.executable, "-m", "kaltim_poverty", "survey", "estimate"]
ROLES = [
    "--welfare",
    "percapita",
    "--weight",
    "weight",
    "--size",
    "size",
    "--stratum",
    "stratum",
    "--psu",
    "psu",
]
LINE = ["--line", "833955", "--quiet"]
CELLS = ["--by", "district,urban"]
TYPES = {
    "household": "BIGINT",
    "psu": "BIGINT",
    "stratum": "BIGINT",
    "district": "BIGINT",
    "urban": "BIGINT",
    "size": "BIGINT",
    "weight": "DOUBLE",
    "expenditure": "DOUBLE",
    "percapita": "DOUBLE",
    "pkh": "BIGINT",
    "pkh_idr": "BIGINT",
    "synthetic": "VARCHAR",
}
FLOOR = f"""
import sys, duckdb
duckdb.connect().execute('''SELECT psu, stratum, district, urban, size, weight, percapita FROM read_csv(?,
    columns = {TYPES}, header = true, delim = ',', auto_detect = false)''', [sys.argv[1]]).fetchnumpy()
"""  # noqa: S608 - the types above
CODE = "CASE WHEN CAST(TRY_CAST({0} AS BIGINT) AS VARCHAR) = {0} THEN TRY_CAST({0} AS BIGINT) ELSE {1} END"
NUMBER = "CASE WHEN isfinite(TRY_CAST({0} AS DOUBLE)) AND NOT ({2}) THEN TRY_CAST({0} AS DOUBLE) ELSE {1} END"
STOPS = "CAST({0} || '?' AS BIGINT)"
UNUSUAL = "contains({0}, '_') OR contains({0}, '+')"
KINDS = dict.fromkeys(["psu", "stratum", "district", "urban"], CODE)
KINDS |= dict.fromkeys(["size", "weight", "percapita"], NUMBER)
SELECTED = ", ".join(
    kind.format(cell, STOPS.format(cell), UNUSUAL.format(cell)) for cell, kind in KINDS.items()
)
CHECKED = f"""
import sys, duckdb
duckdb.connect().execute('''SELECT {SELECTED} FROM read_csv(?,
    columns = {dict.fromkeys(TYPES, "VARCHAR")}, header = true, delim = ',', auto_detect = false)''',
    [sys.argv[1]]).fetchnumpy()
"""  # noqa: S608 - the text above
PANDAS = """
import sys, numpy as np, pandas as pd
x = pd.read_csv(sys.argv[1], usecols=["psu", "stratum", "district", "urban", "size", "weight", "percapita"])
w, gap = x.weight * x["size"], (1 - x.percapita / 833955).clip(lower=0)
cell = x.district * 10 + x.urban
for power in range(3):
    y = (x.percapita < 833955) * gap**power
    for part in (pd.Series(0, index=x.index), cell):
        n = w.groupby(part).sum(); p = (w * y).groupby(part).sum() / n
        u = w * (y - part.map(p)) / part.map(n)
        t = u.groupby([part, x.stratum, x.psu]).sum()
        h = x.groupby("stratum").psu.nunique()
        m = t.groupby(level=[0, 1]).agg(["sum", lambda v: (v**2).sum()])
        k = h.reindex(m.index.get_level_values(1)).to_numpy()
        v = k / (k - 1) * (m.iloc[:, 1] - m.iloc[:, 0] ** 2 / k)
        se = np.sqrt(v.groupby(level=0).sum())
"""
R = """
suppressPackageStartupMessages(library(survey)); x <- read.csv(commandArgs(TRUE)[1])
x$w <- x$weight * x$size; x$p0 <- as.numeric(x$percapita < 833955); g <- pmax(0, 1 - x$percapita / 833955)
x$p1 <- g; x$p2 <- g^2; d <- svydesign(ids = ~psu, strata = ~stratum, weights = ~w, data = x)
svymean(~p0 + p1 + p2, d); svyby(~p0 + p1 + p2, ~district + urban, d, svymean)
"""


def timed(command: list[str]) -> tuple[float, float, float]:
    """Wall seconds, CPU seconds and peak memory in MB of a process."""
    environment = {name: value for name, value in os.environ.items() if name != "PYTHONDONTWRITEBYTECODE"}
    started = time.perf_counter()
    with open(os.devnull, "w", encoding="utf-8") as nowhere:
        process = subprocess.Popen(command, stdout=nowhere, stderr=nowhere, env=environment)
        _, status, used = os.wait4(process.pid, 0)
    if status:
        raise SystemExit(f"failed: {' '.join(command[:6])} ...")
    return time.perf_counter() - started, used.ru_utime + used.ru_stime, used.ru_maxrss / 1000


def medians(found: list[tuple[float, float, float]]) -> tuple[float, float, float]:
    """The medians of some runs."""
    wall, cpu, memory = (statistics.median(column) for column in zip(*found, strict=True))
    return wall, cpu, memory


def rounds(commands: dict[str, list[str]]) -> dict[str, tuple[float, float, float]]:
    """The medians of each command, which take turns so that a slow minute of the machine is everybody's."""
    found: dict[str, list[tuple[float, float, float]]] = {what: [] for what in commands}
    for number in range(RUNS):
        for what, command in commands.items():
            if number == 0 or "R survey" not in what:
                found[what].append(timed(command))
    return {what: medians(runs) for what, runs in found.items()}


def commands(file: str) -> dict[str, list[str]]:
    """What is timed."""
    kpov = [*KPOV, file, *ROLES]
    breakdowns = ["--by", "district", "--by", "urban", *CELLS]
    timed_commands = {
        "cells checked": [sys.executable, "-c", CHECKED, file],
        "default measures, by district and urban": [*kpov, *LINE, *CELLS],
        "all measures, three breakdowns": [*kpov, *LINE, "--measure", "all", *breakdowns],
        "P0 P1 P2, bootstrap of 1,000": [*kpov, *LINE, "--measure", "p0,p1,p2", "--bootstrap", "1000"],
        "Gini, bootstrap of 1,000": [*kpov, "--quiet", "--measure", "gini", "--bootstrap", "1000"],
        "P0 P1 P2 in pandas by hand": [sys.executable, "-c", PANDAS, file],
    }
    if shutil.which("Rscript"):
        timed_commands["P0 P1 P2 in R survey"] = ["Rscript", "-e", R, file]
    else:
        print("R survey: left out, there is no Rscript here")
    return timed_commands


def main() -> None:
    """Time everything for each number of rows."""
    for rows in [int(float(given)) for given in sys.argv[1:]] or [340_000]:
        with tempfile.TemporaryDirectory() as folder:
            file = os.path.join(folder, "survey.csv")
            make = [
                sys.executable,
                "-m",
                "kaltim_poverty",
                "survey",
                "example",
                "--households",
                str(rows),
                "-o",
                file,
            ]
            subprocess.run(make, check=True)
            few = rows <= MOST_RESAMPLED
            own = {what: each for what, each in commands(file).items() if few or "Gini, boot" not in what}
            found = rounds({"floor": [sys.executable, "-c", FLOOR, file], **own})
            floor = found.pop("floor")
            print(f"{rows:,} rows; floor {floor[0]:.2f} s wall, {floor[1]:.2f} s CPU, {floor[2]:,.0f} MB")
            for what, (wall, cpu, memory) in found.items():
                print(f"  {what:42} {wall / floor[0]:6.2f} wall {cpu / floor[1]:6.2f} CPU {memory:8,.0f} MB")


if __name__ == "__main__":
    main()
