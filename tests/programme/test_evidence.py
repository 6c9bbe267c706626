"""What others found: the table as read, the verdicts by a second program, own rows and every refusal."""

from __future__ import annotations

import csv
import io
from collections import Counter
from decimal import Decimal
from fractions import Fraction

import pytest
import reference
from hypothesis import given, settings
from hypothesis import strategies as st

from kaltim_poverty import programme
from kaltim_poverty.errors import InputError, NotFoundError, UsageError
from kaltim_poverty.programme.wording import FOLDER
from kaltim_poverty.render import Style
from kaltim_poverty.render.document import of_answer
from kaltim_poverty.render.document.numbered import Tabulated, numbered

P0, P1, LINE, SIZE = Fraction("5.78"), Fraction("0.799"), 833_955, Fraction("5.13")  # Kaltim, March 2024
RISE = 100 * P1 / (P0 - P1)
VERDICTS = {
    "reaches": 5,
    "between": 1,
    "falls_short": 11,
    "no_effect_found": 25,
    "no_comparison": 5,
    "not_converted": 46,
}
ROW = {
    "id": "x",
    "study": "S",
    "country": "C",
    "start_year": "2020",
    "design": "rct",
    "package": "cash_grant",
    "delivery": "individual",
    "sex": "both",
    "business": "new",
    "transfer_low": "100",
    "transfer_high": "200",
    "transfer_unit": "eur",
    "outcome": "profit",
    "direction": "up",
    "effect": "",
    "effect_low": "20",
    "effect_high": "30",
    "effect_unit": "eur_month",
    "uncertainty": "",
    "significance": "yes",
    "horizon_months": "12",
    "read": "abstract",
    "certainty": "certain",
    "source": "mine",
    "note": "of our own",
}


@pytest.fixture(scope="session")
def published():
    return reference.table(reference.shared("data/evidence.csv"))


def table(*rows):
    """A file with the columns of the table, each row changed from `ROW`."""
    file = io.StringIO()
    writer = csv.DictWriter(file, list(ROW), lineterminator="\n")
    writer.writeheader()
    writer.writerows({**ROW, **row} for row in rows)
    return file.getvalue()


def judged(row, return_needed, rise):
    """Verdict, found from and to, once more by the seven rules of the contract, in fractions."""
    numbers = [Fraction(row[name]) for name in ("effect_low", "effect", "effect_high") if row[name]]
    if row["design"] in {"monitoring", "case", "before_after"}:
        return "no_comparison", None, None
    if row["significance"] == "no" or row["direction"] == "none":
        return "no_effect_found", None, None
    if not numbers:
        return "not_converted", None, None
    low, high, needed, unit = min(numbers), max(numbers), return_needed, row["effect_unit"]
    if unit == "percent_month":
        pass
    elif unit == "percent_year" and row["outcome"] == "return_on_capital":
        low, high = low / 12, high / 12
    elif row["outcome"] == "profit" and row["transfer_low"] and unit == f"{row['transfer_unit']}_month":
        low, high = 100 * low / Fraction(row["transfer_high"]), 100 * high / Fraction(row["transfer_low"])
    elif unit == "percent" and row["outcome"] in {"consumption", "income"}:
        needed = rise
    else:
        return "not_converted", None, None
    return "reaches" if low >= needed else "falls_short" if high < needed else "between", low, high


def test_the_table_is_the_published_one(published):
    """Every cell as published; the notes are there in both languages."""
    bundled = reference.table(reference.ROOT / FOLDER / "evidence.csv")
    assert len(bundled) == 93
    for row, original in zip(bundled, published, strict=True):
        assert row.pop("note_en") == original["note"]
        assert bool(row.pop("note_id")) == bool(original["note"])
        assert row == {name: cell for name, cell in original.items() if name != "note"}
    original = reference.shared("data/evidence_sources.csv").read_bytes()
    assert (reference.ROOT / FOLDER / "evidence_sources.csv").read_bytes() == original


def test_the_verdicts_of_march_2024():
    answer = programme.evidence(amount="5jt", period="2024")
    assert Counter(row.verdict for row in answer) == VERDICTS
    returns = [row for row in answer if row.needed_unit == "percent_month"]
    assert Counter(row.verdict for row in returns) == {"reaches": 2, "between": 1, "falls_short": 4}
    assert len({row.study for row in returns}) == 4
    assert sum(row.business == "existing" for row in returns) == 6
    assert sum(row.business == "existing" for row in answer) == 36
    rise = {row.needed for row in answer if row.needed_unit == "percent"}
    assert [each.quantize(Decimal("0.01")) for each in rise] == [Decimal("16.04")]
    men = next(row for row in answer if row.id == "lka_profit_men_60")
    assert (men.found_low, men.found_high, men.verdict) == (4, 12, "between")


@settings(max_examples=15, deadline=None)
@given(amount=st.integers(10**4, 10**8), per=st.sampled_from(["household", "person"]))
def test_every_verdict_by_a_second_program(published, amount, per):
    gap = P1 / P0 * LINE * (SIZE if per == "household" else 1)
    answer = programme.evidence(amount=amount, per=per, period="2024")
    for row, read in zip(answer, published, strict=True):
        verdict, low, high = judged(read, 100 * gap / amount, RISE)
        assert row.verdict == verdict, row.id
        assert (row.found_low is None) == (low is None)
        if low is not None:
            assert abs(Fraction(row.found_low) - low) < Fraction(1, 10**10)
            assert abs(Fraction(row.found_high) - high) < Fraction(1, 10**10)


def test_the_sentence_that_answers():
    answer = programme.evidence(amount="5jt", period="2024")
    assert answer.opening.spoken("en") == (
        "Rp5 million must earn 11.83 percent a month as capital to close the average gap of a poor "
        "household: of 7 comparable findings on returns, from 4 studies, 2 reached that, 1 perhaps, and "
        "4 fell short."
    )
    assert answer.opening.spoken("id").startswith("Rp5 juta sebagai modal harus menghasilkan 11,83 persen")
    assert programme.evidence(amount="5jt", outcome="poor").opening.code == "nothing_comparable"
    assert programme.evidence().opening.code == "findings_listed"


def test_the_notes():
    """Counts by rows and studies, of what is uncertain, of how they were read, of who had a business."""
    said = {each.code: str(each) for each in programme.evidence(amount="5jt", period="2024").notes}
    assert said["spending_compared"].startswith(
        "Apart from that, 10 findings on consumption or income, from 5 studies, are compared with the rise "
        "of 16.04 percent that lifts the average poor person to the line: 3 reached it, 0 perhaps, "
        "7 fell short."
    )
    assert (
        "reaches it 5 (of 5 studies), perhaps 1 (of 1 study), falls short 11 (of 7 studies)"
        in said["verdicts"]
    )
    assert said["uncertain_findings"] == "Uncertain, as their notes say: 18 rows of 16 studies."
    assert "abstract 72 (of 33 studies), full text 13 (of 6 studies) and press 8" in said["how_read"]
    assert "36 of the 93 rows" in said["had_business_of_returns"]
    assert "6 of the 7 on returns" in said["had_business_of_returns"]
    assert "larger against a smaller grant and mentoring" in said["more_with_less"]
    assert "nothing_averaged" in said
    few = [each.code for each in programme.evidence(package="training").notes]
    assert "more_with_less" not in few
    assert "verdicts" not in few


def test_each_row_names_its_source():
    answer = programme.evidence(amount="5jt", period="2024")
    cited = {source.source: source for source in answer.sources}
    assert {row.source for row in answer} <= set(cited)
    assert cited["wings_2016"].title.endswith(
        "American Economic Journal: Applied Economics 8(2), DOI 10.1257/app.20150023"
    )
    assert cited["itif_2019"].kind == "press"
    assert "bps_kaltim_2024_07_01" in cited
    assert len(programme.evidence(country="Togo").sources) == 2


def test_without_an_amount_nothing_is_computed():
    row = programme.evidence(country="Mexico")[0]
    assert (row.found_low, row.found_high, row.needed, row.needed_unit, row.verdict, row.basis) == (
        None,
        None,
        None,
        "",
        "",
        None,
    )


@pytest.mark.parametrize(
    ("filters", "count"),
    [
        ({"country": "indonesia"}, 11),
        ({"country": "India"}, 11),  # two of them with other countries
        ({"country": ["Togo", "Chile"]}, 10),
        ({"package": "graduation,mentoring"}, 22),
        ({"delivery": "group"}, 15),
        ({"sex": "Women"}, 25),
        ({"business": "existing"}, 36),
        ({"outcome": "return_on_capital"}, 7),
        ({"design": "meta"}, 5),
        ({"read": "full text"}, 13),
        ({"read": "full_text"}, 13),
        ({"read": "Full-Text"}, 13),
        ({"certainty": "uncertain"}, 18),
        ({"certainty": "uncertain", "country": "Indonesia"}, 6),
    ],
)
def test_filters(filters, count):
    assert len(programme.evidence(**filters)) == count


@pytest.mark.parametrize(
    ("cells", "verdict", "low", "high"),
    [
        ({}, "between", "10", "30"),  # 20 ÷ 200 and 30 ÷ 100 against 11.83
        ({"effect_low": "24"}, "reaches", "12", "30"),
        ({"effect_high": "11", "effect_low": "11", "transfer_low": "100"}, "falls_short", "5.5", "11"),
        ({"transfer_high": ""}, "reaches", "20", "30"),  # one amount stands for both
        ({"transfer_low": ""}, "between", "10", "15"),
        ({"effect_low": "", "effect_high": "", "effect": "24"}, "reaches", "12", "24"),
        ({"effect_low": ""}, "reaches", "15", "30"),  # one bound stands for both
        ({"transfer_unit": "usd"}, "not_converted", None, None),  # never across currencies
        ({"effect_unit": "eur_week"}, "not_converted", None, None),
        ({"effect_unit": "eur_year"}, "not_converted", None, None),
        ({"transfer_low": "", "transfer_high": ""}, "not_converted", None, None),
        ({"outcome": "earnings"}, "not_converted", None, None),
        ({"outcome": "consumption"}, "not_converted", None, None),
        ({"effect_low": "-3", "effect_high": "2"}, "falls_short", "-1.5", "2"),
        ({"effect_unit": "percent_month"}, "reaches", "20", "30"),
        ({"effect_unit": "percent_year"}, "not_converted", None, None),  # of profit, not of capital
        (
            {"effect_unit": "percent_year", "outcome": "return_on_capital", "effect_high": "120"},
            "falls_short",
            "1.66666666666667",
            "10",
        ),
        ({"effect_unit": "percent", "outcome": "consumption"}, "reaches", "20", "30"),
        ({"effect_unit": "percent", "outcome": "income", "effect_low": "16.04"}, "between", "16.04", "30"),
        ({"effect_unit": "percent", "outcome": "income", "effect_low": "16.041"}, "reaches", "16.041", "30"),
        ({"effect_unit": "percent", "outcome": "profit"}, "not_converted", None, None),
        ({"effect_unit": "sd", "outcome": "consumption"}, "not_converted", None, None),
        ({"significance": "no"}, "no_effect_found", None, None),
        ({"direction": "none"}, "no_effect_found", None, None),
        ({"design": "case", "significance": "no"}, "no_comparison", None, None),  # the first rule that fits
        ({"design": "monitoring"}, "no_comparison", None, None),
        ({"design": "before_after"}, "no_comparison", None, None),
        ({"effect_low": "", "effect_high": ""}, "not_converted", None, None),
    ],
)
def test_the_rules_one_by_one(write, cells, verdict, low, high):
    """Against 11.83 percent a month, or 16.04 percent of spending."""
    answer = programme.evidence(amount="5jt", period="2024", evidence=write(table(cells)))
    row = answer[-1]
    found = tuple(None if number is None else Decimal(number) for number in (low, high))
    assert (row.id, row.verdict, row.found_low, row.found_high) == ("x", verdict, *found)
    assert str(row.basis)
    assert row.basis.spoken("id") != str(row.basis)


def test_a_need_that_is_met_exactly_is_reached(write):
    """Gap 100,000 and amount 1,000,000: 10 percent a month; P0 6, P1 1: a rise of 20 percent."""
    header = "area,period,locality,indicator,value,source\n"
    values = {"poor_count": 6, "p0": 6, "p1": 1, "poverty_line": 600000, "poor_household_size": 1}
    figures = write(
        header + "".join(f"V,2024-03,total,{name},{value},m\n" for name, value in values.items()), "f.csv"
    )
    rows = [
        {"id": "a", "effect_unit": "percent_month", "effect_low": "10"},
        {"id": "b", "effect_unit": "percent_month", "effect_low": "9", "effect_high": "10"},
        {"id": "c", "effect_unit": "percent", "outcome": "income", "effect_low": "20"},
        {
            "id": "d",
            "effect_unit": "percent",
            "outcome": "income",
            "effect_low": "1",
            "effect_high": "19.999",
        },
    ]
    answer = programme.evidence(amount="1jt", area="V", figures=figures, evidence=write(table(*rows)))
    assert [row.verdict for row in answer[-4:]] == ["reaches", "between", "reaches", "falls_short"]
    assert {row.needed for row in answer[-4:]} == {Decimal(10), Decimal(20)}


@pytest.mark.parametrize(("p0", "p1"), [(0, 0), (5, 5)])
def test_where_nothing_is_needed_nothing_is_reached(write, p0, p1):
    """Nobody is poor, or the poor have nothing at all, so that no rise could be named."""
    header = "area,period,locality,indicator,value,source\n"
    values = {"poor_count": p0, "p0": p0, "p1": p1, "poverty_line": 600000, "poor_household_size": 4}
    figures = write(header + "".join(f"V,2024-03,total,{name},{value},m\n" for name, value in values.items()))
    rows = programme.evidence(amount="5jt", area="V", figures=figures)
    spending = next(row for row in rows if row.id == "afg_consumption_24")
    assert (spending.verdict, spending.needed) == ("not_converted", None)
    capital = next(row for row in rows if row.id == "mex_return")
    assert capital.verdict == ("falls_short" if p0 else "not_converted")  # 48 percent a month for the poorest


def test_own_rows_replace_those_with_the_same_id_and_add_others(write):
    file = write(table({"id": "mex_return", "study": "Mexico, read again"}, {"id": "new"}))
    answer = programme.evidence(evidence=file)
    assert len(answer) == 94
    places = [row.id for row in answer]
    assert (places.index("mex_return"), places[-1]) == (6, "new")
    assert answer[6].study == "Mexico, read again"
    assert [str(each) for each in answer.notes if each.code == "replaced_findings"] == [
        "Bundled findings replaced by yours: 1."
    ]
    own = next(source for source in answer.sources if source.source == "mine")
    assert (own.kind, own.title) == ("own", file)
    assert "mw_2008" not in {source.source for source in answer.sources}


def test_a_document_has_room_for_the_columns_that_matter():
    """31 columns made a page of one letter a line; what is left out is named."""
    answer = programme.evidence(amount="5jt", period="2024")
    table = next(part for part in numbered(of_answer(answer), Style("en")) if isinstance(part, Tabulated))
    headings = [column.heading for column in table.tables[0].columns]
    assert len(headings) <= 14
    assert {"Study", "Source", "Found, from (%)", "Needed (%)", "Reaches it?"} <= set(headings)
    assert table.notes[0].startswith("Left out, as the page has no room for them: Id, From year,")


def test_the_output_goes_back_in(kpov):
    out = kpov("programme", "evidence", "--amount", "5jt", "--period", 2024, "-f", "csv", "-q").out
    again = kpov(
        "programme",
        "evidence",
        "--amount",
        "5jt",
        "--period",
        2024,
        "-f",
        "csv",
        "-q",
        "--evidence",
        "-",
        stdin=out,
    )
    assert again.out == out
    indonesian = kpov("programme", "evidence", "-f", "excel-csv", "-q", "--lang", "id").out
    assert kpov("programme", "evidence", "-f", "tsv", "-q", "--evidence", "-", stdin=indonesian).code == 0


@pytest.mark.parametrize(
    ("cells", "key"),
    [
        ({"id": ""}, "empty_cell"),
        ({"study": ""}, "empty_cell"),
        ({"package": ""}, "empty_cell"),
        ({"design": "RTC"}, "choice_cell"),
        ({"direction": "upwards"}, "choice_cell"),
        ({"significance": "maybe"}, "choice_cell"),
        ({"certainty": "sure"}, "choice_cell"),
        ({"effect_low": "much"}, "value_cell"),
        ({"effect_low": "1,5"}, "comma_cell"),
        ({"effect_low": "40"}, "range_reversed"),
        ({"effect_unit": ""}, "empty_cell"),
        ({"transfer_low": "0"}, "amount_above_zero"),
        ({"transfer_low": "-5"}, "amount_above_zero"),
        ({"transfer_low": "300"}, "range_reversed"),
        ({"transfer_unit": ""}, "empty_cell"),
        ({"start_year": "20"}, "year_cell"),
        ({"horizon_months": "1.5"}, "months_cell"),
        ({"horizon_months": "-1"}, "months_cell"),
    ],
)
def test_a_cell_that_is_refused(write, cells, key):
    with pytest.raises(InputError) as caught:
        programme.evidence(evidence=write(table(cells)))
    assert caught.value.key == key
    assert "line 2" in str(caught.value)
    assert caught.value.text("id") != str(caught.value)


def test_files_that_are_refused(write):
    for text, key in (
        (table({}, {}), "duplicate_finding"),
        (table({}).replace(",outcome", ",outcom"), "missing_column"),
        (table({}).replace("note\n", "remark\n"), "extra_column"),
        ("", "empty_file"),
    ):
        with pytest.raises(InputError) as caught:
            programme.evidence(evidence=write(text))
        assert caught.value.key == key
    with pytest.raises(InputError):
        programme.evidence(evidence="/nowhere.csv")
    with pytest.raises(UsageError):
        programme.evidence(evidence=["-", "-"])


@pytest.mark.parametrize(
    ("arguments", "key"),
    [
        ({"period": "2024"}, "needs_option"),
        ({"recipients": 1500}, "needs_option"),
        ({"per": "person"}, "needs_option"),
        ({"area": "64"}, "needs_option"),
        ({"amount": 0}, "not_above"),
        ({"amount": "5.000.000"}, "grouped"),
        ({"amount": "5jt", "recipients": 0}, "not_above"),
        ({"amount": "5jt", "recipients": 10**8}, "more_than_people"),
        ({"amount": "5jt", "per": "village"}, "unknown_choice"),
        ({"amount": "5jt", "overhead": -1}, "too_small"),
        ({"amount": "5jt", "monthly_return": 0}, "not_above"),
        ({"amount": "5jt", "period": "2020..2024"}, "not_a_range"),
        ({"package": "grants"}, "unknown_choice"),
        ({"country": "Atlantis"}, "unknown_choice"),
        ({"design": ""}, "unknown_choice"),
    ],
)
def test_what_is_wrong_whatever_the_data(arguments, key):
    with pytest.raises(UsageError) as caught:
        programme.evidence(**arguments)
    assert caught.value.key == key
    assert caught.value.text("id") != caught.value.text("en")


def test_what_is_not_there():
    with pytest.raises(NotFoundError) as caught:
        programme.evidence(country="Togo", sex="men")
    assert caught.value.key == "no_findings"
    with pytest.raises(NotFoundError):
        programme.evidence(amount="5jt", area="Samarinda")
    with pytest.raises(NotFoundError):
        programme.evidence(amount="5jt", period="2010")
