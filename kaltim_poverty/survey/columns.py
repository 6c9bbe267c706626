"""What the columns are that answers from a survey share; decimals of an estimate follow its unit."""

from __future__ import annotations

from kaltim_poverty.records.fields import Declaration

DECIMALS = {"percent": 3, "ratio": 4, "money": 2, "own": 3, "density": 10}  # of rupiah and people none
LEFT_OUT_FIRST, LEFT_OUT_NEXT, LEFT_OUT_LAST = 1, 2, 3  # on a page too narrow for the whole table

OF_POVERTY = ("p0", "p1", "p2", "watts", "sen", "sst", "gap_poor", "poor_count", "total_shortfall")
MEASURE = Declaration("group", with_unit=True, worse_when_higher=OF_POVERTY)
MEASURE_OF_TABLE = Declaration("key", with_unit=True, worse_when_higher=OF_POVERTY)
"""Where each measure of a long answer is a table."""
ESTIMATE = Declaration("value", decimals=DECIMALS)
CHANGE = Declaration("change", decimals=DECIMALS)
STANDARD_ERROR = Declaration("error", decimals=DECIMALS)
INTERVAL = Declaration("value", decimals=DECIMALS, gives_way=LEFT_OUT_NEXT)
ERROR_OF_CHANGE = Declaration("error", decimals=DECIMALS, gives_way=LEFT_OUT_LAST)
INTERVAL_OF_CHANGE = Declaration("change", decimals=DECIMALS, gives_way=LEFT_OUT_NEXT)
CURVE_UNIT = Declaration("code", gives_way=LEFT_OUT_FIRST)
CURVE_POINT = Declaration("value", unit_field="x_unit")
FEW_DEGREES, FEW_ROWS = 8, 30  # with fewer an error is hardly known, however small it seems
RELATIVE_ERROR = Declaration(
    "share",
    decimals=1,
    doubtful_above=(25.0, 50.0),
    doubtful_below=(("df", FEW_DEGREES), ("n", FEW_ROWS)),
    doubtful_of="estimate",
)
"""In percent of the estimate; BPS asks for care above 25 and calls an estimate unreliable above 50."""
DEGREES_OF_FREEDOM = Declaration("count", decimals=0, gives_way=LEFT_OUT_FIRST)
DESIGN_EFFECT = Declaration("share", decimals=2, gives_way=LEFT_OUT_FIRST)
T_VALUE = Declaration("share", decimals=2, gives_way=LEFT_OUT_FIRST)
PEOPLE = Declaration("count", decimals=0, gives_way=LEFT_OUT_FIRST)
ROWS = Declaration("count")
