"""The districts of a survey, poorest first, with the interval of each rate.

Runs on the synthetic survey beside it: python examples/poorest_districts.py
"""

from __future__ import annotations

import os

from kaltim_poverty import survey

FILE = os.path.join(os.path.dirname(os.path.abspath(__file__)), "survey.csv")

answer = survey.estimate(
    FILE,
    welfare="percapita",
    weight="weight",
    size="size",
    stratum="stratum",
    psu="psu",
    published_line="2024",
    measure="p0",
    by="district",
)
districts = [row for row in answer if row.groups]
for row in sorted(districts, key=lambda row: -(row.estimate or 0)):
    ends = "no interval" if row.ci_low is None else f"{row.ci_low:6.1f} to {row.ci_high:5.1f}"
    print(f"{row.groups['district']}  {row.estimate:5.1f} percent  {ends}")
