"""Where a document goes and in which format; its files appear whole, all of them or none."""

from __future__ import annotations

import os
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.cli.files import is_special
from kaltim_poverty.cli.folders import folder_of, write_with_folder
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.output import parse_digits, say_on_stderr
from kaltim_poverty.cli.signals import begin_to_write
from kaltim_poverty.errors import InputError, UsageError, system_reason
from kaltim_poverty.records.blocks import Note
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Callable, Mapping

    from kaltim_poverty.records.blocks import Document

ENDINGS = (".docx", ".pdf", ".html", ".xlsx", ".md")
TEMPLATE, WORKBOOK = ".docx", ".xlsx"
STDOUT = "-"


class DocumentOutput(NamedTuple):
    """The file of a document, its format, decimals, a template, and whether notes are wanted."""

    file: str
    ending: str
    digits: int | None
    quiet: bool
    template: str = ""

    def write(self, document: Document, advance: Callable[[int, int], None] | None = None) -> None:
        """Write the document.

        Args:
            document: its blocks.
            advance: is told after each chart or sheet how many are drawn, and of how many.

        Raises:
            MissingPackageError: without a package that the format needs.
            InputError: if the template is refused.
            OutputError: if a file cannot be written.
        """
        from kaltim_poverty.render import Style
        from kaltim_poverty.render.document import write

        style = Style(language(), self.digits)
        name = folder_of(self.file)
        files = write(document, self.ending, style, template=self.template, name=name, advance=advance)
        begin_to_write()
        write_with_folder(self.file, files.data, files.beside)

    def say_what_is_missing(self, document: Document) -> None:
        """Say on stderr what a document lacks."""
        if not self.quiet:
            say_on_stderr(say(language(), "note.line", text=text) for text in on_top(document))


def on_top(document: Document) -> list[str]:
    """The notes at the top of a document, on the sections that it lacks."""
    first = document.blocks[0] if document.blocks else None
    return [each.spoken(language()) for each in first.messages] if isinstance(first, Note) else []


def document_output(options: Mapping[str, Any], template: str | None = None) -> DocumentOutput:
    """The output that the options ask for.

    Args:
        options: the common options that were given.
        template: a file whose styles a ``.docx`` takes.

    Raises:
        UsageError: without a file, with a format for rows, an unknown ending, a template of another one, or
            if another than a workbook shall be laid out for the printer.
    """
    if options.get("format"):
        raise UsageError("document_or_rows", given=f"-f {options['format']}")
    file = options.get("output")
    if file in (None, STDOUT):
        raise UsageError("document_needs_file")
    ending = os.path.splitext(file)[1].casefold()
    if ending not in ENDINGS or is_special(file):
        raise UsageError("document_ending", file=file)
    if template and ending != TEMPLATE:
        raise UsageError("template_of_docx", file=file)
    if options.get("print") and ending != WORKBOOK:
        raise UsageError("print_needs_form", given=ending.removeprefix("."))
    quiet = bool(options.get("quiet"))
    return DocumentOutput(file, ending, parse_digits(options.get("digits")), quiet, template or "")


def check_template(file: str) -> None:
    """Refuse a template that is not there before anything is computed.

    Raises:
        InputError: if it cannot be read.
    """
    try:
        with open(file, "rb"):
            return
    except OSError as error:
        raise InputError("unreadable", file=file, reason=system_reason(error)) from None


__all__ = ["DocumentOutput", "check_template", "document_output"]
