"""No identity number in any output, error or temporary file: all bytes are searched, whatever is named."""

from __future__ import annotations

import os
import re
import zipfile

import pytest
from support import call, run

from kaltim_poverty.cli.options import Option
from kaltim_poverty.cli.root import ROOT

NIK = [
    "9972011703850001",
    "9972015703850002",
    "9972 0117 0385 0003",
    "997201170385000",
    "9972011703850001",
    "",
]
NIK += ["6.47201E+15", "9972011703850004.0", "'9972011703850005", "9972011703850006"]
KK = [f"9972010000{number:06}" for number in range(10)]
SECRETS = [re.sub(r"\D", "", each)[4:14] for each in (*NIK, *KK) if len(each) > 12]
ROWS = [
    f"{nik},{kk},{('6401', '6472')[place % 2]},{'LP'[place % 2]},{place},ya,"
    f"{('treated', 'waiting')[place // 5]}"
    for place, (nik, kk) in enumerate(zip(NIK, KK, strict=True))
]
HEADER = "nik,kk,district,sex,score,got,arm"
ASKED = {
    "assign": "--arm treated=3 --seed x",
    "monitor": "--id nik --family kk --district district --sex sex --received got",
    "evaluate": "--design lottery --outcome score --arm arm",
}
WITH = {"--score": ("--cutoff", "5"), "--value": ("--amount", "5")}  # what an option needs
FORMS = ["csv", "json", "xlsx", "docx", "md", "ndjson"]


@pytest.fixture
def file(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "list.csv").write_text("\n".join([HEADER, *ROWS]) + "\n")
    (tmp_path / "tmp").mkdir()
    monkeypatch.setenv("TMPDIR", str(tmp_path / "tmp"))
    return "list.csv"


def holds_secret(data):
    """Whether ten digits in a row of some number are there, with or without blanks between."""
    text = re.sub(rb"(?<=\d)[ .,\-](?=\d)", b"", data)
    return next((secret for secret in SECRETS if secret.encode() in text), None)


def contents(path):
    """All bytes of a file, unpacked where it is a workbook or a document."""
    if zipfile.is_zipfile(path):
        with zipfile.ZipFile(path) as packed:
            return b"\n".join(packed.read(name) for name in packed.namelist())
    with open(path, "rb") as opened:
        return opened.read()


def assert_nothing_said(done, folder):
    assert holds_secret(done.out.encode() + done.err.encode()) is None, done.err
    for at, _, names in os.walk(folder):
        for name in names:
            assert name == "list.csv" or holds_secret(contents(os.path.join(at, name))) is None, name


def columns_of(command):
    """The options of a command that name columns, or arms."""
    context = ROOT.make_context("kpov", ["help"])
    group = ROOT.get_command(context, "programme")
    params = group.get_command(context, command).params
    return [each.opts[-1] for each in params if isinstance(each, Option) and "COL" in str(each.metavar)]


@pytest.mark.parametrize("command", list(ASKED))
def test_whatever_column_is_named(command, file, tmp_path):
    """Every option that takes a column gets that of identity numbers, and of family cards."""
    assert len(columns_of(command)) >= 3
    for option in columns_of(command):
        for name in ("nik", "kk"):
            value = f"X={name}" if option == "--overlap" else name
            extra = (
                ["--cutoff", "5"] if option == "--score" else ["--amount", "5"] if option == "--value" else []
            )
            done = call("programme", command, file, *ASKED[command].split(), option, value, *extra)
            assert done.code in (0, 1, 2, 3), done.err
            assert_nothing_said(done, tmp_path)


WITHOUT_HEADER = "\n".join(ROWS)


@pytest.mark.parametrize("command", list(ASKED))
@pytest.mark.parametrize(
    "content",
    [
        WITHOUT_HEADER,  # the first row becomes headings
        f"{HEADER}\n{ROWS[0]}\n{ROWS[1]},{NIK[1]}\n",  # a row too wide
        f"{HEADER},\n{ROWS[0]},{NIK[0]}\n",  # a cell without a heading
        f'{HEADER}\n"{ROWS[0]}\n',  # an open quote
        f"{HEADER}\n{ROWS[0]}\nJumlah {NIK[0]},,,,,,\nJumlah,{NIK[0]},,,,,\n",
        f"{HEADER}\n{ROWS[0].replace('ya', NIK[1])}\n",
        f"{HEADER}\n{ROWS[0].replace('6401', NIK[1])}\n{ROWS[1].replace('6472', NIK[2])}\n",
        f"{HEADER};{NIK[0]}\n",
    ],
)
def test_whatever_is_wrong_with_the_file(command, content, file, tmp_path):
    (tmp_path / "list.csv").write_text(content)
    more = ["--stratum", "district"] if command != "monitor" else []
    done = call("programme", command, file, *ASKED[command].split(), *more)
    assert_nothing_said(done, tmp_path)


@pytest.mark.parametrize("language", ["en", "id"])
@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("command", list(ASKED))
def test_in_no_file_of_any_format(command, form, language, file, tmp_path):
    more = ["--id", "kk"] if command == "assign" else []
    out = f"answer.{form}"
    done = call("programme", command, file, *ASKED[command].split(), *more, "-o", out, "--lang", language)
    assert done.code in (0, 1), done.err
    assert (tmp_path / out).exists()
    assert_nothing_said(done, tmp_path)


@pytest.mark.parametrize("command", list(ASKED))
def test_from_stdin_in_a_process_of_its_own(command, file, tmp_path):
    done = run(
        "programme", command, "-", *ASKED[command].split(), stdin=(tmp_path / file).read_text(), cwd=tmp_path
    )
    assert done.code in (0, 1), done.err
    assert_nothing_said(done, tmp_path)


def test_the_search_finds_what_it_looks_for():
    assert holds_secret(b"x 9972.0117.0385.0001 y")
    assert holds_secret(b"9972011703850006")
    assert not holds_secret(b"6472011001 and 1,500")
