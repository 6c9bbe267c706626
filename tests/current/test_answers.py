"""Answers of BPS's service: keys are built from the lists, labels and codes agree, nothing is guessed."""

from __future__ import annotations

import json

import pytest
from reference import shared

from kaltim_poverty import current
from kaltim_poverty.current.answers import read_answer
from kaltim_poverty.errors import InputError
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period


def answer(name="api_192_124.json"):
    """An answer as an object that can be changed."""
    return json.loads(shared(f"cases/bps/{name}").read_text())


def read(given):
    """The table of an answer."""
    return read_answer("answer.json", json.dumps(given).encode())


@pytest.mark.parametrize(("name", "count"), [("api_192_124.json", 13), ("api_98_124.json", 8)])
def test_cuts_of_real_answers_are_the_figures_of_the_bundle(name, count):
    table = read_answer(name, shared(f"cases/bps/{name}").read_bytes())
    known = Figures()
    assert len(table.figures) == count
    assert all(known.of(each.area)[each.key[1:]].value == each.value for each in table.figures)
    assert table.updated.startswith("2026-02-05")


def test_a_dropped_zero_is_restored_by_the_decimals_of_the_table():
    found = {each.key: str(each.value) for each in read(answer()).figures}
    assert found["64", Period(2024, 9), "rural", "p0"] == "8.00"


def test_ids_may_be_text_or_numbers_of_any_length():
    """1 and 12, 1 and 11: keys 1+218+0+117+1 and 12+218+0+117+11 are only told apart by the lists."""
    given = answer("api_short_ids.json")
    with pytest.raises(InputError) as caught:
        read(given)
    assert caught.value.key == "no_indicator"
    given["var"][0]["label"] = "Persentase Penduduk Miskin"
    with pytest.raises(InputError) as caught:
        read(given)
    assert caught.value.key == "unknown_code"


def test_two_places_with_one_key_refuse_the_table():
    given = answer()
    given["vervar"] += [{"val": 64001, "label": "ACEH"}]
    given["var"][0]["val"] = 1924
    given["turvar"] = [{"val": 32, "label": "Perkotaan"}, {"val": "9", "label": "Jumlah"}]
    given["vervar"] = [{"val": 6400, "label": "KALIMANTAN TIMUR"}, {"val": 64001, "label": "x"}]
    given["var"][0]["val"] = 1
    given["turvar"] = [{"val": 1, "label": "Perkotaan"}, {"val": "", "label": "Jumlah"}]
    given["tahun"] = [{"val": 124, "label": "2024"}]
    given["datacontent"] = {"64001112461": 4}
    with pytest.raises(InputError) as caught:
        read(given)
    assert caught.value.key == "two_places"


def changed(**parts):
    """An answer with other parts."""
    return {**answer(), **parts}


def with_variable(**parts):
    """An answer whose variable is another."""
    given = answer()
    given["var"][0].update(parts)
    return given


REFUSED = {
    "a cell without a place": (lambda: changed(datacontent={"123": 4}), "cell_without_place"),
    "another title": (lambda: with_variable(label="Jumlah Penduduk Miskin Menurut Provinsi"), "other_title"),
    "another unit": (lambda: with_variable(unit="Jiwa"), "other_unit"),
    "two variables": (lambda: changed(var=answer()["var"] * 2), "several_variables"),
    "a code with another label": (
        lambda: changed(vervar=[{"val": 6400, "label": "BALI"}, *answer()["vervar"][::2]]),
        "code_and_label",
    ),
    "an unknown code": (
        lambda: changed(
            vervar=[{"val": 6900, "label": "X"}, *answer()["vervar"]], datacontent={"690019243212461": 1}
        ),
        "unknown_code",
    ),
    "a word": (lambda: changed(datacontent={"640019243212461": "tinggi"}), "answer_cell"),
    "below zero": (lambda: changed(datacontent={"640019243212461": -1}), "answer_cell"),
    "above a hundred": (lambda: changed(datacontent={"640019243212461": 101}), "answer_cell"),
    "an unknown locality": (
        lambda: changed(turvar=[{"val": 432, "label": "Pesisir"}], datacontent={"640019243212461": 1}),
        "unknown_label",
    ),
    "nothing": (lambda: changed(datacontent=[]), "empty_answer"),
    "not available": (lambda: {"status": "OK", "data-availability": "list-not-available"}, "empty_answer"),
    "an error": (lambda: {"status": "Error", "message": "Invalid key"}, "service_error"),
    "another model": (lambda: answer("api_th_192.json"), "answer_without_figures"),
    "areas": (lambda: answer("api_vervar.json"), "answer_without_figures"),
}


@pytest.mark.parametrize("kind", REFUSED)
def test_what_cannot_be_read_is_refused(kind):
    given, key = REFUSED[kind]
    with pytest.raises(InputError) as caught:
        read(given())
    assert caught.value.key == key
    assert caught.value.text("id") != str(caught.value)


@pytest.mark.parametrize(
    "data", [b'{"a": ', b"\xff\xfe{}", b"[1, 2]", b'{"a": ' * 5000], ids=["cut", "bytes", "list", "deep"]
)
def test_what_is_no_answer_is_refused(data):
    with pytest.raises(InputError):
        read_answer("answer.json", data)


def test_kinds_and_parts_of_the_year_may_lack():
    given = answer()
    del given["turvar"], given["turtahun"]
    given["datacontent"] = {"6400192124": 5.78}
    given["vervar"][1]["label"] = "&lt;b&gt;KALIMANTAN TIMUR&lt;/b&gt;"
    [figure] = read(given).figures
    assert (figure.area, str(figure.period), figure.locality) == ("64", "2024-03", "total")


def test_a_table_of_districts_has_the_code_of_now_before_that_of_before():
    """A response may have Merauke as 9401 and as 9501, with two values."""
    given = answer()
    given["var"][0].update(val=621, label="Persentase Penduduk Miskin (P0) Menurut Kabupaten/Kota (Persen)")
    given["vervar"] = [
        {"val": 9401, "label": "Merauke"},
        {"val": 9501, "label": "Merauke"},
        {"val": 6472, "label": "Samarinda"},
        {"val": 6400, "label": "KALIMANTAN TIMUR"},
    ]
    given["turvar"], given["turtahun"] = [{"val": 0, "label": "Tidak ada"}], [{"val": 0, "label": "Tahun"}]
    given["datacontent"] = {
        "940162101240": 10,
        "950162101240": 11.5,
        "647262101240": 3.5,
        "640062101240": 5.78,
    }
    table = read(given)
    assert {each.area: str(each.value) for each in table.figures} == {"9501": "11.50", "6472": "3.50"}
    assert [each.area for each in table.compared] == ["64"]


def test_a_saved_answer_is_imported():
    rows = current.import_figures(str(shared("cases/bps/api_192_124.json")), every=True)
    assert {(row.table, row.status) for row in rows} == {("192", "same")}
