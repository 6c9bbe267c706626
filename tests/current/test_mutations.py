"""Downloads changed in a hundred ways: the figures as they were, or a refusal; never another figure.

A change that leaves the meaning must not lose a figure (`SAME`, where it may not be refused either); one that
takes something away may lose figures or be refused (`LESS`). Tables are cuts of real downloads.
"""

from __future__ import annotations

import csv
import html
import io
import json
import random
from pathlib import Path

import pytest

from kaltim_poverty.current.answers import read_answer
from kaltim_poverty.current.downloads import read_download
from kaltim_poverty.current.layout import Chosen
from kaltim_poverty.errors import KpovError

EXAMPLES = Path(__file__).resolve().parents[2] / "examples" / "bps"
CASES = Path(__file__).resolve().parents[3] / "shared" / "cases" / "bps"
FILES = {
    "provinces": EXAMPLES / "p0-2024.csv",
    "districts": EXAMPLES / "p0-kabupaten-2025.csv",
    "nation": CASES / "nation_locality_2025.csv",
    "indicators": CASES / "multi_indicator, 2022.csv",
    "lines": CASES / "districts_line_2025.csv",
    "annual": CASES / "prov_locality_2011_annual.csv",
}
HEADS = {"provinces": 5, "districts": 3, "nation": 4, "indicators": 1, "lines": 3, "annual": 5}


def rows_of(name):
    """The cells of a table as text."""
    path = FILES[name]
    if not path.exists():
        pytest.skip(f"{path.name} is not here")
    return list(csv.reader(io.StringIO(path.read_text("utf-8-sig"))))


def written(rows, delimiter=","):
    """A table as CSV."""
    file = io.StringIO()
    csv.writer(file, delimiter=delimiter).writerows(rows)
    return file.getvalue().encode()


def figures(name, data, suffix=".csv"):
    """The figures of a table by key; None where it is refused."""
    stem = FILES[name].stem if name in FILES else name
    try:
        table = read_download(stem + suffix, data, Chosen())
    except KpovError:
        return None
    return {figure.key: figure.value for figure in table.figures}


def is_number(text):
    """Whether a cell of these tables is a number."""
    return text.replace(".", "").replace("-", "").isdigit()


def in_body(change):
    """The change of each cell of the figures that is a number."""

    def changed(rows, head, rng):
        return rows[:head] + [
            [row[0], *(change(cell, rng) if is_number(cell) else cell for cell in row[1:])]
            for row in rows[head:]
        ]

    return changed


def in_stub(change):
    """The change of each label of an area."""

    def changed(rows, head, rng):
        return rows[:head] + [[change(row[0], rng), *row[1:]] for row in rows[head:]]

    return changed


def filled(rows, head):
    """The table with the labels of the head in every column, as they are meant."""
    out = []
    for row in rows[:head]:
        cells, last = [row[0]], ""
        for cell in row[1:]:
            last = cell or last
            cells.append(last)
        out.append(cells)
    return out + rows[head:]


def shuffled_columns(rows, head, rng):
    """The columns in another order, each with its labels."""
    rows = filled(rows, head)
    order = list(range(1, len(rows[0])))
    rng.shuffle(order)
    return [[row[0], *(row[place] for place in order)] for row in rows]


def shuffled_rows(rows, head, rng):
    """The provinces in another order."""
    body = rows[head:]
    rng.shuffle(body)
    return rows[:head] + body


def with_notes(rows, head, _):
    """Notes below, some with years and numbers, one with an address."""
    width = len(rows[0]) - 1
    foot = [
        ["Catatan:"],
        ["*) Angka sementara 2023"],
        ["Source Url", "https://www.bps.go.id/id/statistics-table/2/MTky/x.html"],
        ["Access Time", "July 1, 2026, 10:00 am"],
        ["Sumber: BPS, Survei Sosial Ekonomi Nasional (Susenas) Maret 2021"],
    ]
    return rows + [row + [""] * (width + 1 - len(row)) for row in foot]


def with_blank_lines(rows, head, rng):
    """Blank rows and columns here and there."""
    spread = [
        [cell for place, cell in enumerate(row) for cell in ([cell, ""] if place == 0 else [cell])]
        for row in rows
    ]
    for _ in range(5):
        spread.insert(rng.randrange(len(spread)), [""] * len(spread[0]))
    return spread


def with_head_again(rows, head, _):
    """The head once more in the middle, as where pages are joined."""
    middle = (len(rows) + head) // 2
    return rows[:middle] + filled(rows, head)[:head] + rows[middle:]


SAME = {
    "as it is": lambda rows, *_: rows,
    "columns in another order": shuffled_columns,
    "labels in every column": lambda rows, head, _: filled(rows, head),
    "notes below": with_notes,
    "blank rows and columns": with_blank_lines,
    "blanks around": lambda rows, *_: [[f"  {cell}\t" if cell else "" for cell in row] for row in rows],
    "blanks that do not break": in_stub(lambda label, _: label.replace(" ", "\N{NO-BREAK SPACE}")),
    "a mark behind each figure": in_body(lambda cell, _: f"{cell}*"),
    "marks behind some": in_body(lambda cell, rng: cell + rng.choice(["", "*", "*)", " 1)", "²", "r", "**"])),
    "a note behind areas": in_stub(lambda label, _: f"{label} *)" if label else label),
    "a minus of another kind for none": lambda rows, *_: [
        [cell if cell != "-" else "–" for cell in row] for row in rows
    ],
    "quotes around all": lambda rows, *_: rows,
}
LESS = {
    "provinces in another order": shuffled_rows,
    "the head again in the middle": with_head_again,
    "half of the cells missing": in_body(lambda cell, rng: rng.choice([cell, "", "-", "…", "NA", "tad"])),
    "areas with blanks": in_stub(lambda label, _: " ".join(label)),
    "percent signs": in_body(lambda cell, _: f"{cell}%"),
    "in parentheses": in_body(lambda cell, _: f"({cell})"),
    "an apostrophe in front": in_body(lambda cell, _: f"'{cell}"),
    "Rp in front": in_body(lambda cell, _: f"Rp {cell}"),
    "with an exponent": in_body(lambda cell, _: f"{float(cell):.8E}" if cell != "-" else cell),
    "a note of a digit": in_body(lambda cell, _: f"{cell} 1"),
    "a note of a digit that touches": in_body(lambda cell, _: f"{cell}1)"),
    "a note of a small digit": in_body(lambda cell, _: f"{cell}¹⁾"),
    "ranges": in_body(lambda cell, _: f"{cell}-{cell}"),
    "dates of a spreadsheet": in_body(lambda cell, rng: f"{rng.randrange(1, 28)}-{cell[:1] and 'Jun'}"),
    "upside down": lambda rows, *_: rows[::-1],
    "transposed": lambda rows, *_: [list(each) for each in zip(*rows, strict=True)],
    "every second row": lambda rows, head, _: rows[:head] + rows[head::2],
    "a row twice": lambda rows, *_: [*rows, rows[-1]],
    "a row twice with other numbers": lambda rows, *_: [
        *rows,
        [rows[-1][0], *("1.5" if is_number(cell) else cell for cell in rows[-1][1:])],
    ],
    "a column twice": lambda rows, head, _: [[*row, row[-1]] for row in filled(rows, head)],
    "a row that is short": lambda rows, *_: [*rows[:-1], rows[-1][:-1]],
    "a row that is shifted": lambda rows, *_: [*rows[:-1], [rows[-1][0], "", *rows[-1][1:]]],
    "a column of ranks": lambda rows, head, _: [
        [*row, "Peringkat" if place == head - 1 else str(place) if place >= head else ""]
        for place, row in enumerate(rows)
    ],
    "a column of changes": lambda rows, head, _: [
        [*row, "Perubahan" if place == head - 1 else "-0.5" if place >= head else ""]
        for place, row in enumerate(rows)
    ],
    "a column of a target": lambda rows, head, _: [
        [*row, "Target 2026" if place == head - 1 else "4.5" if place >= head else ""]
        for place, row in enumerate(rows)
    ],
    "women alone": lambda rows, head, _: [
        [row[0], *("Perempuan" if place == head - 1 else cell for cell in row[1:])]
        if place == head - 1 and head < 3
        else row
        for place, row in enumerate(rows)
    ],
}


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("change", SAME)
@pytest.mark.parametrize("name", FILES)
def test_a_table_that_means_the_same_is_read_as_before(name, change, seed):
    rows, head = rows_of(name), HEADS[name]
    before = figures(name, written(rows))
    changed = SAME[change]([list(row) for row in rows], head, random.Random(seed))
    assert before
    assert figures(name, written(changed)) == before


@pytest.mark.parametrize("seed", [0, pytest.param(1, marks=pytest.mark.slow)])
@pytest.mark.parametrize("change", LESS)
@pytest.mark.parametrize("name", FILES)
def test_a_table_that_lost_something_has_no_other_figures(name, change, seed):
    rows, head = rows_of(name), HEADS[name]
    before = figures(name, written(rows))
    changed = LESS[change]([list(row) for row in rows], head, random.Random(seed))
    found = figures(name, written(changed)) or {}
    if (name, change) == ("annual", "half of the cells missing"):
        return  # what is of a whole year is March where both rounds are missing
    assert {key: value for key, value in found.items() if before.get(key) != value} == {}


def places_of_head(rows, head):
    """The cells of the head that say something."""
    return [(row, column) for row in range(head) for column in range(1, len(rows[0])) if rows[row][column]]


@pytest.mark.parametrize("as_shown", [True, False], ids=["spans", "labels in every column"])
@pytest.mark.parametrize("name", FILES)
def test_a_head_that_lost_one_label_says_nothing_else(name, as_shown):
    """Each label in turn is taken out, or put a column to the right."""
    rows, head = rows_of(name), HEADS[name]
    before = figures(name, written(rows))
    whole = rows if as_shown else filled(rows, head)
    for row, column in places_of_head(whole, head):
        without = [list(each) for each in whole]
        without[row][column] = ""
        found = figures(name, written(without)) or {}
        wrong = {key: value for key, value in found.items() if before.get(key) != value}
        assert wrong == {}, (row, column, whole[row][column])


@pytest.mark.parametrize("name", FILES)
def test_a_head_whose_last_row_is_gone_says_nothing_else(name):
    rows, head = rows_of(name), HEADS[name]
    before = figures(name, written(rows))
    for row in range(head):
        found = figures(name, written(rows[:row] + rows[row + 1 :])) or {}
        assert {key: value for key, value in found.items() if before.get(key) != value} == {}, row


def page(rows):
    """A table as a page."""
    body = "".join(f"<tr>{''.join(f'<td>{html.escape(cell)}</td>' for cell in row)}</tr>" for row in rows)
    return f"<html><body><table>{body}</table></body></html>".encode()


FORMS = {
    "semicolons": lambda rows: written(rows, ";"),
    "tabs": lambda rows: written(rows, "\t"),
    "UTF-16": lambda rows: written(rows).decode().encode("utf-16"),
    "line ends of old": lambda rows: written(rows).replace(b"\r\n", b"\r"),
    "a page": page,
    "semicolons and decimal commas": lambda rows: written(
        [[cell.replace(".", ",") if is_number(cell) else cell for cell in row] for row in rows], ";"
    ),
    "commas in quotes": lambda rows: written(
        [[cell.replace(".", ",") if is_number(cell) else cell for cell in row] for row in rows]
    ),
}


@pytest.mark.parametrize("form", FORMS)
@pytest.mark.parametrize("name", FILES)
def test_another_form_of_the_file_has_the_same_figures(name, form):
    rows = rows_of(name)
    before = figures(name, written(rows))
    assert figures(name, FORMS[form](rows), ".html" if form == "a page" else ".csv") == before


def test_a_second_table_below_the_first_is_not_read_as_the_first():
    """Other areas, another year: of a column two things are said."""
    first = [["Provinsi", "Persentase Penduduk Miskin - Maret 2023"], ["ACEH", "14.45"], ["BALI", "4.25"]]
    second = [["Provinsi", "Persentase Penduduk Miskin - Maret 2024"], ["RIAU", "6.67"], ["JAMBI", "7.1"]]
    found = figures("download", written(first + second))
    assert not found or all(str(key.period) != "2023-03" or key.area in ("11", "51") for key in found)


def test_labels_do_not_fill_across_the_border_of_a_group():
    """The year of the town's last column is not that of the country's first, whose own label is lost."""
    rows = [
        ["Provinsi", "Gini Ratio Menurut Provinsi dan Daerah (Maret)", "", "", ""],
        ["", "Perkotaan", "", "Perdesaan", ""],
        ["", "2023", "2024", "", "2025"],
        ["ACEH", "0.31", "0.32", "0.29", "0.28"],
    ]
    found = figures("download", written(rows)) or {}
    assert not [key for key in found if (key.locality, key.period.year) == ("rural", 2024)]


def test_a_column_without_a_locality_beside_others_that_have_one_is_refused():
    rows = [
        ["Provinsi", "Gini Ratio (Maret) 2024", "", ""],
        ["", "", "Perkotaan", "Perdesaan"],
        ["ACEH", "0.31", "0.32", "0.29"],
    ]
    assert figures("download", written(rows)) is None


@pytest.mark.parametrize(
    ("title", "labels", "localities"),
    [
        ("Gini Ratio Perkotaan Menurut Provinsi (Maret) 2024", [""], {"urban"}),
        ("Gini Ratio di Daerah Perdesaan (Maret) 2024", [""], {"rural"}),
        ("Gini Ratio, Rural (March) 2024", [""], {"rural"}),
        ("Gini Ratio Perkotaan (Maret) 2024", ["Jumlah"], None),
        ("Gini Ratio (Maret) 2024", ["Daerah Perkotaan", "Daerah Perdesaan"], {"urban", "rural"}),
        (
            "Gini Ratio (Maret) 2024",
            ["Perkotaan/Urban", "Perdesaan/Rural", "Jumlah"],
            {"urban", "rural", "total"},
        ),
        ("Gini Ratio Menurut Daerah Perkotaan dan Perdesaan (Maret) 2024", ["Jumlah"], {"total"}),
        ("Gini Ratio Menurut Provinsi (Maret) 2024", [""], {"total"}),
    ],
)
def test_a_title_that_speaks_of_the_town_is_not_about_everybody(title, labels, localities):
    width = len(labels)
    rows = [
        ["Provinsi", title, *[""] * (width - 1)],
        ["", *labels],
        ["ACEH", *["0.31", "0.29", "0.30"][:width]],
    ]
    found = figures("download", written([row for row in rows if any(row)]))
    assert (None if found is None else {key.locality for key in found}) == localities


def test_a_table_of_the_service_about_the_town_is_not_about_everybody():
    answer = {
        "status": "OK",
        "data-availability": "available",
        "var": [{"val": 4321, "label": "Gini Ratio Perkotaan Menurut Provinsi", "unit": "", "decimal": 3}],
        "turvar": [{"val": 0, "label": "Tidak ada"}],
        "labelvervar": "38 Provinsi",
        "vervar": [{"val": 6400, "label": "KALIMANTAN TIMUR"}],
        "tahun": [{"val": 124, "label": "2024"}],
        "turtahun": [{"val": 61, "label": "Semester 1 (Maret)"}],
        "datacontent": {"64004321012461": 0.331},
    }
    table = read_answer("answer.json", json.dumps(answer).encode())
    assert [figure.locality for figure in table.figures] == ["urban"]
    answer["turvar"] = [{"val": 0, "label": "Jumlah"}]
    with pytest.raises(KpovError):
        read_answer("answer.json", json.dumps(answer).encode())
