"""The language of a run: ``--lang``, then ``KPOV_LANG``, then the locale."""

from __future__ import annotations

import os
import sys
from typing import TYPE_CHECKING

from kaltim_poverty.errors import UsageError
from kaltim_poverty.words import LANGUAGES

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.words import Language

LOCALE = ("LC_ALL", "LC_MESSAGES", "LANG")
OPTION = "--lang"


def language() -> Language:
    """The language of this run, English until `choose` has been called."""
    return _current[-1]


_current: list[Language] = ["en"]


def choose(arguments: Sequence[str], environment: Mapping[str, str]) -> None:
    """Set the language from the command line as typed, before anything can need it.

    Raises:
        UsageError: if the language is unknown; the sentence is in the language of the locale.
    """
    _current[-1] = of_locale(environment)
    for name, given in ((OPTION, typed(arguments)), ("KPOV_LANG", environment.get("KPOV_LANG"))):
        if given:
            _current[-1] = checked(name, given)
            return


def typed(arguments: Sequence[str]) -> str | None:
    """The value of the last ``--lang``, or None."""
    found = None
    for place, argument in enumerate(arguments):
        if argument == "--":
            break
        if argument.startswith(f"{OPTION}="):
            found = argument.partition("=")[2]
        elif argument == OPTION and place + 1 < len(arguments):
            found = arguments[place + 1]
    return found


def checked(name: str, given: str) -> Language:
    """One of our languages.

    Raises:
        UsageError: if it is another.
    """
    for known in LANGUAGES:
        if given.casefold().replace("-", "_").split("_")[0] == known:  # id_ID is id
            return known
    raise UsageError("unknown_choice", name=name, given=given, choices=", ".join(LANGUAGES))


def of_locale(environment: Mapping[str, str]) -> Language:
    """Bahasa Indonesia where the locale begins with ``id``, else English."""
    locale = next((environment[name] for name in LOCALE if environment.get(name)), "")
    if not locale and sys.platform == "win32":  # pragma: no cover - only there
        locale = of_windows()
    return "id" if locale.split("_")[0].split(".")[0].casefold() in ("id", "indonesian") else "en"


def of_windows() -> str:  # pragma: no cover - only there
    """The locale that Windows shows its own texts in."""
    import ctypes
    import locale

    code = getattr(ctypes, "windll").kernel32.GetUserDefaultUILanguage()  # noqa: B009 - absent elsewhere
    return locale.windows_locale.get(code, "")


def from_environment(name: str) -> str | None:
    """An environment variable that is set and not empty."""
    return os.environ.get(name) or None
