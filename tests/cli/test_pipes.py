"""kpov among other programs: pipes that close, disks that fill, streams that are not there, Ctrl-C."""

from __future__ import annotations

import signal
import subprocess
import sys

import pytest
from support import TIMEOUT, environment, run, shell

MORE_THAN_A_PIPE_HOLDS = 1_000_000
LONG = "kpov show --area 64,00,11,12,13 --locality all"  # more than a pipe holds


@pytest.mark.parametrize("form", ["tsv", "csv", "json", "ndjson", "table", "markdown", "excel-csv"])
def test_a_reader_that_leaves_early_ends_the_program_silently(form):
    """`| head -1` is no error of anybody: 141, as for a program that SIGPIPE ends, and not a word."""
    done = shell(f"{LONG} -q -f {form} | head -c 1; echo ${{PIPESTATUS[0]}}")
    assert done.out[1:] == "141\n"
    assert done.err == ""


@pytest.mark.parametrize(
    "command",
    [
        "kpov --help",
        "kpov",
        "kpov compare --help",
        "kpov --version",
        "kpov help formats",
        "kpov compare 2023 2024 -q",
    ],
)
def test_a_reader_gone_before_the_first_byte_ends_the_program_silently(command):
    """Small output fails only at the last flush, which Python would report with words of its own."""
    done = shell(f"{{ sleep 0.4; {command}; echo $? >&2; }} | true")
    assert done.err == "141\n"


@pytest.mark.parametrize("command", ["kpov --help", "kpov compare 2023 2024 -q", "kpov brief -q"])
def test_without_buffering_a_closed_pipe_is_the_same(command):
    """Then the first write fails, not the last flush."""
    script = f"{{ sleep 0.4; {command}; echo $? >&2; }} | true"
    assert shell(script, env={"PYTHONUNBUFFERED": "1"}).err == "141\n"


def test_a_reader_gone_while_completing_is_silent():
    done = shell("{ sleep 0.4; _KPOV_COMPLETE=bash_source kpov; echo $? >&2; } | true")
    assert done.err == "141\n"


@pytest.mark.parametrize(
    "command",
    [
        "compare 2023 2024 -q",
        "show --area all --locality all -q",
        "--help",
        "--version",
        "compare --help",
        "help formats",
        "brief 2024 -f table",
    ],
)
def test_a_full_disk_is_named_in_one_line(command):
    """Early or late, for help too: 74 and one sentence."""
    done = shell(f"kpov {command} > /dev/full")
    assert done.code == 74
    assert done.err == "kpov: cannot write the output: no space left on the disk\n"


def test_a_full_disk_is_named_in_bahasa_indonesia():
    done = shell("kpov compare 2023 2024 -q --lang id > /dev/full")
    assert done.code == 74
    assert done.err == "kpov: tidak dapat menulis keluaran: tidak ada ruang tersisa di disk\n"


def test_a_full_disk_behind_an_output_file_is_named():
    done = shell("kpov compare 2023 2024 -f tsv -q -o /dev/full")
    assert done.code == 74
    assert done.err == "kpov: cannot write /dev/full: no space left on the disk\n"


@pytest.mark.parametrize("command", ["compare 2023 2024", "--help", "--version", "check"])
def test_closed_stdout_cannot_be_written(command):
    """An answer that goes nowhere is no success."""
    assert shell(f"kpov {command} -q >&-" if command.startswith("c") else f"kpov {command} >&-") == (
        "",
        "kpov: cannot write the output: it is closed\n",
        74,
    )


def test_a_closed_stdout_is_not_missed_by_a_file(tmp_path):
    file = tmp_path / "a.csv"
    assert shell(f"kpov compare 2023 2024 -q -o {file} >&-") == ("", "", 0)
    assert file.read_text() == run("compare", "2023", "2024", "-q", "-f", "csv").out


def test_closed_stdout_keeps_the_exit_code():
    assert shell("kpov compare 2023 1999 >&-").code == 4


def test_closed_stderr_keeps_the_answer():
    """Notes have nowhere to go; the rows are the same."""
    assert shell("kpov compare 2023 2024 2>&-") == run("compare", "2023", "2024", "-q")


def test_closed_stderr_keeps_the_exit_code():
    assert shell("kpov compare 2023 1999 2>&-") == ("", "", 4)


def test_full_stderr_keeps_the_answer():
    assert shell("kpov compare 2023 2024 2>/dev/full") == run("compare", "2023", "2024", "-q")


def test_all_streams_closed():
    assert shell("kpov compare 2023 2024 <&- >&- 2>&-").code == 74


SIGNALS = [(signal.SIGINT, 130), (signal.SIGTERM, 143), (signal.SIGHUP, 129)]


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_signal_is_silent(number, code):
    """Ctrl-C, a terminal that closes, `kill`, while kpov waits for figures on stdin: no traceback."""
    process = subprocess.Popen(
        [sys.executable, "-m", "kaltim_poverty", "check", "--figures", "-"],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    process.stdin.write(b"\n" * MORE_THAN_A_PIPE_HOLDS)  # returns when kpov is reading
    process.stdin.flush()
    process.send_signal(number)
    out, err = process.communicate(timeout=TIMEOUT)
    assert (out, err, process.returncode) == (b"", b"", code)


BUSY = """
import os, sys, threading, click
from kaltim_poverty.cli import main, root
from kaltim_poverty.survey.read.engine import Engine

@click.command()
def busy():
    engine = Engine()
    engine.run("SELECT 1")
    threading.Timer(0.2, os.kill, (os.getpid(), number)).start()
    engine.run("SELECT sum(sin(a.range * b.range)) FROM range(1000000) a, range(100000) b")

root.ROOT, number = busy, int(sys.argv[1])
del sys.argv[1:]
sys.exit(main.main())
"""


@pytest.mark.parametrize(("number", "code"), SIGNALS)
def test_a_signal_ends_the_engine_at_work(number, code):
    """DuckDB raises an error of its own in place of that of the signal, and its threads must be told."""
    done = subprocess.run(
        [sys.executable, "-c", BUSY, str(int(number))],
        capture_output=True,
        env=environment(),
        timeout=TIMEOUT,
        check=False,
    )
    assert (done.stdout, done.stderr, done.returncode) == (b"", b"", code)


def test_a_signal_that_is_ignored_stays_so():
    """As under `nohup`."""
    process = subprocess.Popen(
        ["bash", "-c", "trap '' HUP; exec kpov check --figures -"],
        stdin=subprocess.PIPE,
        stderr=subprocess.PIPE,
        env=environment(),
    )
    process.stdin.write(b"\n" * MORE_THAN_A_PIPE_HOLDS)
    process.stdin.flush()
    process.send_signal(signal.SIGHUP)
    _, err = process.communicate(timeout=TIMEOUT)
    assert (b"<stdin> is empty" in err, process.returncode) == (True, 3)


def test_stdin_is_read_only_where_a_dash_asks_for_it():
    """In a loop over lines of a file, kpov must not eat the rest of the lines."""
    done = shell("printf 'one\\ntwo\\n' | { kpov compare 2023 2024 -q >/dev/null; cat; }")
    assert done.out == "one\ntwo\n"


def test_the_exit_code_of_a_contradiction_comes_with_its_rows():
    """`check` answers no with 1, and prints what fails."""
    done = run("check", "--area", "all", "-q")
    assert done.code == 1
    assert [line.split("\t")[-1] for line in done.out.splitlines()] == ["status", "fails"]


def test_the_program_runs_from_any_folder(tmp_path):
    """The figures are found beside the package, not in the folder where somebody happens to be."""
    assert run("compare", "2023", "2024", cwd=tmp_path) == run("compare", "2023", "2024")


def test_module_and_script_are_the_same_program():
    assert shell("kpov compare 2023 2024") == run("compare", "2023", "2024")


def test_notes_go_to_stderr_and_rows_to_stdout():
    """`> file` holds rows only."""
    done = run("compare", "2023", "2024")
    assert len({line.count("\t") for line in done.out.splitlines()}) == 1
    assert all(line.startswith("note: ") for line in done.err.splitlines())
    assert done.err


@pytest.mark.parametrize("form", ["table", "markdown", "json"])
def test_notes_stand_inside_formats_that_have_a_place_for_them(form):
    done = run("compare", "2023", "2024", "-f", form)
    assert done.err == ""
    assert "No standard errors are published" in " ".join(done.out.split())


@pytest.mark.parametrize("form", ["table", "markdown"])
def test_quiet_silences_notes_under_tables_too(form):
    done = run("compare", "2023", "2024", "-q", "-f", form)
    assert "standard error" not in done.out
    assert "Gini" in done.out
    assert "Source: BPS, Susenas March 2023–March 2024" in done.out
    assert '"no_se_each"' in run("compare", "2023", "2024", "-q", "-f", "json").out


def test_quiet_silences_notes_but_no_errors():
    assert run("compare", "2023", "2024", "-q").err == ""
    assert run("compare", "2023", "1999", "-q").err.startswith("kpov: ")


def test_a_pipeline_of_other_programs_gets_the_headline():
    """The change of the number of poor, by cut and by jq."""
    assert shell("kpov compare 2023 2024 -q | grep poor_count | cut -f9").out == "-9.73\n"


def test_output_is_the_same_in_a_file_and_in_a_pipe(tmp_path):
    shell("kpov compare 2023 2024 -q > answer.tsv", cwd=tmp_path)
    assert (tmp_path / "answer.tsv").read_text() == run("compare", "2023", "2024").out
