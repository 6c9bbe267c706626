"""The passes of `distributed` on Apache Spark: sessions, reading, blocks on executors, what went wrong.

Nothing here imports pyspark or pyarrow before `--engine spark` is chosen. It asks of Spark what Spark Connect
offers too (`mapInArrow`, `groupBy().applyInArrow()`, `persist`, `toArrow`), so that the same code runs over
Connect and on Sail.
"""

from __future__ import annotations

from kaltim_poverty.survey.spark.failures import ENGINE_FAILURES
from kaltim_poverty.survey.spark.options import Settings, SparkOptions, spark_options

__all__ = ["ENGINE_FAILURES", "Settings", "SparkOptions", "spark_options"]
