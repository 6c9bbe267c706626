"""Rows for other programs: TSV, CSV, JSON; full precision, point as decimal mark, nothing cut."""

from __future__ import annotations

import csv
import io
import re
from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from kaltim_poverty.records import cells
from kaltim_poverty.words import Message
from kaltim_poverty.words.visible import REPLACEMENT, is_surrogate, visible

if TYPE_CHECKING:
    from collections.abc import Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.render import Style
    from kaltim_poverty.words import Language

BYTE_ORDER_MARK = "\ufeff"
FORMULA = re.compile(r"\s*[=+\-@＝＋－＠]|[\t\r\n]")  # the full-width signs too
ENDS = str.maketrans("\t\r\n", "   ")


def render(answer: Answer[Any], form: str, style: Style) -> Iterator[str]:
    """The rows in one of the plain formats."""
    if form == "json":
        return as_json(answer, style.language)
    if form == "ndjson":
        return as_ndjson(answer, style.language)
    return {"tsv": as_tsv, "csv": as_csv, "excel-csv": as_excel_csv}[form](answer, style.language)


def as_tsv(answer: Answer[Any], language: Language) -> Iterator[str]:
    """Cells between tabs; a tab or line end inside a cell becomes a blank."""
    fields = answer.fields
    yield tsv_line(fields)
    for row in answer:
        yield tsv_line([written(cell, language) for cell in cells(row, fields)])


def tsv_line(row: Sequence[str]) -> str:
    """One line of TSV."""
    line = "\t".join(row)
    if line.count("\t") >= len(row) or "\n" in line or "\r" in line:
        line = "\t".join(cell.translate(ENDS) for cell in row)
    return f"{line}\n"


def as_csv(answer: Answer[Any], language: Language) -> Iterator[str]:
    """Cells between commas, quoted where they must be."""
    fields = answer.fields
    yield csv_line(fields, ",")
    for row in answer:
        yield csv_line([written(cell, language) for cell in cells(row, fields)], ",")


def as_excel_csv(answer: Answer[Any], language: Language) -> Iterator[str]:
    """CSV that Excel opens in an Indonesian locale: UTF-8 mark, semicolons, decimal comma.

    A text that Excel would run as a formula is preceded by an apostrophe.
    """
    fields = answer.fields
    yield BYTE_ORDER_MARK + csv_line(map(no_formula, fields), ";", "\r\n")
    for row in answer:
        yield csv_line([excel_cell(cell, language) for cell in cells(row, fields)], ";", "\r\n")


def excel_cell(cell: object, language: Language) -> str:
    """One cell for Excel."""
    text = written(cell, language)
    if isinstance(cell, (Decimal, float, int)):
        return text.replace(".", ",")
    return no_formula(text)


def no_formula(text: str) -> str:
    """A text that Excel takes for nothing else."""
    return f"'{text}" if FORMULA.match(text) else text


def csv_line(row: Iterable[str], delimiter: str, end: str = "\n") -> str:
    """One line of CSV."""
    line = io.StringIO()
    csv.writer(line, delimiter=delimiter, lineterminator=end).writerow(row)
    return line.getvalue()


def written(cell: object, language: Language) -> str:
    """A cell as text: empty for nothing, all digits of a number, the words of a message."""
    if cell is None:
        return ""
    if isinstance(cell, float):
        return digits_of(cell)
    if isinstance(cell, Decimal):
        return f"{cell:f}"
    if isinstance(cell, Message):
        return cell.spoken(language)
    return str(cell)


def digits_of(value: float) -> str:
    """The shortest digits that read back as the same number, without an exponent."""
    text = repr(value)
    return f"{Decimal(text):f}" if "e" in text else text


def as_ndjson(answer: Answer[Any], language: Language) -> Iterator[str]:
    """One JSON object a line."""
    return (f"{each}\n" for each in json_rows(answer, language))


def json_rows(answer: Answer[Any], language: Language) -> Iterator[str]:
    """The rows as JSON objects."""
    fields = answer.fields
    return (json_object(zip(fields, cells(row, fields), strict=True), language) for row in answer)


def as_json(answer: Answer[Any], language: Language) -> Iterator[str]:
    """One object: question, arguments, rows, notes, sources."""
    yield '{\n  "question": ' + json_text(answer.question)
    yield ',\n  "arguments": ' + json_value(answer.arguments, language)
    yield ',\n  "rows": ' + json_list(json_rows(answer, language))
    notes = (json_object(note.spoken_fields(language), language) for note in answer.told)
    yield ',\n  "notes": ' + json_list(notes)
    sources = (json_object(source.described(), language) for source in answer.sources)
    yield ',\n  "sources": ' + json_list(sources) + "\n}\n"


def json_list(objects: Iterable[str]) -> str:
    """The objects one a line."""
    lines = ",\n    ".join(objects)
    return f"[\n    {lines}\n  ]" if lines else "[]"


def json_object(items: Iterable[tuple[str, object]], language: Language) -> str:
    """An object on one line."""
    return "{" + ", ".join(f"{json_text(name)}: {json_value(value, language)}" for name, value in items) + "}"


def json_value(value: object, language: Language) -> str:
    """A value; a decimal number keeps its digits as published."""
    if value is None or isinstance(value, bool):
        return {None: "null", True: "true", False: "false"}[value]
    if isinstance(value, (Decimal, int, float)):
        return written(value, language)
    if isinstance(value, Mapping):
        return json_object(value.items(), language)
    if isinstance(value, list):
        return "[" + ", ".join(json_value(item, language) for item in value) + "]"
    return json_text(written(value, language))


def json_text(text: str) -> str:
    """A string, in which what people cannot see is escaped."""
    import json

    quoted = json.dumps(text, ensure_ascii=False)
    return quoted if quoted.isprintable() else "".join(map(json_character, quoted))


def json_character(character: str) -> str:
    """A character of a string; half a character, which no JSON may have, is replaced."""
    import json

    if visible(character) == character:
        return character
    return REPLACEMENT if is_surrogate(character) else json.dumps(character)[1:-1]
