"""Timeouts of what may wait for ever."""

from __future__ import annotations

import socket
import threading
from collections.abc import Callable
from typing import TypeVar
from urllib.parse import urlsplit

from kaltim_poverty.errors import InputError

Found = TypeVar("Found")
SECONDS_FOR_MASTER = 60.0
PORTS = {"spark": 7077, "sc": 15002}


def check_listening(address: str, scheme: str) -> None:
    """Refuse an address at which no server listens.

    Raises:
        InputError: with the reason.
    """
    parts = urlsplit(address.split(";", maxsplit=1)[0].split(",", maxsplit=1)[0])
    try:
        port = parts.port or PORTS[scheme]
        with socket.create_connection((parts.hostname or "", port), timeout=SECONDS_FOR_MASTER):
            return
    except (OSError, ValueError) as error:
        key = "spark_no_server" if scheme == "sc" else "spark_no_master"
        raise InputError(
            key, address=address, reason=getattr(error, "strerror", None) or str(error)
        ) from None


def within(seconds: float | None, action: Callable[[], Found]) -> Found:
    """The result of an action, with a timeout.

    It runs in a thread of its own, where pyspark leaves signals as they are.

    Raises:
        TimeoutError: if it takes longer.
    """
    found: list[Found] = []
    failed: list[BaseException] = []

    def work() -> None:
        try:
            found.append(action())
        except BaseException as error:  # noqa: BLE001 - raised again below
            failed.append(error)

    worker = threading.Thread(target=work, daemon=True)
    worker.start()
    worker.join(seconds)
    if failed:
        raise failed[0]
    if not found:
        raise TimeoutError
    return found[0]
