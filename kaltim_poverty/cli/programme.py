"""``kpov programme``: is a transfer large enough, and for how many?"""

from kaltim_poverty.cli.group import Group
from kaltim_poverty.cli.table import GROUPS

COMMAND = Group("programme", GROUPS["programme"], above="programme")
