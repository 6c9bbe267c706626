"""Every question of the command line with its columns and the same question asked in Python.

The columns are what shell scripts rely on: their names and their order may not change.
"""

from __future__ import annotations

from typing import NamedTuple

import kaltim_poverty as kpov


class Question(NamedTuple):
    """A command line, its columns, and the Python call that gives the same records."""

    line: str
    columns: str
    ask: object

    @property
    def arguments(self):
        return self.line.split()


COMPARE = (
    "area locality indicator unit before_period after_period before after change change_percent direction"
    " se p_value verdict largest_se"
)
GAP = "area period indicator unit urban rural gap ratio urban_share rural_share"
HOUSEHOLD = "area period locality poverty_line household_size household_line published difference"
DECOMPOSE = "area indicator unit before_period after_period component before after contribution share"
RANK = "rank area area_name indicator period locality value unit difference share"

QUESTIONS = {
    "compare": Question("compare 2023 2024", COMPARE, lambda: kpov.compare("2023", "2024")),
    "compare-sampled": Question(
        "compare 2023 2024 --households 11000,11200 --deff 2",
        COMPARE,
        lambda: kpov.compare("2023", "2024", households="11000,11200", deff="2"),
    ),
    "compare-break": Question(
        "compare 2010 2015 --area 64,00 --locality all",
        COMPARE,
        lambda: kpov.compare("2010", "2015", area=["64", "00"], locality="all"),
    ),
    "gap": Question("gap 2024", GAP, lambda: kpov.gap("2024")),
    "gap-range": Question("gap 2019..2024", f"{GAP} gap_change", lambda: kpov.gap("2019..2024")),
    "threshold": Question(
        "threshold 2024 --locality all",
        "area period locality per_month per_day per_year food nonfood food_share",
        lambda: kpov.threshold("2024", locality="all"),
    ),
    "threshold-household": Question(
        "threshold 2024 --household", HOUSEHOLD, lambda: kpov.threshold("2024", household=True)
    ),
    "threshold-size": Question(
        "threshold 2024 --size 1-8 --size 4.5", HOUSEHOLD, lambda: kpov.threshold("2024", size=["1-8", "4.5"])
    ),
    "profile": Question(
        "profile Samarinda",
        "indicator unit period value change_year rank of province nation",
        lambda: kpov.profile("Samarinda"),
    ),
    "show": Question(
        "show 2024 --area districts --locality all",
        "area area_name period locality indicator unit value source",
        lambda: kpov.show("2024", area="districts", locality="all"),
    ),
    "trend": Question(
        "trend p0 --area Kaltim,PPU",
        "area locality indicator unit period value change change_percent pace series_break",
        lambda: kpov.trend("p0", area=["Kaltim", "PPU"]),
    ),
    "rank": Question("rank p0 2024", RANK, lambda: kpov.rank("p0", "2024")),
    "rank-districts": Question(
        "rank GK 2024 --among districts", RANK, lambda: kpov.rank("GK", "2024", among="districts")
    ),
    "scenario": Question(
        "scenario 2024 --growth 5 --line-growth 4",
        "area period scenario measure unit basis before after change low high",
        lambda: kpov.scenario("2024", growth="5", line_growth="4"),
    ),
    "scenario-backtest": Question(
        "scenario --backtest",
        "area_type horizon basis n mean_error mean_absolute_error p90_absolute_error"
        " unchanged_mean_absolute_error",
        lambda: kpov.scenario(backtest=True),
    ),
    "decompose": Question(
        "decompose 2023 2024 --indicator p0,p1,p2",
        DECOMPOSE,
        lambda: kpov.decompose("2023", "2024", indicator=["p0", "p1", "p2"]),
    ),
    "decompose-districts": Question(
        "decompose 2023 2024 --over districts",
        DECOMPOSE,
        lambda: kpov.decompose("2023", "2024", over="districts"),
    ),
    "target": Question(
        "target 4.0 2029",
        "area indicator basis from_period to_period pace reached",
        lambda: kpov.target("4.0", "2029"),
    ),
    "target-path": Question(
        "target 4.5-5.0 2029 --path",
        "area indicator period needed so_far best_five_years",
        lambda: kpov.target("4.5-5.0", "2029", path=True),
    ),
    "compare-latest": Question("compare", COMPARE, kpov.compare),
    "check": Question(
        "check --all --area Samarinda",
        "rule area period locality unit expected found difference status",
        lambda: kpov.check(area="Samarinda", every=True),
    ),
    "brief": Question("brief 2024", "sentence topic text", lambda: kpov.brief("2024")),
    "list-areas": Question(
        "list areas",
        "area name name_en level parent capital_city_type aliases groups",
        lambda: kpov.listing("areas"),
    ),
    "list-indicators": Question(
        "list indicators",
        "indicator unit label_en label_id better aliases",
        lambda: kpov.listing("indicators"),
    ),
    "list-periods": Question(
        "list periods", "area period figures indicators", lambda: kpov.listing("periods")
    ),
    "list-sources": Question(
        "list sources", "source kind publisher title url released", lambda: kpov.listing("sources")
    ),
    "list-breaks": Question(
        "list breaks",
        "area from_period to_period indicators kind reason_en reason_id inferred",
        lambda: kpov.listing("breaks"),
    ),
}
ON_PROGRAMMES = {  # two words each, and cells that follow the language
    "programme-assess": Question(
        "programme assess --amount 5jt --recipients 1500 --return 5",
        "quantity value unit basis",
        lambda: kpov.programme.assess("5jt", 1500, monthly_return=5),
    ),
    "programme-options": Question(
        "programme options --budget 7.5miliar --amount 3jt,5jt",
        "amount recipients cost reached_share months_of_gap months_of_line return_needed",
        lambda: kpov.programme.options("7.5miliar", amount=["3jt", "5jt"]),
    ),
    "programme-allocate": Question(
        "programme allocate --recipients 1500 --amount 5jt --period 2024",
        "area area_name period weight quota recipients cost poor_count chance equal difference",
        lambda: kpov.programme.allocate(recipients=1500, amount="5jt", period="2024"),
    ),
    "programme-allocate-source": Question(
        "programme allocate --recipients 9 --amount 5jt --source central=20,province=50,district=30",
        "area area_name period weight quota recipients cost poor_count chance equal difference"
        " cost_central cost_province cost_district",
        lambda: kpov.programme.allocate(
            recipients=9, amount="5jt", source="central=20,province=50,district=30"
        ),
    ),
    "programme-allocate-compare": Question(
        "programme allocate --recipients 1500 --compare",
        "rule dissimilarity gini chance_smallest chance_largest ratio",
        lambda: kpov.programme.allocate(recipients=1500, compare=True),
    ),
    "programme-strategies": Question(
        "programme strategies --budget 7.5miliar --transfer 400rb --capital 5jt --group 20jt/5 --return 5",
        "strategy amount return households cost reached_share gap_closed gap_share per_rupiah last_month"
        " break_even_return",
        lambda: kpov.programme.strategies(
            "7.5miliar", transfer="400rb", capital="5jt", group="20jt/5", monthly_return=5
        ),
    ),
    "programme-evidence": Question(
        "programme evidence --amount 5jt --period 2024",
        "id study country start_year design package delivery sex business transfer_low transfer_high"
        " transfer_unit outcome direction effect effect_low effect_high effect_unit uncertainty significance"
        " horizon_months read certainty source note found_low found_high needed needed_unit verdict basis",
        lambda: kpov.programme.evidence(amount="5jt", period="2024"),
    ),
    "programme-benefit": Question(
        "programme benefit elderly=1 sd=2 --year 2025",
        "programme component people counted amount_year note",
        lambda: kpov.programme.benefit({"elderly": 1, "sd": 2}, year=2025),
    ),
    "programme-plan": Question(
        "programme plan --treated 1500 --comparison 1500 --correlation 0.5 --sd 1.6jt --amount 5jt",
        "quantity value unit basis",
        lambda: kpov.programme.plan(treated=1500, comparison=1500, correlation=0.5, sd="1.6jt", amount="5jt"),
    ),
    "programme-list": Question(
        "programme list",
        "programme component year amount_idr per limit applies_to disputed note source",
        kpov.programme.listing,
    ),
}
COMMANDS = (
    "compare",
    "gap",
    "threshold",
    "profile",
    "show",
    "trend",
    "rank",
    "decompose",
    "target",
    "scenario",
    "check",
    "brief",
    "list",
    "help",
)
