"""A table comes back as the figures that it was built from, or is refused: never as others."""

from __future__ import annotations

from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from shapes import DECIMALS, SHAPES, WRITERS

from kaltim_poverty.current.downloads import read_download
from kaltim_poverty.current.layout import Chosen
from kaltim_poverty.errors import InputError

SEVERAL = settings(
    max_examples=70, deadline=None, suppress_health_check=[HealthCheck.too_slow, HealthCheck.data_too_large]
)
MAY_REFUSE = {  # sentences that say what is missing to read it without a guess
    "either_number_style",
    "two_number_styles",
    "no_figures_in_table",
    "nothing_imported",
}


def read(built, data, decimal=None):
    """The figures of a table by key."""
    table = read_download(f"{built.name}.csv", data, Chosen(), decimal=decimal)
    return {figure.key: figure.value for figure in table.figures}


def read_or_refuse(built, data):
    """The figures of a table, or why it is refused."""
    try:
        return read(built, data), ""
    except InputError as error:
        return None, error.key


@SEVERAL
@given(SHAPES, st.sampled_from(WRITERS))
def test_figures_come_back_or_the_table_is_refused(built, write):
    found, refusal = read_or_refuse(built, write(built))
    assert refusal in MAY_REFUSE if found is None else found == built.figures


@SEVERAL
@given(SHAPES, st.sampled_from(WRITERS))
def test_with_the_decimal_mark_they_come_back(built, write):
    """Nothing but the number style can be in doubt."""
    if not built.figures:
        return
    assert read(built, write(built), built.style.decimal) == built.figures


def test_the_shapes_have_decimals_as_printed():
    assert set(DECIMALS.values()) == {0, 2, 3}
