"""How fast did the poverty rate of each district move, and how far is it from the province?

usage: python pace.py [BEFORE AFTER]
"""

from __future__ import annotations

import sys

from kaltim_poverty import show, trend


def main(before: str = "2021", after: str = "2024") -> None:
    """Print a line for each district, the fastest fall first."""
    answer = trend("p0", f"{before}..{after}", area="districts")
    province = show(after, indicator="p0")[0].value
    last = [row for row in answer if row.period == max(step.period for step in answer)]
    for row in sorted(last, key=lambda row: row.pace or 0):
        name = answer.names["area"][row.area].spoken("id")
        print(f"{name:<20} {row.pace:+.2f} points a year, {row.value - province:+.2f} from the province")


if __name__ == "__main__":
    main(*sys.argv[1:])
