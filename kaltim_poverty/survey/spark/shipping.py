"""kpov itself, sent along to executors that lack it."""

from __future__ import annotations

import os
import tempfile
import zipfile
from typing import Any

from kaltim_poverty.errors import InputError
from kaltim_poverty.survey.spark.failures import shortened
from kaltim_poverty.survey.spark.versions import OWN, versions_here

HOME = os.path.dirname(os.path.dirname(os.path.dirname(os.path.abspath(__file__))))


def send_kpov(spark: Any) -> None:
    """Send the package to the executors of a session of Spark Connect.

    Raises:
        InputError: if the server takes none, as Sail.
    """
    with tempfile.TemporaryDirectory() as folder:
        archive = os.path.join(folder, "kpov.zip")
        write_package(archive)
        try:
            spark.addArtifacts(archive, pyfile=True)
        except Exception as error:  # noqa: BLE001 - of pyspark, grpc
            raise InputError(
                "spark_takes_no_package", version=versions_here()[OWN], reason=shortened(str(error))
            ) from None


def write_package(archive: str) -> None:
    """Write the modules of the package into an archive; its figures stay here, as executors need none."""
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED) as package:
        for folder, _, names in os.walk(HOME):
            for name in sorted(names):
                path = os.path.join(folder, name)
                if name.endswith(".py"):
                    package.write(path, os.path.relpath(path, os.path.dirname(HOME)))
