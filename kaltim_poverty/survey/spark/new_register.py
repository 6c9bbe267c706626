"""A new register that executors write: a folder of Parquet, which appears whole or not at all.

A folder of this machine, or one that it shares with executors, gets its name once all is written. An object
store knows no such step: there `_SUCCESS` comes last.
"""

from __future__ import annotations

import contextlib
import os
from collections.abc import Callable, Iterator, Sequence
from functools import reduce
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import OutputError
from kaltim_poverty.inputs.addresses import is_address
from kaltim_poverty.survey.read import Engine, check_output_name, new_output
from kaltim_poverty.survey.read.new_output import PARQUET
from kaltim_poverty.survey.spark.marking_pass import marking_pass
from kaltim_poverty.survey.spark.sources import rows

if TYPE_CHECKING:
    from kaltim_poverty.survey.spark.file_groups import FileGroup
    from kaltim_poverty.survey.spark.marking_plan import MarkingPlan
    from kaltim_poverty.survey.spark.session import Session

NOT_OF_TABLES = ("_", ".")  # what the names begin with of marks and sums that Spark writes beside tables


class NewFolder(NamedTuple):
    """Where a register is written.

    Attributes:
        path: of the folder, or its address.
        name: what people call it.
        replaces: whether something may be there.
    """

    path: str
    name: str
    replaces: bool

    @property
    def is_far(self) -> bool:
        """Whether it has an address."""
        return is_address(self.path)


@contextlib.contextmanager
def new_folder(engine: Engine, session: Session, out: str, *, overwrite: bool) -> Iterator[NewFolder]:
    """A folder to write to, which takes the name of the output if nothing fails, and is removed otherwise.

    Args:
        engine: what may write on this machine.
        session: of Spark.
        out: the name of the output, or its address.
        overwrite: whether it may take the place of one that exists.

    Raises:
        OutputError: if there is one already, or it cannot be written.
    """
    check_output_name(out)
    if is_address(out):
        check_free_address(session, out, overwrite=overwrite)
        yield NewFolder(out, out, overwrite)
        return
    with new_output(engine, f"{out.rstrip(os.sep)}{os.sep}", overwrite=overwrite) as path:
        yield NewFolder(path, out, replaces=False)


def check_free_address(session: Session, out: str, *, overwrite: bool) -> None:
    """Refuse to write onto what is at an address: without being asked to, or with files of another kind.

    Raises:
        OutputError: with the address.
    """
    try:
        data = session.spark.read.format("binaryFile").option("recursiveFileLookup", "true").load(out)
        files = data.inputFiles()
    except Exception as error:  # noqa: BLE001 - of pyspark, whose classes differ over Connect
        if "PATH_NOT_FOUND" in str(error):
            return
        session.running(reraise(error))
    if not files:  # nothing, as Sail says it
        return
    if not overwrite:
        raise OutputError("output_exists", file=out)
    others = sorted(file for file in files if not file.casefold().endswith(PARQUET))
    if others:
        raise OutputError("output_holds_others", file=out, other=others[0])


def reraise(error: Exception) -> Callable[[], None]:
    """An action that raises an error where it becomes a sentence."""

    def action() -> None:
        raise error

    return action


def write_marked(
    session: Session,
    plans: Sequence[tuple[FileGroup, MarkingPlan]],
    schema: str,
    folder: NewFolder,
    within: Sequence[str],
) -> None:
    """Write the rows of all files with their groups.

    Args:
        session: of Spark.
        plans: groups of files that are read alike, and what is written of them.
        schema: of the new register.
        folder: to write.
        within: the columns of which each combination gets a folder.

    Raises:
        KpovError: for what went wrong with Spark.
    """

    def write() -> None:
        frames = [rows(session.spark, group).mapInArrow(marking(plan), schema) for group, plan in plans]
        writer = reduce(lambda one, other: one.unionAll(other), frames).write
        writer = writer.mode("overwrite" if folder.replaces else "error")
        address = folder.path if folder.is_far else f"file://{folder.path}"
        (writer.partitionBy(*within) if within else writer).parquet(address)

    session.passing(write)


def marking(plan: MarkingPlan) -> Callable[[Any], Any]:
    """The pass as a plain function of batches, which Spark asks for."""
    return lambda batches: marking_pass(plan, batches)


def check_written(folder: NewFolder, rows: int) -> None:
    """Remove all but tables from a folder of this machine, and count what is there.

    Args:
        folder: that was written.
        rows: how many it must have.

    Raises:
        OutputError: if rows lack, since executors wrote them on machines of their own.
        OSError: if it cannot be looked at.
    """
    if folder.is_far:
        return
    import pyarrow.parquet as pq

    found = 0
    for inside, _, names in os.walk(folder.path):
        for name in names:
            path = os.path.join(inside, name)
            if name.startswith(NOT_OF_TABLES):
                os.remove(path)
            else:
                found += pq.read_metadata(path).num_rows
    if found != rows:
        raise OutputError("spark_wrote_elsewhere", file=folder.name)
