"""What the numbers of a survey say in one sentence, which stands above their chart."""

from __future__ import annotations

from typing import TYPE_CHECKING, NamedTuple, Protocol, TypeVar

from kaltim_poverty.survey.columns import DECIMALS
from kaltim_poverty.survey.notes import name_of
from kaltim_poverty.words import known, lookup, message
from kaltim_poverty.words.money import currency_code, is_money, is_rupiah, word_key
from kaltim_poverty.words.numbers import exact, number, rounded_to

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence
    from decimal import Decimal

    from kaltim_poverty.words import Language, Message, Spoken

MAIN = "p0"  # the measure that a sentence is about, if there are several
PERCENT, POINT = "percent", "point"
COVERAGE, ALL, POOR = "coverage", "all", "poor"
VERDICTS = {
    "significant": "chart.change_significant",
    "not_significant": "chart.change_not_significant",
    "unknown": "chart.change_unknown",
    "counted": "chart.change_counted",
}


class Measured(NamedTuple):
    """A number of a survey with the decimals of its unit, and the words of the unit unless it is *bare*."""

    value: float
    unit: str
    bare: bool = False

    def spoken(self, language: Language) -> str:
        """The number in the style of *language*."""
        money = is_money(self.unit) and not is_rupiah(self.unit)
        decimals = DECIMALS.get("money" if money else PERCENT if self.unit == POINT else self.unit, 0)
        text = number(rounded_to(exact(self.value), decimals), language)
        if self.bare:
            return text
        form = lookup(language, f"quantity.{word_key(self.unit)}")
        return form.format(text, currency=currency_code(self.unit))


class Row(Protocol):
    """What a row is about."""

    @property
    def groups(self) -> Mapping[str, str]:
        """The domain."""

    @property
    def measure(self) -> str:
        """Its name."""

    @property
    def unit(self) -> str:
        """Of its numbers."""


R = TypeVar("R", bound=Row)


class Estimated(Row, Protocol):
    """A row with an estimate and its interval."""

    @property
    def estimate(self) -> float | None:
        """The number."""

    @property
    def ci_low(self) -> float | None:
        """The lower end of its interval."""

    @property
    def ci_high(self) -> float | None:
        """The upper end."""


class Grouped(Estimated, Protocol):
    """A row that is about a group of its domain too."""

    @property
    def group(self) -> str:
        """Such as the poor."""


class Changed(Row, Protocol):
    """A row with a number before and after."""

    @property
    def before(self) -> float | None:
        """The first number."""

    @property
    def after(self) -> float | None:
        """The second."""

    @property
    def change(self) -> float | None:
        """Their difference."""

    @property
    def verdict(self) -> str:
        """How sure it is."""


class Simulated(Protocol):
    """A row of a scenario."""

    @property
    def amount(self) -> Decimal:
        """For each recipient."""

    @property
    def recipients(self) -> Decimal:
        """How many."""

    @property
    def measure(self) -> str:
        """Its name."""

    @property
    def unit(self) -> str:
        """Of its numbers."""

    @property
    def before(self) -> float | None:
        """Without the programme."""

    @property
    def after(self) -> float | None:
        """With it."""


def head_of_estimates(rows: Sequence[Estimated], level: float) -> Message | None:
    """The main measure of everybody, with the group where it is highest or else with its interval."""
    own = of_main_measure(rows)
    whole = next((row for row in own if not row.groups and row.estimate is not None), None)
    if whole is None or whole.estimate is None:
        return None
    said = {"measure": spoken_measure(whole.measure), "value": Measured(whole.estimate, whole.unit)}
    groups = [(row.estimate, row) for row in own if row.groups and row.estimate is not None]
    if groups:
        highest, group = max(groups, key=lambda pair: pair[0])
        most = Measured(highest, group.unit)
        return message("chart.head.estimate_groups", **said, group=called(group.groups), highest=most)
    if whole.ci_low is None or whole.ci_high is None:
        return message("chart.head.estimate", **said)
    low, high = (Measured(end, whole.unit, bare=True) for end in (whole.ci_low, whole.ci_high))
    percent = (exact(level) * 100).normalize()
    return message("chart.head.estimate_interval", **said, low=low, high=high, level=percent)


def head_of_changes(rows: Sequence[Changed]) -> Message | None:
    """How the main measure changed, of everybody or else of the first group, and how sure that is."""
    row = next((row for row in of_main_measure(rows) if row.change is not None), None)
    if row is None or row.before is None or row.after is None or row.change is None:
        return None
    return message(
        "chart.head.changed_of" if row.groups else "chart.head.changed",
        measure=spoken_measure(row.measure),
        group=called(row.groups),
        before=Measured(row.before, row.unit),
        after=Measured(row.after, row.unit),
        change=Measured(row.change, POINT if row.unit == PERCENT else row.unit),
        verdict=message(VERDICTS[row.verdict]),
    )


def head_of_targeting(rows: Sequence[Grouped], groups: str) -> Message | None:
    """How many of the poor are reached, or where nobody is poor, of the poorest group; and of everybody."""
    reached = {row.group: row for row in rows if not row.groups and row.measure == COVERAGE}
    poorest = next((group for group in (POOR, f"{groups.removesuffix('s')}_1") if group in reached), ALL)
    whole, own = reached.get(ALL), reached.get(poorest)
    if whole is None or own is None or whole.estimate is None or own.estimate is None:
        return None
    return message(
        "chart.head.reached_poor" if poorest == POOR else "chart.head.reached_poorest",
        share=Measured(own.estimate, own.unit),
        all=Measured(whole.estimate, whole.unit),
        group=message(f"value.group.{poorest}") if known("en", f"value.group.{poorest}") else poorest,
    )


def head_of_simulation(rows: Sequence[Simulated], amounts: Mapping[str, Spoken]) -> Message | None:
    """What the scenario does to poverty that lowers the main measure most; or that none changes it."""
    own = [row for row in rows if row.measure == MAIN and row.before is not None and row.after is not None]
    if not own:
        return None
    best = min(own, key=lambda row: float(row.after or 0.0))
    before, after = (Measured(float(end or 0.0), best.unit) for end in (best.before, best.after))
    said = {"measure": spoken_measure(MAIN), "before": before, "after": after}
    if best.after == best.before:
        return message("chart.head.simulated_none", **said)
    return message(
        "chart.head.simulated_best" if len(own) > 1 else "chart.head.simulated",
        **said,
        amount=amounts[str(best.amount)],
        recipients=best.recipients.to_integral_value(),
    )


def of_main_measure(rows: Sequence[R]) -> list[R]:
    """The rows of P0, or of the first measure where that was not asked for."""
    measures = [row.measure for row in rows]
    wanted = MAIN if MAIN in measures or not measures else measures[0]
    return [row for row in rows if row.measure == wanted]


def spoken_measure(measure: str) -> Spoken | str:
    """The long name of a measure, for a headline; tables have less room."""
    key = f"chart.measure.{measure}"
    return message(key) if known("en", key) else name_of(measure)


def called(groups: Mapping[str, str]) -> str:
    """The name of a domain in a sentence: its columns with their values."""
    return ", ".join(f"{column} {value}" for column, value in groups.items() if value)
