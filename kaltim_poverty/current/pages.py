"""The tables of a web page as text cells; a cell that spans several stands in each of them."""

from __future__ import annotations

from html.parser import HTMLParser

MOST_SPANNED = 500  # rows or columns: more is no table that people read


class Tables(HTMLParser):
    """Collects the rows of every table; one inside another is text of its cell."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.found: list[list[list[str]]] = []
        self.depth = 0
        self.cell: list[str] | None = None
        self.span = (1, 1)
        self.column = 0
        self.below: dict[int, tuple[int, str]] = {}  # by column: rows that a cell above still spans

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        """Begin a table, a row or a cell."""
        if tag == "table":
            self.depth += 1
            if self.depth == 1:
                self.found.append([])
                self.below = {}
        elif self.depth == 1 and tag == "tr":
            self.end_cell()
            self.found[-1].append([])
            self.column = 0
            self.fill_from_above()
        elif self.depth == 1 and tag in ("td", "th") and self.found[-1]:
            self.end_cell()
            given = dict(attrs)
            self.span = (spanned(given.get("rowspan")), spanned(given.get("colspan")))
            self.cell = []
        elif tag == "br" and self.cell is not None:
            self.cell.append(" ")

    def handle_endtag(self, tag: str) -> None:
        """End a table, a row or a cell."""
        if tag == "table":
            if self.depth == 1:
                self.end_cell()
            self.depth = max(0, self.depth - 1)
        elif self.depth == 1 and tag in ("td", "th", "tr"):
            self.end_cell()

    def handle_data(self, data: str) -> None:
        """Text, which counts inside a cell."""
        if self.cell is not None:
            self.cell.append(data)

    def end_cell(self) -> None:
        """Put the cell into all the places that it spans."""
        if self.cell is None:
            return
        text = " ".join("".join(self.cell).split())
        rows, columns = self.span
        for _ in range(columns):
            self.found[-1][-1].append(text)
            if rows > 1:
                self.below[self.column] = (rows - 1, text)
            self.column += 1
        self.cell = None
        self.fill_from_above()

    def fill_from_above(self) -> None:
        """Put cells of rows above that reach down here into their places."""
        while self.column in self.below:
            rows, text = self.below.pop(self.column)
            self.found[-1][-1].append(text)
            if rows > 1:
                self.below[self.column] = (rows - 1, text)
            self.column += 1


def spanned(given: str | None) -> int:
    """How many rows or columns a cell spans."""
    return min(max(1, int(given)), MOST_SPANNED) if given and given.strip().isdigit() else 1


def largest_table(page: str) -> list[list[str]]:
    """The table with the most cells; empty if the page has none."""
    parser = Tables()
    parser.feed(page)
    parser.close()
    return max(parser.found, key=lambda rows: sum(map(len, rows)), default=[])


__all__ = ["largest_table"]
