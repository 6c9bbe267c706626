"""A data folder as one file, by which an office shares what one of its members fetched."""

from __future__ import annotations

import csv
import io
import os
import struct
import zipfile
import zlib
from decimal import Decimal, InvalidOperation
from hashlib import sha256
from typing import TYPE_CHECKING

from kaltim_poverty.current.keeping import Delivery
from kaltim_poverty.current.received import Table
from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.texts import MOST_BYTES
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.data_folder import CONTENTS, SOURCES, VERSION
from kaltim_poverty.published.figures import Figure
from kaltim_poverty.published.periods import read_period
from kaltim_poverty.records import Source

if TYPE_CHECKING:
    from collections.abc import Iterable, Mapping

    from kaltim_poverty.published.data_folder import DataFolder

EPOCH = (1980, 1, 1, 0, 0, 0)  # of all files in a pack, so that the same folder gives the same bytes
READABLE = 0o644 << 16
FIGURES, RECEIVED = "figures/", "received/"
ZIP = b"PK\x03\x04"
OF_DAMAGED_ARCHIVES = (
    zipfile.BadZipFile,
    zlib.error,
    struct.error,
    EOFError,
    NotImplementedError,
    OSError,
    OverflowError,
    RuntimeError,
    ValueError,
)  # what zipfile raises, wherever a byte is another one


def packed(folder: DataFolder) -> bytes:
    """The folder as a pack, without what it was before its last change.

    Raises:
        InputError: if the folder is damaged.
    """
    sums = {source.sha256 for source in folder.sources().values()}
    files = {
        name: folder.read(name)
        for name in folder.contents
        if name == SOURCES
        or name.startswith(FIGURES)
        or (name.startswith(RECEIVED) and os.path.basename(name).partition(".")[0] in sums)
    }
    listed = "".join(f"{name},{sha256(data).hexdigest()}\n" for name, data in sorted(files.items()))
    files[CONTENTS] = f"version,{VERSION}\n{listed}".encode()
    out = io.BytesIO()
    with zipfile.ZipFile(out, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, data in sorted(files.items()):
            info = zipfile.ZipInfo(name, EPOCH)
            info.external_attr, info.compress_type = READABLE, zipfile.ZIP_DEFLATED
            archive.writestr(info, data)
    return out.getvalue()


def is_pack(data: bytes) -> bool:
    """Whether bytes are a pack, and not a workbook, which is an archive too."""
    if not data.startswith(ZIP):
        return False
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            return CONTENTS in archive.namelist()
    except OF_DAMAGED_ARCHIVES:
        return False


def read_pack(file: str, data: bytes) -> list[Delivery]:
    """The tables of a pack.

    Args:
        file: for sentences.
        data: its bytes.

    Raises:
        InputError: if it is damaged, too large, or of a newer version.
    """
    files = unpacked(file, data)
    try:
        sources = [Source(*row) for row in rows_of(files[SOURCES])]
        figures = [
            figure_of(row) for name in files if name.startswith(FIGURES) for row in rows_of(files[name])
        ]
    except (KeyError, TypeError, ValueError, InvalidOperation):
        raise InputError("pack_damaged", file=file) from None
    received = {
        os.path.basename(name): content for name, content in files.items() if name.startswith(RECEIVED)
    }
    return list(deliveries(file, sources, figures, received))


def unpacked(file: str, data: bytes) -> dict[str, bytes]:
    """The files of a pack, each as the list of all of them says.

    Raises:
        InputError: if it is damaged, too large, or of a newer version.
    """
    try:
        with zipfile.ZipFile(io.BytesIO(data)) as archive:
            if sum(part.file_size for part in archive.infolist()) > MOST_BYTES:
                raise InputError("not_small", file=file, most=f"{MOST_BYTES // 2**20} MB")
            files = {name: archive.read(name) for name in archive.namelist()}
        version, *listed = csv.reader(files.pop(CONTENTS).decode().splitlines())
        newer = int(version[1]) > VERSION
    except (*OF_DAMAGED_ARCHIVES, KeyError, IndexError, csv.Error):
        raise InputError("pack_damaged", file=file) from None
    if newer:
        raise InputError("pack_newer", file=file, version=version[1])
    if {name: sha256(content).hexdigest() for name, content in files.items()} != dict(
        row[:2] for row in listed
    ):
        raise InputError("pack_damaged", file=file)
    return files


def rows_of(data: bytes) -> list[list[str]]:
    """The rows of a table below its header."""
    return list(csv.reader(data.decode().splitlines()))[1:]


def figure_of(row: list[str]) -> Figure:
    """A figure of a pack.

    Raises:
        ValueError: if it cannot be one.
    """
    area, written, locality, indicator, value, source = row
    period = read_period(written)
    known = area in catalogue.every_area() and locality in catalogue.LOCALITIES
    number = Decimal(value)
    if period is None or not known or indicator not in catalogue.indicators() or not number.is_finite():
        raise ValueError(row)
    return Figure(area, period, locality, indicator, number, source)


def deliveries(
    file: str, sources: Iterable[Source], figures: Iterable[Figure], received: Mapping[str, bytes]
) -> Iterable[Delivery]:
    """The tables by source, each with the bytes that it was read from.

    Raises:
        InputError: if a source has no bytes.
    """
    by_source: dict[str, list[Figure]] = {}
    for figure in figures:
        by_source.setdefault(figure.source, []).append(figure)
    endings = {name.partition(".")[0]: name for name in received}
    for source in sources:
        name = endings.get(source.sha256)
        if name is None or sha256(received[name]).hexdigest() != source.sha256:
            raise InputError("pack_damaged", file=file)
        of_source = [each._replace(source="") for each in by_source.get(source.source, [])]
        table = Table(
            source.table,
            source.title,
            source.updated,
            source.url,
            of_source,
            [],
            [],
            source.kind,
            source.received,
            source.sha256,
        )
        yield Delivery(table, received[name], name[len(source.sha256) :])


__all__ = ["is_pack", "packed", "read_pack"]
