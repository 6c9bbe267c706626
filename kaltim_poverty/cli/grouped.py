"""``kpov grouped``: from a few published numbers to a distribution."""

from kaltim_poverty.cli.group import Group
from kaltim_poverty.cli.table import GROUPS

COMMAND = Group("grouped", GROUPS["grouped"], above="grouped")
