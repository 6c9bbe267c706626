"""Where a document goes and in which format; its files appear whole, all of them or none."""

from __future__ import annotations

import os
import shutil
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.cli.files import is_special, write_file
from kaltim_poverty.cli.language import language
from kaltim_poverty.cli.output import parse_digits, say_on_stderr
from kaltim_poverty.cli.signals import begin_to_write
from kaltim_poverty.errors import InputError, OutputError, UsageError, system_reason
from kaltim_poverty.records.blocks import Note
from kaltim_poverty.words import say

if TYPE_CHECKING:
    from collections.abc import Mapping

    from kaltim_poverty.records.blocks import Document

ENDINGS = (".docx", ".pdf", ".html", ".xlsx", ".md")
TEMPLATE = ".docx"
STDOUT = "-"
OF_A_DOCUMENT = "[0-9][0-9]*-*.svg"  # the names of pictures beside a document


class DocumentOutput(NamedTuple):
    """The file of a document, its format, decimals, a template, and whether notes are wanted."""

    file: str
    ending: str
    digits: int | None
    quiet: bool
    template: str = ""

    def write(self, document: Document) -> None:
        """Write the document; what it lacks is said on stderr.

        Raises:
            MissingPackageError: without a package that the format needs.
            InputError: if the template is refused.
            OutputError: if a file cannot be written.
        """
        from kaltim_poverty.render import Style
        from kaltim_poverty.render.document import write

        style = Style(language(), self.digits)
        folder = f"{os.path.splitext(self.file)[0]}_files"
        name = os.path.basename(folder)
        files = write(document, self.ending, style, template=self.template, name=name)
        write_with_folder(self.file, files.data, folder, files.beside)
        if not self.quiet:
            say_on_stderr(say(language(), "note.line", text=text) for text in on_top(document))


def on_top(document: Document) -> list[str]:
    """What a document lacks, in the notes with which it begins."""
    first = document.blocks[0] if document.blocks else None
    return [each.spoken(language()) for each in first.messages] if isinstance(first, Note) else []


def document_output(options: Mapping[str, Any], template: str | None = None) -> DocumentOutput:
    """The output that the options ask for.

    Args:
        options: the common options that were given.
        template: a file whose styles a ``.docx`` takes.

    Raises:
        UsageError: without a file, with a format for rows, an unknown ending, or a template of another one.
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


def write_with_folder(file: str, data: bytes, folder: str, beside: Mapping[str, bytes]) -> None:
    """Write a file, and others into a folder beside it: all of them or none.

    Raises:
        OutputError: if that fails; what was there is then as it was.
    """
    if not beside:
        write_file(file, data)
        return
    new, old = (f"{folder}.kpov-{os.urandom(6).hex()}" for _ in range(2))
    try:
        fill(new, folder, beside)
        begin_to_write()
        put_in_place(folder, new, old)
        try:
            write_file(file, data)
        except BaseException:
            put_back(folder, old)
            raise
    except OSError as error:
        raise OutputError("cannot_write", file=folder, reason=system_reason(error)) from None
    finally:
        for each in (new, old):
            shutil.rmtree(each, ignore_errors=True)


def fill(new: str, folder: str, beside: Mapping[str, bytes]) -> None:
    """Make the folder anew: what else was in it, and the new files in place of earlier pictures."""
    if os.path.isdir(folder):
        shutil.copytree(folder, new, ignore=shutil.ignore_patterns(OF_A_DOCUMENT))
    else:
        os.mkdir(new)
    for name, data in beside.items():
        with open(os.path.join(new, name), "xb") as opened:
            opened.write(data)


def put_in_place(folder: str, new: str, old: str) -> None:
    """Give the new folder its name, and the one that has it another."""
    if os.path.lexists(folder):
        os.listdir(folder)  # refused unless it is a folder
        os.rename(folder, old)
    os.rename(new, folder)


def put_back(folder: str, old: str) -> None:
    """Undo that."""
    shutil.rmtree(folder, ignore_errors=True)
    if os.path.isdir(old):
        os.rename(old, folder)


__all__ = ["DocumentOutput", "check_template", "document_output"]
