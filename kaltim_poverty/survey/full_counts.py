"""``--full-count``: options that have no meaning where everybody is in the file, and what is left out."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import replace
from typing import TYPE_CHECKING, Any, NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.choices import choice

if TYPE_CHECKING:
    from kaltim_poverty.survey.read import Roles

PERIODS = ("before", "after")
STRATA_AND_PSUS = ("stratum", "psu", "nest", "fpc")
REPLICATE_WEIGHTS = (
    "replicate_weights",
    "replicate_method",
    "fay_rho",
    "replicate_scale",
    "replicate_rscales",
    "replicate_factors",
)
ERRORS = ("lonely_psu", "ci", "level", "bootstrap", "seed", "population_known", "holm", "like")
OF_SAMPLES = (*STRATA_AND_PSUS, *REPLICATE_WEIGHTS, *ERRORS)  # options that are about sampling errors alone
OF_BOTH = ("panel", "like")  # that have no meaning where one of two files is a survey
USUAL = {"lonely_psu": "adjust", "level": 0.95}  # in Python, where a default cannot be told from a choice


def check_full_count(question: Mapping[str, Any], usual: Mapping[str, object] | None = None) -> None:
    """Refuse options about sampling errors of a full count.

    Args:
        question: the options or arguments that were given.
        usual: values that stand for none.

    Raises:
        UsageError: with both options.
    """
    of_one = question.get("full_count_of") is not None
    if of_one and question.get("full_count"):
        raise UsageError("conflict", one="--full-count", other="--full-count-of")
    refused = OF_BOTH if of_one else OF_SAMPLES if question.get("full_count") else ()
    for name in refused:
        value = question.get(name)
        if value not in (None, False, (), []) and value != (usual or {}).get(name):
            one = "--full-count-of" if of_one else "--full-count"
            raise UsageError("conflict", one=one, other=f"--{name.replace('_', '-')}")


def counted_sides(full_count: object, full_count_of: str | None) -> tuple[bool, bool]:
    """Which of two files holds everybody.

    Args:
        full_count: whether both do.
        full_count_of: ``before`` or ``after`` where one does.

    Raises:
        UsageError: for another word.
    """
    if full_count_of is None:
        return bool(full_count), bool(full_count)
    side = choice("--full-count-of", full_count_of, PERIODS)
    return side == PERIODS[0], side == PERIODS[1]


class CountedRoles(NamedTuple):
    """The roles of a full count, and the columns that it leaves out."""

    roles: Roles
    left_out: tuple[str, ...]


def counted_roles(roles: Roles) -> CountedRoles:
    """The roles without the design of a sample."""
    given = [roles.fpc, roles.replicate_weights, *roles.stratum, *roles.psu]
    left_out = tuple(dict.fromkeys(str(each) for each in given if each))
    nothing: dict[str, Any] = dict.fromkeys((*STRATA_AND_PSUS, *REPLICATE_WEIGHTS))
    nothing |= {"stratum": (), "psu": (), "nest": False, "replicate_factors": False}
    return CountedRoles(replace(roles, **nothing), left_out)
