"""``kpov data``: the folder with figures that were kept."""

from kaltim_poverty.cli.group import Group
from kaltim_poverty.cli.table import GROUPS

COMMAND = Group("data", GROUPS["data"], above="data")
