"""Questions that may be asked of a full count, one of every kind, over two made-up files."""

from __future__ import annotations

from typing import Any, NamedTuple

import numpy as np

from kaltim_poverty import survey

ERRORS = ("se", "rse", "ci_low", "ci_high", "t", "df", "p_value", "deff", "smallest_t", "largest_t")
DESIGN = {"stratum": "h", "psu": "c"}
ONE = {"welfare": "y", "weight": "w", "line": 60.0}


class Asked(NamedTuple):
    """A question with what is special about it."""

    command: str
    files: int
    more: dict[str, Any]

    def __call__(self, *files, **more):
        """Its answer."""
        function = getattr(survey, self.command)
        data, other = files[0], files[-1]
        if self.command == "curve" and self.files == 2:
            return function(data, against=other, **{**ONE, **self.more, **more})
        return function(*files[: self.files], **{**ONE, **self.more, **more})


QUESTIONS = {
    "estimate": Asked("estimate", 1, {"measure": "all", "by": ["a", "a,b"]}),
    "estimate-relative": Asked(
        "estimate", 1, {"measure": "all", "by": "b", "line": None, "relative_line": 0.6}
    ),
    "estimate-lines": Asked("estimate", 1, {"measure": "p0,sen,sst", "line": None, "line_column": "z"}),
    "compare": Asked("compare", 2, {"measure": "p0,p1,gini,mean,median,poor_count,gap_poor", "by": "b"}),
    "compare-relative": Asked("compare", 2, {"measure": "p0,p2", "line": None, "relative_line": 0.6}),
    "compare-groups": Asked("compare", 1, {"measure": "p0,gini,median", "by": "b", "between": "0,1"}),
    "compare-panel": Asked("compare", 2, {"measure": "p0,median", "panel": "i"}),
    "targeting": Asked("targeting", 1, {"received": "r", "by": "b"}),
    "targeting-benefit": Asked("targeting", 1, {"benefit": "v", "eligible": "a = 1", "groups": "quintiles"}),
    "profile": Asked("profile", 1, {"by": ["a", "b"]}),
    "profile-columns": Asked("profile", 1, {"by": "b", "of": "v", "shares": "a"}),
    "decompose": Asked("decompose", 2, {"by": "b", "measure": "p0,p1,watts"}),
    "decompose-relative": Asked("decompose", 2, {"line": None, "relative_line": 0.6, "measure": "p0"}),
    "decompose-prices": Asked("decompose", 2, {"into": "prices", "line": None, "line_column": "z"}),
    "decompose-groups": Asked("decompose", 2, {"into": "groups", "by": "a"}),
    "growth": Asked("growth", 2, {"points": "10,50,90", "by": "b"}),
    "growth-summary": Asked("growth", 2, {"summary": True, "by": "b"}),
    "growth-households": Asked("growth", 2, {"panel": "i", "by_household": True, "by": "b"}),
    "growth-households-summary": Asked("growth", 2, {"panel": "i", "by_household": True, "summary": True}),
    "curve": Asked("curve", 1, {"curve": "lorenz,generalised,tip,quantile", "points": "5,40,75", "by": "b"}),
    "curve-amounts": Asked("curve", 1, {"curve": "cdf,deficit", "points": "40,60,90"}),
    "curve-of": Asked("curve", 1, {"curve": "concentration", "of": "v", "points": "20,40"}),
    "curve-two": Asked(
        "curve", 2, {"curve": "lorenz,quantile", "points": "20,40", "difference": True, "by": "b"}
    ),
    "dominance": Asked("dominance", 2, {"grid": 9, "by": "b"}),
    "dominance-lorenz": Asked("dominance", 2, {"grid": 9, "curve": "lorenz"}),
    "dominance-groups": Asked("dominance", 1, {"grid": 9, "by": "b", "between": "0,1"}),
}
OF_TWO = [
    name for name, asked in QUESTIONS.items() if asked.files == 2 and "panel" not in asked.more
]  # where one of both files may be a survey


def file(seed, rows=160, growth=0.0):
    """Welfare, counts as weights, a design, two kinds of groups, a benefit, an identity of every row."""
    random = np.random.default_rng(seed)
    psu = np.sort(random.integers(0, 12, rows))
    received = random.integers(0, 2, rows)
    return {
        "y": np.round(random.lognormal(4.3, 0.5, rows) * (1.0 + growth), 2),
        "w": random.integers(1, 5, rows),
        "h": psu // 4,
        "c": psu,
        "a": random.integers(0, 3, rows),
        "b": random.integers(0, 2, rows),
        "z": 55.0 + 10.0 * random.integers(0, 2, rows),
        "r": received,
        "v": received * random.integers(1, 9, rows),
        "i": np.arange(rows),
    }


BEFORE, AFTER = file(1), file(2, 190, 0.1)


def about(row):
    """What a row is about."""
    names = ("groups", "group", "survey", "measure", "curve", "order", "column", "category", "method")
    names += ("component", "breakdown", "p", "x", "unit")
    return {name: getattr(row, name) for name in names if hasattr(row, name)}
