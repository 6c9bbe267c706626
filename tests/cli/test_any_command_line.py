"""Whatever somebody types: an answer or one sentence, with a promised exit code, never a fault of kpov."""

from __future__ import annotations

import json

from foreign import choices_of, foreign
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from support import call

PERIODS = [
    "2023",
    "2024",
    "2024-09",
    "latest",
    "2019..2024",
    "..",
    "2020..",
    "2014",
    "2026",
    "1999",
    "2024-13",
    "",
]
AREAS = [
    "64",
    "00",
    "provinces",
    "kalimantan",
    "districts",
    "Samarinda",
    "31",
    "65",
    "6411",
    "Papua",
    "nowhere",
    "",
    "64,PPU",
]
INDICATORS = ["p0", "p1", "gini", "GK", "poor_count", "poor_household_size", "p0,p1", "", "income"]
LOCALITIES = ["total", "urban", "rural", "all", "urban,rural", "", "city"]
POSITIONS = {
    "compare": (PERIODS, PERIODS),
    "gap": (PERIODS,),
    "threshold": (PERIODS,),
    "profile": (AREAS,),
    "show": (PERIODS,),
    "trend": (INDICATORS, PERIODS),
    "rank": (INDICATORS, PERIODS),
    "decompose": (PERIODS, PERIODS),
    "target": (["4.0", "0", "100", "4,0", "x"], ["2029", "2030-09", "2020", "latest"]),
    "check": (),
    "brief": (PERIODS,),
    "list": (["areas", "indicators", "periods", "sources", "breaks", "area"],),
}
OPTIONS = {
    "--area": AREAS,
    "--locality": LOCALITIES,
    "--indicator": INDICATORS,
    "--round": ["march", "september", "all", "june"],
    "--size": ["1", "4.5", "1-8", "0", "31"],
    "--among": ["provinces", "districts", "kalimantan"],
    "--over": ["districts"],
    "--from": PERIODS,
    "--against": PERIODS,
    "--households": ["1000,1000", "1,1", "1000"],
    "--deff": ["2", "0"],
    "--digits": ["0", "3", "13"],
    "--format": ["tsv", "csv", "json", "ndjson", "table", "markdown", "excel-csv", "xlsx"],
}


@st.composite
def command_lines(draw):
    """A command with some of its arguments and any options."""
    command = draw(st.sampled_from(sorted(POSITIONS)))
    wanted = POSITIONS[command]
    count = draw(st.integers(max(0, len(wanted) - 1), len(wanted)))
    line = [command, *(draw(st.sampled_from(choices)) for choices in wanted[:count])]
    for name in draw(st.lists(st.sampled_from(sorted(OPTIONS)), max_size=4, unique=True)):
        line += [name, draw(st.sampled_from(OPTIONS[name]))]
    return line


@settings(
    max_examples=150,
    deadline=None,
    derandomize=True,
    database=None,
    suppress_health_check=[HealthCheck.too_slow],
)
@given(line=command_lines(), language=st.sampled_from(["en", "id"]))
def test_any_command_line_has_an_answer_or_a_sentence(line, language):
    done = call("--lang", language, *line)
    assert done.code in (0, 1, 2, 3, 4), done.err
    if done.code > 1:
        assert done.out == ""
        assert done.err.startswith("kpov: ")
        assert language == "en" or foreign(choices_of(done.err)) == []
    else:
        assert done.out
        assert "None" not in done.out
    if done.code <= 1 and line[-1] == "json":
        json.loads(done.out)
