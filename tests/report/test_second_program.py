"""The verdicts against a second program of the same rules, over every figure of the bundle."""

from __future__ import annotations

from collections import Counter

import pytest
import report_rules

from kaltim_poverty.published import catalogue
from kaltim_poverty.published.figures import Figures
from kaltim_poverty.published.periods import Period
from kaltim_poverty.report.series import unbroken_rounds
from kaltim_poverty.report.verdicts.change import change_over_time
from kaltim_poverty.report.verdicts.effectiveness import effectiveness
from kaltim_poverty.report.verdicts.relevance import relevance


@pytest.mark.parametrize("name", report_rules.INDICATORS)
def test_the_verdicts_on_every_figure_are_those_of_a_second_program(name: str) -> None:
    """Change over time, relevance to parent and country, effectiveness: all areas and periods."""
    figures, table = Figures(), report_rules.Table()
    indicator, seen = catalogue.indicators()[name], Counter[str]()
    for area in catalogue.areas().values():
        larger = dict.fromkeys(
            code for code in (area.parent, catalogue.NATION) if code not in ("", area.area)
        )
        for year, month in table.text[area.area, name]:
            rounds = unbroken_rounds(figures, area.area, name, Period(year, month))
            run = table.run(area.area, name, year, month)
            place = (area.area, year, month)
            found = [change_over_time(rounds, indicator).verdict, effectiveness(rounds, indicator).verdict]
            expected = [report_rules.changed(run, name), report_rules.effective(run, name)]
            for code in larger:
                others = unbroken_rounds(figures, code, name, Period(year, month))
                found.append(relevance(rounds, others, indicator).verdict)
                expected.append(report_rules.relevant(run, table.run(code, name, year, month), name))
            assert (place, found) == (place, expected)
            seen.update(found)
    assert seen["fluctuating"] + seen["rising"] > 0
    assert seen["relevant"] > 0
    assert seen["cannot_be_judged"] > 0
