"""Which engine computes, and how Spark is reached: the options, checked."""

from __future__ import annotations

import os
from collections.abc import Mapping, Sequence
from typing import NamedTuple, TypeAlias

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import excerpt

ENGINES = ("duckdb", "spark")
DEFAULT_MASTER = "local[2]"
REMOTE = "SPARK_REMOTE"  # in the environment, as Spark itself knows it
MASTERS = ("local", "spark://", "yarn", "k8s://")
CONNECT = "sc://"

Settings: TypeAlias = str | Sequence[str] | Mapping[str, str]


class SparkOptions(NamedTuple):
    """How Spark is reached.

    Attributes:
        master: where a session is started; None for the default, or the session that is running.
        remote: the address of a server of Spark Connect; None without.
        settings: of Spark, by name.
    """

    master: str | None = None
    remote: str | None = None
    settings: tuple[tuple[str, str], ...] = ()

    @property
    def is_local(self) -> bool:
        """Whether executors run on this machine, started by this process."""
        return self.remote is None and (self.master or DEFAULT_MASTER).startswith("local")


def spark_options(
    engine: str | None,
    master: str | None = None,
    remote: str | None = None,
    settings: Settings | None = None,
) -> SparkOptions | None:
    """How Spark is reached; None where it is not asked for.

    Args:
        engine: ``duckdb``, which is the default, or ``spark``.
        master: such as ``local[2]``, ``yarn``, ``spark://host:7077``.
        remote: such as ``sc://host:15002``; that of the environment if neither is given.
        settings: of Spark, each ``K=V``.

    Raises:
        UsageError: for an unknown engine, options in conflict, a setting without a value.
    """
    if choice("--engine", engine or ENGINES[0], ENGINES) == "duckdb":
        given = {"--spark-master": master, "--spark-remote": remote, "--spark-conf": settings}
        for option, value in given.items():
            if value:
                raise UsageError("needs_option", option=option, needed="--engine spark")
        return None
    if master and remote:
        raise UsageError("conflict", one="--spark-master", other="--spark-remote")
    if not master and not remote:
        remote = os.environ.get(REMOTE) or None
    return SparkOptions(known_master(master), known_remote(remote), settings_of(settings))


def known_master(master: str | None) -> str | None:
    """The master, as Spark takes it.

    Raises:
        UsageError: for what is none.
    """
    if master is None or master.startswith(MASTERS):
        return master or None
    raise UsageError("spark_master", given=excerpt(master))


def known_remote(remote: str | None) -> str | None:
    """The address of a server of Spark Connect.

    Raises:
        UsageError: for what is none.
    """
    if remote is None or (remote.startswith(CONNECT) and len(remote) > len(CONNECT)):
        return remote
    raise UsageError("spark_remote", given=excerpt(remote))


def settings_of(given: Settings | None) -> tuple[tuple[str, str], ...]:
    """The settings of Spark by name.

    Raises:
        UsageError: for one without a value.
    """
    if given is None:
        return ()
    if isinstance(given, Mapping):
        return tuple((str(name), str(value)) for name, value in given.items())
    found = []
    for setting in [given] if isinstance(given, str) else given:
        name, equals, value = setting.partition("=")
        if not equals or not name.strip():
            raise UsageError("spark_conf", given=excerpt(setting))
        found.append((name.strip(), value.strip()))
    return tuple(found)
