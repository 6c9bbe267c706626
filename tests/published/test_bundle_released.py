"""New figures are a new bundle with a date of its own, by which kept figures are older or newer."""

from __future__ import annotations

from datetime import date
from hashlib import sha256
from pathlib import Path

import pytest

from kaltim_poverty.published import tables
from kaltim_poverty.published.tables import BUNDLE_RELEASED, BUNDLES, FOLDER

FIGURES = Path(FOLDER) / "figures"


def digest(folder):
    """The first half of the SHA-256 of the figures in a folder, whatever its line ends."""
    of = sha256()
    for path in sorted(folder.glob("*.csv")):
        of.update(path.name.encode() + b"\n" + path.read_bytes().replace(b"\r\n", b"\n"))
    return of.hexdigest()[:32]


def fault(bundles, now):
    """What is wrong with the list of bundles, and what to do; empty if nothing is."""
    dates, digests = zip(*bundles, strict=True)
    if digests[-1] != now:
        return (
            "The figures of the bundle have changed. Without a new date, figures that somebody fetched "
            "before would hide them: put a line behind the others in BUNDLES of "
            f'kaltim_poverty/published/tables.py, ("YYYY-MM-DD", "{now}"), with the day of the release, '
            "and change no line that is there."
        )
    if list(dates) != sorted(set(dates)):
        return "Each bundle of BUNDLES is later than the one before."
    if len(set(digests)) < len(digests):
        return "Two bundles of BUNDLES have the same figures: one of them is none."
    return ""


def test_the_figures_are_those_of_the_last_bundle():
    assert fault(BUNDLES, digest(FIGURES)) == ""
    assert date.fromisoformat(BUNDLE_RELEASED)
    assert max(day for day, _ in BUNDLES) == BUNDLE_RELEASED


def test_a_figure_that_changes_is_noticed(tmp_path):
    """One digit, a file that is new, a file that has another name; line ends are none of it."""
    for path in FIGURES.glob("*.csv"):
        (tmp_path / path.name).write_bytes(path.read_bytes())
    assert digest(tmp_path) == digest(FIGURES)
    one = tmp_path / "64.csv"
    data = one.read_bytes()
    one.write_bytes(data.replace(b"\n", b"\r\n"))
    assert digest(tmp_path) == digest(FIGURES)
    one.write_bytes(data.replace(b"5.78", b"5.79", 1))
    assert data != one.read_bytes()
    assert "put a line behind" in fault(BUNDLES, digest(tmp_path))
    one.write_bytes(data)
    one.rename(tmp_path / "65.csv")
    assert digest(tmp_path) != digest(FIGURES)


@pytest.mark.parametrize(
    ("bundles", "said"),
    [
        ((("2026-10-31", "a"), ("2026-10-31", "b")), "later"),
        ((("2026-10-31", "a"), ("2026-07-01", "b")), "later"),
        ((("2026-10-31", "b"), ("2027-01-15", "b")), "same figures"),
        ((("2026-10-31", "a"),), "put a line behind"),
        ((("2026-10-31", "a"), ("2027-01-15", "b")), ""),
    ],
)
def test_a_bundle_has_a_day_of_its_own(bundles, said):
    found = fault(bundles, "b")
    assert said in found
    assert bool(found) == bool(said)


def test_the_data_folder_goes_by_the_last():
    from kaltim_poverty.published import data_folder

    assert tables.BUNDLES[-1][0] == data_folder.BUNDLE_RELEASED
