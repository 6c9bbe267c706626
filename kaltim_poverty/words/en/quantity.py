"""Numbers with their units, as a sentence says them."""

WORDS = {
    "percent": "{} percent",
    "point": "{} percentage points",
    "ratio": "{}",
    "own": "{}",
    "people": "{} people",
    "thousand_people": "{} thousand people",
    "households": "{} households",
    "months": "{} months",
    "idr": "Rp{}",
    "idr_per_capita_month": "Rp{} per person per month",
    "idr_per_household_month": "Rp{} per household per month",
    "idr_per_year": "Rp{} per year",
    "per_capita": "{} per person",
    "total": "{}",
    "total_per_year": "{} per year",
    "currency": "{currency} {}",
    "currency_per_capita": "{currency} {} per person",
    "currency_per_year": "{currency} {} per year",
}
