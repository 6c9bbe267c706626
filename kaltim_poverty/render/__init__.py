"""Answers in every form: plain rows, tables, documents. Nothing is computed here."""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, Literal, NamedTuple

from kaltim_poverty.render.forms import FORMS

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.words import Language


Size = Literal["wide", "narrow"]


class Style(NamedTuple):
    """How a form for people looks: language, decimals, width, colour, terminal or not, size of a chart."""

    language: Language
    digits: int | None = None
    width: int = 80
    colour: bool = False
    terminal: bool = False
    size: Size = "wide"


def render(answer: Answer[Any], name: str, style: Style) -> Iterator[Any]:
    """The pieces, of text or of bytes (`Form.binary`), that joined are *answer* in the form of that name."""
    form = FORMS[name]
    if form.other_answers and not answer.prose:
        form = FORMS[form.other_answers]
    if form.wide_answers and answer.long is not None:
        form = FORMS[form.wide_answers]
    renderer: Callable[[Answer[Any], str, Style], Iterator[Any]]
    module = form.prose if form.prose and answer.prose else form.module
    renderer = import_module(f"kaltim_poverty.render.{module}").render
    return renderer(answer, form.name, style)
