"""Where an answer goes and in which form; a file appears whole or not at all."""

from __future__ import annotations

import contextlib
import os
import sys
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple, TextIO

from kaltim_poverty.cli.files import is_special, write_file
from kaltim_poverty.cli.language import from_environment, language
from kaltim_poverty.cli.signals import begin_to_write
from kaltim_poverty.deprecated import Deprecated, entries
from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import whole_number
from kaltim_poverty.records import columns, note
from kaltim_poverty.render import Size, Style, render
from kaltim_poverty.render.forms import CHOICES, FORMS, form_of_ending
from kaltim_poverty.words import say
from kaltim_poverty.words.visible import visible

if TYPE_CHECKING:
    from collections.abc import Iterable

    from kaltim_poverty.records import Answer, Note

STDOUT = "-"
LINE_END = "\n"  # between an error and where to find help
ON_TERMINAL, PIPED = "table", "tsv"  # the forms that nobody has to ask for
KEEPS_NOTES = "json"  # in which they stand apart from the rows
ANY_FORM = ("", ".txt")  # endings that say nothing
DEFAULT_WIDTH = 80
DEFAULT_SIZE: Size = "wide"
MOST_DIGITS = 12


class Output(NamedTuple):
    """Form, file (None: stdout) and decimals of an answer, whether notes are wanted, the size of a chart.

    `going` are the options that were typed and will be taken away.
    """

    form: str
    file: str | None
    digits: int | None
    quiet: bool
    size: Size = DEFAULT_SIZE
    going: tuple[Deprecated, ...] = ()

    def write(self, answer: Answer[Any]) -> None:
        """Write the answer, and its notes on stderr where the form has no place for them.

        Raises:
            OutputError: if the file can't be written.
        """
        form = FORMS[self.form]
        fields = (f"{answer.kind.__name__}.{name}" for name in columns(answer.kind))
        going = [note("deprecated", **each.values()) for each in (*self.going, *entries(fields))]
        answer = replace(answer, notes=(*answer.notes, *going)) if going else answer
        if self.quiet and self.form != KEEPS_NOTES:
            answer = replace(answer, notes=())
        notes = () if form.carries_notes else said(answer, quiet=self.quiet)
        lines = [say(language(), "note.line", text=note.spoken(language())) for note in notes]
        pieces = list(render(answer, self.form, self.style()))
        if self.file is not None:
            write_file(self.file, b"".join(pieces) if form.binary else "".join(pieces).encode(errors="kpov"))
        begin_to_write()
        say_on_stderr(lines)
        if self.file is None:
            write_stdout(pieces)

    def style(self) -> Style:
        """The style of a human-readable form on this output."""
        if not FORMS[self.form].folded:
            return Style(language(), self.digits, size=self.size)
        terminal = self.file is None and sys.stdout.isatty()
        return Style(language(), self.digits, width(), coloured(terminal) and self.file is None, terminal)


def said(answer: Answer[Any], *, quiet: bool) -> Iterable[Note]:
    """The text beside plain rows: the sentence that answers the question, and the notes."""
    return () if quiet else [*filter(None, [answer.opening]), *answer.remarks]


def output(options: dict[str, Any], *, piped: str = PIPED, draws: bool = False) -> Output:
    """The output that the common options ask for.

    Args:
        options: what was typed, by the names of the options.
        piped: the form in a pipe, if none is asked for.
        draws: whether the command has a chart.

    Raises:
        UsageError: for an unknown format, ending or size, a picture of what has none, or digits out of range.
    """
    file = options.get("output")
    file = None if file in (None, STDOUT) else file
    form = form_of(options.get("format"), file, piped)
    for name in (each.name for each in FORMS.values() if not each.by_format and options.get(each.name)):
        form = layout(name, form) if FORMS[name].layout_of else form_alone(name, options.get("format"), file)
    if FORMS[form].needs_file and file is None:
        raise UsageError("format_needs_file", name=form)
    if FORMS[form].drawn and not draws:
        raise UsageError("not_drawn", file=str(file))
    digits, size = parse_digits(options.get("digits")), parse_size(options.get("chart_size"))
    return Output(form, file, digits, bool(options.get("quiet")), size)


def form_of(given: str | None, file: str | None, piped: str) -> str:
    """The format: asked for, then the ending of the file, then ``KPOV_FORMAT``, then by destination."""
    if given:
        return checked_form("--format", given)
    if file is not None:
        if form := form_of_ending(file):
            return form
        if os.path.splitext(file)[1].casefold() not in ANY_FORM and not is_special(file):
            raise UsageError("unknown_ending", file=file)
    preferred = from_environment("KPOV_FORMAT")
    if preferred:
        return checked_form("KPOV_FORMAT", preferred)
    on_terminal = file is None and sys.stdout.isatty()
    return ON_TERMINAL if on_terminal else piped


def form_alone(name: str, given: str | None, file: str | None) -> str:
    """The form that an option of its own asks for, which is for people to look at.

    Raises:
        UsageError: if rows are asked for beside it.
    """
    if given and given.casefold() != ON_TERMINAL:
        raise UsageError(f"{name}_or_rows", given=f"-f {given}")
    by_ending = form_of_ending(file or "")
    if not given and by_ending and FORMS[by_ending].drawn:
        return by_ending
    if not given and by_ending:
        raise UsageError(f"{name}_or_rows", given=f"-o {file}")
    return name


def layout(name: str, form: str) -> str:
    """The layout of a form that an option of its own asks for.

    Raises:
        UsageError: if another form is written.
    """
    if form != FORMS[name].layout_of:
        raise UsageError(f"{name}_needs_form", given=f"-f {form}")
    return name


def checked_form(name: str, given: str) -> str:
    """A known format.

    Raises:
        UsageError: if there is no such format.
    """
    return choice(name, given, CHOICES)


def parse_digits(given: str | None) -> int | None:
    """The decimals asked for.

    Raises:
        UsageError: if they are no whole number from 0 to 12.
    """
    return None if given is None else whole_number("--digits", given, 0, MOST_DIGITS)


def parse_size(given: str | None) -> Size:
    """The size of a picture.

    Raises:
        UsageError: if there is no such size.
    """
    if given is None:
        return DEFAULT_SIZE
    from kaltim_poverty.render.charts import SIZES

    return SIZES[SIZES.index(choice("--chart-size", given, SIZES))]


def width() -> int:
    """``COLUMNS``, else the width of the terminal, else 80."""
    import shutil

    return shutil.get_terminal_size((DEFAULT_WIDTH, 24)).columns


def coloured(terminal: bool) -> bool:
    """Whether to use colours: NO_COLOR, then FORCE_COLOR, then TERM=dumb, then whether it is a terminal."""
    if from_environment("NO_COLOR"):
        return False
    if from_environment("FORCE_COLOR") not in (None, "0"):
        return True
    return terminal and os.environ.get("TERM") != "dumb"


def say_on_stderr(lines: Iterable[str]) -> None:
    """Write lines to stderr; a stderr that is closed is no reason to fail."""
    try:
        for line in lines:
            sys.stderr.write(f"{folded_for(sys.stderr, visible(line, keep=LINE_END))}\n")
        sys.stderr.flush()
    except OSError:
        discard(sys.stderr)


def folded_for(stream: TextIO, text: str) -> str:
    """The text as it is, or on a terminal folded between words."""
    if not stream.isatty():
        return text
    import textwrap

    columns = os.get_terminal_size(stream.fileno()).columns or DEFAULT_WIDTH
    lines = [textwrap.fill(line, max(columns, 20), break_on_hyphens=False) for line in text.splitlines()]
    return "\n".join(lines)


def discard(stream: TextIO) -> None:
    """Point a stream at nothing, or the interpreter flushes it once more at its end and complains."""
    with contextlib.suppress(OSError, ValueError):
        os.dup2(os.open(os.devnull, os.O_WRONLY), stream.fileno())


def write_stdout(pieces: Iterable[str]) -> None:
    """Write to stdout piece by piece."""
    begin_to_write()
    for piece in pieces:
        sys.stdout.write(piece)
