"""The settings of a session of Spark; those of people come after."""

from __future__ import annotations

from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.log import LogFile
    from kaltim_poverty.survey.spark.options import SparkOptions

OURS = {
    "spark.sql.session.timeZone": "UTC",
    "spark.sql.caseSensitive": "true",
    "spark.sql.parquet.outputTimestampType": "TIMESTAMP_MICROS",  # which says that times are in UTC
    "spark.sql.execution.arrow.maxBytesPerBatch": str(2**26),
}
OF_MASTER = {
    "spark.app.name": "kpov",
    "spark.ui.enabled": "false",
    "spark.ui.showConsoleProgress": "false",
    "spark.sql.execution.pyspark.udf.simplifiedTraceback.enabled": "false",
}
OF_LOCAL_MASTER = {"spark.driver.host": "127.0.0.1", "spark.driver.bindAddress": "127.0.0.1"}


def settings(options: SparkOptions, log: LogFile) -> dict[str, str]:
    """The settings of a session that is started."""
    own = {**OURS, **OF_MASTER, **(OF_LOCAL_MASTER if options.is_local else {})}
    given = dict(options.settings)
    java = f"-Dlog4j2.configurationFile=file:{log.configuration}"
    options_of_java = f"{java} {given.pop('spark.driver.extraJavaOptions', '')}".strip()
    return {**own, "spark.driver.extraJavaOptions": options_of_java, **given}
