"""Changes with the choices of another program: ``--like`` of ``kpov survey compare``."""

from __future__ import annotations

from statistics import NormalDist
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.survey.infer import significance
from kaltim_poverty.survey.infer.significance import verdict_of
from kaltim_poverty.survey.peers.rows import switched
from kaltim_poverty.survey.peers.values import PERCENT, rows_of, value_of

if TYPE_CHECKING:
    from collections.abc import Mapping, Sequence

    from kaltim_poverty.survey.peers.choices import Switch
    from kaltim_poverty.survey.study import Study


class ChangeNumbers(NamedTuple):
    """The numbers of a change; None where there is none.

    Attributes:
        unit: of the measure.
        before: its value in the first survey.
        after: its value in the second.
        change: after less before.
        se: the standard error of the change.
        ci_low: the lower end of its interval.
        ci_high: the upper end.
        t: the change over its standard error.
        p_value: two-sided.
        verdict: by that.
    """

    unit: str
    before: float | None
    after: float | None
    change: float | None
    se: float | None
    ci_low: float | None
    ci_high: float | None
    t: float | None
    p_value: float | None
    verdict: str


def change_like_peer(
    name: str,
    own: ChangeNumbers,
    df: float | None,
    groups: Mapping[str, str],
    studies: Sequence[Study],
    peer: str,
) -> ChangeNumbers:
    """The numbers of a change as a program gives them; its standard error is that of kpov, in its unit.

    Args:
        name: of the measure.
        own: kpov's numbers.
        df: degrees of freedom of the change.
        groups: the values of columns by which the domain is defined; none for everybody.
        studies: both surveys.
        peer: the program.
    """
    switches = switched(name, peer)
    names = {each.choice for each in switches}
    moving = [each for each in switches if each.choice not in ("interval", "lonely_psu", "unit")]
    moved = with_values(name, own, groups, studies, moving) if moving else own
    tested = with_test(moved, df, studies[0].asked.level, normal="interval" in names)
    return as_fraction(tested) if "unit" in names else tested


def with_values(
    name: str,
    own: ChangeNumbers,
    groups: Mapping[str, str],
    studies: Sequence[Study],
    moving: Sequence[Switch],
) -> ChangeNumbers:
    """The numbers with the values that choices give, the interval as wide as before."""
    before, after = (
        value_of(name, rows_of(study.reading.sample, groups), moving, study.asked.floor) for study in studies
    )
    if before is None or after is None or own.change is None:
        return own._replace(before=before, after=after, change=None, ci_low=None, ci_high=None)
    shift = after - before - own.change
    low, high = (None if end is None else end + shift for end in (own.ci_low, own.ci_high))
    return own._replace(before=before, after=after, change=after - before, ci_low=low, ci_high=high)


def with_test(own: ChangeNumbers, df: float | None, level: float, *, normal: bool) -> ChangeNumbers:
    """The numbers with the test of the change: by the normal distribution, or by t."""
    if own.change is None or not own.se or df is None:
        return own
    if not normal:
        test = significance(own.change, own.se, df)
        return own._replace(t=test.t, p_value=test.p_value, verdict=test.verdict)
    distribution = NormalDist()
    reach, t = distribution.inv_cdf((1 + level) / 2) * own.se, own.change / own.se
    p_value = 2 * distribution.cdf(-abs(t))
    return own._replace(
        ci_low=own.change - reach,
        ci_high=own.change + reach,
        t=t,
        p_value=p_value,
        verdict=verdict_of(p_value),
    )


def as_fraction(own: ChangeNumbers) -> ChangeNumbers:
    """Percentages as fractions, and their change too."""
    numbers = (own.before, own.after, own.change, own.se, own.ci_low, own.ci_high)
    before, after, change, se, low, high = (None if each is None else each / PERCENT for each in numbers)
    return own._replace(
        unit="ratio", before=before, after=after, change=change, se=se, ci_low=low, ci_high=high
    )


__all__ = ["ChangeNumbers", "change_like_peer"]
