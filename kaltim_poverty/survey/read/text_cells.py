"""How a cell of text becomes a number: marks for missing values, the decimal mark, thousands.

CSV files are text; every rule about their cells is here, for the engine as SQL and for samples of a file
and sentences about it as patterns.
"""

from __future__ import annotations

import re

from kaltim_poverty.survey.read.sql import identifier

MISSING = ("", " ", "NA", "N/A", "#N/A", "NULL", ".")
WHOLE_NUMBER = re.compile(r"-?(0|[1-9]\d{0,17})", re.ASCII)
THOUSANDS = r"\s*[+-]?\d{1,3}(\.\d{3})+(,\d*)?\s*"  # dots between thousands, beside a decimal comma
NOT_A_NUMBER = {  # beside a decimal point: the key of the sentence that says why
    "survey_dots": re.compile(r"[+-]?\d{1,3}(\.\d{3}){2,}", re.ASCII),
    "survey_commas": re.compile(r"[+-]?\d{1,3}((,\d{3}){2,}(\.\d*)?|,\d{3}\.\d*)", re.ASCII),
    "survey_comma": re.compile(r"[+-]?\d[\d.]*,\d+", re.ASCII),
}
DECIMAL_POINT = re.compile(r"[+-]?\d+\.\d+|[+-]?\d{1,3}(,\d{3})+(\.\d*)?", re.ASCII)


def number_pattern(decimal: str) -> re.Pattern[str]:
    """What a number looks like; beside a decimal comma dots may separate thousands."""
    mark = re.escape(decimal)
    whole = r"(\d{1,3}(\.\d{3})+|\d+)" if decimal == "," else r"\d+"
    return re.compile(rf"[+-]?({whole}({mark}\d*)?|{mark}\d+)([eE][+-]?\d+)?", re.ASCII)


def with_decimal_point(column: str, decimal: str) -> str:
    """SQL: the text of a number with a decimal point; 1.5 beside a decimal comma becomes no number at all."""
    cell = identifier(column)
    if decimal == ".":
        return cell
    wrong = f"contains({cell}, '.') AND NOT regexp_full_match({cell}, '{THOUSANDS}')"
    return f"CASE WHEN {wrong} THEN {cell} || '?' ELSE replace(replace({cell}, '.', ''), ',', '.') END"


def as_number(column: str, decimal: str) -> str:
    """SQL: the number in a cell of text, missing where there is none."""
    return f"TRY_CAST({with_decimal_point(column, decimal)} AS DOUBLE)"


def why_not_a_number(cell: str, decimal: str) -> str:
    """The key of the sentence that says why a cell is not a number."""
    if not cell.strip():
        return "survey_blank"
    if decimal == ".":
        reasons = (key for key, pattern in NOT_A_NUMBER.items() if pattern.fullmatch(cell.strip()))
        return next(reasons, "survey_text")
    return "survey_point" if DECIMAL_POINT.fullmatch(cell.strip()) else "survey_text"
