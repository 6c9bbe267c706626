"""What sections share: titles, and answers that may not exist."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, ParamSpec, TypeVar

from kaltim_poverty.errors import NotFoundError
from kaltim_poverty.records.blocks import Paragraph, Picture, Table
from kaltim_poverty.report.subject import words

if TYPE_CHECKING:
    from collections.abc import Callable, Iterable

    from kaltim_poverty.published.catalogue import Indicator
    from kaltim_poverty.records import Answer
    from kaltim_poverty.words import Message, Spoken

P = ParamSpec("P")
R = TypeVar("R")


def answered(question: Callable[P, R], *args: P.args, **kwargs: P.kwargs) -> R | None:
    """The answer to a question; None where there are no figures for it."""
    try:
        return question(*args, **kwargs)
    except NotFoundError:
        return None


def paragraph(*messages: Spoken | None) -> Paragraph:
    """A paragraph of the sentences that there are."""
    return Paragraph(tuple(message for message in messages if message is not None))


def table(answer: Answer[Any], key: str, **values: object) -> Table:
    """An answer as a table under a title of the catalogue."""
    return Table(words(f"title.{key}", **values), answer)


def picture(answer: Answer[Any], key: str, **values: object) -> Picture:
    """The default chart of an answer under a title of the catalogue."""
    return Picture(words(f"title.{key}", **values), answer, answer.charts[0])


def in_unit(indicator: Indicator) -> Message:
    """The unit behind a title: `` (percent)``; nothing for a ratio."""
    return words(f"in_unit.{indicator.unit}")


def listed(names: Iterable[object]) -> list[object]:
    """Names as a sentence lists them."""
    return [*names]


__all__ = ["answered", "in_unit", "listed", "paragraph", "picture", "table"]
