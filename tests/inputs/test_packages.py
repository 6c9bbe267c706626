"""Whatever a package stumbles over in a file is a fault of the file; everything else stays what it is."""

from __future__ import annotations

import struct
import sys

import pytest
from support import call

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.packages import read_by_package


class PanicException(BaseException):
    """As python-calamine raises it."""


def refusal(error, reason):
    return InputError("unreadable", file="s.sav", reason=f"{type(error).__name__} {reason}")


@pytest.mark.parametrize(
    ("error", "reason"),
    [
        (
            TypeError("unsupported operand type(s) for +: 'NoneType' and 'str'"),
            "TypeError unsupported operand",
        ),
        (struct.error("unpack"), "error unpack"),
        (PanicException("index out of bounds\nnote: run with"), "PanicException index out of bounds"),
        (RecursionError(), "RecursionError RecursionError"),
    ],
)
def test_errors_of_any_kind_are_of_the_file(error, reason):
    with pytest.raises(InputError) as refused, read_by_package(refusal):
        raise error
    assert reason in str(refused.value)
    assert "run with" not in str(refused.value)


@pytest.mark.parametrize(
    "error", [MemoryError(), KeyboardInterrupt(), SystemExit(3), InputError("no_file", file="x")]
)
def test_what_is_not_of_the_file_stays(error):
    with pytest.raises(type(error)) as raised, read_by_package(refusal):
        raise error
    assert raised.value is error


READERS = {".sav": "pyreadstat.read_sav", ".dbf": "dbfread.DBF", ".xlsx": "python_calamine.CalamineWorkbook"}


@pytest.mark.parametrize("ending", READERS)
def test_a_package_that_stumbles_is_exit_code_3(ending, tmp_path, monkeypatch):
    import damaged

    def stumble(*_, **__):
        raise PanicException("somewhere")

    module, _, name = READERS[ending].partition(".")
    __import__(module)
    holder = (
        type("Workbook", (), {"from_path": stumble, "from_filelike": stumble}) if name[0] == "C" else stumble
    )
    file = tmp_path / f"survey{ending}"
    file.write_bytes(damaged.KINDS[f"survey{ending}"][0]())
    monkeypatch.setattr(sys.modules[module], name, holder)
    done = call("survey", "describe", str(file))
    assert (done.out, done.code) == ("", 3)
    assert file.name in done.err
    assert "somewhere" not in done.err
    if ending == ".xlsx":
        assert call("show", "2024", "--figures", str(file)).code == 3
