"""What Spark's collection of garbage looks at in a Python of an executor."""

from __future__ import annotations

import gc
import sys


class Modules:
    """The modules of this process that the collection of garbage passes over."""

    known = 0


def set_modules_apart() -> None:
    """Have the collection of garbage pass over the objects of modules, if some were imported.

    Spark collects after each task. For those of pyarrow, pandas, duckdb and of this package that took 60 ms,
    and a task of a pass takes 250.
    """
    if len(sys.modules) > Modules.known:
        gc.collect()
        gc.freeze()
        Modules.known = len(sys.modules)
