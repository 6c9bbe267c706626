"""``kpov survey``: the same questions for a household survey file, with standard errors."""

from kaltim_poverty.cli.group import Group
from kaltim_poverty.cli.table import GROUPS

COMMAND = Group("survey", GROUPS["survey"], above="survey")
