"""What is wrong with a column or a design."""

WORDS = {
    "empty": "every cell is empty",
    "text": "{count} {count:cell is not a number|cells are not numbers}",
    "missing": "{count} {count:cell is|cells are} empty",
    "negative": "{count} {count:cell is|cells are} negative",
    "size": "{count} {count:household size is|household sizes are} not a whole number of 1 or more",
    "missing_code": "{value} looks like a code for missing values ({count} {count:row|rows}): if it is one, add --missing-values {item}",
    "not_in": "{file} has no such column",
    "no_welfare": "no --welfare: nothing can be estimated",
    "no_weight": "no --weight: every row counts as one person or household",
    "stops": "{text}",
    "lonely": "one PSU in {strata}",
    "zero_weight": "{count} {count:row has|rows have} weight 0",
}
