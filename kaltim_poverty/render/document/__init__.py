"""Documents for officers, readers and spreadsheets: a file a format, which draws each kind of block.

`numbered.py` lays the blocks out in a language, once for all formats; `single.py` makes a document of one
answer.
"""

from __future__ import annotations

from importlib import import_module
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.render.document.single import of_answer

if TYPE_CHECKING:
    from collections.abc import Callable, Iterator, Mapping

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.blocks import Document
    from kaltim_poverty.render import Style

    Advance = Callable[[int, int], None]

FORMATS = {
    ".docx": "word",
    ".pdf": "pdf",
    ".html": "page",
    ".xlsx": "workbook",
    ".md": "markdown",
}  # the files of a document, by ending: the file here that writes them


class Files(NamedTuple):
    """What a document is written to: a file, and in a folder beside it what it refers to, by name."""

    data: bytes
    beside: Mapping[str, bytes] = {}


def write(
    document: Document,
    ending: str,
    style: Style,
    *,
    template: str = "",
    name: str = "",
    advance: Advance | None = None,
) -> Files:
    """A document as the contents of files.

    Args:
        document: its blocks.
        ending: of the file, one of `FORMATS`.
        style: language and decimals.
        template: a ``.docx`` whose styles, header, footer and margins a ``.docx`` takes.
        name: the name of the folder for what stands beside the file.
        advance: is told after each chart (of a workbook: each sheet) how many are drawn, and of how many.

    Raises:
        MissingPackageError: without a package that writes the format (extra ``report``).
        InputError: if the template is refused.
    """
    module = import_module(f"{__name__}.{FORMATS[ending]}")
    if ending == ".md":
        return Files(*module.render(document, style, folder=name, advance=advance))
    given = {"template": template} if template else {}
    data: bytes = module.render(document, style, **given, advance=advance)
    return Files(data)


def render(answer: Answer[Any], form: str, style: Style) -> Iterator[bytes]:
    """The bytes of one answer as a document; its form is called as its ending."""
    renderer: Callable[[Document, Style], bytes]
    renderer = import_module(f"{__name__}.{FORMATS[f'.{form}']}").render
    yield renderer(of_answer(answer), style)


__all__ = ["FORMATS", "Files", "of_answer", "render", "write"]
