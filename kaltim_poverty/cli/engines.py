"""Which commands are computed on a cluster too; the others say so where one is asked for."""

from __future__ import annotations

import os
from typing import Any

from kaltim_poverty.cli.options import Option
from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice

ENGINES = ("duckdb", "spark")
VARIABLE = "KPOV_ENGINE"


def on_this_machine() -> list[Option]:
    """The hidden option `--engine` of commands that run on this machine alone: refused with advice."""
    return [Option(["--engine"], metavar="duckdb|spark", hidden=True)]


def with_engine(question: dict[str, Any], command: str, *, runs_on_spark: bool) -> dict[str, Any]:
    """The question with the engine that was named, by an option or in the environment.

    Args:
        question: the options that were given, by name.
        command: for sentences.
        runs_on_spark: whether the command is computed on a cluster too.

    Raises:
        UsageError: for an unknown engine, or one that does not compute this command.
    """
    named = question.get("engine") or os.environ.get(VARIABLE)
    if not named:
        return question
    engine = choice("--engine" if "engine" in question else VARIABLE, named, ENGINES)
    if runs_on_spark:
        return {**question, "engine": engine}
    if engine != ENGINES[0]:
        raise UsageError("spark_refuses_command", command=command)
    return {name: value for name, value in question.items() if name != "engine"}
