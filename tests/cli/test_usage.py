"""Command lines that are wrong: what was meant is said, in both languages, with the promised exit code."""

from __future__ import annotations

import pytest
from foreign import choices_of, foreign
from questions import COMMANDS
from support import call

from kaltim_poverty.errors import nearest

MISSPELT = [
    ("compar 2023 2024", 2, "'compare'"),
    ("COMPARE 2023 2024", 2, "'compare'"),
    ("thresold", 2, "'threshold'"),
    ("decomposition 2023 2024", 2, "'decompose'"),
    ("compare 2023 2024 --aera 64", 2, "'--area'"),
    ("compare 2023 2024 --figure a.csv", 2, "'--figures'"),
    ("threshold --houshold", 2, "'--household'"),
    ("--langs id compare 2023 2024", 2, "'--lang'"),
    ("compare 2023 2024 --area Samarnda", 4, "'Samarinda'"),
    ("compare 2023 2024 --area kukr", 4, "'Kutai Kartanegara'"),
    ("profile 'Kalimantan Tmur'", 4, "'Kalimantan Timur'"),
    ("compare 2023 2024 --indicator poor_cont", 2, "'poor_count'"),
    ("trend P00", 2, "'p0'"),
    ("rank gni", 2, "'gini'"),
    ("compare 2023 2024 --locality urbn", 2, "'urban'"),
    ("rank p0 2024 --among district", 2, "'districts'"),
    ("gap 2019..2024 --round marhc", 2, "'march'"),
    ("list area", 2, "'areas'"),
    ("compare 2023 2024 -f jsn", 2, "'json'"),
    ("compare 2023 2024 -f markdow", 2, "'markdown'"),
    ("help exit-code", 2, "'exit-codes'"),
    ("help compar", 2, "'compare'"),
]
REFUSED = [
    # what click finds
    ("decompose", 2, "BEFORE", "SEBELUM"),
    ("decompose 2023", 2, "AFTER", "SESUDAH"),
    ("compare 2007", 4, "no earlier round", "tidak ada putaran sebelumnya"),
    ("compare ..2024", 2, "is not a valid range", "bukan rentang"),
    ("compare 2024..2019", 2, "write 2019..2024", "tulis 2019..2024"),
    ("threshold 2026", 4, "no poverty line for March 2026", "tidak ada garis kemiskinan Maret 2026"),
    ("target 700000 2029 --indicator GK", 2, "has no direction", "tidak memiliki arah"),
    ("2024", 2, "'kpov brief 2024' or 'kpov compare 2024'", "'kpov brief 2024' atau 'kpov compare 2024'"),
    ("2019..2024", 2, "'kpov compare 2019..2024'", "'kpov compare 2019..2024'"),
    ("poverty", 2, "'kpov brief'", "'kpov brief'"),
    ("bandingkan", 2, "'kpov compare'", "'kpov compare'"),
    ("gini", 2, "'kpov trend gini'", "'kpov trend gini'"),
    ("Samarinda", 2, "'kpov profile Samarinda'", "'kpov profile Samarinda'"),
    ("trend", 2, "INDICATOR", "INDIKATOR"),
    ("target 4.0", 2, "YEAR", "TAHUN"),
    ("list", 2, "areas|indicators", "areas|indicators"),
    ("nonsense", 2, "there is no command 'nonsense'", "tidak ada perintah 'nonsense'"),
    ("compare 2023 2024 --xyzzy", 2, "no option '--xyzzy'", "tidak ada opsi '--xyzzy'"),
    ("compare 2023 2024 -x", 2, "no option '-x'", "tidak ada opsi '-x'"),
    ("--xyzzy", 2, "no option '--xyzzy'", "tidak ada opsi '--xyzzy'"),
    ("compare 2023 2024 --area", 2, "--area requires a value", "--area memerlukan nilai"),
    ("compare 2023 2024 -f", 2, "-f requires a value", "-f memerlukan nilai"),
    ("compare 2023 2024 --quiet=1", 2, "--quiet takes no value", "--quiet tidak memerlukan nilai"),
    ("threshold --household=yes", 2, "--household takes no value", "--household tidak memerlukan nilai"),
    ("--quiet=1 compare 2023 2024", 2, "--quiet takes no value", "--quiet tidak memerlukan nilai"),
    ("compare 2023 2024 2025", 2, "unexpected argument '2025'", "'2025' berlebih"),
    ("help compare gap", 2, "unexpected argument 'gap'", "'gap' berlebih"),
    ("gap 2024 --locality urban", 2, "no --locality", "tidak punya --locality"),
    ("decompose 2023 2024 --locality urban", 2, "no --locality", "tidak punya --locality"),
    ("check --locality urban", 2, "no --locality", "tidak punya --locality"),
    # what belongs to an option
    ("brief samarinda", 2, "Did you mean '--area samarinda'?", "Maksudnya '--area samarinda'?"),
    ("brief 'kutai barat'", 2, "'--area \"kutai barat\"'", "'--area \"kutai barat\"'"),
    ("show 'tingkat kemiskinan'", 2, "'--indicator \"tingkat", "'--indicator \"tingkat"),
    ("gap 2024 p0", 2, "Did you mean '--indicator p0'?", "Maksudnya '--indicator p0'?"),
    ("threshold --household 5", 2, "Did you mean '--size 5'?", "Maksudnya '--size 5'?"),
    ("threshold 2024 --household 5", 2, "Did you mean '--size 5'?", "Maksudnya '--size 5'?"),
    ("rank p0 2024 --area districts", 2, "'--among districts'?", "'--among districts'?"),
    ("rank p0 2024 --area provinces", 2, "'--among provinces'?", "'--among provinces'?"),
    # periods
    ("gap 2019 2024", 2, "Did you mean '2019..2024'?", "Maksudnya '2019..2024'?"),
    ("trend p0 2019-09 2024", 2, "Did you mean '2019-09..2024'?", "Maksudnya '2019-09..2024'?"),
    ("trend p0 2019..2020 2024", 2, "unexpected argument '2024'", "'2024' berlebih"),
    ("decompose 2024", 2, "AFTER is missing", "SESUDAH belum diisi"),
    ("decompose ..2024", 2, "'..2024' is not a valid range", "'..2024' bukan rentang"),
    ("decompose 2024..2019", 2, "2019..2024", "2019..2024"),
    ("decompose 2019..2023 2024", 2, "'2019..2023' is a range of periods", "'2019..2023' adalah rentang"),
    ("brief 2024..2023", 2, "2023..2024", "2023..2024"),
    ("brief 2022..2023 --against 2021", 2, "'2022..2023' is a range of periods", "adalah rentang"),
    ("compare 2023 2024-13", 2, "'2024-13' is not a valid period", "'2024-13' bukan periode"),
    ("compare 2023 2024-3", 2, "'2024-3' is not a valid period", "'2024-3' bukan periode"),
    ("compare 2023 24", 2, "'24' is not a valid period", "'24' bukan periode"),
    ("compare 2023 Mar-24", 2, "'Mar-24' is not a valid period", "'Mar-24' bukan periode"),
    ("compare 2023 2024-03-01", 2, "'2024-03-01' is not a valid period", "'2024-03-01' bukan periode"),
    ("compare 2023 ٢٠٢٤", 2, "'٢٠٢٤' is not a valid period", "'٢٠٢٤' bukan periode"),
    ("compare 2023 ''", 2, "'' is not a valid period", "'' bukan periode"),
    ("compare 2023 2019..2024", 2, "is a range of periods", "adalah rentang periode"),
    ("gap 2024..2019", 2, "write 2019..2024", "tulis 2019..2024"),
    ("gap 2024-09..2024-03", 2, "write 2024-03..2024-09", "tulis 2024-03..2024-09"),
    ("trend p0 2015..2019..2024", 2, "is not a valid range", "bukan rentang"),
    ("trend p0 2015...2024", 2, "'.2024'", "'.2024'"),
    ("compare 2023 1999", 4, "nearest periods are 2007-03 and 2008-03", "terdekat 2007-03 dan 2008-03"),
    ("compare 2023 2023-09", 4, "nearest periods are 2023-03 and 2024-03", "terdekat 2023-03 dan 2024-03"),
    ("show 2023-09", 4, "nearest periods are 2023-03 and 2024-03", "terdekat 2023-03 dan 2024-03"),
    ("gap 2030", 4, "nearest periods are", "terdekat"),
    ("brief 1999", 4, "nearest periods are", "terdekat"),
    ("threshold 1999", 4, "nearest periods are", "terdekat"),
    ("rank p0 1999", 4, "nearest periods are", "terdekat"),
    ("trend p0 1999..2001", 4, "no figures of", "tidak ada angka"),
    ("decompose 1999 2024", 4, "", ""),
    # numbers
    ("target 4,0 2029", 2, "write 4.0", "tulis 4.0"),
    ("compare 2023 2024 --households 11000,11200 --deff 1,5", 2, "write 1.5", "tulis 1.5"),
    ("target four 2029", 2, "'four' is not a number", "'four' bukan angka"),
    ("target 1e1 2029", 2, "is not a number", "bukan angka"),
    ("target nan 2029", 2, "is not a number", "bukan angka"),
    ("target 4_0 2029", 2, "is not a number", "bukan angka"),
    ("target ٤ 2029", 2, "is not a number", "bukan angka"),
    ("target 101 2029", 2, "at most 100", "paling besar 100"),
    ("target 4.0 2020", 2, "not in the future", "tidak berada di masa depan"),
    ("target 4.0 twenty", 2, "is not a valid period", "bukan periode"),
    ("threshold --size 0", 2, "above 0", "di atas 0"),
    ("threshold --size 31", 2, "at most 30", "paling besar 30"),
    ("threshold --size x", 2, "is not a number", "bukan angka"),
    ("threshold --size 8-1", 2, "write 1-8", "tulis 1-8"),
    ("compare 2023 2024 --digits 13", 2, "0 to 12", "0 sampai 12"),
    ("compare 2023 2024 --digits -1", 2, "0 to 12", "0 sampai 12"),
    ("compare 2023 2024 --digits 1.5", 2, "0 to 12", "0 sampai 12"),
    ("compare 2023 2024 --digits ٣", 2, "0 to 12", "0 sampai 12"),
    ("compare 2023 2024 --households 1000 --deff 2", 2, "--households", "--households"),
    ("compare 2023 2024 --households 0,10 --deff 2", 2, "--households", "--households"),
    ("compare 2023 2024 --households a,b --deff 2", 2, "--households", "--households"),
    ("compare 2023 2024 --households 1000,1000 --deff 0", 2, "above 0", "di atas 0"),
    ("compare 2023 2024 --households 1000,1000 --deff -1", 2, "above 0", "di atas 0"),
    # choices and conflicts
    ("compare 2023 2024 --indicator nonsense", 2, "there is no indicator", "tidak ada indikator"),
    ("compare 2023 2024 --area nowhere", 4, "there is no area", "tidak ada wilayah"),
    ("compare 2023 2024 --area 99", 4, "there is no area '99'", "tidak ada wilayah '99'"),
    ("compare 2023 2024 --area ''", 2, "no area is given", "tidak ada wilayah yang disebut"),
    ("compare 2023 2024 --locality city", 2, "total, urban, rural, all", "total, urban, rural, all"),
    ("compare 2023 2024 -f xml", 2, "tsv, csv, json", "tsv, csv, json"),
    ("compare 2023 2024 -f xlsx", 2, "-o FILE.xlsx", "-o BERKAS.xlsx"),
    ("compare 2023 2024 --deff 2", 2, "--deff requires --households", "--deff memerlukan --households"),
    ("compare 2023 2024 --households 9,9", 2, "requires --deff", "memerlukan --deff"),
    ("compare 2023 2024 --households 9,9 --deff 2 --area all", 2, "one area", "satu wilayah"),
    ("gap 2024 --round march", 2, "--round", "--round"),
    ("show 2024 --round march", 2, "--round", "--round"),
    ("profile Samarinda --area Berau", 2, "cannot be combined", "bersama"),
    ("profile --area Samarinda,Berau", 2, "one area", "satu wilayah"),
    ("brief 2024 --area districts", 2, "one area", "satu wilayah"),
    ("brief 2024 --against 2025", 2, "is not before", "tidak sebelum"),
    ("decompose 2023 2024 --indicator gini", 2, "p0, p1, p2", "p0, p1, p2"),
    ("decompose 2023 2024 --over districts --indicator p1", 2, "choose from p0", "pilih dari p0"),
    ("decompose 2023 2024 --over islands", 2, "districts", "districts"),
    ("rank p0 --among islands", 2, "provinces, districts", "provinces, districts"),
    ("list nonsense", 2, "areas, indicators", "areas, indicators"),
    ("help nonsense", 2, "exit-codes", "exit-codes"),
    ("rank p0 --among districts --area Bali", 4, "no districts", "tidak punya kabupaten/kota"),
]


def words_of(line):
    """The line as a shell splits it."""
    import shlex

    return shlex.split(line)


def only_sentence(done):
    """The first line of stderr; nothing else may stand there but where to find help."""
    first, *rest = done.err.splitlines()
    assert done.out == ""
    assert first.startswith("kpov: ")
    assert all(line.startswith(("Try '", "Coba '")) for line in rest)
    return first


@pytest.mark.parametrize(
    "line",
    ["threshold --household 45", "brief p0", "compare 2023 5", "profile --area 6401,64", "brief xyzzy"],
)
def test_no_option_is_guessed_that_the_command_lacks_or_that_would_be_refused(line):
    assert "Did you mean" not in only_sentence(call(*words_of(line)))


@pytest.mark.parametrize(("line", "code", "meant"), MISSPELT)
def test_what_was_meant_is_said(line, code, meant):
    for language, phrase in (("en", "Did you mean"), ("id", "Maksudnya")):
        done = (
            call("--lang", language, *words_of(line))
            if "--langs" not in line
            else call(*words_of(line), "--lang", language)
        )
        sentence = only_sentence(done)
        assert meant in sentence.partition(phrase)[2]
        assert done.code == code


@pytest.mark.parametrize(("line", "code", "english", "indonesian"), REFUSED)
def test_a_wrong_command_line_is_refused_in_both_languages(line, code, english, indonesian):
    for language, expected in (("en", english), ("id", indonesian)):
        done = call("--lang", language, *words_of(line))
        assert expected in only_sentence(done)
        assert done.code == code


@pytest.mark.parametrize("line", [line for line, *_ in REFUSED])
def test_a_refusal_in_bahasa_indonesia_has_no_english_word(line):
    """Choices and formats are typed as they stand; all else is said in Indonesian."""
    assert foreign(choices_of(call("--lang", "id", *words_of(line)).err)) == []


@pytest.mark.parametrize("command", [name for name in COMMANDS if name != "help"])
def test_errors_of_a_command_name_its_help(command):
    assert call(command, "--xyzzy").err.splitlines()[1] == f"Try 'kpov {command} --help'."


def test_errors_before_a_command_name_the_help_of_kpov():
    assert call("--xyzzy").err.splitlines()[1] == "Try 'kpov --help'."


def test_no_command_prints_the_help():
    """Somebody who types `kpov` alone wants to know what it can do."""
    assert call() == call("--help")
    assert call() == call("help")


def test_help_of_a_command_has_three_ways():
    assert call("compare", "--help") == call("compare", "-h") == call("help", "compare")


def test_version_is_one_line():
    from kaltim_poverty import __version__

    assert call("--version") == (f"kpov {__version__}\n", "", 0)
    assert call("compare", "--version") == (f"kpov {__version__}\n", "", 0)


def test_two_dashes_end_the_options():
    assert call("compare", "--", "2023", "2024").code == 0
    assert call("compare", "2023", "--", "2024", "--lang", "id").err.startswith(
        "kpov: unexpected argument '--lang'"
    )


def test_a_fault_of_kpov_itself_is_a_sentence_too(monkeypatch):
    """No traceback for users; one with KPOV_DEBUG for those who repair it."""
    import kaltim_poverty.cli.gap as module

    def fail(**question):
        raise RuntimeError("broken")

    monkeypatch.setattr(module, "gap", fail)
    done = call("gap", "2024")
    assert done.code == 70
    assert done.err.startswith("kpov: this is a bug in kpov, not a mistake of yours (RuntimeError: broken)")
    assert len(done.err.splitlines()) == 1
    monkeypatch.setenv("KPOV_DEBUG", "1")
    with pytest.raises(RuntimeError):
        call("gap", "2024")


@pytest.mark.parametrize("name", ["indeks gini", "Gini index", "gini coefficient", "koefisien gini"])
def test_everyday_names_of_the_gini_ratio_are_understood(name):
    assert call("rank", name, "2024", "-f", "csv").out == call("rank", "gini", "2024", "-f", "csv").out != ""


def test_a_name_that_is_hardly_like_another_is_not_suggested():
    assert nearest("income", ["urban", "code", "size"]) == []
    assert nearest("meanest", ["mean", "median"]) == ["mean"]
    assert nearest("Samarinde", ["samarinda", "Kutai"]) == ["samarinda"]
    assert nearest("welfar", ["weight", "welfare"]) == ["welfare"]
