"""What is asked of every cluster: questions, and files in which a line is wrong."""

from __future__ import annotations

from survey_rows import DESIGN

QUESTIONS = {
    "several lines of blocks": {"line": 400, "by": ["g", "g,u"], **DESIGN},
    "a subpopulation": {"line": 400, "by": ["g"], "where": "u = 1", **DESIGN},
    "all measures": {"line": 400, "by": ["u"], "measure": "all", **DESIGN},
    "a relative line": {"relative_line": 0.6, "by": ["g"], "measure": ["p0", "p1"], **DESIGN},
    "a line of each row": {"line_column": "z", "by": ["u"], "measure": "all", **DESIGN},
    "rows are PSUs": {"line": 400, "welfare": "y", "weight": "w", "stratum": "s"},
    "a simple sample": {"line": 400, "welfare": "y"},
    "PSUs in strata": {"line": 400, "nest": True, **DESIGN, "psu": "q"},
    "households": {"line": 400, "size": "m", **DESIGN},
    "a finite population": {"line": 400, "fpc": "n", **DESIGN},
    "a bootstrap": {"line": 400, "by": ["u"], "bootstrap": 6, **DESIGN},
    "a bootstrap of PSUs in strata": {"line": 400, "nest": True, "bootstrap": 6, **DESIGN, "psu": "q"},
    "a bootstrap of PSUs of two columns": {"line": 400, "bootstrap": 6, **DESIGN, "psu": "p,q"},
    "deflated": {"line": 400, "deflator_column": "d", **DESIGN},
    "dropped": {"line": 400, "by": ["h"], "missing": "drop", "missing_values": "99", **DESIGN},
    "like another program": {"line": 400, "like": "stata", **DESIGN},
    "a full count": {
        "line": 400,
        "by": ["g", "g,u"],
        "full_count": True,
        "hide_below": 550,
        "welfare": "y",
        "weight": "w",
        "measure": "all",
    },
    "a full count with a relative line": {"relative_line": 0.6, "full_count": True, "welfare": "y"},
}

FAULTS = {  # a line of the file, and what is asked
    "text for a number": ("x,1,S9,900,P1,north,1,1,400,1,507,1", {}),
    "no welfare": (",1,S9,900,P1,north,1,1,400,1,507,1", {}),
    "a negative weight": ("5,-1,S9,900,P1,north,1,1,400,1,507,1", {}),
    "a weight that is no count": (
        "5,1.5,S9,900,P1,north,1,1,400,1,507,1",
        {"full_count": True, "stratum": None, "psu": None},
    ),
    "a PSU in two strata": ("5,1,S9,3,P1,north,1,1,400,1,507,1", {}),
    "a size of a half": ("5,1,S9,900,P1,north,1,1,400,0.5,507,1", {"size": "m"}),
    "a line below 0": ("5,1,S9,900,P1,north,1,1,-400,1,507,1", {"line": None, "line_column": "z"}),
    "too many cells": ("5,1,S9,900,P1,north,1,1,400,1,507,1,8", {}),
    "too few cells": ("5,1,S9", {}),
    "an open quote": ('"5,1,S9,900,P1,north,1,1,400,1,507,1', {}),
    "thousands": ("1.234.567,1,S9,900,P1,north,1,1,400,1,507,1", {}),
    "a second header": ("y,w,s,p,q,g,u,h,z,m,n,d", {}),
    "two finite populations": ("5,1,S0,900,P1,north,1,1,400,1,999,1", {"fpc": "n"}),
    "a deflator of 0": ("5,1,S9,900,P1,north,1,1,400,1,507,0", {"deflator_column": "d"}),
    "bytes that are no text": (b"5,1,S9,900,P1,\xff,1,1,400,1,507,1", {"by": ["g"]}),
    "a condition that fails": ("5,1,S9,900,P1,north,1,1,400,1,507,1", {"where": "y = 'town'"}),
}
