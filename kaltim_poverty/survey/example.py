"""A synthetic household survey in the shape of Susenas, in two rounds: no household in it exists.

Log expenditure per head is a constant, plus district, urban, PSU and household-size effects, plus a normal
term; a few households are multiplied by a Pareto draw. Constants are round numbers chosen so that the
poverty rate and the Gini ratio look like those of Kalimantan Timur; they are not statistics.
"""

from __future__ import annotations

import csv
import io
from typing import TYPE_CHECKING, Any

import numpy as np

from kaltim_poverty.inputs.numbers import whole_number

if TYPE_CHECKING:
    from numpy.typing import NDArray

HOUSEHOLDS = 6000
FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS = 400, 5_000_000
SEED = 1
HOUSEHOLDS_OF_PSU = 10
FEWEST_PSUS = 2  # of a stratum
# The next round: some households again, others in smaller PSUs; growth of log welfare, prices, people
ROUNDS = 2
HOUSEHOLDS_OF_SMALL_PSU, SHARE_AGAIN, LEAST_OTHERS = 8, 0.4, 320
LASTING, CHANGE_SPREAD = 0.92, 0.25
GROWTH_IN_TOWN, GROWTH = 0.035, 0.005
PRICES_IN_TOWN, PRICES = 1.045, 1.06
TO_TOWN, POPULATION_GROWTH = 1.06, 1.02
#            district, share of PSUs, urban share of these, effect on log expenditure, effect on log weight
DISTRICTS = (
    (6401, 0.100, 0.30, -0.10, -0.30),
    (6402, 0.084, 0.14, -0.12, -0.60),
    (6403, 0.134, 0.50, -0.06, 0.35),
    (6404, 0.100, 0.44, -0.08, 0.10),
    (6405, 0.094, 0.50, 0.00, -0.30),
    (6409, 0.084, 0.60, -0.03, -0.55),
    (6411, 0.040, 0.00, -0.16, -1.45),
    (6471, 0.134, 0.96, 0.13, 0.30),
    (6472, 0.150, 0.97, 0.04, 0.35),
    (6474, 0.080, 0.97, 0.10, -0.50),
)
URBAN_EFFECT = 0.08
LOG_EXPENDITURE, SPREAD, PSU_SPREAD, SIZE_SLOPE = 14.54, 0.51, 0.20, -0.30
SIZES = (0.077, 0.150, 0.220, 0.255, 0.165, 0.080, 0.034, 0.013, 0.006)
TAIL_SHARE, TAIL_SHAPE = 0.015, 2.2
LOG_WEIGHT = 5.2
# PKH: log expenditure as a proxy score measures it, with an error, below a cutoff; not all are eligible
PROXY_ERROR, CUTOFF, SHARE_ELIGIBLE = 0.45, 13.75, 0.65
PKH_YEAR = (
    900_000,
    1_500_000,
    2_000_000,
    2_400_000,
    3_000_000,
)  # a member: three schools, old or disabled, small child
PKH_MEMBERS = 3  # that count in a family, at most
MARK = "synthetic"


def example(
    *,
    households: int | str = HOUSEHOLDS,
    seed: int | str = SEED,
    round: int | str = 1,  # noqa: A002 - what rounds of a survey are called
) -> dict[str, NDArray[Any]]:
    """The columns of a synthetic survey. On the command line: ``kpov survey example``.

    Args:
        households: how many, at least 400.
        seed: the same seed gives the same survey.
        round: 1, or 2 for the next round: prices have risen, welfare has grown, more people live in towns,
            and some households of the first round were visited again, beside others in smaller PSUs.

    Returns:
        household, psu, stratum, district, urban (1 urban, 2 rural), size, weight (of the household),
        expenditure and percapita (rupiah a month), pkh (1 receives, 0 does not) and pkh_idr (rupiah a year),
        and a column that marks every row as synthetic.

    Raises:
        UsageError: for a number out of range.
    """
    count = whole_number("--households", households, FEWEST_HOUSEHOLDS, MOST_HOUSEHOLDS)
    number = whole_number("--seed", seed, 0, 2**63 - 1)
    first = cross_section(np.random.default_rng(number), count, HOUSEHOLDS_OF_PSU)
    if whole_number("--round", round, 1, ROUNDS) == 1:
        return first
    return next_round(np.random.default_rng([number, ROUNDS]), first)


def cross_section(random: np.random.Generator, count: int, households_of_psu: int) -> dict[str, NDArray[Any]]:
    """A survey of so many households, so many in each PSU."""
    psus = -(-count // households_of_psu)
    district, urban, effect, log_weight = psu_characteristics(psus)
    psu = np.arange(count) // households_of_psu
    size = random.choice(np.arange(1, len(SIZES) + 1), count, p=np.array(SIZES) / sum(SIZES))
    log_welfare = LOG_EXPENDITURE + effect[psu] + (random.normal(0.0, PSU_SPREAD, psus))[psu]
    log_welfare += SIZE_SLOPE * (np.log(size) - 1.2) + random.normal(0.0, SPREAD, count)
    tail = np.where(random.random(count) < TAIL_SHARE, 1.0 + random.pareto(TAIL_SHAPE, count), 1.0)
    percapita = np.rint(np.exp(log_welfare) * tail).astype(np.int64)
    weight = np.exp(
        LOG_WEIGHT + log_weight[psu] + random.normal(0.0, 0.3, psus)[psu] + random.normal(0.0, 0.1, count)
    )
    received, paid = assistance(random, np.log(percapita), size)
    return {
        "household": np.arange(1, count + 1),
        "psu": psu + 1,
        "stratum": district[psu] * 10 + urban[psu],
        "district": district[psu],
        "urban": urban[psu],
        "size": size,
        "weight": np.round(weight, 2),
        "expenditure": percapita * size,
        "percapita": percapita,
        "pkh": received,
        "pkh_idr": paid,
        MARK: np.full(count, "yes", dtype=object),
    }


def next_round(random: np.random.Generator, first: dict[str, NDArray[Any]]) -> dict[str, NDArray[Any]]:
    """The round after one: some households again, beside others, at new prices.

    Log welfare moves towards its mean and is drawn anew in part, so that people change places.
    """
    again = revisited(first["psu"])
    count = len(first["psu"])
    others = cross_section(random, count - len(again), HOUSEHOLDS_OF_SMALL_PSU)
    others["household"] += count
    others["psu"] += first["psu"][-1]
    found = {name: np.concatenate([values[again], others[name]]) for name, values in first.items()}
    log_welfare = np.log(found["percapita"])
    middle = log_welfare.mean()
    log_welfare = middle + LASTING * (log_welfare - middle) + random.normal(0.0, CHANGE_SPREAD, count)
    in_town = found["urban"] == 1
    log_welfare += np.where(in_town, GROWTH_IN_TOWN, GROWTH)
    prices = np.where(in_town, PRICES_IN_TOWN, PRICES)
    found["percapita"] = np.rint(np.exp(log_welfare) * prices).astype(np.int64)
    found["expenditure"] = found["percapita"] * found["size"]
    found["pkh"], found["pkh_idr"] = assistance(random, log_welfare, found["size"])
    weight = found["weight"] * np.where(in_town, TO_TOWN, 1.0)
    people = (first["weight"] * first["size"]).sum() / (weight * found["size"]).sum()
    found["weight"] = np.round(weight * people * POPULATION_GROWTH, 2)
    return found


def revisited(psu: NDArray[np.int64]) -> NDArray[np.intp]:
    """The rows that the next round visits again: of PSUs spread over all, fewer households each.

    Enough rows are left for others that every stratum has two PSUs of these too.
    """
    left = max(len(psu) - LEAST_OTHERS, 0)
    psus = min(int(SHARE_AGAIN * len(psu)), left) // HOUSEHOLDS_OF_SMALL_PSU
    chosen = np.unique(np.linspace(1, psu[-1], max(psus, 1)).astype(np.int64))
    place = np.arange(len(psu)) % HOUSEHOLDS_OF_PSU
    return np.flatnonzero(np.isin(psu, chosen) & (place < HOUSEHOLDS_OF_SMALL_PSU))


def assistance(
    random: np.random.Generator, log_welfare: NDArray[np.float64], size: NDArray[np.int64]
) -> tuple[NDArray[np.int64], NDArray[np.int64]]:
    """Whether each household receives PKH, and rupiah per year: many poor are missed, many others reached."""
    score = log_welfare + random.normal(0.0, PROXY_ERROR, len(size))
    received = (score < CUTOFF) & (random.random(len(size)) < SHARE_ELIGIBLE)
    members = random.integers(0, len(PKH_YEAR), (len(size), PKH_MEMBERS))
    counted = (
        np.arange(PKH_MEMBERS) < np.minimum(size, 1 + random.integers(0, PKH_MEMBERS, len(size)))[:, None]
    )
    paid = (np.array(PKH_YEAR)[members] * counted).sum(axis=1)
    return received.astype(np.int64), np.where(received, paid, 0)


def psu_characteristics(psus: int) -> tuple[NDArray[np.int64], ...]:
    """District, urban or rural, effects on log expenditure and log weight of every PSU, (psus,) each.

    Every stratum has at least two PSUs.
    """
    strata = [
        (
            code,
            1 if urban else 2,
            share * (part if urban else 1 - part),
            effect + URBAN_EFFECT * urban,
            weight,
        )
        for code, share, part, effect, weight in DISTRICTS
        for urban in (True, False)
        if not urban or part
    ]
    psus_of_strata = allocated(psus, np.array([share for _, _, share, _, _ in strata]))
    columns = zip(*[(code, urban, effect, weight) for code, urban, _, effect, weight in strata], strict=True)
    return tuple(np.repeat(np.array(column), psus_of_strata) for column in columns)


def allocated(psus: int, shares: NDArray[np.float64]) -> NDArray[np.int64]:
    """The PSUs of each stratum by its share, at least two, (strata,): largest remainders first."""
    exact = shares / shares.sum() * psus
    counts: NDArray[np.int64] = np.maximum(np.floor(exact).astype(np.int64), FEWEST_PSUS)
    while counts.sum() != psus:
        step = 1 if counts.sum() < psus else -1
        may_change = (step > 0) | (counts > FEWEST_PSUS)
        counts[np.argmax(step * np.where(may_change, exact - counts, -step * np.inf))] += step
    return counts


def csv_text(columns: dict[str, NDArray[Any]], delimiter: str = ",") -> str:
    """The survey as CSV."""
    text = io.StringIO()
    writer = csv.writer(text, delimiter=delimiter, lineterminator="\n")
    writer.writerow(columns)
    writer.writerows(zip(*(column.tolist() for column in columns.values()), strict=True))
    return text.getvalue()
