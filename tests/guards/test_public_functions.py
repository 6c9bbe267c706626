"""Every public function says in ``help()`` what it takes, gives and raises."""

from __future__ import annotations

import inspect
import re

import pytest

import kaltim_poverty
from kaltim_poverty import current, measures, programme, survey

ROOMS = (kaltim_poverty, current, measures, programme, survey)
FUNCTIONS = [
    pytest.param(function, id=f"{room.__name__}.{name}".removeprefix("kaltim_poverty."))
    for room in ROOMS
    for name in room.__all__
    if inspect.isfunction(function := getattr(room, name))
]
SURVEYS = ("data", "before", "after", "against")  # whatever holds columns


def sections(function):
    """The sections of a docstring by their headings."""
    parts = re.split(r"^(\w+):$", inspect.getdoc(function), flags=re.MULTILINE)
    return dict(zip(parts[1::2], parts[2::2], strict=True))


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_argument_has_a_name_and_a_type(function):
    """None is collected in ``**options``, and none is of any type."""
    signature = inspect.signature(function)
    assert signature.return_annotation not in (inspect.Signature.empty, "Any", "object")
    for parameter in signature.parameters.values():
        assert parameter.kind not in (parameter.VAR_KEYWORD, parameter.VAR_POSITIONAL), parameter
        assert parameter.annotation is not inspect.Parameter.empty, parameter
        is_survey = function.__module__.startswith("kaltim_poverty.survey") and parameter.name in SURVEYS
        is_answer = parameter.annotation == "Answer[Any]"  # of any question
        assert is_survey or is_answer or not re.search(r"\b(object|Any)\b", parameter.annotation), parameter
        assert parameter.default is not None or "None" in parameter.annotation, parameter


@pytest.mark.parametrize("function", FUNCTIONS)
def test_every_argument_is_described_and_so_is_what_is_returned_and_raised(function):
    found = sections(function)
    described = re.findall(r"^    (\w+): \S", found.get("Args", ""), re.MULTILINE)
    assert described == list(inspect.signature(function).parameters)
    assert found["Returns"].strip()
    assert re.search(r"^    \w+Error: \S", found["Raises"], re.MULTILINE)


@pytest.mark.parametrize("name", measures.__all__)
def test_arrays_of_measures_have_a_shape(name):
    function = getattr(measures, name)
    if not inspect.isfunction(function):
        return
    described = re.split(r"^    (?=\w+: )", sections(function)["Args"], flags=re.MULTILINE)
    texts = {text.partition(":")[0]: text for text in described}
    for parameter in inspect.signature(function).parameters.values():
        if "ArrayLike" in parameter.annotation:
            assert "(rows,)" in texts[parameter.name], parameter


def test_functions_are_many():
    """So that the list above cannot become empty unseen."""
    assert len(FUNCTIONS) >= 40
