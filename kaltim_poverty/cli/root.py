"""The command ``kpov``."""

from kaltim_poverty.cli.group import Group
from kaltim_poverty.cli.table import COMMANDS

ROOT = Group("kpov", COMMANDS)
