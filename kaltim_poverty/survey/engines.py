"""What runs where: over rows that are here, or over rows that stay on the executors of a cluster."""

from __future__ import annotations

from decimal import Decimal
from functools import partial
from typing import TYPE_CHECKING, Any

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.addresses import is_for_spark
from kaltim_poverty.survey import infer, moments
from kaltim_poverty.survey.read import (
    Engine,
    column_summaries,
    is_folder_name,
    new_output,
    open_table,
    read,
    read_register,
    row_count,
)

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.distributed import BlockRows
    from kaltim_poverty.survey.infer import ReplicateSummary
    from kaltim_poverty.survey.moments import RelativeLine
    from kaltim_poverty.survey.read import Columns, ColumnSummary, Reading, Register, Roles, Table
    from kaltim_poverty.survey.sample import Sample
    from kaltim_poverty.survey.spark import SparkOptions
    from kaltim_poverty.survey.spark.session import Session

MOST_DOMAINS = 2_000_000
MOST_VALUES = 50_000_000  # of 8 bytes each


def is_distributed(sample: Sample) -> bool:
    """Whether the rows of a sample are distributed over a cluster."""
    return sample.distributed is not None


def check_domains(sample: Sample, breakdowns: Sequence[Sequence[str]], *, values: int = 1) -> None:
    """Refuse more domains than the driver of a cluster holds.

    Args:
        sample: whose rows are on a cluster.
        breakdowns: the columns of each.
        values: of each domain that the driver holds, where these are many, such as those under replicates.

    Raises:
        UsageError: with how many there are.
    """
    from kaltim_poverty.survey import distributed

    count = sum(distributed.number_of_domains(sample, columns) for columns in breakdowns)
    most = min(MOST_DOMAINS, MOST_VALUES // max(values, 1))
    if count > most:
        raise UsageError("spark_refuses_domains", count=Decimal(count), most=Decimal(most))


def relative_line(sample: Sample, share: float, to: str) -> RelativeLine:
    """The line as a share of the ``median`` or ``mean`` of the whole file."""
    if not is_distributed(sample):
        return moments.relative_line(sample, share, to)
    from kaltim_poverty.survey import distributed

    return distributed.relative_line(sample, share, to)


def summary_of_replicates(sample: Sample) -> ReplicateSummary:
    """Summarise the columns of replicate weights of a survey."""
    if not is_distributed(sample):
        return infer.summary_of_replicates(sample)
    from kaltim_poverty.survey import distributed

    return distributed.summary_of_replicates(sample)


class ClusterEngine(Engine):
    """An engine that reads only the heads of files on this machine, and has a cluster read the rows.

    Args:
        spark: how Spark is reached.
        memory: how much the part here may take.
        temp: the folder for what does not fit, and for the log of Spark.
    """

    def __init__(self, spark: SparkOptions, *, memory: str | None = None, temp: str | None = None) -> None:
        super().__init__(memory=memory, temp=temp)
        self.spark = spark

    def session(self) -> Session:
        """The session of Spark, which begins when it is first needed.

        Raises:
            InputError: if Spark cannot be reached.
        """
        from kaltim_poverty.survey.spark.session import session_for

        return session_for(self.spark, self.spill.parent)


def survey_engine(spark: SparkOptions | None, *, memory: str | None, temp: str | None) -> Engine:
    """The engine that reads a survey: DuckDB on this machine, or one that has Spark read the rows.

    Args:
        spark: how Spark is reached; None for this machine alone.
        memory: how much it may take here.
        temp: the folder for what does not fit.
    """
    return (
        Engine(memory=memory, temp=temp) if spark is None else ClusterEngine(spark, memory=memory, temp=temp)
    )


def open_survey(engine: Engine, data: object, **options: Any) -> Table:
    """The table of files, of something in memory, or of what only a cluster opens.

    Args:
        engine: what reads it.
        data: a path, several, or something in memory.
        **options: of `open_table`.

    Raises:
        UsageError: for what a cluster does not read.
        InputError: if a file is missing or refused.
    """
    if not isinstance(engine, ClusterEngine):
        return open_table(engine, data, **options)
    from kaltim_poverty.survey.spark.opening import open_on_cluster

    return open_on_cluster(engine, engine.session, data, **options)


def read_survey(engine: Engine, table: Table, roles: Roles, **question: Any) -> Reading:
    """The sample and its design, wherever its rows are.

    Args:
        engine: what reads and sorts.
        table: the survey.
        roles: the columns by role.
        **question: of `read`.

    Raises:
        InputError: for anything in the file that cannot be right.
    """
    if not isinstance(engine, ClusterEngine):
        return read(engine, table, roles, **question)
    from kaltim_poverty.survey.spark.reading import read_distributed
    from kaltim_poverty.survey.spark.sources import frame_of

    return read_distributed(partial(frame_of, engine.session()), engine, table, roles, **question)


def columns_in(engine: Engine, table: Table, column: str) -> tuple[list[ColumnSummary], int]:
    """A summary of each column of a survey, and the number of its rows, wherever these are.

    Args:
        engine: what counts.
        table: the survey.
        column: one that is known to be in a file, for messages.

    Raises:
        InputError: if a file is malformed.
    """
    if not isinstance(engine, ClusterEngine):
        return column_summaries(engine, table, column), row_count(engine, table)
    from kaltim_poverty.survey.spark import sources
    from kaltim_poverty.survey.spark.describing import columns_distributed

    return columns_distributed(partial(sources.columns_of, engine.session()), engine, table, column)


def weight_range(sample: Sample) -> tuple[float, float] | None:
    """The smallest and the largest weight of the rows of a sample; None without rows."""
    if sample.distributed is not None:
        found = sample.distributed.rows.each(weight_range_of_block)
    else:
        found = [range_of(block.weight) for block in sample.blocks()]
    ends = [each for each in found if each is not None]
    return (min(low for low, _ in ends), max(high for _, high in ends)) if ends else None


def weight_range_of_block(block: BlockRows) -> tuple[float, float] | None:
    """The smallest and the largest weight of a block."""
    return weight_range(block.sample)


def range_of(weight: Array) -> tuple[float, float] | None:
    """The smallest and the largest of some weights."""
    return (float(weight.min()), float(weight.max())) if len(weight) else None


def write_register(
    engine: Engine, table: Table, columns: Columns, out: str, *, overwrite: bool, **question: Any
) -> Register:
    """Read a register and write the group of each row, wherever its rows are.

    Args:
        engine: what reads and writes.
        table: the register.
        columns: as `read_register` takes them.
        out: the name of the new file or folder; with a cluster always of a folder.
        overwrite: whether it may take the place of one that exists.
        **question: of `read_register`.

    Raises:
        UsageError: for an address without a cluster, or more groups than one takes.
        InputError: for anything in the files that cannot be right.
        OutputError: if there is one already, or it cannot be written.
    """
    if isinstance(engine, ClusterEngine):
        return write_distributed(engine, table, columns, out, overwrite=overwrite, **question)
    if is_for_spark(out):
        raise UsageError("for_spark", given=out)
    with new_output(engine, out, overwrite=overwrite) as path:
        return read_register(engine, table, columns, path, in_folders=is_folder_name(out), **question)


def write_distributed(
    engine: ClusterEngine, table: Table, columns: Columns, out: str, *, overwrite: bool, **question: Any
) -> Register:
    """Have a cluster read a register and write the group of each row."""
    from kaltim_poverty.survey.spark import new_register, sources
    from kaltim_poverty.survey.spark.register import read_register_distributed

    session = engine.session()
    with new_register.new_folder(engine, session, out, overwrite=overwrite) as folder:
        return read_register_distributed(
            partial(sources.frame_of, session),
            partial(new_register.write_marked, session),
            engine,
            table,
            columns,
            folder,
            **question,
        )


def check_runs_on(spark: SparkOptions | None, **refused: object) -> None:
    """Refuse options that are not supported on Spark.

    Args:
        spark: how Spark is reached; None for this machine, which computes everything.
        **refused: what was given of such options, by their names in Python.

    Raises:
        UsageError: with the option and what to do.
    """
    for name, given in refused.items():
        if spark is not None and given:
            key = "spark_refuses_input_format" if name == "input_format" else "spark_refuses"
            raise UsageError(key, what=f"--{name.replace('_', '-')}")
