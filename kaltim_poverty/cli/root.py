"""The command ``kpov``: a table of commands, each imported when it runs."""

from __future__ import annotations

from kaltim_poverty.cli.group import Group

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
    "survey",
    "help",
)
MODULES = {"list": "listing", "help": "helping"}  # where the command's name is taken in Python

ROOT = Group("kpov", COMMANDS, MODULES)
