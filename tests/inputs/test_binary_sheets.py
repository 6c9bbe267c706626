"""Workbooks in .xlsb: the rectangle around all cells is known before anything reads them."""

from __future__ import annotations

import io
import struct
import zipfile

import pytest

from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs import binary_sheets
from kaltim_poverty.inputs.binary_sheets import BinaryExtent
from kaltim_poverty.inputs.workbook_sizes import Bounds, check_size
from kaltim_poverty.survey import estimate

SHEET = "xl/worksheets/sheet1.bin"


def number(value):
    """A number in bytes of seven bits."""
    low, value = value & 0x7F, value >> 7
    return bytes([low]) if not value else bytes([low | 0x80]) + number(value)


def record(kind, *numbers, more=b""):
    payload = struct.pack(f"<{len(numbers)}I", *numbers) + more
    return number(kind) + number(len(payload)) + payload


def sheet(*cells):
    """Records of a sheet: its beginning, a row and a cell for each, something longer, its end."""
    records = [record(0, row, more=b"\0" * 13) + record(5, column, 0, 1, 2) for row, column in cells]
    return record(129) + b"".join(records) + record(0x1AB, more=b"x" * 300) + record(130)


@pytest.mark.parametrize(("cells", "extent"), [([(0, 0)], 1), ([(9, 2), (3, 4)], 50), ([], 0)])
@pytest.mark.parametrize("size", [1, 7, 10_000])
def test_the_rectangle_around_all_cells_whatever_the_pieces(cells, extent, size):
    data, counted = sheet(*cells), BinaryExtent()
    found = [counted.add(data[start : start + size]) for start in range(0, len(data), size)]
    assert found[-1] == extent


def test_a_record_without_end_is_too_long(monkeypatch):
    monkeypatch.setattr(binary_sheets, "LONGEST_RECORD", 100)
    assert BinaryExtent().add(number(5) + number(2**20) + b"x" * 101) > 2**60


def test_a_cell_far_out_is_refused_before_it_is_read(tmp_path):
    path = tmp_path / "far.xlsb"
    with zipfile.ZipFile(path, "w") as archive:
        archive.writestr(SHEET, sheet((1_048_575, 16_383)))
    with pytest.raises(InputError) as refused:
        estimate(str(path), welfare="y", measure="mean")
    assert refused.value.key == "workbook_cells"
    check_size("near", io.BytesIO(path.read_bytes()), Bounds(10**9, 2**34, "not_small", "too_many_cells"))
