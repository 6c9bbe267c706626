"""The Java that Spark runs on."""

from __future__ import annotations

import os
import re
import shutil
import subprocess

from kaltim_poverty.errors import InputError

LEAST = 17  # of Spark 4
VERSION = re.compile(r'version "(?:1\.)?(\d+)')
SECONDS = 30


def check_java() -> None:
    """Refuse to start Spark without a Java that it runs on.

    Raises:
        InputError: if there is none, it does not run, or is an older one.
    """
    home = os.environ.get("JAVA_HOME")
    java = os.path.join(home, "bin", "java") if home else shutil.which("java")
    if java is None or not os.path.exists(java):
        raise InputError("spark_no_java", given=f"JAVA_HOME={home}" if home else "PATH")
    version = version_of(java)
    if version is None:
        raise InputError("spark_java_fails", java=java)
    if version < LEAST:
        raise InputError("spark_old_java", java=java, version=str(version))


def version_of(java: str) -> int | None:
    """The version of a Java, or None if it does not run or its output has none."""
    try:
        done = subprocess.run(  # noqa: S603 - a path that people chose
            [java, "-version"], capture_output=True, text=True, timeout=SECONDS, check=False
        )
    except (OSError, subprocess.SubprocessError):
        return None
    found = VERSION.search(done.stderr + done.stdout)
    return int(found[1]) if found else None
