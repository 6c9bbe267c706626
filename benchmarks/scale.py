"""What a cluster costs over one machine, and over what Spark does anyhow.

    python benchmarks/scale.py [ROWS ...]        1 and 5 million if none are given; 50 million take 6 minutes

Everything of one number of rows runs in one process with one session, ``KPOV_MASTER`` or ``local[2]``: a
bare job (read, one shuffle by block, Arrow to Python and back), Spark's own sum of a column, and
`survey estimate` with its default measures by district; then the same on one machine. Ratios are of seconds
in that run. Costs of rows are fitted to what was measured; what is said of 300 million is extrapolated.
"""

from __future__ import annotations

import json
import os
import resource
import subprocess
import sys
import tempfile
import time
import urllib.request
from typing import Any, NamedTuple

ROWS = (1_000_000, 5_000_000)
ROWS_OF_BLOCK, LARGEST = 500_000, 300_000_000
USED = 0.7  # of the cores, on average
SETTINGS = {"spark.ui.enabled": "true"}
DESIGN: dict[str, Any] = {
    "welfare": "y",
    "weight": "w",
    "stratum": "s",
    "psu": "p",
    "line": 833955,
    "by": ["g"],
}
CLUSTER, MACHINE = "cluster", "machine"
MEGABYTE = 1024.0  # of the kilobytes that the system tells
MAKE = """
COPY (SELECT round(exp(13.6 + 0.6 * sqrt(-2 * ln(u)) * cos(6.283185307 * v)), 2) AS y,
    1 + hash(i, 3) % 400 AS w, i // 30000 AS s, i // 10 AS p, i // 10 % 10 AS g
FROM (SELECT range AS i, (1 + hash(range, 1) % 1000000) / 1000001.0 AS u, hash(range, 2) % 1000000 / 1e6 AS v
FROM range({rows}))) TO '{file}' (HEADER)
"""


class Cost(NamedTuple):
    """Seconds, memory in MB and bytes of one number of rows."""

    rows: int
    start: float
    passes: float
    bare: float
    column: float
    memory: float
    shuffled: float
    machine: float


def main() -> None:
    """Measure every number of rows, then say what follows."""
    costs = [measured(int(float(given))) for given in sys.argv[1:] or map(str, ROWS)]
    for cost in costs:
        print(
            f"{cost.rows:>11,} rows: session {cost.start:.1f} s, passes {cost.passes:.1f} s, one machine "
            f"{cost.machine:.1f} s; over a bare job {cost.passes / cost.bare:.2f} (limit 2.5), over a sum of "
            f"a column {cost.passes / cost.column:.1f}; driver {cost.memory:.0f} MB (limit 400); "
            f"{cost.shuffled / cost.rows:.0f} bytes a row shuffled (limit 60)"
        )
    if len(costs) > 1:
        compare(costs[0], costs[-1])


def compare(first: Cost, last: Cost) -> None:
    """How costs grow, and what they would be of 300 million rows."""
    times = last.rows / first.rows
    print(
        f"{times:g} times the rows: passes {last.passes / first.passes:.2f} times (limit {1.2 * times:g}), "
        f"memory of the driver {last.memory / first.memory:.2f} times (limit 1.1)"
    )
    cores = os.cpu_count() or 1
    per_row = (last.passes - first.passes) / (last.rows - first.rows)
    fixed = first.passes - per_row * first.rows
    if per_row <= 0:
        print("no costs of rows can be fitted: the machine did other work meanwhile, or rows are too few")
        return
    task = per_row * USED * cores
    print(f"fitted: {first.start:.0f} s + {fixed:.1f} s + rows x {task * 1e6:.1f} us / ({USED} x cores)")
    for others in (16, 64):
        seconds = first.start + fixed + LARGEST * task / (USED * others)
        print(f"extrapolated, not measured: {LARGEST:,} rows on {others} cores {seconds / 60:.1f} minutes")


def measured(rows: int) -> Cost:
    """The costs of so many rows."""
    with tempfile.TemporaryDirectory() as folder:
        file = os.path.join(folder, "rows.csv")
        subprocess.run([sys.executable, __file__, "make", str(rows), file], check=True)
        found = {
            where: json.loads(
                subprocess.check_output([sys.executable, __file__, where, file]).splitlines()[-1]
            )
            for where in (CLUSTER, MACHINE)
        }
    return Cost(rows=rows, **found[CLUSTER], **found[MACHINE])


def make(rows: int, file: str) -> None:
    """Write a survey of so many rows, ten to a PSU, 3,000 PSUs to a stratum."""
    import duckdb

    duckdb.sql(MAKE.format(rows=rows, file=file))


def on_machine(file: str) -> dict[str, float]:
    """The seconds of one machine."""
    from kaltim_poverty.survey import estimate

    start = time.perf_counter()
    estimate(file, **DESIGN)
    return {"machine": time.perf_counter() - start}


def on_cluster(file: str) -> dict[str, float]:
    """The seconds, memory and bytes of the cluster."""
    from kaltim_poverty.survey import estimate
    from kaltim_poverty.survey.spark import spark_options
    from kaltim_poverty.survey.spark.session import session_for

    master = os.environ.get("KPOV_MASTER", "local[2]")
    options = spark_options("spark", master, None, SETTINGS)
    assert options is not None  # noqa: S101 - it is asked for
    folder = os.path.dirname(file)
    start, session = timed(lambda: session_for(options, folder))
    spark = session.spark
    warm_up(file, master)
    column, _ = timed(lambda: typed(spark, file).selectExpr("sum(y)").collect())
    bare, _ = timed(lambda: bare_job(spark, file))
    before = shuffled(spark)
    passes, _ = timed(
        lambda: estimate(file, engine="spark", spark_master=master, spark_conf=SETTINGS, **DESIGN)
    )
    memory = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss / MEGABYTE
    bytes_shuffled = shuffled(spark) - before
    names = ("start", "passes", "bare", "column", "memory", "shuffled")
    return dict(zip(names, (start, passes, bare, column, memory, bytes_shuffled), strict=True))


def warm_up(file: str, master: str) -> None:
    """Have executors begin their Pythons, which belongs to the start."""
    few = f"{file}.few.csv"
    make(5000, few)
    from kaltim_poverty.survey import estimate

    estimate(few, engine="spark", spark_master=master, spark_conf=SETTINGS, **DESIGN)


def timed(action: Any) -> tuple[float, Any]:
    """The seconds of an action, and what it gives."""
    start = time.perf_counter()
    found = action()
    return time.perf_counter() - start, found


def typed(spark: Any, file: str) -> Any:
    """The rows as Spark itself reads them."""
    return spark.read.csv(file, header=True, schema="y double, w double, s long, p long, g long")


def bare_job(spark: Any, file: str) -> int:
    """Read, shuffle by block, hand rows to Python and take them back: what nobody on Spark gets around."""
    rows = typed(spark, file).selectExpr("*", f"cast(y / {ROWS_OF_BLOCK} as int) as block")
    parts = max(1, os.path.getsize(file) // (40 * ROWS_OF_BLOCK))
    columns = "y double, w double, s long, p long, g long, block int"
    there = rows.repartition(parts, "block").mapInArrow(as_they_are, columns)
    return int(there.selectExpr("sum(w)").collect()[0][0])


def as_they_are(batches: Any) -> Any:
    """The same rows."""
    return iter(batches)


def shuffled(spark: Any) -> float:
    """The bytes that the stages of a session have written for others."""
    context = spark.sparkContext
    stages = f"{context.uiWebUrl}/api/v1/applications/{context.applicationId}/stages"
    with urllib.request.urlopen(stages, timeout=60) as answer:  # noqa: S310 - of this machine
        return float(sum(stage["shuffleWriteBytes"] for stage in json.load(answer)))


if __name__ == "__main__":
    if sys.argv[1:2] == ["make"]:
        make(int(sys.argv[2]), sys.argv[3])
    elif sys.argv[1:2] == [CLUSTER]:
        print(json.dumps(on_cluster(sys.argv[2])))
    elif sys.argv[1:2] == [MACHINE]:
        print(json.dumps(on_machine(sys.argv[2])))
    else:
        main()
