"""Transfers on published figures: is an amount enough, how many does it reach, what is a family entitled to?

Each question is a function of the same name as its command: ``programme.assess("5jt", 1500)`` answers
``kpov programme assess --amount 5jt --recipients 1500``. The functions are imported here rather than on
first use, because the file of each bears its name.
"""

from kaltim_poverty.programme.assess import assess
from kaltim_poverty.programme.benefit import benefit
from kaltim_poverty.programme.listing import listing
from kaltim_poverty.programme.options import options

__all__ = ["assess", "benefit", "listing", "options"]
