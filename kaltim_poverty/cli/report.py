"""``kpov report``: the chapter, as a document."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.document_output import check_template, document_output
from kaltim_poverty.cli.options import Option, area, option, own, per, period
from kaltim_poverty.cli.progress import Stage, progress
from kaltim_poverty.cli.survey_options import design, errors, lines_alone, listed, reading
from kaltim_poverty.errors import UsageError

if TYPE_CHECKING:
    from kaltim_poverty.cli.document_output import DocumentOutput

OF_A_SURVEY = [
    each for each in (*design(), *lines_alone(), *errors(), *reading()) if each.name != "write_design"
]


class Report(Command):
    """The question whose answer is a document."""

    def destination(self, options: dict[str, Any], question: dict[str, Any]) -> DocumentOutput:
        """Where the document goes; its template is no part of the question."""
        return document_output(options, question.get("template"))


def ask(output: DocumentOutput, **question: Any) -> None:
    """Ask and write, with a bar that grows on a terminal: first by sections, then by charts or sheets."""
    from kaltim_poverty.report import report

    template = question.pop("template", None)
    if template is not None:
        check_template(template)
    survey = with_survey(question)
    stage = Stage()
    with progress(output, stage):
        document = report(**question, **survey, advance=stage.counted_as("report.sections_done"))
        output.write(document, stage.counted_as("document.parts_drawn"))
    output.say_what_is_missing(document)  # below no sign of life


def with_survey(question: dict[str, Any]) -> dict[str, Any]:
    """The survey among the options, which are taken out of the question.

    Raises:
        UsageError: if there are options of a survey, but none.
    """
    given = {each.name: question.pop(each.name) for each in OF_A_SURVEY if each.name in question}
    files = question.pop("survey", None)
    if files is None and given:
        first = next(each for each in OF_A_SURVEY if each.name in given)
        raise UsageError("needs_option", option=first.opts[0], needed="--survey")
    return (
        {} if files is None else {"survey": list(files), "survey_options": listed({**given, "processes": 2})}
    )


COMMAND = Report(
    "report",
    ask,
    [
        period(needed=True),
        option("--against", metavar="PERIOD", complete=complete.periods),
        option("--years", metavar="N"),
        option("--outline", metavar="OUTLINE", complete=complete.outlines),
        option("--template", metavar="FILE.docx", complete=complete.files),
        option("--target", metavar="RATE,YEAR"),
        option("--amount", metavar="RP"),
        option("--recipients", metavar="N"),
        per(),
        option("--overhead", metavar="PERCENT"),
        Option(["monthly_return", "--return"], metavar="PERCENT"),
        area(),
        *own(),
        option("--survey", metavar="FILE", repeat=True, complete=complete.files),
        *OF_A_SURVEY,
    ],
)
