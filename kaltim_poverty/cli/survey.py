"""``kpov survey``: the same questions asked of a household survey file, with standard errors."""

from __future__ import annotations

from kaltim_poverty.cli.group import Group

COMMANDS = ("describe", "estimate", "compare", "example")

COMMAND = Group("survey", COMMANDS, {name: f"survey_{name}" for name in COMMANDS}, within="survey ")
