"""What people get wrong: one sentence that says what to do, the right exit code, nothing on stdout."""

from __future__ import annotations

import re
import shlex

import pytest
from foreign import choices_of, foreign
from support import call

LIST = "nik,district,village,sex,arm,score,income,baseline,got\n" + "".join(
    f"99720117038500{row:02},{6401 + row % 2},v{row % 5},{'LP'[row % 2]},"
    f"{('waiting', 'treated')[row % 3 > 0]},"
    f"{row},{1000 + 7 * row},{900 + row},{('ya', 'tidak')[row % 2]}\n"
    for row in range(24)
)
PLAN = "area,recipients\n6401,12\n6402,12\n"
E = "evaluate l.csv --outcome income --arm arm"
WRONG = {  # a command: its exit code, and words of the sentence
    "plan": (2, "--treated and --comparison, or --effect"),
    "plan --treated 10": (2, "requires --comparison"),
    "plan --treated 0 --comparison 5": (2, "above 0"),
    "plan --treated -4 --comparison 5": (2, "above 0"),
    "plan --treated 10.5 --comparison 5": (2, "whole number"),
    "plan --treated 10 --comparison 5 --effect 0.2": (2, "cannot be combined"),
    "plan --effect 0": (2, "above 0"),
    "plan --effect 0,2": (2, "write 0.2"),
    "plan --effect 0.2 --icc 1.2 --cluster-size 5": (2, "at most 1"),
    "plan --effect 0.2 --icc -0.1 --cluster-size 5": (2, "at least 0"),
    "plan --effect 0.2 --icc 0.1": (2, "requires --cluster-size"),
    "plan --effect 0.2 --cluster-size 5": (2, "requires --icc"),
    "plan --effect 0.2 --cluster-cv 1": (2, "requires --icc"),
    "plan --effect 0.2 --correlation 1": (2, "between 0 and 1"),
    "plan --effect 0.2 --take-up 30 --contamination 30": (2, "must be above --contamination"),
    "plan --effect 0.2 --attrition 100": (2, "between 0 and 100"),
    "plan --effect 0.2 --power 0": (2, "between 0 and 100"),
    "plan --effect 0.2 --alpha 100": (2, "between 0 and 100"),
    "plan --effect 0.2 --arms 0": (2, "whole number from 1"),
    "plan --effect 0.2 --estimator anova": (2, "'ancova'"),
    "plan --effect 0.2 --estimator difference --before 0": (2, "at least 1"),
    "plan --effect 20 --outcome poor": (2, "requires --poor-share"),
    "plan --effect 60 --outcome poor --poor-share 50": (2, "at most 50"),
    "plan --effect 0.0000001": (2, "however large"),
    "plan --effect 0.2 --amount 5.000.000": (2, "ambiguous"),
    "plan --effect 0.2 --survey-cost -1": (2, "above 0"),
    "assign l.csv --seed 1": (2, "--arm NAME=N or --places FILE"),
    "assign l.csv --arm a=5": (2, "--seed is missing"),
    "assign l.csv --arm a=5 --seed ''": (2, "draw a text in public"),
    "assign l.csv --arm a --seed 1": (2, "a name and a number"),
    "assign l.csv --arm =5 --seed 1": (2, "a name and a number"),
    "assign l.csv --arm a=0 --seed 1": (2, "above 0"),
    "assign l.csv --arm a=1,a=2 --seed 1": (2, "appears twice"),
    "assign l.csv --arm Waiting=2 --seed 1": (2, "cannot be called"),
    "assign l.csv --arm a=25 --seed 1": (3, "25 places are more than the 24"),
    "assign l.csv --arm a=2 --stratum distrik --seed 1": (3, "Did you mean 'district'?"),
    "assign l.csv --arm a=2 --stratum nik --seed 1": (3, "never shown"),
    "assign l.csv --arm a=2 --id nik --stratum nik --seed 1": (2, "cannot serve both"),
    "assign l.csv --arm a=2 --id sex --seed 1": (3, "the same identity number"),
    "assign l.csv --arm a=2 --cluster village --stratum score --seed 1": (3, "several strata"),
    "assign l.csv --places p.csv --seed 1": (2, "--places requires --stratum"),
    "assign l.csv --places p.csv --stratum district --seed 1": (3, "no column 'district'"),
    "assign nothing.csv --arm a=2 --seed 1": (3, "does not exist"),
    "assign . --arm a=2 --seed 1": (3, "is a folder"),
    "monitor l.csv": (2, "nothing is to be checked"),
    "monitor l.csv --score score": (2, "requires --cutoff"),
    "monitor l.csv --value income": (2, "requires --amount"),
    "monitor l.csv --plan p.csv": (2, "requires --district"),
    "monitor l.csv --overlap PKH": (2, "a name and a column"),
    "monitor l.csv --overlap PKH=got,pkh=got": (2, "twice"),
    "monitor l.csv --received village": (3, "line 2, column village: 'v0' should be yes or no"),
    "monitor l.csv --received got --sex village": (3, "'v0' should be L or P"),
    "monitor l.csv --received got --district nik": (3, "never shown"),
    "monitor l.csv --district district --plan l.csv": (3, "no column 'area'"),
    "monitor l.csv --score village --cutoff 3": (3, "'v0' is not a number"),
    E: (2, "--design is missing"),
    f"{E} --design lotery": (2, "Did you mean 'lottery'?"),
    "evaluate l.csv --design lottery --arm arm": (2, "requires --outcome"),
    "evaluate l.csv --design lottery --outcome income": (2, "requires --arm"),
    f"{E} --design lottery --comparison control": (2, "--design before-after shows the change alone"),
    f"{E} --design did": (2, "requires --baseline"),
    f"{E} --design before-after": (2, "requires --baseline"),
    f"{E} --design before-after --baseline baseline --show balance": (2, "compares nobody"),
    f"{E} --design before-after --baseline baseline --amount 5jt": (2, "cannot be combined"),
    f"{E} --design rdd": (2, "requires --score"),
    f"{E} --design rdd --score score": (2, "requires --cutoff"),
    f"{E} --design lottery --score score --cutoff 3": (2, "cannot be combined"),
    f"{E} --design lottery --line 5jt --line-column baseline": (2, "cannot be combined"),
    f"{E} --design lottery --line 0": (2, "above 0"),
    f"{E} --design lottery --amount treat=5jt": (2, "Did you mean 'treated'?"),
    f"{E} --design lottery --amount treated=lima": (2, "not a number"),
    f"{E} --design lottery --baseline baseline,score": (2, "as many baselines"),
    f"{E} --design lottery --draws 0": (2, "whole number from 1"),
    f"{E} --design lottery --level 95": (2, "Did you mean '0.95'?"),
    f"{E} --design lottery --seed satu": (2, "whole number"),
    f"{E} --design lottery --show semua": (2, "choose from effects"),
    f"{E} --design lottery --show enough": (2, "requires --line"),
    f"{E} --design lottery --show balance": (2, "requires --baseline"),
    f"{E} --design lottery --by ''": (2, "empty"),
    f"{E} --design lottery --by nik": (3, "never shown"),
    f"{E} --design lottery --cluster village": (3, "several arms"),
    f"{E} --design lottery --weight village": (3, "'v0' is not a number"),
    f"{E} --design lottery --size score": (3, "must be above 0"),
    f"{E} --design lottery --line-column score": (3, "must be above 0"),
    f"{E} --design lottery --covariate sex": (3, "'L' is not a number"),
    "evaluate l.csv --design lottery --outcome village --arm arm": (3, "'v0' is not a number"),
    "evaluate l.csv --design lottery --outcome income --arm score": (2, "no row is of the comparison"),
    "evaluate l.csv --design rdd --outcome income --arm village --comparison v0 --score score --cutoff 9": (
        2,
        "several arms",
    ),
    "example": (2, "name a folder with -o"),
    "example -o l.csv": (74, "cannot write l.csv"),
    "example -o out --seed x": (2, "whole number"),
}


@pytest.fixture(autouse=True)
def files(tmp_path, monkeypatch):
    monkeypatch.chdir(tmp_path)
    (tmp_path / "l.csv").write_text(LIST)
    (tmp_path / "p.csv").write_text(PLAN)


@pytest.mark.parametrize("line", list(WRONG))
def test_what_is_wrong(line):
    code, words = WRONG[line]
    done = call("programme", *shlex.split(line))
    assert (done.code, done.out) == (code, ""), done.err
    assert words in done.err
    assert len(done.err.splitlines()) <= 2  # the sentence, and where to find help
    assert "9972" not in done.err


@pytest.mark.parametrize("line", list(WRONG))
def test_it_is_said_in_bahasa_indonesia_too(line):
    done = call("programme", *shlex.split(line), "--lang", "id")
    assert done.code == WRONG[line][0]
    said = re.sub("waiting|treated|before-after|File exists|--outcome poor", "", done.err.partition(" (")[0])
    assert foreign(choices_of(said)) == []
