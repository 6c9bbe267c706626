"""One command line: its exit code, and every error as a sentence."""

from __future__ import annotations

import os
import sys

import click

from kaltim_poverty.cli.language import choose, language
from kaltim_poverty.cli.output import discard, say_on_stderr
from kaltim_poverty.cli.signals import begin_to_write
from kaltim_poverty.cli.streams import prepare_streams
from kaltim_poverty.errors import (
    InputError,
    KpovError,
    OutputError,
    missing_module,
    spoken_error,
    system_reason,
)
from kaltim_poverty.words import say

DONE, WRONG_USAGE, FAULT, UNWRITABLE, READER_GONE = 0, 2, 70, 74, 141
COMPLETE = "_KPOV_COMPLETE"


def run(arguments: list[str]) -> int:
    """Run one command line and write what it says; its exit code."""
    prepare_streams()
    code = written(arguments)
    if code in (UNWRITABLE, READER_GONE):
        discard(sys.stdout)
    return code


def written(arguments: list[str]) -> int:
    """Answer, and have the last of it written; the exit code."""
    try:
        code = answered(arguments)
        sys.stdout.flush()
    except BrokenPipeError:
        code = READER_GONE
    except OSError as error:
        failed = OutputError(
            "cannot_write", file=say(language(), "error.stdout"), reason=system_reason(error)
        )
        code = complain(failed)
    return code


def answered(arguments: list[str]) -> int:
    """Ask the question; what it raises becomes a sentence on stderr and an exit code."""
    from kaltim_poverty.cli.root import ROOT

    try:
        choose(arguments, os.environ)
        instruction = os.environ.get(COMPLETE)
        if instruction:
            return complete(ROOT, instruction)
        with ROOT.make_context("kpov", arguments) as context:  # ROOT.main would end closed pipes with 1
            ROOT.invoke(context)
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
    missing = missing_module(error) if isinstance(error, ImportError) else None
    if missing is not None:
        return complain(missing)
    print_error(spoken_error(language(), KpovError("internal", kind=type(error).__name__, detail=str(error))))
    return FAULT


def complete(root: click.Command, instruction: str) -> int:
    """Answer TAB, or print the script that makes a shell ask."""
    from click.shell_completion import shell_complete

    if instruction.startswith("powershell"):
        import kaltim_poverty.cli.powershell  # noqa: F401 - which makes it known to click

    return shell_complete(root, {}, "kpov", COMPLETE, instruction)


def complain(error: KpovError) -> int:
    """Print the sentence of an error; its exit code."""
    print_error(spoken_error(language(), error))
    return error.exit_code


def print_error(text: str) -> None:
    """Print on stderr."""
    begin_to_write()
    say_on_stderr([text])
