"""Whether executors have what the driver has: other versions could give other digits, or none."""

from __future__ import annotations

import json
from typing import Any

SCHEMA = "versions string"
OWN = "kaltim_poverty"
PACKAGES = ("numpy", "duckdb", "pyarrow", OWN)


def versions_of_batches(batches: Any) -> Any:
    """The versions on an executor, as JSON, one for each batch.

    It travels by value, as kpov may be what executors lack: so it imports all that it needs.
    """
    import importlib
    import json
    import platform

    import pyarrow as pa

    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in ("numpy", "duckdb", "pyarrow", "kaltim_poverty"):
        try:
            found[name] = importlib.import_module(name).__version__
        except Exception:  # noqa: BLE001 - whatever is wrong with it
            found[name] = ""
    for _ in batches:
        yield pa.RecordBatch.from_pydict({"versions": [json.dumps(found)]})


def versions_here() -> dict[str, str]:
    """The versions of the driver."""
    import importlib
    import platform

    found = {"Python": ".".join(platform.python_version_tuple()[:2])}
    for name in PACKAGES:
        found[name] = str(importlib.import_module(name).__version__)
    return found


def differing(told: list[str]) -> list[tuple[str, str, str]]:
    """The first package that an executor lacks or has in another version: its name and both versions."""
    here = versions_here()
    there = [json.loads(each) for each in dict.fromkeys(told)]
    return [
        (name, version, other.get(name, ""))
        for other in there
        for name, version in here.items()
        if other.get(name, "") != version
    ]
