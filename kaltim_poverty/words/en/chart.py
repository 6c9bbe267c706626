"""What pictures say: marks, kinds, sizes of numbers, alternative texts."""

WORDS = {
    "mark": "{name}, {when}: {quantity}",
    "bar_mark": "{name}: {quantity}",
    "index_mark": "{index} ({quantity})",
    "index": "index, {base} = 100",
    "unit.percent": "percent",
    "unit.point": "percentage points",
    "kind.line": "Line chart: {what}.",
    "kind.bar": "Bar chart: {what}.",
    "series": "{name}: {first} in {first_when}, {last} in {last_when}; highest {highest} ({highest_when}), lowest {lowest} ({lowest_when}).",
    "one_point": "{name}: {value} in {when}.",
    "broken": "Not comparable before {when}: {why}.",
    "missing": "Nothing between {before} and {after}.",
    "bars": "{count} bars, from {first} ({value}) to {last} ({last_value}).",
    "focus": "{name} is number {place} with {value}.",
}
