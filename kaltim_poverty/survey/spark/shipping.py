"""kpov itself, sent along to executors that lack it."""

from __future__ import annotations

import os
import tempfile
import zipfile
from typing import Any

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def send_kpov(spark: Any) -> None:
    """Send the package to the executors of a session of Spark Connect."""
    with tempfile.TemporaryDirectory() as folder:
        archive = os.path.join(folder, "kpov.zip")
        write_package(archive)
        spark.addArtifacts(archive, pyfile=True)


def write_package(archive: str) -> None:
    """Write the modules of the package into an archive; its figures stay here, as executors need none."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for folder, _, names in os.walk(HOME):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py"):
                    package.write(path, os.path.relpath(path, os.path.dirname(HOME)))
