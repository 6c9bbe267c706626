"""The names of all commands and help topics, in the order in which people need them."""

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
    "check",
    "brief",
    "list",
    "help",
)
MODULES = {"list": "listing", "help": "helping"}  # where the command's name is taken in Python
TOPICS = ("exit-codes", "formats", "environment", "completion")
