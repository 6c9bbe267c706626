"""The console script: streams, exit codes, and every error as a sentence."""

from __future__ import annotations

import codecs
import os
import sys
from typing import TYPE_CHECKING, TextIO

import click

from kaltim_poverty.cli.language import choose, language
from kaltim_poverty.cli.signals import AFTER_A_SIGNAL, EndedBySignal, Signals, signals_raised
from kaltim_poverty.errors import InputError, KpovError, OutputError, spoken_error, system_reason
from kaltim_poverty.words import say
from kaltim_poverty.words.visible import REPLACEMENT

if TYPE_CHECKING:
    from collections.abc import Sequence

DONE, WRONG_USAGE, FAULT, UNWRITABLE, READER_GONE = 0, 2, 70, 74, 141
COMPLETE = "_KPOV_COMPLETE"
PLAIN = {
    "−": "-",
    "–": "-",
    "▲": "^",
    "▼": "v",
    "◀": "<",
    "→": "->",
    "·": "-",
    "─": "-",
    "…": "...",
    "×": "x",
    "÷": "/",
    "≤": "<=",
    "≥": ">=",
    "√": "sqrt",
    "\N{NO-BREAK SPACE}": " ",
    **dict.fromkeys("▁▂▃▄▅▆▇█▏▎▍▌▋▊▉▐", "#"),
}


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command line and return its exit code."""
    os.environ.setdefault("OPENBLAS_NUM_THREADS", "1")  # small arrays gain nothing from threads
    prepare_streams()
    try:
        with signals_raised() as signals:
            code = answered(sys.argv[1:] if arguments is None else list(arguments), signals)
    except EndedBySignal as end:
        code = end.exit_code
    if code == UNWRITABLE or code > AFTER_A_SIGNAL:  # after SIGPIPE too
        from kaltim_poverty.cli.output import discard

        discard(sys.stdout)
    return code


def answered(arguments: list[str], signals: Signals) -> int:
    """Run one command line and write what it says; its exit code."""
    try:
        code = run(arguments, signals)
        sys.stdout.flush()
    except BrokenPipeError:
        code = READER_GONE
    except OSError as error:
        failed = OutputError(
            "cannot_write", file=say(language(), "error.stdout"), reason=system_reason(error)
        )
        code = complain(failed)
    return code


def run(arguments: list[str], signals: Signals) -> int:
    """Run the command; what it raises becomes a sentence on stderr and an exit code."""
    from kaltim_poverty.cli.root import ROOT

    try:
        choose(arguments, os.environ)
        instruction = os.environ.get(COMPLETE)
        if instruction:
            return complete(ROOT, instruction)
        with ROOT.make_context("kpov", arguments) as context:  # ROOT.main would end closed pipes with 1
            signals.come_first(lambda: ROOT.invoke(context))
    except KpovError as error:
        return complain(error)
    except click.exceptions.Exit as stop:
        return stop.exit_code
    except click.ClickException as error:
        from kaltim_poverty.cli.usage import spoken_usage

        print_error(spoken_usage(error))
        return WRONG_USAGE
    except Exception as error:  # noqa: BLE001 - each becomes a sentence
        return complain_of_unexpected(error)
    return DONE


def complain_of_unexpected(error: Exception) -> int:
    """Print the sentence of an error that is none of ours; its exit code.

    Raises:
        OSError: if it is one of the output.
    """
    from kaltim_poverty.cli.memory import is_lack_of_memory

    if is_lack_of_memory(error):
        return complain(InputError("out_of_memory"))
    if isinstance(error, OSError) or os.environ.get("KPOV_DEBUG"):
        raise error
    print_error(spoken_error(language(), KpovError("internal", kind=type(error).__name__, detail=str(error))))
    return FAULT


def complete(root: click.Command, instruction: str) -> int:
    """Answer TAB, or print the script that makes a shell ask."""
    from click.shell_completion import shell_complete

    return shell_complete(root, {}, "kpov", COMPLETE, instruction)


def complain(error: KpovError) -> int:
    """Print the sentence of an error; its exit code."""
    print_error(spoken_error(language(), error))
    return error.exit_code


def print_error(text: str) -> None:
    """Print on stderr."""
    from kaltim_poverty.cli.output import say_on_stderr

    say_on_stderr([text])


def prepare_streams() -> None:
    """UTF-8 in pipes, replacements on terminals that lack a character, something where a stream is closed."""
    codecs.register_error("kpov", stand_in)
    if sys.stdout is None:
        sys.stdout = unwritable(1)
    if sys.stderr is None:
        sys.stderr = open(os.devnull, "w", encoding="utf-8")  # noqa: SIM115 - open until the end
    reconfigure(sys.stdout)
    if hasattr(sys.stderr, "reconfigure"):
        sys.stderr.reconfigure(errors="kpov")


def unwritable(number: int) -> TextIO:
    """What stands for a stream that is closed: writing fails, and no file takes its number."""
    descriptor = os.open(os.devnull, os.O_RDONLY)
    if descriptor != number:
        os.dup2(descriptor, number)
        os.close(descriptor)
    return open(number, "w", encoding="utf-8")


def reconfigure(stream: TextIO) -> None:
    """Set the encoding of stdout."""
    if not hasattr(stream, "reconfigure"):
        return
    if stream.isatty():
        stream.reconfigure(errors="kpov")
    else:
        stream.reconfigure(encoding="utf-8", errors="kpov", newline="\n")


def stand_in(error: UnicodeError) -> tuple[str | bytes, int]:
    """The replacements of characters that an encoding lacks."""
    if not isinstance(error, UnicodeEncodeError):
        raise error
    lacking = error.object[error.start : error.end]
    if error.encoding == "utf-8":  # it lacks halves of characters only, and takes bytes alone
        return REPLACEMENT.encode() * len(lacking), error.end
    return "".join(PLAIN.get(character, "?") for character in lacking), error.end
