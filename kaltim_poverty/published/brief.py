"""Say it in a paragraph: five sentences in the sober style of a BPS release."""

from __future__ import annotations

from typing import TYPE_CHECKING, ClassVar, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.breaks import breaks_crossed
from kaltim_poverty.published.exact import difference, within_rounding
from kaltim_poverty.published.figures import missing_period
from kaltim_poverty.published.periods import PeriodLike, ends_of, is_range, parse_period, require_written
from kaltim_poverty.published.selection import HEADLINE, Names, Selection, select
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import Message, Printed, message

if TYPE_CHECKING:
    from decimal import Decimal

    from kaltim_poverty.published.catalogue import Area, Indicator
    from kaltim_poverty.published.figures import Figures
    from kaltim_poverty.published.periods import Period


STILL = ("same", "hardly")  # ways of a figure that did not move, or not by more than its rounding


@record
class Sentence:
    """One sentence of the paragraph; its text follows the language."""

    prose: ClassVar[str] = "text"

    sentence: int = column("count")
    topic: str = column("code")
    text: Message = column("words")


class Pair(NamedTuple):
    """A figure now and in the period it is held against; None where there is none or a break between."""

    indicator: Indicator
    now: Decimal | None
    before: Decimal | None

    @property
    def change(self) -> Decimal | None:
        """Now − before."""
        return None if self.now is None or self.before is None else difference(self.now, self.before)

    @property
    def movement(self) -> str:
        """``rise``, ``fall``, ``same``, ``hardly`` within rounding, or ``alone`` with nothing to compare."""
        if self.now is None or self.before is None or self.change is None:
            return "alone"
        if within_rounding(self.now, self.before, self.indicator.step):
            return "hardly"
        return "rise" if self.change > 0 else "fall" if self.change < 0 else "same"

    def printed(self, value: Decimal | None) -> Printed | None:
        """A value of this figure, or its change, as a sentence says it."""
        return None if value is None else Printed(value, self.indicator.unit)


class Subject(NamedTuple):
    """The subject of a paragraph."""

    figures: Figures
    area: Area
    period: Period
    against: Period | None

    def has(self, indicator: str) -> bool:
        """Whether there is such a figure now."""
        return self.figures.has(self.area.area, self.period, "total", indicator)

    def value(self, indicator: str, locality: str = "total") -> Decimal | None:
        """A figure now."""
        return self.figures.value(self.area.area, self.period, locality, indicator)

    def pair(self, indicator: str, locality: str = "total") -> Pair:
        """A figure in both periods."""
        known, now = catalogue.indicators()[indicator], self.value(indicator, locality)
        if self.against is None or self.crossed(indicator):
            return Pair(known, now, None)
        return Pair(known, now, self.figures.value(self.area.area, self.against, locality, indicator))

    def crossed(self, indicator: str) -> catalogue.Break | None:
        """The break between both periods."""
        if self.against is None:
            return None
        return catalogue.break_between(self.area.area, indicator, self.against, self.period)

    def say(self, key: str, **values: object) -> Message:
        """A sentence, which may name the area and both periods."""
        return message(
            f"brief.{key}", area=with_kind(self.area), period=self.period, before=self.against, **values
        )


def with_kind(area: Area) -> object:
    """An area as a release of BPS names it in Bahasa Indonesia: *Kota Samarinda*."""
    kind = area.capital_city_type
    return area._replace(name=f"{kind.capitalize()} {area.name}") if kind else area


def brief(
    period: PeriodLike = "latest",
    *,
    against: PeriodLike | None = None,
    area: str = catalogue.HOME,
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Sentence]:
    """A paragraph about one area and period. On the command line: ``kpov brief``.

    Args:
        period: ``2024``, ``2024-09``, or ``latest``: the last with P0 and the number of poor (or with
            one of them, if no period has both); or both periods as ``2023..2024``.
        against: the period to compare with; the same round a year before, else the round before, if None.
        area: a code or name.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each sentence, in the order of the paragraph.

    Raises:
        UsageError: for a malformed period, one not before the other, or more than one area.
        NotFoundError: for an unknown area or a period without P0 and the number of poor.
        InputError: if a file is refused.
    """
    if against is None and is_range(period):
        against, period = ends_of(period)
    require_written(period, *([] if against is None else [against]))
    selection = select(area=area, locality="total", indicator=HEADLINE, figures=figures, areas=areas)
    only_area = selection.area
    selection.require(period)
    now = period_of(selection, only_area, period)
    before = comparison_period(selection, now, against)
    subject = Subject(selection.figures, only_area, now, before)
    written = [
        ("poverty", poverty(subject)),
        ("significance", significance(subject)),
        ("urban_rural", localities(subject)),
        ("line", line(subject)),
        ("inequality", inequality(subject)),
    ]
    texts = [(topic, text) for topic, text in written if text is not None]
    rows = [Sentence(number, topic, text) for number, (topic, text) in enumerate(texts, 1)]
    arguments = {"period": now, "against": before, "area": [only_area.area], "figures": selection.files}
    notes = [*breaks_of(subject), *notes_of(subject, {topic for topic, _ in texts})]
    return selection.figures.answer("brief", Sentence, rows, arguments=arguments, notes=notes)


def period_of(selection: Selection, area: Area, given: object) -> Period:
    """The period that *given* means; ``latest`` has both headline figures, or one where no period has both.

    Raises:
        UsageError: if it is malformed.
        NotFoundError: if the area has neither figure.
    """
    try:
        return selection.period(area, given)
    except NotFoundError:
        having = selection.existing()
        if not having:
            raise
        return max(having)


def comparison_period(selection: Selection, period: Period, given: object) -> Period | None:
    """The period to compare with, or None if there is no earlier one.

    Raises:
        UsageError: if the one asked for is not before *period*.
        NotFoundError: if it has no figures.
    """
    area = selection.area
    if given is None:
        return selection.year_before(area, period)
    wanted = parse_period(given)
    if wanted >= period:
        raise UsageError("against_later", given=str(wanted), period=str(period))
    periods = selection.existing()
    if wanted not in periods:
        raise missing_period(wanted, [area], periods)
    return wanted


def poverty(subject: Subject) -> Message:
    """The number of poor and the poverty rate, each with its change."""
    count, rate = subject.pair("poor_count"), subject.pair("p0")
    counted = change_of(subject, "count", count)
    rated = change_of(subject, "rate" if count.change is not None else "only", rate)
    shown_count, shown_rate = count.printed(count.now), rate.printed(rate.now)
    if count.now is None:
        return subject.say("rate_only", rate=shown_rate, rated=rated)
    if rate.now is None:
        return subject.say("count_only", count=shown_count, counted=counted)
    return subject.say("poverty", count=shown_count, counted=counted, rate=shown_rate, rated=rated)


def change_of(subject: Subject, what: str, pair: Pair) -> Message:
    """The clause on a change, empty if there is nothing to compare; the first of them names the period."""
    change = None if pair.change is None else abs(pair.change)
    return subject.say(
        f"{what}_{pair.movement}", change=pair.printed(change), value=pair.printed(pair.before)
    )


def significance(subject: Subject) -> Message | None:
    """The clause on the significance of the change, or why there is none."""
    if subject.against is None:
        return subject.say("first")
    crossed = subject.crossed("p0") or subject.crossed("poor_count")
    count, rate = subject.pair("poor_count"), subject.pair("p0")
    if crossed is not None:
        key = "all_broken" if crossed.concerns("p0") else "count_broken"
        if rate.movement != "alone":
            key = f"{key}_{rate.movement}"
        return subject.say(key, cause=message(f"brief.cause_{crossed.kind}"))
    ways = {pair.movement for pair in (count, rate)} - {"alone", *STILL}
    if len(ways) > 1:
        return subject.say("unsure_both")
    if not ways:
        return subject.say("unsure_same") if {rate.movement, count.movement} & set(STILL) else None
    return subject.say(f"unsure_{ways.pop()}")


def localities(subject: Subject) -> Message | None:
    """The urban and rural rates, and the poverty gap index."""
    urban, rural, depth = (
        subject.pair("p0", "urban"),
        subject.pair("p0", "rural"),
        subject.pair("p1"),
    )
    now, value = depth.printed(depth.now), depth.printed(depth.before)
    depth_clause = subject.say(f"depth_{depth.movement}", now=now, value=value)
    if urban.now is None or rural.now is None:
        return None if depth.now is None else subject.say("depth_alone_sentence", depth=depth_clause)
    values = {"urban": urban.printed(urban.now), "rural": rural.printed(rural.now)}
    compared = message("brief.nothing")
    if urban.before is not None and rural.before is not None:
        before = {"urban": urban.printed(urban.before), "rural": rural.printed(rural.before)}
        compared = subject.say("halves_before", **before)
    key = joined(urban, rural, depth)
    return subject.say(key, **values, compared=compared, depth=depth_clause, now=now)


def joined(urban: Pair, rural: Pair, depth: Pair) -> str:
    """How the index is joined to the rates: contrasted only where it moved against both of them."""
    if depth.now is None:
        return "halves"
    if depth.movement == "alone":
        return "halves_depth_alone"
    opposed = {("fall", "fall", "rise"), ("rise", "rise", "fall")}
    return (
        "halves_depth_against"
        if (urban.movement, rural.movement, depth.movement) in opposed
        else "halves_depth"
    )


def line(subject: Subject) -> Message | None:
    """The poverty line of a person and of a poor household."""
    person = subject.value("poverty_line")
    if person is None:
        return None
    if not (subject.has("poor_household_size") and subject.has("poverty_line_household")):
        return subject.say("line", line=person)
    size, household = subject.value("poor_household_size"), subject.value("poverty_line_household")
    assert size is not None  # noqa: S101 - looked up above
    return subject.say("line_household", line=person, size=Printed(size, "people"), household=household)


def inequality(subject: Subject) -> Message | None:
    """The Gini ratio."""
    gini = subject.pair("gini")
    if gini.now is None:
        return None
    return subject.say(f"gini_{gini.movement}", now=gini.printed(gini.now), value=gini.printed(gini.before))


def breaks_of(subject: Subject) -> list[Note]:
    """Why figures were not compared, in full."""
    if subject.against is None:
        return []
    periods = (subject.against, subject.period)
    return [crossed for name in HEADLINE for crossed in breaks_crossed(subject.area.area, name, *periods)]


def notes_of(subject: Subject, covered: set[str]) -> list[Note]:
    """The notes on figures that the paragraph lacks."""
    topics = [topic for topic in ("line", "inequality") if topic not in covered]
    halves = all(subject.pair("p0", locality).now is not None for locality in ("urban", "rural"))
    depth = subject.pair("p1").now is not None
    topics = [*([] if halves else ["urban_rural"]), *([] if depth else ["depth"]), *topics]
    missing: list[object] = [message(f"value.topic.{topic}") for topic in topics]
    return [note("not_said", area=subject.area, period=subject.period, topics=missing)] if missing else []
