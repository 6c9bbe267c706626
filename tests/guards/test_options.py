"""What a command of a survey hands on, its function takes: an option that only one of them has is a crash."""

from __future__ import annotations

import inspect
from importlib import import_module

import pytest

from kaltim_poverty import survey
from kaltim_poverty.cli.command import OF_OUTPUT

QUESTIONS = (
    "estimate",
    "compare",
    "curve",
    "decompose",
    "describe",
    "dominance",
    "growth",
    "profile",
    "targeting",
    "simulate",
)
OF_THE_COMMAND = {"files", "write_design"}  # the data by another name; a file that the command writes


@pytest.mark.parametrize("name", QUESTIONS)
def test_every_option_is_an_argument(name):
    arguments = set(inspect.signature(getattr(survey, name)).parameters)
    options = {
        parameter.name
        for parameter in import_module(f"kaltim_poverty.cli.survey_{name}").COMMAND.params
        if not getattr(parameter, "hidden", False)  # which is only there to be refused
    }
    assert options - arguments - set(OF_OUTPUT) - OF_THE_COMMAND <= {"help", "version"}
    assert "welfare" in options
