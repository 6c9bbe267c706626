"""The data folder: figures from outside, kept beside the bundle. It is read here and written by `current`.

Every file of the folder is listed with its checksum in ``contents.csv``, which a writer replaces last. A file
that is not yet what the list says is there under its name with ``.new``; anything else is damage, which is
never passed over in silence.
"""

from __future__ import annotations

import contextlib
import csv
import os
import sys
import time
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import InputError, system_reason
from kaltim_poverty.published.periods import as_period
from kaltim_poverty.published.tables import BUNDLE_RELEASED
from kaltim_poverty.records import Source
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterator, Mapping

    from kaltim_poverty.published.periods import Period
    from kaltim_poverty.words import Message

VERSION = 1  # of the layout of the folder
CONTENTS, SOURCES, JOURNAL = "contents.csv", "sources.csv", "journal.csv"
NEW = ".new"  # the ending of a file that is about to take its place
LOCK = "lock"
FOLDERS = ("figures", "previous", "received")
FIGURE_HEADER = "area,period,locality,indicator,value,source"
APPLICATION = "kpov"
ATTEMPTS, PAUSE = 5, 0.02  # to read while somebody writes: so often, with so many seconds between
_left_out: list[bool] = []


class Listed(NamedTuple):
    """A file of the folder.

    Attributes:
        sha256: of its bytes.
        areas: whose figures it has.
    """

    sha256: str
    areas: tuple[str, ...] = ()


class KeptFigure(NamedTuple):
    """A figure of the folder, without its area."""

    period: Period
    locality: str
    indicator: str
    value: Decimal
    source: str


@contextlib.contextmanager
def left_out() -> Iterator[None]:
    """Answer from the bundle alone, as ``--bundle-only`` asks."""
    _left_out.append(True)
    try:
        yield
    finally:
        _left_out.pop()


def location() -> str:
    """The path of the data folder, whether it exists or not; empty where it is left out."""
    if _left_out:
        return ""
    given = os.environ.get("KPOV_DATA")
    if given is not None:
        return given
    return os.path.join(user_folder(), APPLICATION)


def user_folder() -> str:
    """Where the system keeps the data of programs."""
    if sys.platform == "win32":
        return os.environ.get("LOCALAPPDATA") or os.path.expanduser(r"~\AppData\Local")
    if sys.platform == "darwin":
        return os.path.expanduser("~/Library/Application Support")
    return os.environ.get("XDG_DATA_HOME") or os.path.expanduser("~/.local/share")


def opened() -> DataFolder | None:
    """The data folder, or None where there is none or it is left out.

    Raises:
        InputError: if it is damaged, unreadable, or of a newer version of kpov.
    """
    path = location()
    if not path:
        return None
    try:
        os.stat(path)
    except OSError as error:
        if isinstance(error, (FileNotFoundError, NotADirectoryError)):
            return None
        raise unreadable(path, error) from None
    contents = read_contents(path)
    return None if contents is None else DataFolder(path, contents)


def unreadable(path: str, error: OSError) -> InputError:
    """The error for a file that the system does not let us read."""
    return InputError("unreadable", file=path, reason=system_reason(error))


def damaged(path: str, name: str) -> InputError:
    """The error for a file that is not what was written."""
    return InputError("data_damaged", file=os.path.join(path, *name.split("/")))


def read_contents(path: str) -> dict[str, Listed] | None:
    """The list of the folder's files; None if nothing was written yet.

    Raises:
        InputError: if the list is missing or malformed, or of a newer version.
    """
    for _ in range(ATTEMPTS):
        rows = listed_rows(path)
        if rows is not None:
            return parsed_contents(path, rows)
        if not has_files(path):
            return None
        time.sleep(PAUSE)  # somebody may be writing for the first time
    raise damaged(path, CONTENTS)


def listed_rows(path: str) -> list[list[str]] | None:
    """The rows of the list; None if it is missing.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        with open(os.path.join(path, CONTENTS), encoding="utf-8", newline="") as file:
            return list(csv.reader(file))
    except FileNotFoundError:
        return None
    except (UnicodeDecodeError, csv.Error):
        raise damaged(path, CONTENTS) from None
    except OSError as error:
        raise unreadable(path, error) from None


def has_files(path: str) -> bool:
    """Whether something was written into the folder by a writer, besides what is about to be."""
    folders = (os.path.join(path, name) for name in FOLDERS)
    found = (name for folder in folders for _, _, files in os.walk(folder) for name in files)
    tables = (name for name in (SOURCES, JOURNAL) if os.path.exists(os.path.join(path, name)))
    return any(not name.endswith(NEW) for name in (*found, *tables))


def parsed_contents(path: str, rows: list[list[str]]) -> dict[str, Listed]:
    """The files by name.

    Raises:
        InputError: as `read_contents`.
    """
    version = rows[0][1] if rows and rows[0][:1] == ["version"] and len(rows[0]) > 1 else ""
    if not version.isdigit():
        raise damaged(path, CONTENTS)
    if int(version) > VERSION:
        raise InputError("data_newer", folder=path, version=version)
    if any(len(row) != len(("file", "sha256", "areas")) for row in rows[1:]):
        raise damaged(path, CONTENTS)
    return {name: Listed(sha256, tuple(areas.split(";"))) for name, sha256, areas in rows[1:]}


class DataFolder:
    """The folder as it was when it was opened.

    Attributes:
        path: of the folder.
        contents: its files.
    """

    def __init__(self, path: str, contents: Mapping[str, Listed]) -> None:
        self.path = path
        self.contents = contents
        self._figures: dict[str, dict[str, list[KeptFigure]]] = {}
        self._sources: dict[str, Source] | None = None

    def read(self, name: str) -> bytes:
        """A file of the folder, which is what was written.

        Raises:
            InputError: if it is missing or was changed.
        """
        from hashlib import sha256

        for attempt in range(ATTEMPTS):
            if attempt:
                time.sleep(PAUSE)
                self.contents = read_contents(self.path) or {}
            for data in self.bytes_of(name):
                if name in self.contents and sha256(data).hexdigest() == self.contents[name].sha256:
                    return data
        raise damaged(self.path, name)

    def bytes_of(self, name: str) -> list[bytes]:
        """The content of a file and of its successor."""
        found = []
        for ending in ("", NEW):
            try:
                with open(os.path.join(self.path, *f"{name}{ending}".split("/")), "rb") as file:
                    found.append(file.read())
            except FileNotFoundError:
                continue
            except OSError as error:
                raise unreadable(os.path.join(self.path, name), error) from None
        return found

    def rows(self, name: str) -> list[list[str]]:
        """The rows of a table of the folder below its header."""
        return list(csv.reader(self.read(name).decode("utf-8").splitlines()))[1:]

    def areas(self) -> list[str]:
        """The areas of which it has figures."""
        current = (listed for name, listed in self.contents.items() if name.startswith("figures/"))
        return sorted({area for listed in current for area in listed.areas})

    def sources(self) -> Mapping[str, Source]:
        """Its sources by name."""
        if self._sources is None:
            self._sources = {row[0]: Source(*row) for row in self.rows(SOURCES)}
        return self._sources

    def figures(self, area: str) -> list[KeptFigure]:
        """Its figures of an area."""
        name = figures_file(area)
        if name not in self.contents or area not in self.contents[name].areas:
            return []
        return self.figures_of(name).get(area, [])

    def figures_of(self, name: str) -> Mapping[str, list[KeptFigure]]:
        """The figures of one of its files by area."""
        if name not in self._figures:
            self._figures[name] = self._read_figures(name)
        return self._figures[name]

    def _read_figures(self, name: str) -> dict[str, list[KeptFigure]]:
        by_area: dict[str, list[KeptFigure]] = {}
        for area, period, locality, indicator, value, source in self.rows(name):
            kept = KeptFigure(as_period(period), locality, indicator, Decimal(value), source)
            by_area.setdefault(area, []).append(kept)
        return by_area

    def is_superseded(self, source: str) -> bool:
        """Whether the bundle is newer than what a source brought, so that the bundle wins where it has it."""
        return self.sources()[source].received < BUNDLE_RELEASED

    def origin(self, source: str) -> Message:
        """How a sentence names a source: by table and date."""
        known = self.sources()[source]
        day = Day(known.received)
        if known.table:
            return message("value.bps_table", table=known.table, day=day)
        return message("value.imported_file", title=known.title, day=day)


def figures_file(area: str) -> str:
    """The file of the folder that has the figures of an area."""
    return f"figures/{area[:2]}.csv"


class Day(NamedTuple):
    """A day, written ``2027-01-15``; a time behind it is not spoken."""

    text: str

    def spoken(self, language: str) -> str:
        """Such as ``15 January 2027`` or ``15 Januari 2027``."""
        period = as_period(self.text[:7])
        return f"{int(self.text[8:10])} {period.spoken('id' if language == 'id' else 'en')}"


__all__ = ["DataFolder", "Day", "KeptFigure", "Listed", "left_out", "location", "opened"]
