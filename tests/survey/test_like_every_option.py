"""Every option of ``survey estimate`` beside ``--like``, and in ``kpov explain``: the two say the same."""

from __future__ import annotations

import csv
import io

import pytest
from support import call

from kaltim_poverty.cli.survey_options import answers, design, lines, reading

BASE = ("--welfare", "y", "--weight", "w", "--line", "700")
PUBLISHED = ("--welfare", "amount", "--weight", "w", "--published-line", "2024")
OPTIONS = {
    "design": ("--design", "{folder}/design.toml", "--line", "700"),
    "write_design": (*BASE, "--write-design", "{folder}/written.toml"),
    "welfare": BASE,
    "weight": BASE,
    "size": (*BASE, "--size", "n"),
    "stratum": (*BASE, "--stratum", "s"),
    "psu": (*BASE, "--psu", "p"),
    "nest": (*BASE, "--stratum", "s", "--psu", "p", "--nest"),
    "fpc": (*BASE, "--stratum", "s", "--psu", "p", "--nest", "--fpc", "f"),
    "replicate_weights": (*BASE, "--replicate-weights", "r*", "--replicate-method", "brr"),
    "replicate_method": (*BASE, "--replicate-weights", "r*", "--replicate-method", "jk2"),
    "fay_rho": (*BASE, "--replicate-weights", "r*", "--replicate-method", "fay", "--fay-rho", "0.3"),
    "replicate_scale": (
        *BASE,
        "--replicate-weights",
        "r*",
        "--replicate-method",
        "jkn",
        "--replicate-scale",
        "0.5",
    ),
    "replicate_rscales": (
        *BASE,
        *(
            "--replicate-weights",
            "r*",
            "--replicate-method",
            "jkn",
            "--replicate-scale",
            "0.5",
            "--replicate-rscales",
            "1,2,1,2",
        ),
    ),
    "replicate_factors": (
        *BASE,
        *("--replicate-weights", "k*", "--replicate-method", "brr", "--replicate-factors"),
    ),
    "province": (*PUBLISHED, "--province", "prov"),
    "urban": (*PUBLISHED, "--province", "prov", "--urban", "town"),
    "currency": (*BASE, "--currency", "USD"),
    "line": BASE,
    "line_column": (*BASE[:4], "--line-column", "z"),
    "line_table": (*BASE[:4], "--line-table", "{folder}/lines.csv"),
    "published_line": (*PUBLISHED, "--province", "prov"),
    "bundle_only": (*PUBLISHED, "--province", "prov", "--bundle-only"),
    "line_locality": (*PUBLISHED, "--province", "prov", "--line-locality", "total"),
    "relative_line": (*BASE[:4], "--relative-line", "0.6"),
    "relative_to": (*BASE[:4], "--relative-line", "0.5", "--relative-to", "mean"),
    "deflator": (*BASE, "--deflator", "1.1"),
    "deflator_column": (*BASE, "--deflator-column", "d"),
    "floor": (*BASE, "--floor", "10"),
    "where": (*BASE, "--where", "s <> 2"),
    "lonely_psu": (*BASE, "--stratum", "s", "--psu", "p", "--nest", "--lonely-psu", "average"),
    "ci": (*BASE, "--ci", "wald"),
    "level": (*BASE, "--level", "0.9"),
    "missing": ("--welfare", "gap", "--weight", "w", "--line", "700", "--missing", "drop"),
    "bootstrap": (*BASE, "--stratum", "s", "--psu", "p", "--nest", "--bootstrap", "20", "--seed", "1"),
    "seed": (*BASE, "--bootstrap", "20", "--seed", "2"),
    "population_known": (*BASE, "--population-known"),
    "missing_values": ("--welfare", "coded", *BASE[2:], "--missing-values", "coded=999", "--missing", "drop"),
    "delimiter": (*BASE, "--delimiter", ","),
    "encoding": (*BASE, "--encoding", "cp1252"),
    "input_format": (*BASE, "--input-format", "csv"),
    "sheet": (*BASE, "--sheet", "Survey"),
    "decimal": (*BASE, "--decimal", "."),
    "memory": (*BASE, "--memory", "500MB"),
    "temp": (*BASE, "--temp", "{folder}"),
}
ALIKE = (
    "replicate_",
    "memory",
    "temp",
    "delimiter",
    "encoding",
    "decimal",
    "seed",
    "write_",
    "weight",
    "line_l",
)
TRIED = [pytest.param(name, marks=pytest.mark.slow) if name.startswith(ALIKE) else name for name in OPTIONS]
MEASURES = {"convey": ("p0", "gini", "watts"), "laeken": ("s80s20", "median"), "pip": ("p1", "watts")}


@pytest.fixture(scope="module")
def folder(tmp_path_factory):
    """A survey with rows on the line, a zero, a negative value and a stratum of one PSU."""
    path = tmp_path_factory.mktemp("options")
    values = [0, 300, 500, 700, 700, 900, 1200, 1500, 2100, 4000, -50, 650, 650, 800, 1000, 3000]
    header = "y,w,n,s,p,f,prov,urban,z,d,gap,coded,amount,town,r1,r2,r3,r4,k1,k2,k3,k4"
    rows = []
    for place, y in enumerate(values):
        stratum = place // 6
        psu = 0 if stratum == 2 else place % 3
        weight, halves = 1 + place % 3, [2 * ((place >> bit) % 2) for bit in range(4)]
        cells = [y, weight, 1 + place % 4, stratum, psu, 9, 64, 1 + place % 2, 700 + 100 * (place % 2)]
        cells += [
            1 + place % 2 / 10,
            "" if place == 5 else y,
            999 if place == 6 else y,
            1000 * y,
            1 + place % 2,
        ]
        rows.append(",".join(map(str, [*cells, *(weight * half for half in halves), *halves])))
    (path / "survey.csv").write_text("\n".join([header, *rows]) + "\n", encoding="utf-8")
    design = 'welfare = "y"\nweight = "w"\nstratum = ["s"]\npsu = ["p"]\nnest = true\n'
    (path / "design.toml").write_text(design, encoding="utf-8")
    (path / "lines.csv").write_text("urban,line\n1,700\n2,900\n", encoding="utf-8")
    return path


def test_every_option_is_tried():
    declared = {option.name for option in (*design(), *lines(), *answers(), *reading())}
    assert declared - {"measure", "by"} == set(OPTIONS)


def rows_of(done):
    """The rows of an answer in CSV."""
    assert done.code == 0, done.err
    return list(csv.DictReader(io.StringIO(done.out)))


@pytest.mark.parametrize("option", TRIED)
def test_an_option_does_in_explain_what_it_does_in_an_estimate(option, folder):
    """`value` is that of an estimate without ``--like``, `value_there` of `all` that of one with it."""
    peer = "laeken" if option in ("size", "where", "psu") else "pip" if option == "floor" else "convey"
    given = [each.format(folder=folder) for each in OPTIONS[option]]
    source = str(folder / "survey.csv")
    if option == "sheet":
        source = workbook(folder)
    measures = MEASURES[peer]
    asked = ["survey", "estimate", source, "--measure", ",".join(measures), *given, "-f", "csv"]
    own = {row["measure"]: row for row in rows_of(call(*asked))}
    there = {row["measure"]: row for row in rows_of(call(*asked, "--like", peer))}
    explained = rows_of(call("explain", source, *measures, "--like", peer, *given, "-f", "csv"))
    together = {row["measure"]: row for row in explained if row["choice"] == "all"}
    for name in measures:
        if name in together:
            assert number(together[name]["value"]) == number(own[name]["estimate"])
            assert number(together[name]["value_there"]) == number(there[name]["estimate"])
        else:
            assert number(there[name]["estimate"]) == number(own[name]["estimate"])
    ends = {row["measure"]: row for row in explained if row["choice"] == "interval"}
    assert ("p0_ci_low" in ends) == (peer == "convey" and own["p0"]["se"] != "" if "p0" in own else False)


def number(text):
    """A number as an answer has it, or None."""
    return None if text == "" else pytest.approx(float(text), rel=1e-9)


def workbook(folder):
    """The survey on the second sheet of a workbook."""
    xlsxwriter = pytest.importorskip("xlsxwriter")
    path = folder / "survey.xlsx"
    with xlsxwriter.Workbook(str(path)) as book:
        book.add_worksheet("Notes").write(0, 0, "none")
        sheet = book.add_worksheet("Survey")
        lines = (folder / "survey.csv").read_text(encoding="utf-8").splitlines()
        for place, line in enumerate(lines):
            for column, cell in enumerate(line.split(",")):
                sheet.write(place, column, cell if place == 0 or cell == "" else float(cell))
    return str(path)


@pytest.mark.parametrize(("rule", "code"), [((), 3), (("--lonely-psu", "adjust"), 0)])
def test_a_rule_given_beside_it_wins(rule, code, folder):
    """Of R's survey a stratum of one PSU ends with an error, unless kpov's own rule is asked for by name."""
    design = ("--design", f"{folder}/design.toml", "--line", "700", "--measure", "p0")
    done = call("survey", "estimate", f"{folder}/survey.csv", *design, "--like", "survey", *rule)
    assert done.code == code


def test_an_interval_given_beside_it_wins(folder):
    """``--ci logit`` asked for by name stays, also where the program takes the normal distribution."""
    asked = ("survey", "estimate", f"{folder}/survey.csv", *BASE, "--measure", "p0", "-f", "csv")
    own, kept, there = (
        rows_of(call(*asked, *more))[0]
        for more in (("--ci", "logit"), ("--ci", "logit", "--like", "survey"), ("--like", "survey"))
    )
    assert kept["ci_low"] == own["ci_low"] != there["ci_low"]
