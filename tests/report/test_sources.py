"""The table of copies at the end of a report: short, in the language of the report, with addresses."""

from __future__ import annotations

import re

import pytest
import reference

from kaltim_poverty.records import Source
from kaltim_poverty.report.sections.sources import common_address, copy_of, grouped

SOURCES = [Source(**row) for row in reference.table(reference.DATA / "sources.csv")]  # type: ignore[no-untyped-call]
ENGLISH = re.compile(r"\b(carried|cop(y|ies)|tables?|original|slides|mirror|quoting|by|one|year|poor|and)\b")
RELEASED_IN_ENGLISH = "bps_kutim_2021_07_15"


@pytest.mark.parametrize("source", SOURCES, ids=lambda source: source.source)
def test_an_indonesian_reader_meets_no_english(source: Source) -> None:
    """But for the title of a release that BPS wrote in English."""
    row = copy_of([source])
    publisher = row.publisher if isinstance(row.publisher, str) else row.publisher.spoken("id")
    title = "" if source.source == RELEASED_IN_ENGLISH else row.title.spoken("id")
    assert ENGLISH.findall(f"{publisher} {title}") == []
    assert publisher
    assert row.title.spoken("id")
    assert row.title.spoken("en")


def test_copies_of_one_repository_share_a_row_and_no_copy_is_lost() -> None:
    """Under the address of the folder that holds them all."""
    groups = grouped(SOURCES)
    assert sorted(each.source for group in groups for each in group) == sorted(
        source.source for source in SOURCES
    )
    repositories = [
        "/".join(group[0].url.split("/")[:5]) for group in groups if group[0].kind == "repository"
    ]
    assert len(repositories) == len(set(repositories)) == 12
    for group in groups:
        address = copy_of(group).url
        assert all(each.url.startswith(address) for each in group)
        assert len(address) > len("https://github.com/x/y")


def test_what_an_office_released_stands_first_and_press_last() -> None:
    """An official source is what readers look for."""
    kinds = [group[0].kind for group in grouped(SOURCES)]
    order = {"official": 0, "repository": 1, "press": 2}
    assert kinds == sorted(kinds, key=order.__getitem__)


def test_the_common_address_ends_with_a_folder() -> None:
    """Never within a name."""
    assert common_address(["https://x.org/a/bc", "https://x.org/a/bd"]) == "https://x.org/a"
    assert common_address(["https://x.org/a/bc"]) == "https://x.org/a/bc"


def test_a_file_of_ones_own_keeps_its_name() -> None:
    """It has no publisher and no address."""
    row = copy_of([Source("Survei sendiri 2024", "own", "", "", "", "")])
    assert (row.publisher, row.title.spoken("id"), row.url) == ("Survei sendiri 2024", "", "")
