"""Files of every kind that kpov reads, and what becomes of them when bytes change or the end is cut off.

As a program: ``damaged.py KIND FIRST COUNT`` reads so many mutations of a file, and prints what no file may
cause; it runs in a process of its own, which a library may crash.
"""

from __future__ import annotations

import gzip
import io
import os
import random
import struct
import sys
import tempfile
import time
from pathlib import Path

NAMES = ("y", "w", "p", "g")
ROWS = [(1000 + 37 * row, 1 + row % 3, row % 4, f"k{row % 3}") for row in range(12)]
NASTY = [
    b"\0",
    b"\xff",
    b"\x80",
    b"\n",
    b'"',
    b",",
    b";",
    b"\xff" * 4,
    b"\xff\xff\xff\x7f",
    b"\0" * 4,
    b"9" * 30,
]
ALLOWED = (0, 2, 3, 4)
SECONDS = 10  # of processors that a damaged file may take
ESTIMATE = "survey estimate {file} --welfare y --weight w --psu p --by g --measure mean -f csv -q"
DESCRIBE = "survey describe {file} --welfare y -f csv -q"
SURVEY = "".join(",".join(map(str, line)) + "\n" for line in [NAMES, *ROWS]).encode()
FIGURES = b"area,period,locality,indicator,value,source\n64,2030-03,total,p0,5.5,a\n64,2030-09,urban,p0,4,b\n"
LINES = b"g,line\nk0,1100\nk1,1200\nk2,1300\n"
DESIGN = b'welfare = "y"\nweight = "w"\npsu = ["p"]\n'
RULES = (
    b"programme,component,year,amount_idr,per,note,source,limit,applies_to,disputed\n"
    b"Mine,elderly,2031,1000000,person_year,,me,,,\n"
)


def workbook(lines):
    import xlsxwriter

    out = io.BytesIO()
    book = xlsxwriter.Workbook(out, {"in_memory": True})
    sheet = book.add_worksheet()
    for place, line in enumerate(lines):
        sheet.write_row(place, 0, line)
    book.close()
    return out.getvalue()


def statistical(write, ending, **options):
    """A file of Stata, SPSS or SAS."""
    import pandas as pd
    import pyreadstat

    frame = pd.DataFrame(ROWS, columns=list(NAMES))
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder) / f"s{ending}"
        getattr(pyreadstat, write)(frame, str(path), **options)
        return path.read_bytes()


def parquet():
    import pyarrow as pa
    import pyarrow.parquet as pq

    out = io.BytesIO()
    pq.write_table(pa.table(dict(zip(NAMES, zip(*ROWS, strict=True), strict=True))), out)
    return out.getvalue()


def dbase():
    head = struct.pack("<B3BIHH20x", 3, 124, 3, 1, len(ROWS), 32 + 32 * len(NAMES) + 1, 1 + 8 * len(NAMES))
    for name in NAMES:
        head += struct.pack("<11sc4xBB14x", name.encode(), b"C" if name == "g" else b"N", 8, 0)
    cells = [[cell.ljust(8) if isinstance(cell, str) else str(cell).rjust(8) for cell in row] for row in ROWS]
    return head + b"\r" + b"".join(b" " + "".join(row).encode() for row in cells) + b"\x1a"


KINDS = {
    "survey.csv": (lambda: SURVEY, ESTIMATE),
    "survey.tsv": (lambda: SURVEY.replace(b",", b"\t"), ESTIMATE),
    "survey.csv.gz": (lambda: gzip.compress(SURVEY, mtime=0), ESTIMATE),
    "survey.xlsx": (lambda: workbook([NAMES, *ROWS]), ESTIMATE),
    "survey.dta": (lambda: statistical("write_dta", ".dta"), ESTIMATE),
    "survey.sav": (lambda: statistical("write_sav", ".sav", row_compress=True), ESTIMATE),
    "survey.zsav": (lambda: statistical("write_sav", ".zsav", compress=True), ESTIMATE),
    "survey.xpt": (lambda: statistical("write_xport", ".xpt"), ESTIMATE),
    "survey.dbf": (dbase, ESTIMATE),
    "survey.parquet": (parquet, ESTIMATE),
    "described.csv": (lambda: SURVEY, DESCRIBE),
    "figures.csv": (lambda: FIGURES, "show 2030 --figures {file} -f csv -q"),
    "figures.xlsx": (
        lambda: workbook([line.split(",") for line in FIGURES.decode().splitlines()]),
        "show 2030 --figures {file} -f csv -q",
    ),
    "lines.csv": (lambda: LINES, "survey estimate {survey} --welfare y --line-table {file} -f csv -q"),
    "design.toml": (lambda: DESIGN, "survey estimate {survey} --design {file} --measure mean -f csv -q"),
    "rules.csv": (lambda: RULES, "programme benefit elderly=1 --year 2031 --programmes {file} -f csv -q"),
}


def mutated(data, seed):
    """The data with one to four changes: of bits and bytes, insertions, copies, cuts."""
    chance = random.Random(seed)
    changed = bytearray(data)
    for _ in range(chance.choice((1, 1, 2, 4))):
        place = chance.randrange(len(changed) + 1)
        piece = chance.choice(NASTY)
        end = min(place + chance.choice((1, 2, 4, 16)), len(changed))
        action = chance.randrange(6)
        if action == 0 and place < len(changed):
            changed[place] ^= 1 << chance.randrange(8)
        elif action == 1:
            changed[place : place + len(piece)] = piece
        elif action == 2:
            changed[place:place] = piece
        elif action == 3:
            changed[place:place] = changed[place:end] * chance.choice((1, 3, 50))
        elif action == 4:
            del changed[place:end]
        elif action == 5 and place < len(changed):
            changed[place] = chance.randrange(256)
    return bytes(changed)


def answer_to(kind, data, folder):
    """What kpov says to a file, and the seconds of processors that it takes."""
    from support import call

    file, survey = os.path.join(folder, kind), os.path.join(folder, "good.csv")
    Path(file).write_bytes(data)
    Path(survey).write_bytes(SURVEY)
    begun = time.process_time()
    done = call(*(word.format(file=file, survey=survey) for word in KINDS[kind][1].split()))
    return done, time.process_time() - begun


def wrong_with(done, seconds):
    """What no file may cause; empty if all is well."""
    if done.code not in ALLOWED or "Traceback" in done.err:
        return f"exit code {done.code}: {done.err[:300]}"
    if done.code and (done.out or not done.err.startswith("kpov: ") or len(done.err.splitlines()) > 2):
        return f"not one sentence: {done.err[:300]}"
    return f"{seconds:.0f} seconds" if seconds > SECONDS else ""


def main(kind, first, count):
    data = KINDS[kind][0]()
    with tempfile.TemporaryDirectory() as folder:
        if answer_to(kind, data, folder)[0].code:
            print(f"{kind} itself is refused", flush=True)
        for seed in range(int(first), int(first) + int(count)):
            print(f"seed {seed}", file=sys.stderr, flush=True)  # the last is that of a crash
            wrong = wrong_with(*answer_to(kind, mutated(data, seed), folder))
            if wrong:
                print(f"{kind}, seed {seed}: {wrong}", flush=True)


if __name__ == "__main__":
    main(*sys.argv[1:])
