"""The recipe with which conda builds kpov from the source distribution: ``recipe.yaml``, noarch."""

from __future__ import annotations

import hashlib
import re
import tomllib
from pathlib import Path
from typing import Any

from commands import PROJECT

TEMPLATE = """\
# rattler-build build --recipe recipe.yaml, beside the source distribution
schema_version: 1

package:
  name: {name}
  version: "{version}"

source:
  path: {file}
  sha256: {sha256}

build:
  number: 0
  noarch: python
  script: python -m pip install . --no-deps --no-build-isolation -vv
  python:
    entry_points:
{programs}

requirements:
  host:
    - python {python}.*
    - pip
{build}
  run:
    - python {at_least}
{needed}
  run_constraints:
{optional}

tests:
  - python:
      imports:
        - kaltim_poverty
  - script:
      - kpov --version
      - kpov compare 2023 2024
      - kpov brief 2024 --lang id

about:
  summary: "{summary}"
  license: {licence}
  license_file: LICENSE
"""
ELSEWHERE = {"duckdb": "python-duckdb", "typst": "typst-py"}  # other names at conda-forge
EXTRAS = ("excel", "survey", "report", "grouped")
NAME = re.compile(r"[\w-]+")


def recipe(distribution: Path, version: str) -> str:
    """The recipe for a source distribution."""
    project, build = settings()
    optional = {each for extra in EXTRAS for each in project["optional-dependencies"][extra]}
    at_least = project["requires-python"]
    return TEMPLATE.format(
        name=project["name"],
        version=version,
        file=distribution.name,
        sha256=hashlib.sha256(distribution.read_bytes()).hexdigest(),
        programs="\n".join(f"      - {name} = {target}" for name, target in project["scripts"].items()),
        python=at_least.removeprefix(">="),
        at_least=at_least,
        build=listed(build),
        needed=listed(project["dependencies"]),
        optional=listed(sorted(optional)),
        summary=project["description"],
        licence=project["license"],
    )


def settings() -> tuple[dict[str, Any], list[str]]:
    """What pyproject.toml says of the project, and what builds it."""
    found = tomllib.loads((PROJECT / "pyproject.toml").read_text(encoding="utf-8"))
    return found["project"], found["build-system"]["requires"]


def listed(requirements: list[str]) -> str:
    """Requirements as conda writes them, one a line."""
    return "\n".join(f"    - {in_conda(each)}" for each in requirements)


def in_conda(requirement: str) -> str:
    """A requirement under the name that conda-forge has."""
    match = NAME.match(requirement)
    name = match[0] if match else ""
    return f"{ELSEWHERE.get(name, name)} {requirement[len(name) :]}".rstrip()
