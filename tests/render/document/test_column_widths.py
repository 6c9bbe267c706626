"""Columns are as wide as their contents, and together never wider than the page."""

from __future__ import annotations

import pytest

from kaltim_poverty.render.document.column_widths import (
    PADDING,
    height_of,
    length,
    longest_word,
    shares,
    size_of,
)
from kaltim_poverty.render.layout import Column

DATE = "2024-07-01"
ADDRESS = "https://example.org/a-long-way/to-a-page/2024/percentage-of-the-poor-in-every-district"


def columns(*texts):
    return [column(text) for text in texts]


def column(*cells, heading="H", numeric=False):
    return Column(heading, numeric=numeric, cells=[*cells])


def test_a_text_is_measured_in_halves_of_its_size():
    """Of Source Sans, in which a digit is 0.497 wide, `m` 0.83 and `i` 0.25."""
    assert length("0" * 100) == pytest.approx(99.4, abs=1)
    assert length("mmmm") > 3 * length("iiii")


def test_with_room_enough_nothing_is_folded():
    assert shares(columns("eleven", "sixsix"), 80) == [length("eleven") + PADDING, length("sixsix") + PADDING]


def test_sentences_are_folded_before_words_are_broken():
    code, sentence = shares(columns(DATE, "word " * 30), 40)
    assert code == length(DATE) + PADDING
    assert code + sentence == pytest.approx(40, abs=1)


def test_what_has_no_blank_gives_way_to_what_is_short():
    """A name is broken, a date is not."""
    date, name = shares(columns(DATE, "x" * 200), 40)
    assert date == length(DATE) + PADDING
    assert date + name == pytest.approx(40)
    assert sum(shares(columns(*["y" * 50] * 3), 60)) == pytest.approx(60)


def test_an_address_is_folded_behind_its_marks_and_a_date_is_not():
    assert longest_word(column(ADDRESS)) == length("example.org/")
    assert longest_word(column(DATE)) == length(DATE)


def test_a_number_is_never_folded():
    narrow = column("1 234 567", heading="A heading of words", numeric=True)
    width, _ = shares([narrow, *columns("word " * 30)], 30)
    assert width >= length("1 234 567") + PADDING


def test_room_goes_to_the_column_that_makes_rows_high():
    """Four verdicts on one line each are worth more than one name on one."""
    names = column("Number of poor people", "Rate", "Index", "The average number of members of households")
    verdicts = column(*["cannot be concluded"] * 4)
    name, verdict = shares([names, verdicts], 50)
    assert verdict - PADDING >= length("cannot be concluded")
    assert name + verdict <= 50
    assert height_of([names, verdicts], 50) == 1 + 4 + 1


def test_letters_are_as_large_as_a_page_allows():
    """Smaller only where a cell would be folded else."""
    short, wide, long = columns("word"), columns(*["word " * 5] * 4), columns("word " * 60)
    sizes = (8.5, 8, 7.5)
    needed = 4 * (length("word " * 5) + PADDING) * 8 / 2  # points, at a size of 8
    assert size_of(short, 459, sizes) == 8.5
    assert size_of(wide, needed + 1, sizes) == 8
    assert size_of(wide, needed + 1, sizes, wider=1.05) == 7.5
    assert size_of(long, 100, sizes) == 7.5
