"""``kpov programme plan``: how many to compare, to see what effect?"""

from __future__ import annotations

from typing import Any

from kaltim_poverty.cli import complete
from kaltim_poverty.cli.command import Command
from kaltim_poverty.cli.options import option
from kaltim_poverty.cli.output import Output


def ask(output: Output, **question: Any) -> None:
    """Ask and write."""
    from kaltim_poverty.programme.plan import plan

    output.write(plan(**question))


COMMAND = Command(
    "programme plan",
    ask,
    [
        option("--treated"),
        option("--comparison"),
        option("--effect"),
        option("--ratio"),
        option("--power", metavar="PERCENT"),
        option("--alpha", metavar="PERCENT"),
        option("--arms"),
        option("--outcome", metavar="OUTCOME", complete=complete.plan_outcomes),
        option("--poor-share", metavar="PERCENT"),
        option("--sd", metavar="RP"),
        option("--mean", metavar="RP"),
        option("--correlation"),
        option("--before"),
        option("--after"),
        option("--estimator", metavar="ESTIMATOR", complete=complete.estimators),
        option("--cluster-size"),
        option("--icc"),
        option("--cluster-cv"),
        option("--attrition", metavar="PERCENT"),
        option("--take-up", metavar="PERCENT"),
        option("--contamination", metavar="PERCENT"),
        option("--amount", metavar="RP"),
        option("--overhead", metavar="PERCENT"),
        option("--survey-cost", metavar="RP"),
    ],
)
