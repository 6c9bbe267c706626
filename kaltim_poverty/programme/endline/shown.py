"""What an evaluation shows: effects, changes, balance, attrition, or whether it was enough, as rows."""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING, Any, ClassVar, NamedTuple

from kaltim_poverty.programme.endline.asked import BEFORE_AFTER, Asked
from kaltim_poverty.programme.endline.attrition import Attrited, attrition
from kaltim_poverty.programme.endline.balance import Balanced, balance
from kaltim_poverty.programme.endline.enough import Quantity, enough
from kaltim_poverty.programme.endline.estimates import Estimated, estimated
from kaltim_poverty.programme.endline.paired import Paired, paired
from kaltim_poverty.programme.endline.sentence import of_change, of_effect, of_verdict
from kaltim_poverty.records import Note
from kaltim_poverty.records.charts import Chart
from kaltim_poverty.records.fields import REMARK, Declaration, column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Sequence

    from kaltim_poverty.programme.endline.rows import Rows

DECIMALS = {
    "percent": 2,
    "idr_per_household_month": 0,
    "idr_per_capita_month": 0,
    "idr": 0,
    "households": 1,
    "people": 1,
    "total": 2,
}
FIRST, NEXT, LAST = 1, 2, 3  # in which turn columns give way on a narrow page
MEASURE = Declaration("group", with_unit=True)
LEVEL = Declaration("value", decimals=DECIMALS, gives_way=NEXT)
MEAN = Declaration("value", decimals=DECIMALS)
CHANGE = Declaration("change", decimals=DECIMALS)
STANDARD_ERROR = Declaration("error", decimals=DECIMALS, gives_way=LAST)
INTERVAL = Declaration("change", decimals=DECIMALS, gives_way=LAST)
FREEDOM = Declaration("share", decimals=1, gives_way=FIRST)
ROWS = Declaration("count", gives_way=FIRST)
P_VALUE = Declaration("p_value", decimals=3)
OTHER_P_VALUE = Declaration("p_value", decimals=3, gives_way=NEXT)


@record
class Effect:
    """The effect of an arm on one measure of an outcome; None where a number does not exist.

    `p0` and `p1` are in percent, their effects in percentage points. `p_holm` is adjusted for arms and values
    of one breakdown, whose last row is the `difference` of its last value and its first. `n` counts rows,
    `clusters` what `--cluster` names.
    """

    charts: ClassVar[tuple[Chart, ...]] = (
        Chart(
            "dot",
            x="",
            y="effect",
            low="ci_low",
            high="ci_high",
            series=("groups", "arm", "outcome"),
            facet="measure",
        ),
    )

    groups: Mapping[str, str] = column("group")
    arm: str = column("group")
    outcome: str = column("group")
    measure: str = column(MEASURE)
    unit: str = column("code")
    comparison_mean: float | None = column(LEVEL)
    effect: float | None = column(CHANGE)
    se: float | None = column(STANDARD_ERROR)
    ci_low: float | None = column(INTERVAL)
    ci_high: float | None = column(INTERVAL)
    df: float | None = column(FREEDOM)
    p_value: float | None = column(P_VALUE)
    p_holm: float | None = column(OTHER_P_VALUE)
    p_randomisation: float | None = column(OTHER_P_VALUE)
    p_wild: float | None = column(OTHER_P_VALUE)
    n: int = column(ROWS)
    clusters: int | None = column(ROWS)
    note: Message | None = column(REMARK)


@record
class BeforeAfter:
    """One measure of the same people before and after: a change, whatever it comes from."""

    groups: Mapping[str, str] = column("group")
    outcome: str = column("group")
    measure: str = column(MEASURE)
    unit: str = column("code")
    before: float | None = column(MEAN)
    after: float | None = column(MEAN)
    change: float | None = column(CHANGE)
    se: float | None = column(STANDARD_ERROR)
    ci_low: float | None = column(INTERVAL)
    ci_high: float | None = column(INTERVAL)
    df: float | None = column(FREEDOM)
    n: int = column(ROWS)
    note: Message | None = column(REMARK)


@record
class Balance:
    """One variable from before in an arm and in the comparison.

    `standardised` is the difference over the root of the mean of both variances; `p_value` is that of a
    regression on arms and strata.
    """

    groups: Mapping[str, str] = column("group")
    variable: str = column("group")
    arm: str = column("group")
    mean: float | None = column("share", decimals=2)
    comparison_mean: float | None = column("share", decimals=2)
    difference: float | None = column("share", decimals=2)
    standardised: float | None = column("share", decimals=3)
    p_value: float | None = column(P_VALUE)


@record
class Attrition:
    """Who was found again, in percent, and the smallest and largest effect that the others leave possible.

    `lee_low` and `lee_high` are in the unit of the outcome, `trimmed` is percent of those found in the arm in
    which more were found. With several outcomes a column names them.
    """

    groups: Mapping[str, str] = column("group")
    arm: str = column("group")
    found: float | None = column("share", decimals=2)
    found_comparison: float | None = column("share", decimals=2)
    difference: float | None = column("share", decimals=2)
    p_value: float | None = column(P_VALUE)
    lee_low: float | None = column("share", decimals=2)
    lee_high: float | None = column("share", decimals=2)
    trimmed: float | None = column("share", decimals=2)


@record
class Enough:
    """One quantity that says whether it was enough; with several arms or outcomes columns name them."""

    groups: Mapping[str, str] = column("group")
    quantity: str = column("group")
    value: float | None = column("value", decimals=DECIMALS)
    low: float | None = column("value", decimals=DECIMALS)
    high: float | None = column("value", decimals=DECIMALS)
    unit: str = column("code", repeats="quantity")
    verdict: str = column("code")
    basis: Message = column("words", gives_way=FIRST)


class Shown(NamedTuple):
    """Rows of one kind, the sentence above them, and the effects among them."""

    kind: type
    rows: tuple[Any, ...]
    sentence: Note | None = None
    effects: Sequence[Estimated] = ()


def shown_of(asked: Asked, rows: Rows) -> Shown:
    """The parts that were asked to be shown."""
    if asked.design == BEFORE_AFTER:
        changes = list(paired(asked, rows))
        return Shown(
            BeforeAfter, tuple(change_row(asked, each) for each in changes), of_change(asked, changes)
        )
    if asked.show == "balance":
        return Shown(Balance, tuple(balance_row(rows, each) for each in balance(asked, rows)))
    if asked.show == "attrition":
        return Shown(Attrition, tuple(attrition_row(asked, rows, each) for each in attrition(asked, rows)))
    quantities = list(enough(asked._replace(by=asked.by if asked.show == "enough" else ()), rows))
    verdict = of_verdict(asked, rows, quantities)
    if asked.show == "enough":
        return Shown(Enough, tuple(enough_row(asked, rows, each) for each in quantities), verdict)
    found = list(estimated(asked, rows))
    return Shown(
        Effect,
        tuple(effect_row(asked, rows, each) for each in found),
        verdict or of_effect(asked, rows, found),
        found,
    )


def unit_of_measure(asked: Asked, measure: str) -> str:
    """The unit of a measure: rupiah where a line or an amount says that outcomes are."""
    if measure != "mean":
        return "percent"
    if not asked.has_line and not asked.amounts:
        return "total"
    return "idr_per_household_month" if asked.size is None else "idr_per_capita_month"


def effect_row(asked: Asked, rows: Rows, each: Estimated) -> Effect:
    """One effect as a row."""
    effect = each.effect
    return Effect(
        groups=each.groups,
        arm=rows.arms[each.arm],
        outcome=each.outcome,
        measure=each.measure,
        unit=unit_of_measure(asked, each.measure),
        comparison_mean=each.comparison,
        effect=effect.value,
        se=effect.se,
        ci_low=effect.low,
        ci_high=effect.high,
        df=effect.df,
        p_value=effect.p_value,
        p_holm=each.p_holm,
        p_randomisation=each.p_randomisation,
        p_wild=each.p_wild,
        n=each.n,
        clusters=each.clusters,
        note=reason_of(effect.reason),
    )


def reason_of(reason: str | None) -> Message | None:
    """Why a number is missing."""
    return None if reason is None else message(f"reason.{reason}")


def change_row(asked: Asked, each: Paired) -> BeforeAfter:
    """One change as a row."""
    change = each.change
    return BeforeAfter(
        groups=each.groups,
        outcome=each.outcome,
        measure=each.measure,
        unit=unit_of_measure(asked, each.measure),
        before=each.before,
        after=each.after,
        change=change.value,
        se=change.se,
        ci_low=change.low,
        ci_high=change.high,
        df=change.df,
        n=each.n,
        note=reason_of(change.reason),
    )


def balance_row(rows: Rows, each: Balanced) -> Balance:
    """One variable as a row."""
    known = each.mean is not None and each.comparison is not None
    return Balance(
        groups=each.groups,
        variable=each.variable,
        arm=rows.arms[each.arm],
        mean=each.mean,
        comparison_mean=each.comparison,
        difference=each.mean - each.comparison
        if known and each.mean is not None and each.comparison is not None
        else None,
        standardised=each.standardised,
        p_value=each.p_value,
    )


def attrition_row(asked: Asked, rows: Rows, each: Attrited) -> Attrition:
    """The row on those found of one arm."""
    bounds = each.bounds
    return Attrition(
        groups={**each.groups, **named("outcome", each.outcome, asked.outcomes)},
        arm=rows.arms[each.arm],
        found=each.found,
        found_comparison=each.comparison,
        difference=None if each.found is None or each.comparison is None else each.found - each.comparison,
        p_value=each.p_value,
        lee_low=None if bounds is None else bounds.low,
        lee_high=None if bounds is None else bounds.high,
        trimmed=None if bounds is None else 100.0 * bounds.trimmed,
    )


def enough_row(asked: Asked, rows: Rows, each: Quantity) -> Enough:
    """One quantity as a row."""
    return Enough(
        groups={
            **each.groups,
            **named("outcome", each.outcome, asked.outcomes),
            **named("arm", rows.arms[each.arm], rows.arms[1:]),
        },
        quantity=each.name,
        value=each.value,
        low=each.low,
        high=each.high,
        unit=each.unit,
        verdict=each.verdict,
        basis=each.basis,
    )


def named(field: str, name: str, among: Sequence[str]) -> dict[str, str]:
    """A column that tells rows apart, where there are several."""
    return {field: name} if len(among) > 1 else {}
