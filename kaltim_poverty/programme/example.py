"""A made-up programme from the list of candidates to the survey after it: nobody in it exists.

Identity numbers begin with 99, which no province has. The effect of the programme is known, because it was
put in: see `EFFECT`. Constants are round numbers; they are not statistics.
"""

from __future__ import annotations

from typing import TYPE_CHECKING, Any, NamedTuple

import numpy as np

from kaltim_poverty.inputs.numbers import whole_number
from kaltim_poverty.programme.assign import assign
from kaltim_poverty.programme.draw.places import TREATED
from kaltim_poverty.published.catalogue import areas

if TYPE_CHECKING:
    from collections.abc import Mapping

    from numpy.typing import NDArray

PROVINCE = "64"
CANDIDATES, RECIPIENTS = 300, 150  # of a district
VILLAGES = 15  # of a district
AMOUNT = 5_000_000
EFFECT = 250_000  # rupiah a household and month: 5 percent of the amount
INCOME, SPREAD, VILLAGE_SPREAD, ROUND_SPREAD = 3_400_000, 0.32, 0.10, 0.22
GROWTH = 1.04  # of everybody between both rounds
TAKE_UP = 0.94  # of those who drew it, who really got it
FOUND = {TREATED: 0.94, "waiting": 0.91}  # shares that are found again
SIZES = (0.04, 0.10, 0.18, 0.26, 0.22, 0.12, 0.08)
SEED = 1
MARK = "synthetic"
FICTIONAL = "99"  # in place of the code of a province
LINE = 4_278_189  # of a poor household in March 2024
README = "README.md"


class Household(NamedTuple):
    """Columns of all candidates, (candidates,) each."""

    nik: list[str]
    family: list[str]
    district: list[str]
    village: list[str]
    sex: list[str]
    size: NDArray[np.int64]
    score: NDArray[np.int64]
    baseline: NDArray[np.float64]


def example(*, seed: int | str = SEED) -> dict[str, dict[str, list[Any]]]:
    """A made-up programme to try things on. On the command line: ``kpov programme example``.

    Args:
        seed: the same seed gives the same files.

    Returns:
        the columns of each file by its name: ``recipients.csv`` (the list of candidates), ``plan.csv``
        (places by district), ``monitoring.csv`` (those who drew the programme), ``survey.csv`` (all
        candidates before and after, with an effect of Rp250,000 a household and month on who really got it).

    Raises:
        UsageError: for a seed that is no whole number.
    """
    number = whole_number("--seed", seed, 0, 2**63 - 1)
    random = np.random.default_rng(number)
    districts = [code for code, area in areas().items() if area.parent == PROVINCE]
    people = candidates(random, districts)
    arm = drawn(people, number)
    got = np.array([each == TREATED for each in arm]) & (random.random(len(arm)) < TAKE_UP)
    return {
        "recipients.csv": marked(listed(people)),
        "plan.csv": marked(plan_of(districts)),
        "monitoring.csv": marked(monitored(random, people, arm, got)),
        "survey.csv": marked(surveyed(random, people, arm, got)),
    }


def candidates(random: np.random.Generator, districts: list[str]) -> Household:
    """All candidates, district by district and village by village."""
    count = CANDIDATES * len(districts)
    district = [code for code in districts for _ in range(CANDIDATES)]
    place = np.arange(count) % CANDIDATES * VILLAGES // CANDIDATES
    village = [f"{code}-{number + 1:02}" for code, number in zip(district, place.tolist(), strict=True)]
    women = random.random(count) < 0.55  # noqa: PLR2004 - a share
    size = random.choice(np.arange(1, len(SIZES) + 1), count, p=SIZES)
    of_village = np.repeat(
        random.normal(0.0, VILLAGE_SPREAD, count * VILLAGES // CANDIDATES), CANDIDATES // VILLAGES
    )
    log_income = np.log(INCOME) + of_village + random.normal(0.0, SPREAD, count)
    score = np.rint(1_000.0 * np.exp(log_income - np.log(INCOME) + random.normal(0.0, 0.1, count)))
    nik = [
        identity(random, code, number, woman=woman)
        for number, (code, woman) in enumerate(zip(district, women.tolist(), strict=True))
    ]
    family = [f"{FICTIONAL}{code[2:]}{number:012}" for number, code in enumerate(district)]
    sex = ["P" if woman else "L" for woman in women.tolist()]
    return Household(nik, family, district, village, sex, size, score.astype(np.int64), np.exp(log_income))


def identity(random: np.random.Generator, district: str, number: int, *, woman: bool) -> str:
    """A number in the form of a NIK, of no province that exists."""
    day, month, year = int(random.integers(1, 29)), int(random.integers(1, 13)), int(random.integers(60, 100))
    return (
        f"{FICTIONAL}{district[2:]}{number % 90 + 10:02}{day + 40 * woman:02}{month:02}{year:02}{number:04}"
    )


def drawn(people: Household, seed: int) -> list[str]:
    """The arm of each candidate, as ``kpov programme assign`` draws it with this seed."""
    columns = {"nik": people.nik, "district": people.district}
    places = f"{TREATED}={RECIPIENTS * len(set(people.district))}"
    return [row.arm for row in assign(columns, arm=places, stratum="district", id="nik", seed=seed)]


def listed(people: Household) -> dict[str, list[Any]]:
    """The list of candidates."""
    return {
        "nik": people.nik,
        "family": people.family,
        "district": people.district,
        "village": people.village,
        "sex": people.sex,
        "score": people.score.tolist(),
    }


def plan_of(districts: list[str]) -> dict[str, list[Any]]:
    """Places by district."""
    return {
        "area": districts,
        "area_name": [areas()[code].name for code in districts],
        "recipients": [RECIPIENTS] * len(districts),
    }


def monitored(
    random: np.random.Generator, people: Household, arm: list[str], got: NDArray[np.bool_]
) -> dict[str, list[Any]]:
    """Made-up monitoring of those who drew the programme, with a few typical mistakes."""
    rows = [row for row, each in enumerate(arm) if each == TREATED]
    received = got[rows]
    short = random.random(len(rows)) < 0.05  # noqa: PLR2004 - a share
    used = received & (random.random(len(rows)) < 0.88)  # noqa: PLR2004
    alive = used & (random.random(len(rows)) < 0.83)  # noqa: PLR2004
    pkh = random.random(len(rows)) < 0.31  # noqa: PLR2004
    nik = [people.nik[row] for row in rows]
    nik[7], nik[40], nik[41] = nik[7][:15], "", nik[39]  # one too short, one missing, one twice
    sex = [people.sex[row] for row in rows]
    sex[100] = "L" if sex[100] == "P" else "P"
    value = np.where(short, AMOUNT * 9 // 10, AMOUNT)
    return {
        "nik": nik,
        "family": [people.family[row] for row in rows],
        "district": [people.district[row] for row in rows],
        "sex": sex,
        "score": [int(people.score[row]) for row in rows],
        "pkh": words(pkh),
        "received": words(received),
        "value": [
            int(each) if has else "" for each, has in zip(value.tolist(), received.tolist(), strict=True)
        ],
        "used": [word if has else "" for word, has in zip(words(used), received.tolist(), strict=True)],
        "alive": [word if has else "" for word, has in zip(words(alive), received.tolist(), strict=True)],
    }


def words(values: NDArray[np.bool_]) -> list[str]:
    """Yes and no, as lists write them."""
    return ["ya" if each else "tidak" for each in values.tolist()]


def surveyed(
    random: np.random.Generator, people: Household, arm: list[str], got: NDArray[np.bool_]
) -> dict[str, list[Any]]:
    """All candidates before and after, some not found again; rupiah a household and month."""
    count = len(arm)
    after = people.baseline * GROWTH * np.exp(random.normal(0.0, ROUND_SPREAD, count)) + EFFECT * got
    found = random.random(count) < np.array([FOUND[each] for each in arm])
    return {
        "household": list(range(1, count + 1)),
        "district": people.district,
        "village": people.village,
        "arm": arm,
        "sex": people.sex,
        "size": people.size.tolist(),
        "score": people.score.tolist(),
        "baseline": rupiah(people.baseline),
        "income": [value if has else "" for value, has in zip(rupiah(after), found.tolist(), strict=True)],
    }


def rupiah(values: NDArray[np.float64]) -> list[int]:
    """Amounts in thousands of rupiah, as people say them."""
    return [int(each) for each in 1_000 * np.rint(values / 1_000)]


def marked(columns: dict[str, list[Any]]) -> dict[str, list[Any]]:
    """The columns with one that marks every row as synthetic."""
    return {**columns, MARK: ["yes"] * len(next(iter(columns.values())))}


def csv_text(columns: Mapping[str, list[Any]]) -> str:
    """A file as CSV."""
    import csv
    import io

    text = io.StringIO()
    writer = csv.writer(text, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*columns.values(), strict=True))
    return text.getvalue()


def readme_text() -> str:
    """The text that explains the files, in both languages."""
    from kaltim_poverty.words import LANGUAGES, Money, say

    effect, line = Money(decimal(EFFECT), "idr"), Money(decimal(LINE), "idr")
    parts = [
        say(language, "basis.example_readme", effect=effect, line=line, share=decimal(100 * TAKE_UP))
        for language in LANGUAGES
    ]
    return "\n\n".join(parts) + "\n"


def decimal(value: float) -> Any:
    """A number in a sentence."""
    from decimal import Decimal

    return Decimal(f"{value:g}") if value < 1_000 else Decimal(int(value))  # noqa: PLR2004


__all__ = ["README", "csv_text", "example", "readme_text"]
