"""The definitions in exact arithmetic: fractions where they are rational, fifty digits where they are not.

Written from the tables of docs/methods alone. Rows are (welfare, weight, line); None is undefined.
"""

from __future__ import annotations

from collections.abc import Callable, Sequence
from decimal import Decimal, localcontext
from fractions import Fraction

Row = tuple[Fraction, Fraction, Fraction]
Rows = Sequence[Row]
DIGITS = 50


def rows_of(welfare, weight, line) -> list[Row]:
    """Floats as the fractions that they are."""
    return [
        (Fraction(float(y)), Fraction(float(w)), Fraction(float(z)))
        for y, w, z in zip(welfare, weight, line, strict=True)
        if w > 0
    ]


def decimal(value: Fraction) -> Decimal:
    return Decimal(value.numerator) / Decimal(value.denominator)


def people(rows: Rows) -> Fraction:
    return sum((w for _, w, _ in rows), Fraction(0))


def total(rows: Rows) -> Fraction:
    return sum((w * y for y, w, _ in rows), Fraction(0))


def poor(rows: Rows) -> list[Row]:
    return [row for row in rows if row[0] < row[2]]


def over_pairs(rows: Rows, of: Callable[[Row, Row], Fraction]) -> Fraction:
    return sum((one[1] * other[1] * of(one, other) for one in rows for other in rows), Fraction(0))


def power(base: Fraction, exponent: Fraction) -> Decimal:
    return (exponent.numerator * decimal(base).ln() / exponent.denominator).exp() if base else Decimal(0)


def fgt(alpha: Fraction, rows: Rows):
    gaps = [(w, 1 - y / z) for y, w, z in poor(rows)]
    if alpha.denominator == 1:
        return 100 * sum((w * gap**alpha.numerator for w, gap in gaps), Fraction(0)) / people(rows)
    return 100 * sum((decimal(w) * power(gap, alpha) for w, gap in gaps), Decimal(0)) / decimal(people(rows))


def watts(rows: Rows):
    if any(y <= 0 for y, _, _ in poor(rows)):
        return None
    return sum((decimal(w) * decimal(z / y).ln() for y, w, z in poor(rows)), Decimal(0)) / decimal(
        people(rows)
    )


def gap_poor(rows: Rows):
    return 100 * fgt(Fraction(1), rows) / fgt(Fraction(0), rows) if poor(rows) else None


def sen(rows: Rows):
    if not poor(rows):
        return Fraction(0)
    spread = over_pairs(poor(rows), lambda one, other: abs(one[0] / one[2] - other[0] / other[2]))
    return fgt(Fraction(1), rows) / 100 + spread / (2 * people(rows) * people(poor(rows)))


def gap(row: Row) -> Fraction:
    return 1 - row[0] / row[2] if row[0] < row[2] else Fraction(0)


def sst(rows: Rows):
    return over_pairs(rows, lambda one, other: max(gap(one), gap(other))) / people(rows) ** 2


def gini(rows: Rows):
    if not rows or total(rows) <= 0:
        return None
    return over_pairs(rows, lambda one, other: abs(one[0] - other[0])) / (2 * people(rows) * total(rows))


def entropy(order: Fraction, rows: Rows):
    if total(rows) <= 0:
        return None
    lowest = min(y for y, _, _ in rows)
    if (lowest < 0 and order != 2) or (lowest == 0 and order <= 0):
        return None
    shares = [(decimal(w / people(rows)), y * people(rows) / total(rows)) for y, w, _ in rows]
    if order == 0:
        return -sum(w * decimal(s).ln() for w, s in shares)
    if order == 1:
        return sum(w * decimal(s) * decimal(s).ln() for w, s in shares if s)
    raised = [(w, decimal(s**2) if order == 2 else power(s, order)) for w, s in shares]
    return (sum(w * each for w, each in raised) - 1) / decimal(order * (order - 1))


def atkinson(aversion: Fraction, rows: Rows):
    lowest = min(y for y, _, _ in rows)
    if total(rows) <= 0 or lowest < 0 or (lowest == 0 and aversion >= 1):
        return None
    if aversion == 1:
        return 1 - (-entropy(Fraction(0), rows)).exp()
    mean = 1 + entropy(1 - aversion, rows) * decimal(aversion * (aversion - 1))
    return 1 - (mean.ln() / decimal(1 - aversion)).exp()


def quantile(share: Fraction, rows: Rows) -> Fraction:
    cumulated = Fraction(0)
    for y, w, _ in sorted(rows):
        cumulated += w
        if cumulated >= share * people(rows):
            return y
    raise AssertionError


def lorenz(share: Fraction, rows: Rows):
    if total(rows) <= 0:
        return None
    if share in (0, 1):
        return 100 * share
    q = quantile(share, rows)
    below = [row for row in rows if row[0] < q]
    return 100 * (total(below) + q * (share * people(rows) - people(below))) / total(rows)


def between(low: Fraction, high: Fraction, rows: Rows):
    ends = lorenz(low, rows), lorenz(high, rows)
    return None if None in ends else ends[1] - ends[0]


def ratio(above: Fraction, below: Fraction, rows: Rows):
    bottom = lorenz(below, rows)
    return (100 - lorenz(above, rows)) / bottom if bottom is not None and bottom > 0 else None


PERCENT = Fraction(1, 100)
PI = Decimal("3.14159265358979323846264338327950288419716939937510582")


def hoover(rows: Rows):
    if total(rows) <= 0:
        return None
    mean = total(rows) / people(rows)
    return sum((w * abs(y - mean) for y, w, _ in rows), Fraction(0)) / (2 * total(rows))


def polarisation(rows: Rows):
    median = quantile(Fraction(1, 2), rows)
    if total(rows) <= 0 or median <= 0:
        return None
    lower = lorenz(Fraction(1, 2), rows) / 100
    return 2 * (2 * (Fraction(1, 2) - lower) - gini(rows)) * total(rows) / people(rows) / median


def quantile_ratio(upper: int, lower: int, rows: Rows):
    below = quantile(lower * PERCENT, rows)
    return quantile(upper * PERCENT, rows) / below if below > 0 else None


def density_at_line(rows: Rows) -> Decimal:
    """Of u at 1: a Gaussian kernel with Silverman's bandwidth, 0 where all u are equal."""
    ratios = [(y / z, w, Fraction(1)) for y, w, z in rows]
    mean = total(ratios) / people(ratios)
    variance = sum((w * (u - mean) ** 2 for u, w, _ in ratios), Fraction(0)) / people(ratios)
    sigma = decimal(variance).sqrt()
    spread = quantile(Fraction(3, 4), ratios) - quantile(Fraction(1, 4), ratios)
    narrow = min(sigma, decimal(spread) / Decimal("1.34")) if spread else sigma
    width = Decimal("0.9") * narrow * (-Decimal(len(rows)).ln() / 5).exp()
    if not width:
        return Decimal(0)
    away = [(decimal(w), decimal(u - 1) / width) for u, w, _ in ratios]
    crowd = sum(((w * (-t * t / 2).exp()) for w, t in away), Decimal(0))
    return crowd / (width * (2 * PI).sqrt() * decimal(people(rows)))


def growth_elasticity(alpha: int, rows: Rows):
    if not poor(rows):
        return None
    own = fgt(Fraction(alpha), rows) / 100
    if alpha == 0:
        return -density_at_line(rows) / decimal(own)
    return -alpha * (fgt(Fraction(alpha - 1), rows) / 100 - own) / own


def inequality_elasticity(alpha: int, rows: Rows):
    if not poor(rows):
        return None
    mean = sum((w * y / z for y, w, z in rows), Fraction(0)) / people(rows)
    own = fgt(Fraction(alpha), rows) / 100
    if alpha == 0:
        return decimal(mean - 1) * density_at_line(rows) / decimal(own)
    return growth_elasticity(alpha, rows) + alpha * mean * fgt(Fraction(alpha - 1), rows) / 100 / own


SIMPLE = {
    "watts": watts,
    "gap_poor": gap_poor,
    "sen": sen,
    "sst": sst,
    "gini_poor": lambda rows: gini(poor(rows)),
    "poor_count": lambda rows: people(poor(rows)),
    "total_shortfall": lambda rows: sum((w * (z - y) for y, w, z in poor(rows)), Fraction(0)),
    "mean": lambda rows: total(rows) / people(rows),
    "median": lambda rows: quantile(Fraction(1, 2), rows),
    "gini": gini,
    "theil": lambda rows: entropy(Fraction(1), rows),
    "mld": lambda rows: entropy(Fraction(0), rows),
    "ge2": lambda rows: entropy(Fraction(2), rows),
    "palma": lambda rows: ratio(90 * PERCENT, 40 * PERCENT, rows),
    "s80s20": lambda rows: ratio(80 * PERCENT, 20 * PERCENT, rows),
    "share_bottom40": lambda rows: between(Fraction(0), 40 * PERCENT, rows),
    "share_middle40": lambda rows: between(40 * PERCENT, 80 * PERCENT, rows),
    **{f"p{alpha}": lambda rows, alpha=alpha: fgt(Fraction(alpha), rows) for alpha in (0, 1, 2)},
    "hoover": hoover,
    "polarisation": polarisation,
    "p90p10": lambda rows: quantile_ratio(90, 10, rows),
    "p75p25": lambda rows: quantile_ratio(75, 25, rows),
    "p50p10": lambda rows: quantile_ratio(50, 10, rows),
    **{
        f"share_top{top}": lambda rows, top=top: between((100 - top) * PERCENT, Fraction(1), rows)
        for top in (20, 10, 1)
    },
}
FAMILIES = {
    "growth_elasticity": lambda order, rows: growth_elasticity(int(order[1]), rows),
    "inequality_elasticity": lambda order, rows: inequality_elasticity(int(order[1]), rows),
    "fgt": lambda parameter, rows: fgt(Fraction(parameter), rows),
    "ge": lambda parameter, rows: entropy(Fraction(parameter), rows),
    "atkinson": lambda parameter, rows: atkinson(Fraction(parameter), rows),
    "quantile": lambda parameter, rows: quantile(Fraction(parameter) * PERCENT, rows),
    "lorenz": lambda parameter, rows: lorenz(Fraction(parameter) * PERCENT, rows),
    "share_decile": lambda k, rows: between((int(k) - 1) * 10 * PERCENT, int(k) * 10 * PERCENT, rows),
    "share_quintile": lambda k, rows: between((int(k) - 1) * 20 * PERCENT, int(k) * 20 * PERCENT, rows),
}


def exact(name: str, rows: Rows) -> float | None:
    """The value of a measure, rounded once at the end."""
    with localcontext() as context:
        context.prec = DIGITS
        family, _, parameter = name.rpartition("_")
        found = SIMPLE[name](rows) if name in SIMPLE else FAMILIES[family](parameter, rows)
        return None if found is None else float(found)
