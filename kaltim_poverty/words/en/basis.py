"""The formula behind a number of a programme, in words and with the numbers in it."""

WORDS = {
    "cost": "amount × recipients = Rp{amount} × {recipients}",
    "cost_overhead": "amount × recipients × (1 + overhead) = Rp{amount} × {recipients} × (1 + {overhead}%)",
    "poor_households": "poor people ÷ members of a poor household = {people} ÷ {size}",
    "reached_share": "recipients ÷ {units} = {recipients} ÷ {poor}; the most that it can be, as if every recipient were poor",
    "shortfall_year": "P1 × line × population × 12 months = {p1}% × Rp{line} × {population} × 12; population = poor people ÷ P0 = {people} ÷ {p0}%",
    "cost_share": "cost ÷ shortfall of all poor = Rp{cost} ÷ Rp{shortfall}",
    "gap_person_month": "P1 ÷ P0 × line = {p1} ÷ {p0} × Rp{line}",
    "gap_household_month": "gap of a poor person × members of a poor household = Rp{gap} × {size}",
    "months_of_gap": "amount ÷ gap of {of} a month = Rp{amount} ÷ Rp{gap}",
    "months_of_line": "amount ÷ line of {of} a month = Rp{amount} ÷ Rp{line}",
    "return_needed": "gap of {of} a month ÷ amount = Rp{gap} ÷ Rp{amount}",
    "gap_closed_share": "amount × return ÷ gap of {of} a month = Rp{amount} × {rate}% ÷ Rp{gap}",
    "amount_needed": "gap of {of} a month ÷ return = Rp{gap} ÷ {rate}%",
    "undefined": "{formula}; no answer, because that divides by 0",
    "of_household": "a poor household",
    "of_person": "a poor person",
    "poor_household": "a household",
    "poor_person": "a person",
    "poor_households_counted": "poor households",
    "poor_people_counted": "poor people",
}
