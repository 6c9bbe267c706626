"""What can go wrong, one class for each exit code; the sentences are in `kaltim_poverty.words`."""

from __future__ import annotations

import errno
from typing import TYPE_CHECKING

from kaltim_poverty.words import Message, known, say

if TYPE_CHECKING:
    from kaltim_poverty.words import Language


class KpovError(Exception):
    """Something that a person must hear of: a sentence of the catalogue and the values in it.

    ``str(error)`` is the English sentence, `text` the same in any language.
    """

    exit_code = 1

    def __init__(self, key: str, /, *, hint: Message | None = None, **values: object) -> None:
        super().__init__(key)
        self.message = Message(f"error.{key}", values)
        self.hint = hint

    @property
    def key(self) -> str:
        """The name of the sentence, the same in every language."""
        return self.message.key.partition(".")[2]

    def text(self, language: Language) -> str:
        """The message in *language*: what is wrong, where, and what to do."""
        sentence = self.message.spoken(language)
        return f"{sentence}. {self.hint.spoken(language)}" if self.hint else sentence

    def __str__(self) -> str:
        return self.text("en")


class UsageError(KpovError):
    """Wrong whatever the data: a malformed period, an unknown choice, options in conflict."""

    exit_code = 2


class InputError(KpovError):
    """A file is missing, unreadable or refused; the sentence names file, line and column."""

    exit_code = 3


class MissingPackageError(InputError):
    """A package is not installed; the sentence says how to install it, or which part of a folder has it."""

    def __init__(self, key: str, /, *, task: object, package: str, extra: str) -> None:
        from kaltim_poverty.parts import PACKAGES, archive, is_folder, own_version

        if extra in PACKAGES and is_folder():
            super().__init__("missing_part", task=task, package=package, file=archive(extra, own_version()))
        else:
            super().__init__(key, task=task, package=package, extra=extra)


def missing_module(error: ImportError) -> MissingPackageError | None:
    """The error for a module that is not there, or None if kpov could run without it."""
    from kaltim_poverty.parts import part_of

    part = part_of(error.name or "")
    if part is None or not isinstance(error, ModuleNotFoundError):
        return None
    package = str(error.name).partition(".")[0].lstrip("_")
    return MissingPackageError("missing_module", task=Message("error.this_task"), package=package, extra=part)


class NotFoundError(KpovError):
    """An unknown area, a period without figures, nothing in common; the nearest that exist are named."""

    exit_code = 4


class ServiceError(KpovError):
    """A service was not reached, or said no."""

    exit_code = 69


class OutputError(KpovError):
    """The output could not be written."""

    exit_code = 74


LONG_ENOUGH = 3  # a shorter piece is part of too many names
ALIKE = 0.65  # of names spelt alike, as difflib measures it: income is not code


def suggestion(given: str, known: list[str]) -> Message | None:
    """The hint ``Did you mean 'samarinda'?`` for a misspelt *given*, or None if nothing is near."""
    near = nearest(given, known)
    return Message("error.did_you_mean", {"names": quoted(near)}) if near else None


def share_meant(percent: float) -> Message | None:
    """The hint ``Did you mean '0.95'?`` for a share that was given in percent, or None if it was not."""
    share = f"{percent / 100:g}"
    return Message("error.did_you_mean", {"names": quoted([share])}) if 1 < percent < 100 else None  # noqa: PLR2004 - percent


def nearest(given: str, known: list[str], *, most: int = 2) -> list[str]:
    """At most so many names that *given* is like, in any case: those that hold it, else those spelt alike."""
    from difflib import get_close_matches

    by_folded = {name.casefold(): name for name in known}
    folded = given.casefold()
    holding = [name for name in by_folded if len(folded) >= LONG_ENOUGH and folded in name]
    near = holding or get_close_matches(folded, by_folded, n=most, cutoff=ALIKE)
    return [by_folded[name] for name in near[:most]]


def quoted(names: list[str]) -> Message:
    """The names in quotes, joined by the language's word for *or*."""
    *others, last = names
    listed = ", ".join(f"'{name}'" for name in others)
    return (
        Message("value.either", {"others": listed, "last": last})
        if others
        else Message("value.quoted", {"name": last})
    )


def system_reason(error: Exception) -> Message | str:
    """Why the system refused, in the catalogue's words where it has them."""
    name = errno.errorcode.get(getattr(error, "errno", None) or 0, "")
    if known("en", f"value.system.{name}"):
        return Message(f"value.system.{name}")
    return getattr(error, "strerror", None) or str(error)


def spoken_error(language: Language, error: KpovError) -> str:
    """The line that the command line prints for *error*."""
    return say(language, "error.line", text=error.text(language))
