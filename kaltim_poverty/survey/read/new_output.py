"""A table that is written beside the answer: a file or a folder that appears whole or not at all."""

from __future__ import annotations

import atexit
import contextlib
import os
import shutil
import tempfile
from typing import TYPE_CHECKING

from kaltim_poverty.errors import OutputError, UsageError, system_reason
from kaltim_poverty.survey.read.sql import is_utf8

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.survey.read.engine import Engine

PARQUET = (".parquet", ".pq")
READABLE = 0o777


def is_folder_name(out: str) -> bool:
    """Whether a name asks for a folder: it ends in ``/``."""
    return out.endswith(("/", os.sep))


def check_output_name(out: str) -> None:
    """Refuse a name that is neither a folder nor a Parquet file.

    Raises:
        UsageError: with the name.
    """
    if not is_folder_name(out) and not out.casefold().endswith(PARQUET):
        raise UsageError("parquet_only", file=out)


@contextlib.contextmanager
def new_output(engine: Engine, out: str, *, overwrite: bool) -> Iterator[str]:
    """A path to write to, which takes the name of the output if nothing fails, and is removed otherwise.

    Args:
        engine: what writes.
        out: the name of the output; of a folder if it ends in ``/``.
        overwrite: whether it may take the place of one that exists.

    Raises:
        OutputError: if there is one already, or it cannot be written.
    """
    target = os.path.realpath(out)
    check_free(out, target, overwrite=overwrite)
    try:
        beside = tempfile.mkdtemp(prefix=".kpov-", dir=os.path.dirname(target))
        atexit.register(shutil.rmtree, beside, ignore_errors=True)  # where a signal has no time for more
        engine.allow_output(beside)
        try:
            yield os.path.join(beside, "new")
            publish(os.path.join(beside, "new"), target, os.path.join(beside, "old"))
        finally:
            shutil.rmtree(beside, ignore_errors=True)
    except OSError as error:
        raise OutputError("cannot_write", file=out, reason=system_reason(error)) from None


def check_free(out: str, target: str, *, overwrite: bool) -> None:
    """Refuse to write onto what is there: of another kind, of somebody else, or without being asked to.

    Raises:
        OutputError: with the name.
    """
    if not is_utf8(target):
        raise OutputError("output_not_utf8", file=out)
    if not os.path.lexists(target):
        return
    if not overwrite:
        raise OutputError("output_exists", file=out)
    if os.path.isdir(target) != is_folder_name(out):
        raise OutputError("output_of_other_kind", file=out)
    if is_folder_name(out) and (other := other_than_tables(target)):
        raise OutputError("output_holds_others", file=out, other=other)


def other_than_tables(folder: str) -> str | None:
    """A file in a folder that is no part of a table, or None: what is written has only such."""
    for path, folders, files in os.walk(folder):
        strange = [each for each in folders if "=" not in each]
        strange += [each for each in files if not each.casefold().endswith(PARQUET)]
        if strange:
            return os.path.join(path, min(strange))
    return None


def publish(new: str, target: str, old: str) -> None:
    """Put what was written in its place; what was there is put back if that fails.

    Raises:
        OSError: with the reason of the system.
    """
    umask = os.umask(0)
    os.umask(umask)
    if os.path.isfile(new):
        os.chmod(new, 0o666 & ~umask)
        os.replace(new, target)
        return
    os.chmod(new, READABLE & ~umask)
    if os.path.lexists(target):
        os.rename(target, old)
    try:
        os.rename(new, target)
    except OSError:
        if os.path.lexists(old):
            os.rename(old, target)
        raise
