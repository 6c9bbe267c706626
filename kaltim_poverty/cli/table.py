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
    "scenario",
    "check",
    "brief",
    "report",
    "list",
    "fetch",
    "import",
    "data",
    "programme",
    "survey",
    "grouped",
    "explain",
    "help",
)
GROUPS = {
    "data": ("list", "path", "forget", "undo", "export"),
    "programme": (
        "assess",
        "options",
        "allocate",
        "strategies",
        "evidence",
        "benefit",
        "plan",
        "assign",
        "monitor",
        "evaluate",
        "example",
        "list",
    ),
    "survey": (
        "describe",
        "estimate",
        "compare",
        "decompose",
        "growth",
        "profile",
        "curve",
        "dominance",
        "targeting",
        "simulate",
        "deciles",
        "example",
    ),
    "grouped": ("estimate", "curve", "fit"),
}  # commands that have commands
CELLS = {
    "compare": ("before", "after", "change", "change_percent", "direction", "verdict"),
    "show": ("value", "source"),
    "trend": ("value", "change", "change_percent", "pace"),
    "rank": ("value", "rank", "difference", "share"),
}  # what people fill wide tables with
MODULES = {
    "list": "listing",
    "help": "helping",
    "import": "importing",
}  # where the command's name is taken in Python
SHELLS = ("bash", "zsh", "fish", "powershell")  # that have completion
TOPICS = ("exit-codes", "formats", "environment", "completion", "man")


def module_of(question: str) -> str:
    """The file of a command such as ``compare`` or ``programme assess``."""
    return MODULES.get(question, question.replace(" ", "_"))


def pages() -> list[str]:
    """The full names of all commands."""
    return [*COMMANDS, *(f"{group} {name}" for group, names in GROUPS.items() for name in names)]
