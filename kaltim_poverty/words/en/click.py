"""What is wrong with a command line."""

WORDS = {
    "help": "Try 'kpov --help'.",
    "help_command": "Try '{command} --help'.",
    "no_command": "there is no command '{given}'",
    "no_option": "there is no option '{given}'",
    "negative": "'{given}' looks like an option; a number here cannot be negative",
    "no_locality": "this command uses urban, rural and total together, so it has no --locality",
    "near": "{text}. Did you mean {names}?",
    "missing": "{name} is missing",
    "takes_nothing": "{option} takes no value",
    "needs_value": "{option} requires a value",
    "other": "{text}",
}
