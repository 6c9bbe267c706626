"""Both languages say all of it, and say nothing in the other one."""

from __future__ import annotations

import re
from functools import cache
from typing import get_args

import pytest
import questions
from catalogue import PACKAGE, SECTIONS, asked_keys, placeholders, spoken_constants, words
from foreign import choices_of, foreign
from support import call

from kaltim_poverty.cli.root import ROOT
from kaltim_poverty.cli.table import pages
from kaltim_poverty.current.data import Folder, KeptTable, Undone
from kaltim_poverty.current.fetching import FoundTable
from kaltim_poverty.current.review import Reviewed
from kaltim_poverty.grouped.curve import GroupedPoint
from kaltim_poverty.grouped.estimate import GroupedEstimate
from kaltim_poverty.grouped.fit import GroupedFit
from kaltim_poverty.grouped.scenario import ScenarioPath, ScenarioStep
from kaltim_poverty.programme.assign import Assigned
from kaltim_poverty.programme.endline.shown import Attrition, Balance, BeforeAfter, Effect, Enough
from kaltim_poverty.programme.monitoring.rows import Check
from kaltim_poverty.records import cell
from kaltim_poverty.records import columns as record_columns
from kaltim_poverty.records.charts import Mark
from kaltim_poverty.report.sections.effectiveness import Fitted
from kaltim_poverty.report.sections.inequality import Inequality
from kaltim_poverty.report.sections.main_indicators import MainIndicator, MainIndicatorOfRounds
from kaltim_poverty.report.sections.priority import CountAndRate, RateAndGap
from kaltim_poverty.report.sections.sources import Copy
from kaltim_poverty.report.sections.summary import Beside
from kaltim_poverty.survey.compare import Change
from kaltim_poverty.survey.comparison.groups import GroupDifference
from kaltim_poverty.survey.curves.rows import CurvePoint
from kaltim_poverty.survey.decompose import Contribution
from kaltim_poverty.survey.describe import Described
from kaltim_poverty.survey.estimate import Estimate
from kaltim_poverty.survey.explain import Explained
from kaltim_poverty.survey.growth import GrowthAtQuantile, GrowthRate
from kaltim_poverty.survey.poverty_profile.rows import Characteristic, GroupShare
from kaltim_poverty.survey.simulate import Simulated
from kaltim_poverty.survey.stochastic_dominance.rows import Dominance
from kaltim_poverty.survey.targeting import Incidence
from kaltim_poverty.words import LANGUAGES

COMMANDS = pages()
QUESTIONS = {**questions.QUESTIONS, **questions.ON_PROGRAMMES}
ENGLISH, INDONESIAN = words("en"), words("id")
UNITS = (  # those of the contract, and a change of a percent
    "percent",
    "point",
    "ratio",
    "own",
    "per_idr",
    "per_unit",
    "people",
    "thousand_people",
    "households",
    "months",
    "clusters",
    "idr_per_capita_month",
    "idr_per_household_month",
    "idr",
    "idr_per_year",
    "per_capita",
    "total",
    "total_per_year",
    "currency",  # of those that have none of their own words
    "currency_per_capita",
    "currency_per_year",
)

OF_LISTS = (Assigned, Attrition, Balance, BeforeAfter, Check, Effect, Enough)
OF_SURVEYS = (
    Described,
    Estimate,
    Explained,
    Change,
    GroupDifference,
    GrowthAtQuantile,
    GrowthRate,
    Incidence,
    Simulated,
    GroupShare,
    Characteristic,
    CurvePoint,
    Dominance,
    Contribution,
)  # their rows need a file
FAMILIES_OF_NOTES = (
    "assigned",
    "district",
    "evaluated",
    "data",
    "decomposed",
    "gain",
    "groups",
    "growth",
    "line",
    "lonely",
    "says",
    "shared",
    "to",
)  # one note for each choice of an option, such as each rule for lonely PSUs
TITLES_OF_RANKS = ("rank_down", "rank_up", "rank_neither")  # by the direction that is better
OF_CHARTS = ("bar", "panel", "panel_alone")
OF_CURRENT = (Folder, FoundTable, KeptTable, Reviewed, Undone)  # their rows need a table or a folder
OF_EXPLAINED_CODES = ("choice", "here", "there", "evidence")
OF_CURRENT_CODES = ("aspect", "reason", "round", "state")
OF_SURVEY_CODES = (
    "check",
    "type",
    "role",
    "measure",
    "group",
    "method",
    "component",
    "came_with",
    "in_sentence",
    "curve",
    "survey",
    "x_unit",
    "name",
    "holds",
    "lower",
    "survey_of",
    "verdict",
    "points_of",
)
OF_GROUPS = (GroupedEstimate, GroupedFit, GroupedPoint, ScenarioPath, ScenarioStep)
OF_REPORTS = (
    Beside,
    Copy,
    CountAndRate,
    Fitted,
    Inequality,
    MainIndicator,
    MainIndicatorOfRounds,
    RateAndGap,
)


def test_the_languages_have_the_same_files():
    for language in LANGUAGES:
        files = {path.stem for path in (PACKAGE / "words" / language).glob("*.py")} - {"__init__"}
        assert files == set(SECTIONS)


def test_the_languages_have_the_same_keys_in_the_same_order():
    """The order too: a translator works through both files side by side."""
    assert list(ENGLISH) == list(INDONESIAN)


def test_a_sentence_has_the_same_values_in_both_languages():
    texts = {key: (ENGLISH[key], INDONESIAN[key]) for key in ENGLISH}
    other = [key for key, (en, id_) in texts.items() if placeholders(en) != placeholders(id_)]
    assert other == []


def test_no_sentence_is_empty_in_one_language_only():
    assert [key for key in ENGLISH if bool(ENGLISH[key]) != bool(INDONESIAN[key])] == []


@pytest.mark.parametrize("section", ["error", "note", "brief", "click"])
def test_sentences_are_translated(section):
    """One that is the same in both languages has been forgotten, unless it is a value alone."""
    same = [
        key
        for key, text in ENGLISH.items()
        if key.startswith(f"{section}.")
        and text == INDONESIAN[key]
        and re.search("[a-z]", without_values(text))
    ]
    assert [key for key in same if key != "error.line"] == []  # the name of the program


def without_values(text):
    return re.sub(r"\{[^}]*\}", "", text)


def test_every_key_that_the_code_asks_for_exists():
    asked = sorted(set(asked_keys()))
    assert len(asked) > 1000
    assert [place for place, pattern in asked if not matching(pattern)] == []


@cache
def matching(pattern):
    """The keys of the catalogue that are as a pattern says, which mostly is a key."""
    if ".+" in pattern:
        return [key for key in ENGLISH if re.fullmatch(pattern, key)]
    return [key for key in [pattern.replace("\\", "")] if key in ENGLISH]


@cache
def asked_in(section):
    """The keys that the code asks for by calls that name this section, or any."""
    patterns = {pattern for _, pattern in asked_keys() if pattern.startswith(section)}
    return {key for pattern in patterns for key in matching(pattern)}


PAGE = (PACKAGE / "render" / "document" / "templates" / "page.html").read_text()


def test_no_sentence_is_unused():
    """What nobody can ever read only costs translators."""
    known = spoken_constants()
    unused = [key for key in ENGLISH if key not in known and key.partition(".")[2] not in known]
    assert [key for key in unused if not is_used(key)] == []


def is_used(key):
    """Whether the key is put together in a way that the code really asks for."""
    section, _, rest = key.partition(".")
    first, _, last = rest.partition(".")
    if section == "help":
        return is_help(first, last)
    if section == "note" and rest.partition("_")[0] in FAMILIES_OF_NOTES:
        return True
    if section == "value":
        named = codes()["indicator"] if first == "figure" else codes().get(first, ())
        return (
            first in (*OF_SURVEY_CODES, *OF_CURRENT_CODES, *OF_EXPLAINED_CODES, "inequality")
            or last in named
            or first == "system"
        )
    if section == "document" and f'word("{rest}")' in PAGE:
        return True
    if section in ("basis", "brief", "error", "document", "report"):
        return key in asked_in(section)
    return {
        "field": rest in columns() or (last in columns() and first in COMMANDS),
        "caption": rest in (*COMMANDS, *TITLES_OF_RANKS)
        or (first in OF_CHARTS and has_chart(last))
        or last in codes().get(first, ()),
        "chart": (first == "kind" and last in get_args(Mark))
        or (first == "unit" and last in UNITS)
        or (first == "measure" and f"value.measure.{last}" in ENGLISH),
        "copies": first in ("publisher", "title") and last in codes()["source"],
        "month": rest in map(str, range(1, 13)),
        "quantity": rest in UNITS,
        "page": call("help", rest).code == 0,
        "click": key in asked_in(""),
    }.get(section, False)


def has_chart(name):
    """Whether a command draws."""
    return name in COMMANDS and "chart" in {parameter.name for parameter in parameters(name)}


def is_help(kind, name):
    """Whether a word of the help belongs to a command, option or placeholder that exists."""
    command, _, option = name.partition(".")
    return {
        "short": name in COMMANDS,
        "command": name in (*COMMANDS, "kpov"),
        "example": name in (*COMMANDS, "kpov"),
        "placeholder": name in {parameter.metavar for parameter in parameters()},
        "option": name in {parameter.name for parameter in parameters()}
        or (command in COMMANDS and option in {parameter.name for parameter in parameters(command)})
        or name == "help",
    }.get(kind, False)


@cache
def parameters(*names):
    """The arguments and options of commands, by default of all, and of kpov."""
    context = ROOT.make_context("kpov", ["help"])
    commands = [command_of(context, name) for name in names or COMMANDS]
    return [
        parameter
        for command in [*commands, *([] if names else [ROOT])]
        for parameter in command.get_params(context)
    ]


def command_of(context, name):
    """A command by its full name, such as ``programme assess``."""
    command = ROOT
    for word in name.split():
        command = command.get_command(context, word)
    return command


@cache
def columns():
    """Every column of every answer, without the language at its end, and the column of bars."""
    found = {field for question in QUESTIONS.values() for field in question.ask().fields}
    kinds = (*OF_LISTS, *OF_SURVEYS, *OF_GROUPS, *OF_REPORTS, *OF_CURRENT)
    found |= {field for kind in kinds for field in record_columns(kind)}
    return {name.removesuffix("_en").removesuffix("_id") for name in found} | {"name_en", "graph"}


@cache
def codes():
    """The codes that columns can hold: those in answers and those that the code names."""
    known = spoken_constants()
    found = {"unit": set(UNITS)}
    for question in QUESTIONS.values():
        answer = question.ask()
        for column in answer.fields:
            found.setdefault(column, set()).update(known, {str(cell(row, column)) for row in answer})
    found["series_break"] |= found["kind"]
    return found


def test_every_code_of_an_answer_has_a_word_in_both_languages():
    """People never read best_five_years in a table."""
    coded = (
        "direction",
        "verdict",
        "component",
        "basis",
        "series_break",
        "rule",
        "status",
        "level",
        "better",
        "kind",
    )
    for question in QUESTIONS.values():
        answer = question.ask()
        for column in set(coded) & set(answer.fields):
            named = {*answer.names.get("area", ()), *answer.names.get(column, ())}
            found = {code for row in answer if isinstance(code := cell(row, column), str)}
            for code in found - {""} - named:
                assert f"value.{column}.{code}" in ENGLISH


def test_every_column_has_a_heading():
    named = {key.removeprefix("field.") for key in ENGLISH if key.startswith("field.")}
    for question in QUESTIONS.values():
        for column in question.columns.split():
            assert {column, column.removesuffix("_en").removesuffix("_id")} & named


def test_every_note_of_the_code_is_a_sentence():
    """They end with a full stop; errors do not, as a hint may follow."""
    for texts in (ENGLISH, INDONESIAN):
        notes = [key for key, text in texts.items() if key.startswith("note.") and not text.endswith(".")]
        errors = [key for key, text in texts.items() if key.startswith("error.") and text.endswith(".")]
        assert notes == ["note.line", "note.of_period", "note.of_group"]  # these end with another note
        assert errors == []


def test_the_checker_sees_english_and_lets_indonesian_pass():
    assert foreign("there is no area; 'kpov list areas' lists them") == ["there", "is", "no "]
    assert foreign("tidak ada wilayah; 'the of and'; --figures a.csv") == []


@pytest.mark.parametrize("page", [*COMMANDS, "exit-codes", "formats", "environment", "completion"])
def test_help_in_bahasa_indonesia_has_no_english_word(page):
    text = call("help", page, "--lang", "id").out
    assert foreign(choices_of(text)) == []


def test_the_first_page_in_bahasa_indonesia_has_no_english_word():
    assert foreign(choices_of(call("--lang", "id").out)) == []


@pytest.mark.parametrize(
    "section", ["error", "note", "brief", "click", "caption", "field", "value", "month", "quantity"]
)
def test_the_indonesian_catalogue_has_no_english_word(section):
    texts = {key: text for key, text in INDONESIAN.items() if key.startswith(f"{section}.")}
    found = {key: foreign(choices_of(without_values(text))) for key, text in texts.items()}
    assert {key: each for key, each in found.items() if each} == {}


@pytest.mark.parametrize("name", [name for name in QUESTIONS if name != "list-sources"])
@pytest.mark.parametrize("form", ["table", "markdown"])
def test_an_answer_in_bahasa_indonesia_has_no_english_word(name, form):
    """Headings, units, verdicts, notes; titles of sources are as their publishers wrote them."""
    text = call(*QUESTIONS[name].arguments, "--lang", "id", "-f", form).out.replace("\\", "")
    text = text.partition("Sumber: ")[0]
    if name == "list-indicators":
        text = re.sub(r"\b(poor|poverty|line|household|size|mean)\w*", "", text)  # other names of theirs
    if name == "programme-evidence":  # studies are called as their authors call them
        text = re.sub(r"^\|.*", "", text, flags=re.MULTILINE)
        text = re.sub(r"─\n.*?\n\(Kolom", "", text, flags=re.DOTALL)
    if name == "list-areas":
        text = "\n".join(
            line for line in text.splitlines() if not re.search("East|West|South|North|Island", line)
        )
    assert foreign(text) == []


@pytest.mark.parametrize("name", ["compare", "compare-break", "show", "decompose", "target", "profile"])
def test_notes_on_stderr_in_bahasa_indonesia_have_no_english_word(name):
    done = call(*QUESTIONS[name].arguments, "--lang", "id")
    assert all(line.startswith("catatan: ") for line in done.err.splitlines())
    assert foreign(done.err) == []


@pytest.mark.parametrize("language", LANGUAGES)
def test_numbers_in_sentences_take_the_style_of_the_language(language):
    text = call("brief", "2024", "--lang", language).out
    assert ("4.278.189" in text, "4,278,189" in text) == (language == "id", language == "en")
