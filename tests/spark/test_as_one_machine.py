"""What executors do, done in this process: the same values, notes and sentences as those of one machine."""

from __future__ import annotations

import local_frames
import pytest
from cluster_cases import FAULTS, QUESTIONS
from survey_rows import DESIGN, FIELDS, check_same, survey

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.survey import compare, estimate, targeting


@pytest.fixture
def here(monkeypatch):
    """Have ``engine="spark"`` compute in this process."""
    return lambda **options: local_frames.use(monkeypatch, **options)


@pytest.mark.parametrize("name", QUESTIONS)
def test_values_errors_and_notes_are_those_of_one_machine(name, here, write):
    here(rows=700)
    file, question = write(survey()), QUESTIONS[name]
    other = estimate(file, engine="spark", rows_of_block=800, **question)
    check_same(estimate(file, **question), other)


@pytest.mark.parametrize(
    "options",
    [
        {"stratum": "s", "psu": "p"},
        {"relative_line": 0.6, "line": None},
        {"line_column": "z", "line": None, "population_known": True},
        {"full_count": True},
        {"replicate_weights": "r*", "replicate_method": "brr"},
        {"psu": "p", "bootstrap": 4},
    ],
    ids=str,
)
def test_a_part_of_the_survey_in_which_there_is_nobody(options, here, write):
    """No block has a row."""
    here(rows=15)
    lines = [f"{each},{each // 15},{each // 10},{each // 5},400,{each % 2},{each % 3}" for each in range(30)]
    file = write("\n".join(["y,w,s,p,z,r1,r2", *lines]) + "\n")
    measures = ["sen", "median", "poor_count"]
    question = {"welfare": "y", "weight": "w", "line": 9, "where": "y < 0", "measure": measures, **options}
    check_same(estimate(file, **question), estimate(file, engine="spark", rows_of_block=7, **question))


def digits(answer):
    """The answer to the last bit."""
    return [tuple(repr(getattr(row, field)) for field in FIELDS) for row in answer.rows]


@pytest.mark.parametrize("name", ["all measures", "a relative line", "a line of each row", "rows are PSUs"])
def test_digits_do_not_depend_on_partitions(name, here, write):
    """Batches come in any size and any order."""
    file, question = write(survey()), QUESTIONS[name]
    found = []
    for options in ({"rows": 3001}, {"rows": 1001, "backwards": True}, {"rows": 231}):
        here(**options)
        found.append(digits(estimate(file, engine="spark", rows_of_block=900, **question)))
    assert found[0] == found[1] == found[2]


def test_files_share_columns_in_any_order_and_case(here, write, tmp_path):
    here(rows=500)
    header, *lines = survey().splitlines()
    names = header.split(",")
    write("\n".join([header, *lines[:1000]]) + "\n", "1.csv")
    turned = [",".join(line.split(",")[::-1]) for line in lines[1000:]]
    write(";".join(names[::-1]).upper() + "\n" + "\n".join(turned).replace(",", ";") + "\n", "2.csv")
    question = {"line": 400, "by": ["g"], **DESIGN}
    check_same(estimate(str(tmp_path), **question), estimate(str(tmp_path), engine="spark", **question))


@pytest.mark.parametrize("psu", ["p", "g,p"])
def test_codes_of_psus_that_look_alike_are_named(psu, here, write):
    """a3 and A3 are two PSUs, which is more often a slip of the pen than meant."""
    here(rows=100)
    codes = ["a1", "b2", "a3", "A3", "c4"]
    rows = [f"{50 + 7 * row % 90},{['x', 'y'][row // 150]},{codes[row // 7 % 5]}" for row in range(300)]
    file, question = write("y,g,p\n" + "\n".join(rows) + "\n"), {"line": 90, "welfare": "y", "psu": psu}
    one, other = estimate(file, **question), estimate(file, engine="spark", **question)
    assert "'A3' / 'a3'" in str([note for note in one.notes if note.code == "codes_alike"])
    check_same(one, other)


def test_a_column_of_one_number_is_no_replicate_weight(here, write):
    """``r*`` finds r_n too, which holds the number of replicates in every row."""
    here(rows=50)
    rows = [f"{50 + 7 * row % 90},{1 + row % 4},{1 + row % 3},{2 + row % 5},9" for row in range(120)]
    file = write("y,w,r1,r2,r_n\n" + "\n".join(rows) + "\n")
    question = {"line": 90, "welfare": "y", "weight": "w", "replicate_method": "bootstrap"}
    one = estimate(file, replicate_weights="r1,r2", **question)
    other = estimate(file, engine="spark", replicate_weights="r*", **question)
    assert [row.se for row in other.rows] == pytest.approx([row.se for row in one.rows], rel=1e-11)


def test_parquet_with_types_of_its_own(here, tmp_path):
    import pyarrow as pa
    import pyarrow.parquet as pq

    here(rows=500)
    columns = survey(ending="parquet")
    table = pa.table({**columns, "w": pa.array(columns["w"], pa.uint16()), "g": pa.array(columns["g"])})
    pq.write_table(table, tmp_path / "s.parquet")
    question = {"line": 400, "by": ["g", "u"], **DESIGN}
    file = str(tmp_path / "s.parquet")
    check_same(estimate(file, **question), estimate(file, engine="spark", **question))


def test_a_change_between_two_surveys(here, write):
    here(rows=500)
    files = write(survey(), "a.csv"), write(survey(2000), "b.csv")
    question = {"line": 400, "by": ["u"], "measure": ["p0", "gini", "median"], **DESIGN}
    one, other = compare(*files, **question), compare(*files, engine="spark", **question)
    assert [(row.groups, row.measure, row.note) for row in other.rows] == [
        (row.groups, row.measure, row.note) for row in one.rows
    ]
    for field in ("before", "after", "change", "se", "p_value"):
        expected, found = ([getattr(row, field) for row in answer.rows] for answer in (one, other))
        assert found == pytest.approx(expected, rel=1e-11), field
    assert other.notes == one.notes


@pytest.mark.parametrize("bootstrap", [None, 3])
def test_a_breakdown_of_which_one_survey_has_no_domain(bootstrap, here, write):
    here(rows=2)
    lines = "y,g,p\n5,{},1\n6,{},2\n7,{},3\n"
    before, after = write(lines.format("", "", ""), "a.csv"), write(lines.format(1, 2, 1), "b.csv")
    question = {"welfare": "y", "psu": "p", "line": 6, "by": "g", "missing": "drop", "bootstrap": bootstrap}
    for files in ((before, after), (after, before)):
        one, other = compare(*files, **question), compare(*files, engine="spark", **question)
        assert [row.groups for row in one.rows] == [{}] * 4
        assert other.notes == one.notes
        for mine, yours in zip(one.rows, other.rows, strict=True):
            assert yours.change == pytest.approx(mine.change, rel=1e-11), mine.measure


def test_who_receives(here, write):
    here(rows=500)
    question = {"line": 400, "benefit": "h", "by": ["u"], "missing": "drop", **DESIGN}
    file = write(survey())
    one, other = targeting(file, **question), targeting(file, engine="spark", **question)
    check_same(one, other)


@pytest.mark.parametrize("options", [{"where": "y > 9000"}, {"where": "u = 1", "by": ["g"]}], ids=str)
def test_nobody_who_could_receive(options, here, write):
    here(rows=3)
    file = write("y,u,m,g\n5,1,0,\n6,2,1,\n7,1,1,\n8,1,0,\n")
    question = {"welfare": "y", "line": 6, "received": "m", "missing": "drop", **options}
    found = []
    for engine in ("duckdb", "spark"):
        try:
            found.append(targeting(file, engine=engine, **question).rows)
        except InputError as error:
            found.append(str(error))
    assert found[0] == found[1]
    assert ("nobody receives" in str(found[0])) == ("by" not in options)


@pytest.mark.parametrize("name", FAULTS)
def test_a_fault_in_the_last_partition_is_named_with_file_and_row(name, here, tmp_path):
    """The same sentence, to the letter, as on one machine."""
    here(rows=170)
    line, question = FAULTS[name]
    content = survey(1500)
    (tmp_path / "1.csv").write_text(content, encoding="utf-8")
    line = line if isinstance(line, bytes) else line.encode()
    (tmp_path / "2.csv").write_bytes(content.encode() + line + b"\n")
    question = {"line": 400, **DESIGN, **question}
    with pytest.raises(InputError) as one:
        estimate(str(tmp_path), **question)
    with pytest.raises(InputError) as other:
        estimate(str(tmp_path), engine="spark", **question)
    assert str(other.value) == str(one.value)


@pytest.mark.parametrize(
    ("column", "last"), [("g", "A"), ("p", "9x"), ("s", "007")], ids=["group", "PSU", "stratum"]
)
def test_a_column_of_codes_turns_out_to_be_text(column, last, here, write):
    """Whole numbers at first, and in the last row something else."""
    here(rows=100)
    lines = [f"{100 + place},{place // 100},{place // 10},{place % 3}" for place in range(900)]
    cells = {"s": "9", "p": "99", "g": "1", column: last}
    file = write("\n".join(["y,s,p,g", *lines, f"1,{cells['s']},{cells['p']},{cells['g']}"]) + "\n")
    question = {"welfare": "y", "line": 300, "stratum": "s", "psu": "p", "by": ["g"]}
    check_same(estimate(file, **question), estimate(file, engine="spark", **question))


def test_most_rows_share_one_welfare(here, write):
    """Ties are never parted, and some partitions are empty."""
    here(rows=90)
    lines = [f"{500 if place % 10 else place},{place % 13},{place // 9}" for place in range(1800)]
    file = write("\n".join(["y,w,p", *lines]) + "\n")
    question = {"welfare": "y", "weight": "w", "psu": "p", "line": 400, "measure": "all"}
    check_same(estimate(file, **question), estimate(file, engine="spark", rows_of_block=50, **question))


def test_a_bootstrap_needs_psus_of_a_column(here, write):
    here(rows=1000)
    with pytest.raises(UsageError, match="draws PSUs of a column"):
        estimate(write(survey()), engine="spark", welfare="y", line=400, bootstrap=5)


def test_a_line_break_inside_quotes_is_refused(here, write):
    here(rows=10)
    lines = [f'{place},"a\nb"' if place == 55 else f"{place},a" for place in range(100)]
    file = write("\n".join(["y,g", *lines]) + "\n")
    with pytest.raises(InputError, match="line break inside quotes"):
        estimate(file, engine="spark", welfare="y", line=3, by=["g"])


@pytest.mark.parametrize(
    ("options", "words"),
    [
        ({"engine": "sparc"}, "Did you mean 'spark'"),
        ({"spark_master": "local[2]"}, "--spark-master requires --engine spark"),
        ({"engine": "spark", "spark_master": "local", "spark_remote": "sc://h:1"}, "cannot be combined"),
        ({"engine": "spark", "spark_master": "mars"}, "takes local"),
        ({"engine": "spark", "spark_remote": "h:1"}, "sc://HOST:PORT"),
        ({"engine": "spark", "spark_conf": ["a"]}, "K=V"),
        ({"engine": "spark", "input_format": "csv"}, "rename the file"),
    ],
)
def test_options_that_cannot_be_right(options, words, write):
    with pytest.raises(UsageError) as refused:
        estimate(write("y\n1\n"), welfare="y", line=3, **options)
    assert words in str(refused.value)


@pytest.mark.parametrize(
    ("name", "content", "words"),
    [
        ("s.dta", b"", "convert it to Parquet"),
        ("_s.csv", "y\n1\n", "begins with . or _"),
        (".s.csv", "y\n1\n", "begins with . or _"),
        ("s.csv", "y\n1\n".encode("utf-16"), "UTF-8"),
        (None, {"y": [1.0, 2.0]}, "not a table in memory"),
    ],
)
def test_what_one_machine_alone_reads_is_refused(name, content, words, write):
    data = write(content, name) if name else content
    with pytest.raises(UsageError) as refused:
        estimate(data, engine="spark", welfare="y", line=3)
    assert words in str(refused.value)


def test_files_that_no_executor_finds_are_missed(here, write, monkeypatch):
    """As where a server takes the name of a file for another."""
    from kaltim_poverty.survey.spark import sources

    here(rows=10)
    own = sources.frame_of
    files = [write("y\n1\n2\n", name) for name in ("1.csv", "2.csv")]

    def first_alone(session, plans):
        return own(session, [(group._replace(files=group.files[:1]), plan) for group, plan in plans])

    monkeypatch.setattr(sources, "frame_of", first_alone)
    with pytest.raises(InputError, match="did not find all files"):
        estimate(files, engine="spark", welfare="y", line=3)


def one_of_few_strata(rows):
    """Rows whose strata, groups and welfare have the same values however many rows there are."""
    lines = [f"{place % 97},{place // 10},{place // 10 % 4},{place % 3}" for place in range(rows)]
    return "\n".join(["y,p,s,g", *lines]) + "\n"


@pytest.mark.parametrize("measure", ["all", "median"])
def test_what_comes_to_the_driver_does_not_grow_with_rows(measure, here, write, monkeypatch):
    """Bytes of all records that are collected, with the same number of blocks."""
    here(rows=400)
    own, counted = local_frames.LocalFrame.collected, []

    def collected(frame):
        found = own(frame)
        counted.append(sum(len(record.data) for record in found))
        return found

    monkeypatch.setattr(local_frames.LocalFrame, "collected", collected)
    question = {"welfare": "y", "psu": "p", "stratum": "s", "by": ["g"], "line": 40, "measure": measure}
    sizes = []
    for rows in (4000, 8000):
        counted.clear()
        here(rows=rows // 10)
        file = write(one_of_few_strata(rows))
        estimate(file, engine="spark", rows_of_block=rows // 4, **question)
        sizes.append((len(counted), sum(counted)))
    assert sizes[1][0] == sizes[0][0] > 3
    assert sizes[1][1] == pytest.approx(sizes[0][1], rel=0.01)
