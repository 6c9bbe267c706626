"""The formula behind a number of a programme, in words and with the numbers in it."""

WORDS = {
    "cost": "amount × recipients = Rp{amount} × {recipients}",
    "cost_overhead": "amount × recipients × (1 + overhead) = Rp{amount} × {recipients} × (1 + {overhead}%)",
    "poor_households": "poor people ÷ members of a poor household = {people} ÷ {size}",
    "reached_share": "recipients ÷ {units} = {recipients} ÷ {poor}; an upper bound, as if every recipient were poor",
    "shortfall_year": "P1 × line × population × 12 months = {p1}% × Rp{line} × {population} × 12; population = poor people ÷ P0 = {people} ÷ {p0}%",
    "cost_share": "cost ÷ shortfall of all poor = Rp{cost} ÷ Rp{shortfall}",
    "gap_person_month": "P1 ÷ P0 × line = {p1} ÷ {p0} × Rp{line}",
    "gap_household_month": "gap of a poor person × members of a poor household = Rp{gap} × {size}",
    "months_of_gap": "amount ÷ monthly gap of {of} = Rp{amount} ÷ Rp{gap}",
    "months_of_line": "amount ÷ monthly line of {of} = Rp{amount} ÷ Rp{line}",
    "return_needed": "monthly gap of {of} ÷ amount = Rp{gap} ÷ Rp{amount}",
    "gap_closed_share": "amount × return ÷ monthly gap of {of} = Rp{amount} × {rate}% ÷ Rp{gap}",
    "amount_needed": "monthly gap of {of} ÷ return = Rp{gap} ÷ {rate}%",
    "undefined": "{formula}; undefined, because it divides by 0",
    "nothing": "–",
    "of_household": "a poor household",
    "of_person": "a poor person",
    "poor_household": "a household",
    "poor_person": "a person",
    "poor_households_counted": "poor households",
    "poor_people_counted": "poor people",
    "reached_all": "recipients ÷ {units} = {recipients} ÷ {poor}, at most 100 percent",
    "plan_treated_analysed": "{people} less {attrition}% who will not be found again, rounded down",
    "plan_comparison_analysed": "{people} less {attrition}% who will not be found again, rounded down",
    "plan_design_effect": "1 + ((1 + {variation}²) × {size} − 1) × {icc}",
    "plan_people_drawn": "people are drawn one by one",
    "plan_ancova": "the survey after, with the outcome before as a control: {before} {before:round|rounds} before, {after} after, correlation {correlation}",
    "plan_difference": "change from before to after: {before} {before:round|rounds} before, {after} after, correlation {correlation}",
    "plan_after": "the survey after alone ({after} {after:round|rounds}; {before} before not used), correlation {correlation}",
    "plan_alpha_each": "{alpha}% ÷ {arms} {arms:arm|arms}",
    "plan_df": "all who are found again − 2 = {people} − 2",
    "plan_df_villages": "villages − 2 = {people} ÷ {size} − 2",
    "plan_multiplier": "quantiles of Student's t: for a test at {alpha}% plus for {power}% power",
    "plan_mde_sd": "{multiplier} × √({variance} × (1 ÷ {treated} + 1 ÷ {comparison}))",
    "plan_mde": "effect in SD × SD = {mde} × Rp{sd}",
    "plan_mde_percent": "effect ÷ mean = Rp{mde} ÷ Rp{mean}",
    "plan_mde_points": "the fall from {poor}% at which both shares can be told apart (normal distribution)",
    "plan_mde_takers": "effect ÷ (take-up − contamination) = {mde} ÷ {takers}%",
    "plan_detectable_return": "effect ÷ amount = Rp{mde} ÷ Rp{amount}",
    "plan_treated_needed": "so that an effect of {effect} is seen",
    "plan_comparison_needed": "so that an effect of {effect} is seen",
    "plan_clusters_needed": "people ÷ people of a village = {people} ÷ {size}",
    "plan_cost": "programme Rp{programme} + surveys Rp{surveys}",
    "plan_none": "{formula}; does not exist here",
    "enough_gap_closed_share": "−effect on P1 ÷ P1 of the comparison = −({estimate}) ÷ {comparison}",
    "enough_return_found": "effect on a household's month ÷ amount = Rp{estimate} ÷ Rp{amount}",
    "enough_return_needed": "average gap of poor households of the comparison ÷ amount = Rp{gap} ÷ Rp{amount}",
    "enough_lifted": "−effect on P0 × those who drew it = −({estimate})% × {count}",
    "enough_cost_per_lifted": "amount × those who drew it ÷ lifted = Rp{cost} ÷ {lifted}",
    "enough_nobody_surely": "{formula}; not computed, as the interval holds 0: perhaps nobody was lifted",
    "enough_marginal_return": "effect beyond that of '{other}' ÷ what the amount is larger = Rp{estimate} ÷ (Rp{more} − Rp{less})",
    "example_readme": """\
# A made-up programme (synthetic)

Nobody in these files exists. ID numbers begin with 99, which no province has; every row is marked as synthetic.

- `recipients.csv`: 3,000 candidates in ten districts.
- `plan.csv`: 150 places in each district.
- `monitoring.csv`: the 1,500 who drew the programme, with a few mistakes such as lists have.
- `survey.csv`: all candidates before (`baseline`) and after (`income`, rupiah per household per month; empty: not found again).

What is true, because it was put in: {effect} per month for each household that really got the programme; that is about {share} percent of those who drew it. The line of a poor household in March 2024 was {line} per month.""",
}
