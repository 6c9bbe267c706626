"""A survey from stdin, a pipe or a descriptor is that of the file; what is no file is refused at once."""

from __future__ import annotations

import gzip
import os
import socket
import subprocess
import threading

import duckdb
import pandas as pd
import pytest
import xlsxwriter
from cases.files_of_packages import dbf, written
from support import TIMEOUT, call, environment, run, shell, terminal

from kaltim_poverty import survey
from kaltim_poverty.cli.survey_options import FORMATS
from kaltim_poverty.errors import InputError
from kaltim_poverty.inputs.streams import check_kind
from kaltim_poverty.survey.read.readers.formats import NAMED
from kaltim_poverty.survey.read.readers.stream_format import ending_of

ROWS = [("aa", 100.0), ("bb", 200.5), ("aa", 301.0), ("cc", 500.0)]
CSV = "kab,y\n" + "".join(f"{kab},{y}\n" for kab, y in ROWS)
ASKED = ("--welfare", "y", "--measure", "mean,median", "--by", "kab", "-q", "-f", "csv")


def frame():
    return pd.DataFrame({"kab": [kab for kab, _ in ROWS], "y": [y for _, y in ROWS]})


def workbook(path):
    with xlsxwriter.Workbook(str(path)) as book:
        sheet = book.add_worksheet()
        for row, cells in enumerate([("kab", "y"), *ROWS]):
            sheet.write_row(row, 0, cells)


def parquet(path):
    given = frame()
    with duckdb.connect() as connection:
        connection.register("given", given)
        connection.execute(f"COPY given TO '{path}' (FORMAT parquet)")


MADE = {
    "s.csv": lambda path: path.write_text(CSV),
    "s.tsv": lambda path: path.write_text(CSV.replace(",", "\t")),
    "semicolons.csv": lambda path: path.write_text(CSV.replace(",", ";")),
    "utf16.csv": lambda path: path.write_bytes(CSV.encode("utf-16")),
    "s.csv.gz": lambda path: path.write_bytes(gzip.compress(CSV.encode())),
    "s.parquet": parquet,
    "s.xlsx": workbook,
    "s.dta": lambda path: written(path, frame()),
    "old.dta": lambda path: written(path, frame(), version=12),
    "s.sav": lambda path: written(path, frame()),
    "s.zsav": lambda path: written(path, frame()),
    "s.por": lambda path: written(path, frame()),
    "s.xpt": lambda path: written(path, frame(), file_format_version=5),
    "s.dbf": lambda path: dbf(path, [(kab.encode(), str(y).encode()) for kab, y in ROWS], page=3),
}


@pytest.mark.parametrize("name", MADE)
def test_stdin_is_the_file(name, tmp_path):
    """The format is told by the first bytes, and the answer is that of the file by its ending."""
    path = tmp_path / name
    MADE[name](path)
    asked = [each if name not in ("s.por", "s.xpt", "s.dbf") else each.upper() for each in ("y", "kab")]
    options = ("--welfare", asked[0], "--by", asked[1], *ASKED[2:4], *ASKED[6:])
    of_file = call("survey", "estimate", str(path), *options)
    of_stdin = call("survey", "estimate", "-", *options, stdin=path.read_bytes())
    assert of_file.code == 0, of_file.err
    assert of_stdin == of_file
    assert "275.375" in of_stdin.out


BEGINNINGS = {
    b"\x00" * 12
    + b"\xc2\xea\x81\x60\xb3\x14\x11\xcf\xbd\x92\x08\x00\x09\xc7\x31\x8c\x18\x1f\x10\x11": ".sas7bdat",
    b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1": ".xls",
    b"y": ".csv",
    b"\x03": ".csv",
}


@pytest.mark.parametrize(("start", "ending"), BEGINNINGS.items())
def test_formats_that_cannot_be_written_here(start, ending):
    assert ending_of(start, "stdin", is_text=False) == ending


@pytest.mark.parametrize(
    ("command", "options"),
    [
        ("estimate", ("--line", "250")),
        ("describe", ()),
        ("targeting", ("--line", "250", "--benefit", "y")),
        (
            "simulate",
            (
                "--line",
                "250",
                "--amount",
                "10",
                "--every",
                "month",
                "--recipients",
                "1",
                "--per",
                "person",
                "--to",
                "poorest",
            ),
        ),
    ],
)
def test_every_question_reads_stdin(command, options, write):
    """And names it so."""
    given = ("--welfare", "y", *options, "-f", "json")
    of_file = call("survey", command, write(CSV), *given)
    of_stdin = call("survey", command, "-", *given, stdin=CSV)
    assert of_file.code == 0, of_file.err
    assert of_stdin.out == of_file.out.replace(write(CSV), "<stdin>")


@pytest.mark.parametrize("places", [("-", "{file}"), ("{file}", "-"), ("{file}", "/dev/stdin")])
def test_compare_reads_one_of_two_from_stdin(places, write):
    before, after = (place.format(file=write(CSV)) for place in places)
    asked = ("--welfare", "y", "--measure", "mean", "-q", "-f", "csv")
    done = run("survey", "compare", before, after, *asked, stdin=CSV)
    of_files = call("survey", "compare", write(CSV), write(CSV), *asked)
    assert (done.out, done.code) == (of_files.out, 0)


@pytest.mark.parametrize(
    "script",
    [
        "kpov survey estimate - {asked} < {file}",
        "kpov survey estimate /dev/stdin {asked} < {file}",
        "cat {file} | kpov survey estimate /dev/stdin {asked}",
        "kpov survey estimate <(cat {file}) {asked}",
        "kpov survey estimate /dev/fd/7 {asked} 7< {file}",
        "mkfifo pipe; cat {file} > pipe & kpov survey estimate pipe {asked}",
        "kpov survey estimate <(head -2 {file}) <(head -1 {file}; tail -3 {file}) {asked}",
        'kpov survey estimate - {asked} <<< "$(cat {file})"',
    ],
)
def test_streams_of_a_shell(script, write, tmp_path):
    file = write(CSV)
    done = shell(script.format(file=file, asked=" ".join(ASKED)), cwd=tmp_path)
    assert (done.out, done.err, done.code) == (call("survey", "estimate", file, *ASKED).out, "", 0)


def test_a_pipe_is_read_once_and_piece_by_piece(tmp_path):
    """From a writer that pauses within a line, and whose pieces are larger than a pipe."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    rows = "".join(f"{y}\n" for y in range(100_000))

    def serve():
        with open(pipe, "w", encoding="utf-8") as opened:
            for piece in ("y", "\n" + rows[:70_001], rows[70_001:]):
                opened.write(piece)
                opened.flush()

    writer = threading.Thread(target=serve, daemon=True)
    writer.start()
    answer = survey.estimate(str(pipe), welfare="y", measure="mean")
    writer.join(TIMEOUT)
    assert answer.rows[0].estimate == 49_999.5
    assert answer.arguments["file"] == str(pipe)


def test_faults_name_stdin():
    """Not its copy: found by a second look, by the reader of a format, by the engine."""
    bad = CSV.replace("301.0", "many")
    where = "<stdin>, data row 3, column y: 'many' is not a number"
    assert where in call("survey", "estimate", "-", *ASKED, stdin=bad).err
    done = call("survey", "estimate", "-", *ASKED, stdin=CSV + '"open\n')
    assert done.err.startswith("kpov: <stdin>, line ")
    for data in (
        b"PAR1 damaged",
        b"<stata_dta> damaged",
        b"\x1f\x8b damaged",
        b"$FL2 damaged",
        b"PK\x03\x04",
    ):
        done = call("survey", "estimate", "-", *ASKED, stdin=data)
        assert done.code == 3
        assert done.err.startswith("kpov: <stdin> "), done.err
        assert "kpov-" not in done.err


def test_notes_name_stdin(tmp_path):
    path = tmp_path / "s.dbf"
    dbf(path, [(b"S\xe9ga", b"100")])
    done = call("survey", "describe", "-", "--welfare", "Y", "-f", "csv", stdin=path.read_bytes())
    assert "note: <stdin>" in done.err
    assert "kpov-" not in done.err


EMPTY = "kpov: <stdin> is empty: its first line must name the columns\n"
NO_TABLE = (
    "kpov: <stdin> is not a table that can be read: "
    "CSV, TSV (gzip too), Parquet, Excel, Stata, SPSS, SAS or DBF\n"
)


@pytest.mark.parametrize(
    ("script", "sentence"),
    [
        ("kpov survey estimate - {asked} < /dev/null", EMPTY),
        ("true | kpov survey estimate - {asked}", EMPTY),
        ("kpov survey estimate - {asked} <&-", "kpov: stdin is closed, so there is nothing to read (-)\n"),
        ("kpov survey estimate - {asked} < /dev/zero", "kpov: <stdin> is a device, not a file\n"),
        ("kpov survey estimate /dev/urandom {asked}", "kpov: /dev/urandom is a device, not a file\n"),
        ("kpov survey estimate /dev/fd/9 {asked}", "kpov: /dev/fd/9 cannot be read: it is closed\n"),
        ("kpov survey estimate s.csv /dev/zero {asked}", "kpov: /dev/zero is a device, not a file\n"),
        ("head -c 200000 /dev/zero | kpov survey estimate - {asked}", NO_TABLE),
        ("kpov survey compare s.csv /dev/zero --welfare y", "kpov: /dev/zero is a device, not a file\n"),
        ("kpov survey describe /dev/zero", "kpov: /dev/zero is a device, not a file\n"),
    ],
)
def test_what_holds_no_survey_is_refused(script, sentence, tmp_path):
    (tmp_path / "s.csv").write_text(CSV)
    done = shell(script.format(asked=" ".join(ASKED)), cwd=tmp_path)
    assert (done.out, done.err, done.code) == ("", sentence, 3)


ZERO = "kpov: /dev/zero is a device, not a file\n"


@pytest.mark.parametrize(
    "arguments",
    [
        ("check", "--figures", "/dev/zero"),
        ("compare", "2023", "2024", "--areas", "/dev/zero"),
        ("programme", "list", "--programmes", "/dev/zero"),
        ("survey", "estimate", "{file}", "--design", "/dev/zero"),
        ("survey", "estimate", "{file}", "--welfare", "y", "--line-table", "/dev/zero"),
        ("survey", "compare", "{file}", "{file}", "--welfare", "y", "--line-table", "/dev/zero"),
    ],
)
def test_a_device_is_no_small_table(arguments, write):
    done = call(*(each.format(file=write(CSV)) for each in arguments))
    assert (done.out, done.err, done.code) == ("", ZERO, 3)


def test_a_socket_is_no_file(tmp_path):
    path = str(tmp_path / "s.csv")
    with socket.socket(socket.AF_UNIX) as server:
        server.bind(path)
        done = call("survey", "estimate", path, *ASKED)
    assert (done.err, done.code) == (f"kpov: {path} is a socket, not a file\n", 3)


def test_a_folder_in_place_of_stdin_is_refused(tmp_path):
    with pytest.raises(InputError, match="<stdin> is a folder"):
        check_kind("-", str(tmp_path))


@pytest.mark.parametrize("arguments", [("survey", "estimate", "-", *ASKED), ("check", "--figures", "-")])
def test_a_terminal_is_not_waited_for(arguments):
    """Somebody forgot the pipe."""
    done = terminal(*arguments, columns=200)
    sentence = "<stdin> is a terminal, and nothing is piped in: write kpov … < FILE or COMMAND | kpov …"
    assert (done.out, done.code) == (f"kpov: {sentence}\n", 3)


def test_fifos_in_a_folder_are_skipped(tmp_path):
    (tmp_path / "s.csv").write_text(CSV)
    os.mkfifo(tmp_path / "t.csv")
    done = call("survey", "estimate", str(tmp_path), "--welfare", "y", "--measure", "mean", "-f", "csv")
    assert done.code == 0
    assert "t.csv" in done.err


@pytest.mark.parametrize(
    "arguments",
    [
        ("survey", "estimate", "-", "-"),
        ("survey", "estimate", "-", "/dev/stdin"),
        ("survey", "compare", "-", "/dev/fd/0"),
        ("survey", "estimate", "-", "--line-table", "-", "--welfare", "y"),
        ("survey", "estimate", "{file}", "--line-table", "-", "--design", "-"),
    ],
)
def test_stdin_is_read_once(arguments, write):
    done = call(*(each.format(file=write(CSV)) for each in arguments), stdin=CSV)
    assert (done.err, done.code) == ("kpov: stdin (-) can be read only once\n", 2)


def test_a_pipe_is_given_once(tmp_path):
    """By whatever name."""
    pipe = tmp_path / "pipe"
    os.mkfifo(pipe)
    (tmp_path / "link").symlink_to(pipe)
    done = call("survey", "estimate", str(pipe), str(tmp_path / "link"), *ASKED)
    assert (done.err, done.code) == (f"kpov: '{tmp_path / 'link'}' can be read only once\n", 2)


def test_a_copy_is_private_and_gone_at_the_end(tmp_path):
    """It is there while the writer has not ended, and a signal removes it."""
    process = subprocess.Popen(
        ["kpov", "survey", "estimate", "-", *ASKED, "--temp", str(tmp_path)],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    process.stdin.write(CSV.encode() * 200_000)  # returns when nearly all has been read
    process.stdin.flush()
    (folder,) = tmp_path.iterdir()
    assert (folder / "1").stat().st_mode & 0o777 == 0o600
    process.terminate()
    process.communicate(timeout=TIMEOUT)
    assert (process.returncode, list(tmp_path.iterdir())) == (143, [])


def test_a_file_whose_name_is_a_dash(tmp_path, monkeypatch):
    (tmp_path / "-.csv").write_text(CSV)
    monkeypatch.chdir(tmp_path)
    assert call("survey", "estimate", "./-.csv", *ASKED).code == 0


@pytest.mark.parametrize(("size", "code"), [(1_999_000, 0), (2_001_000, 3)])
def test_a_line_has_a_limit(size, code):
    """In the body as in the header: what follows a quote that is not closed is not read without end."""
    long = f"{CSV}{'x' * size},1\n"
    done = call("survey", "estimate", "-", "--welfare", "y", "--measure", "mean", "-q", stdin=long)
    assert done.code == code
    assert not code or done.err == "kpov: <stdin>, line 6: the line is longer than 2 million bytes\n"


WRONG_NAMES = {
    "s.csv": ("csv", ".dat"),
    "s.tsv": ("tsv", ""),
    "s.csv.gz": ("csv", ".bin"),
    "s.parquet": ("parquet", ".0"),
    "s.xlsx": ("XLSX", ".data"),
    "s.dta": (".dta", ".csv"),
    "s.sav": ("sav", ".txt"),
}


@pytest.mark.parametrize("name", WRONG_NAMES)
def test_a_format_that_is_named_wins(name, tmp_path):
    """Over the ending of a file, and over the first bytes of a stream; sentences name what was given."""
    path, (named, ending) = tmp_path / name, WRONG_NAMES[name]
    MADE[name](path)
    of_file = call("survey", "estimate", str(path), *ASKED)
    other = path.rename(tmp_path / f"0000{ending}")
    assert call("survey", "estimate", str(other), *ASKED, "--input-format", named) == of_file
    assert call("survey", "estimate", str(tmp_path), *ASKED, "--input-format", named) == of_file
    stdin = other.read_bytes()
    assert call("survey", "estimate", "-", *ASKED, "--input-format", named, stdin=stdin) == of_file
    described = call("survey", "describe", str(other), "--input-format", named, "-f", "csv")
    assert described.code == 0
    assert str(other) in described.err
    assert "kpov-" not in described.err


def test_a_shell_completes_the_formats():
    assert [f".{name}" for name in FORMATS] == list(NAMED)


def test_a_format_that_is_not_that_of_the_file_is_refused(write):
    for named, stdin in (
        ("parquet", CSV),
        ("csv", b"PAR1\0"),
        ("dta", CSV),
        ("xlsx", CSV),
        ("tsv", b"\x1f\x8b\0"),
    ):
        done = call("survey", "estimate", "-", *ASKED, "--input-format", named, stdin=stdin)
        assert (done.out, done.code) == ("", 3)
        assert done.err.startswith("kpov: <stdin>"), done.err
        path = write(stdin, "s.txt")
        done = call("survey", "estimate", path, *ASKED, "--input-format", named)
        assert done.code == 3
        assert done.err.startswith(f"kpov: {path}"), done.err
        assert "kpov-" not in done.err
    done = call("survey", "estimate", "-", *ASKED, "--input-format", "cvs", stdin=CSV)
    assert (done.code, "csv" in done.err) == (2, True)


def test_a_fault_in_a_file_of_another_name(write):
    """Found by a second look, by a file that changes, by one that is gone: under its own name."""
    path = write(CSV.replace("301.0", "many"), "s.dat")
    done = call("survey", "estimate", path, *ASKED, "--input-format", "csv")
    assert done.err.startswith(f"kpov: {path}, data row 3, column y: 'many'")
    done = call("survey", "estimate", f"{path}x", *ASKED, "--input-format", "csv")
    assert (done.code, done.err.startswith(f"kpov: {path}x does not exist")) == (3, True)


def test_tabs_part_the_cells_of_tsv(write):
    """Whatever else the names of its columns hold."""
    path = write("y\ta,b,c,d\n1\t2\n3\t4\n", "s.tsv")
    asked = ("--welfare", "y", "--measure", "mean", "-q", "-f", "csv")
    done = call("survey", "estimate", path, *asked)
    assert done.code == 0, done.err
    assert call("survey", "estimate", path, *asked, "--by", '"a,b,c,d"').code == 0
    assert call("survey", "estimate", write("y;w\n1;2\n3;4\n", "t.tsv"), *asked).code == 0
