"""What is wrong with a command line."""

WORDS = {
    "help": "Try 'kpov --help'.",
    "help_command": "Try '{command} --help'.",
    "no_command": "there is no command '{given}'",
    "no_option": "there is no option '{given}' here",
    "negative": "'{given}' reads as an option; a number here is not negative",
    "no_locality": "this command uses urban, rural and total together, so it has no --locality",
    "near": "{text}. Did you mean {names}?",
    "missing": "{name} is missing",
    "takes_nothing": "{option} takes no value",
    "needs_value": "{option} needs a value behind it",
    "other": "{text}",
}
