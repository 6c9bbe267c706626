"""What will be taken away: announced for two minor versions, on the command line, in JSON and in Python.

To take something away, add an entry to `DEPRECATED` with the version in which that is first said; nothing
else has to be written. An option that is typed and a field that is in the answer are said in a note with the
code ``deprecated``; a function that is called, an argument that is given and a field that is read warn with
`DeprecationWarning`, at the line that uses them. When an entry is overdue a test fails: take away both.
"""

from __future__ import annotations

TYPE_CHECKING = False  # for type checkers; importing `typing` would take longer than all of this
if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping
    from typing import Any

MINOR_VERSIONS = 2  # for which it is announced
WRITTEN = ("__eq__", "__hash__", "__repr__")  # by dataclasses, into the module of the class


class Deprecated:
    """Something that will be taken away.

    Attributes:
        name: an option ``survey estimate --old``, a field ``Estimate.old``, a function ``survey.old`` or an
            argument ``survey.estimate(old)``, as users write them.
        since: the version that says so first, such as ``1.4.0``.
        instead: what takes its place, as users write it.
    """

    def __init__(self, name: str, since: str, instead: str) -> None:
        self.name = name
        self.since = since
        self.instead = instead

    @property
    def until(self) -> str:
        """The first version that may be without it."""
        major, minor = _parts(self.since)
        return f"{major}.{minor + MINOR_VERSIONS}.0"

    def overdue(self, version: str) -> bool:
        """Whether a version has announced it for long enough, so that it must go."""
        return _parts(version) >= _parts(self.until)

    def values(self) -> dict[str, str]:
        """The values of its note."""
        return {"name": self.name, "since": self.since, "until": self.until, "instead": self.instead}


DEPRECATED: tuple[Deprecated, ...] = ()


def _parts(version: str) -> tuple[int, int]:
    """The major and the minor number of a version."""
    major, minor, *_ = version.split(".")
    return int(major), int(minor)


def entry(name: str) -> Deprecated | None:
    """The deprecation of a name, or None."""
    return next((each for each in DEPRECATED if each.name == name), None)


def entries(names: Iterator[str]) -> list[Deprecated]:
    """The deprecations of some names."""
    return [each for each in map(entry, names) if each is not None] if DEPRECATED else []


def offered(name: str, value: Any) -> Any:
    """A public name as a room offers it: a function that will go, or arguments of it, warn when it is called.

    Args:
        name: such as ``survey.estimate``.
        value: what it stands for.
    """
    own = entry(name)
    prefix = f"{name}("
    arguments = {
        each.name.removeprefix(prefix).rstrip(")"): each
        for each in DEPRECATED
        if each.name.startswith(prefix)
    }
    return _warning(value, own, arguments) if own or arguments else value


def _warning(
    function: Callable[..., Any], own: Deprecated | None, arguments: Mapping[str, Deprecated]
) -> Callable[..., Any]:
    """A function that warns, and does what it did."""
    from functools import wraps
    from inspect import signature

    @wraps(function)
    def warning(*given: Any, **more: Any) -> Any:
        if own is not None:
            _warn(own)
        for name in signature(function).bind_partial(*given, **more).arguments:
            if name in arguments:
                _warn(arguments[name])
        return function(*given, **more)

    return warning


def with_fields_that_warn(kind: type) -> type:
    """A class of rows whose fields that will go warn when somebody outside the package reads them."""
    going = {each.partition(".")[2]: of for each in _names_of(kind) if (of := entry(each)) is not None}
    if going:
        read: Any = kind.__getattribute__

        def reading(self: object, name: str) -> Any:
            if name in going and not _inside_the_package():
                _warn(going[name])
            return read(self, name)

        kind.__getattribute__ = reading  # type: ignore[assignment, method-assign]
    return kind


def _names_of(kind: type) -> list[str]:
    """The fields of a class of rows, as entries name them."""
    return [f"{kind.__name__}.{name}" for name in getattr(kind, "__dataclass_fields__", ())]


def _inside_the_package() -> bool:
    """Whether a field is read by kpov itself, as every form does, or to compare and print rows."""
    from sys import _getframe

    caller = _getframe(2)
    room = str(caller.f_globals.get("__name__")).partition(".")[0]
    return room in (__name__.partition(".")[0], "dataclasses") or caller.f_code.co_name in WRITTEN


def _warn(of: Deprecated) -> None:
    """Warn at the line that uses it."""
    from warnings import warn

    said = f"{of.name} will be taken away in {of.until} at the earliest: use {of.instead}"
    warn(said, DeprecationWarning, stacklevel=3)


__all__ = ["DEPRECATED", "Deprecated", "entries", "entry", "offered", "with_fields_that_warn"]
