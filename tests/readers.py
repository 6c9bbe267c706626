"""Every place where somebody may write an amount, as a function of what is written."""

from __future__ import annotations

import tempfile
from pathlib import Path

from kaltim_poverty import programme, show
from kaltim_poverty.inputs.numbers import Marks
from kaltim_poverty.programme.rules import open_rules
from kaltim_poverty.survey.options import inference
from kaltim_poverty.survey.read.lines.spec import LineSpec, line_spec
from kaltim_poverty.survey.read.lines.table import lines_from_table
from kaltim_poverty.survey.request import halves
from kaltim_poverty.survey.simulation import scenarios

SIMULATED = {
    "every": "month",
    "to": "poorest",
    "per": "household",
    "pass_through": 100,
    "monthly_return": None,
    "eligible": None,
    "score": None,
}


class Survey:
    """The columns of a survey, as far as a line table needs them."""

    columns = ("district",)
    shown = "survey.csv"
    marks = Marks()


def file_of(*rows):
    """A small file with cells between bars, which no amount has in it."""
    with tempfile.NamedTemporaryFile("w", suffix=".csv", delete=False, encoding="utf-8") as opened:
        opened.write("\n".join("|".join(row) for row in rows))
    return opened.name


def removed(file, read):
    """What is read from a file that is not needed afterwards."""
    try:
        return read(file)
    finally:
        Path(file).unlink()


def line(text):
    return line_spec(line=text).amount


def line_of_both(text):
    before, after = halves("line", text)
    assert before is after or before == after
    return line(before)


def floor(text):
    return inference(LineSpec(amount=1.0), floor=text).floor


def line_table(text):
    file = file_of(("district", "line"), ("7", text))
    return removed(file, lambda name: lines_from_table(name, Survey).lines[("7",)])


def own_figure(text):
    head = ("area", "period", "locality", "indicator", "value", "source")
    file = file_of(head, ("64", "2024", "total", "poverty_line", text, "mine"))
    return removed(file, lambda name: show("2024", indicator="poverty_line", figures=name)[0].value)


def own_programme(text):
    head = ("programme", "component", "year", "amount_idr", "per", "note", "source")
    file = file_of(head, ("aid", "elderly", "2099", text, "person_year", "", "mine"))
    return removed(file, lambda name: open_rules(name).rules[-1].amount_idr)


def amount(text):
    return programme.assess(text, 1, period="2024").arguments["amount"]


def amounts(text):
    return programme.options("900triliun", amount=text, period="2024").arguments["amount"][0]


def budget(text):
    return programme.options(text, amount="0.001", period="2024").arguments["budget"]


def simulated_amount(text):
    given = {**SIMULATED, "recipients": "1", "budget": None}
    return scenarios.programme(amount=text, **given).scenarios[0].amount


def simulated_budget(text):
    given = {**SIMULATED, "recipients": None, "amount": "0.00000001"}
    return scenarios.programme(budget=text, **given).budget


OPTIONS = {
    "--line": line,
    "--line of compare": line_of_both,
    "--floor": floor,
    "--amount": amount,
    "--amount of options": amounts,
    "--budget": budget,
    "--amount of simulate": simulated_amount,
    "--budget of simulate": simulated_budget,
}
CELLS = {"line table": line_table, "--figures": own_figure, "--programmes": own_programme}
