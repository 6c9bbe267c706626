"""Every form in which an answer can be written: the one place that lists them.

A new form is a file with a ``render(answer, form, style)`` that gives its pieces, and a line here.
"""

from __future__ import annotations

from typing import NamedTuple


class Form(NamedTuple):
    """The properties of one output form.

    Attributes:
        name: what ``-f`` calls it, or the option that asks for it.
        module: the file of `render/` that writes it.
        ending: of the files that are written in it.
        binary: whether its pieces are bytes.
        needs_file: whether it cannot go to stdout.
        carries_notes: whether it has a place for notes, which else go to stderr.
        folded: whether it is as wide as the page.
        by_format: whether ``-f`` asks for it; else an option of its name does, or the command itself.
        prose: the file that writes answers of sentences in it, if another.
        drawn: whether it is a picture, which only some commands have.
        other_answers: the form of answers that are no sentences, if this is for sentences alone.
        wide_answers: the form of wide answers, if another.
        layout_of: the form that this is another layout of, which has to be asked for as well.
    """

    name: str
    module: str
    ending: str = ""
    binary: bool = False
    needs_file: bool = False
    carries_notes: bool = False
    folded: bool = False
    by_format: bool = True
    prose: str = ""
    drawn: bool = False
    other_answers: str = ""
    wide_answers: str = ""
    layout_of: str = ""


BINARY = ("png", "pdf", "html")
PICTURES = {"svg": ".svg", "png": ".png", "pdf": ".pdf", "html": ".html", "vega-lite": ".vl.json"}
FORMS = {
    form.name: form
    for form in (
        Form("table", "table", carries_notes=True, folded=True, prose="paragraph"),
        Form("tsv", "plain", ".tsv"),
        Form("csv", "plain", ".csv"),
        Form("json", "plain", ".json", carries_notes=True),
        Form("ndjson", "plain", ".ndjson"),
        Form("markdown", "markdown", ".md", carries_notes=True, prose="paragraph"),
        Form("excel-csv", "plain"),
        Form(
            "xlsx",
            "workbook",
            ".xlsx",
            binary=True,
            needs_file=True,
            carries_notes=True,
            wide_answers="print",
        ),
        Form(
            "print",
            "print_workbook",
            binary=True,
            needs_file=True,
            carries_notes=True,
            by_format=False,
            layout_of="xlsx",
        ),
        Form("docx", "document", ".docx", binary=True, needs_file=True, carries_notes=True),
        *(
            Form(name, "picture", ending, name in BINARY, True, True, by_format=False, drawn=True)
            for name, ending in PICTURES.items()
        ),
        Form("chart", "chart", carries_notes=True, folded=True, by_format=False),
        Form("paragraph", "paragraph", folded=True, by_format=False, other_answers="table"),
    )
}
CHOICES = tuple(form.name for form in FORMS.values() if form.by_format)  # what -f knows
ON_STDOUT = tuple(name for name in CHOICES if not FORMS[name].needs_file)
ENDINGS = {form.ending: form.name for form in FORMS.values() if form.ending}


def form_of_ending(file: str) -> str:
    """The form that the name of a file asks for, by the longest ending that it has; empty if none."""
    folded = file.casefold()
    fitting = [ending for ending in ENDINGS if folded.endswith(ending)]
    return ENDINGS[max(fitting, key=len)] if fitting else ""
