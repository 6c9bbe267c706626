"""A chart in words, for who cannot see it."""

from __future__ import annotations

from dataclasses import replace
from importlib import import_module
from typing import TYPE_CHECKING, Any

from kaltim_poverty.render import Style
from kaltim_poverty.render.cells import field_word
from kaltim_poverty.render.charts import heading
from kaltim_poverty.render.charts.bars import bars_of
from kaltim_poverty.render.charts.indexed import indexed
from kaltim_poverty.render.charts.levels import level_text
from kaltim_poverty.render.charts.look import Look
from kaltim_poverty.render.charts.rows import faceted, title_of_panel
from kaltim_poverty.render.charts.series import series_of
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Iterable, Iterator

    from kaltim_poverty.records import Answer
    from kaltim_poverty.records.charts import Chart
    from kaltim_poverty.render.charts.series import Series
    from kaltim_poverty.words import Language, Message

LONGEST = 400  # characters
ORDER = ("focus", "nation", "third", "peer")  # in which series are told


def alternative_text(answer: Answer[Any], chart: Chart, language: Language) -> str:
    """What a chart shows, from its numbers, in 400 characters; sentences without room are left out."""
    what = heading.subtitle(answer, chart, language) or heading.head(answer, chart, language)
    alone = chart.mark == "dot" and not heading.has_intervals(answer, chart)
    kind = message("chart.kind.dot_alone" if alone else f"chart.kind.{chart.mark}", what=what)
    sentences = SENTENCES.get(chart.mark, about_rows)(answer, chart, language)
    return joined((each.spoken(language) for each in (kind, *sentences)), LONGEST)


def joined(sentences: Iterable[str], longest: int) -> str:
    """The sentences that have room, in order; the first in any case."""
    text = ""
    for sentence in sentences:
        longer = f"{text} {sentence}".strip()
        if len(longer) <= longest:
            text = longer
        elif not text:
            text = sentence[: longest - 1] + "…"
    return text


def about_lines(answer: Answer[Any], chart: Chart, language: Language) -> Iterator[Message]:
    """Each series of each panel, the most important and levels first; then breaks and what is missing."""
    drawn: list[Series] = []
    for rows in faceted(answer, chart):
        panel = replace(answer, rows=tuple(rows))
        series = indexed(series_of(panel, chart, Style(language)), language).series
        title = title_of_panel(answer, chart, rows[0], Style(language))
        for each in sorted(series, key=lambda each: ORDER.index(each.role)):
            name = ", ".join(filter(None, (title, each.name)))
            yield about_series(each, name or field_word(answer.question, chart.y, language))
            if not drawn:
                yield from about_levels(answer, chart, language)
            drawn.append(each)
    yield from about_gaps(drawn)


def about_levels(answer: Answer[Any], chart: Chart, language: Language) -> Iterator[Message]:
    """The sentence on level lines: larger areas, a target."""
    for level in answer.levels:
        name, value = level_text(answer, chart, level, Look(language))
        if not level.ends:
            yield message("chart.level", name=name, value=value)


def about_series(series: Series, name: str) -> Message:
    """First, last, highest and lowest of one series."""
    points = series.points
    first, last = points[0], points[-1]
    if len(points) == 1:
        return message("chart.one_point", name=name, when=last.when, value=last.text)
    highest, lowest = max(points, key=lambda each: each.value), min(points, key=lambda each: each.value)
    return message(
        "chart.series" if series.is_timed else "chart.curve",
        name=name,
        first=first.text,
        first_when=first.when,
        last=last.text,
        last_when=last.when,
        highest=highest.text,
        highest_when=highest.when,
        lowest=lowest.text,
        lowest_when=lowest.when,
    )


def about_gaps(series: list[Series]) -> Iterator[Message]:
    """Where lines stop, and where a number is missing."""
    broken = dict.fromkeys(
        (point.when, point.broken) for each in series for point in each.points if point.broken
    )
    for when, why in broken:
        yield message("chart.broken", when=when, why=why)
    missing = dict.fromkeys((before.when, after.when) for each in series for before, after in each.gaps)
    for before, after in missing:
        yield message("chart.missing", before=before, after=after)


def about_bars(answer: Answer[Any], chart: Chart, language: Language) -> Iterator[Message]:
    """The first, the last, the focus with its place, larger areas."""
    bars = bars_of(answer, chart, Style(language))
    first, last = bars[0], bars[-1]
    yield message(
        "chart.bars",
        first=first.name,
        value=first.text,
        last=last.name,
        last_value=last.text,
        count=str(len(bars)),
    )
    for place, bar in enumerate(bars, 1):
        if bar.is_focus:
            yield message("chart.focus", name=bar.name, value=bar.text, place=str(place))
    yield from about_levels(answer, chart, language)


def about_rows(answer: Answer[Any], chart: Chart, language: Language) -> Iterator[Message]:
    """The values of each mark, panel by panel."""
    mark = import_module(f"kaltim_poverty.render.charts.{chart.mark}")
    for group in mark.groups_of(answer, chart, Look(language)):
        for place, entry in enumerate(group.rows):
            said = "; ".join(entry.said.split("\n"))
            key = "chart.panel" if group.title and not place else "chart.only_panel"
            yield message(key, title=group.title, said=said)


SENTENCES = {"line": about_lines, "bar": about_bars}
