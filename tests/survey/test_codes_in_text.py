"""Which texts are whole numbers: those, and only those, that Python writes for one."""

from __future__ import annotations

from itertools import product

import pytest

from kaltim_poverty.survey.read.engine import Engine
from kaltim_poverty.survey.read.text_cells import as_whole_number

MARKS = "0129.eExb_+- "
SHORT = ["".join(each) for length in range(5) for each in product(MARKS, repeat=length)]
LONG = [
    *(
        f"{number}{exponent}{power}"
        for number in (1, 12, 500, 1.5)
        for exponent in "eE"
        for power in range(20)
    ),
    *(f"1e{zeros}{power}" for zeros in ("0", "00", "000", "+") for power in range(2, 19)),
    *(f"0x{'F' * digits}" for digits in range(1, 17)),
    *(f"0b{'1' * digits}" for digits in range(1, 64)),
    *(f"{'0' * zeros}{number}" for zeros in range(1, 12) for number in (1, 64_721, 6_400_100)),
    *(
        f"{number}{tail}"
        for number in (7, 99, 64_721, 10**12 - 1)
        for tail in (".", ".0", ".5", ".9", " ", "\t")
    ),
    *("1_000", "10_000", "+1000", "--7", "64 721", "９９", "٧", "true", "nan", "9" * 19, str(2**63)),
]
WRITTEN = [*(10**power + more for power in range(19) for more in (-1, 0, 1, 100)), 2**63 - 1, 64_721, 0]


def found(texts: list[str]) -> dict[str, int | None]:
    engine = Engine()
    values = ", ".join(f"('{text}')" for text in texts)
    number = as_whole_number("cell").or_null()
    return dict(engine.rows(f"SELECT cell, {number} FROM (VALUES {values}) AS t(cell)"))


def is_written_so(text: str) -> bool:
    try:
        return str(int(text)) == text and abs(int(text)) < 2**63
    except ValueError:
        return False


@pytest.mark.parametrize("texts", [SHORT, LONG], ids=["short", "long"])
def test_a_text_is_a_whole_number_where_that_is_how_one_is_written(texts):
    expected = {text: int(text) if is_written_so(text) else None for text in texts}
    assert found(texts) == expected


def test_numbers_of_every_length_are_read():
    numbers = sorted({*WRITTEN, *(-number for number in WRITTEN)})
    assert list(found([str(number) for number in numbers]).values()) == numbers
