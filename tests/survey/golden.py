"""Published numbers with their inputs, from the folder beside the project; absent, the tests are skipped."""

from __future__ import annotations

import json
import os

import pytest

FOLDER = os.path.join(os.path.dirname(__file__), "..", "..", "..", "shared", "golden")


def golden(name):
    path = os.path.join(FOLDER, f"{name}.json")
    if not os.path.exists(path):
        pytest.skip(
            f"{path} is not there: published numbers belong to their publishers", allow_module_level=True
        )
    with open(path, encoding="utf-8") as file:
        return json.load(file)
