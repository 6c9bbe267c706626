"""Words of documents that belong to no question."""

WORDS = {
    "table": "Table",
    "figure": "Figure",
    "caption": "{label} {number}. {title}",
    "contents": "Contents",
    "not_drawn": "No figure is drawn for: {title}. There are too few numbers.",
    "left_out": "Left out, as the page has no room for them: {columns}.",
    "no_rows": "There are no figures.",
    "numbers": "The numbers of this figure",
    "skip": "Skip to the text",
    "index": "{series}, {base} = 100",
    "step_base": "Below (not drawn)",
    "step_total": "Total",
    "step_better": "For the better, or neither",
    "step_worse": "For the worse",
    "parts_drawn": "{bar} {done} of {of} drawn, {seconds} s",
    "back": "Back to the contents",
}
