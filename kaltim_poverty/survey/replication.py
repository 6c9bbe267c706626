"""Which replicates are asked for: those of a bootstrap, or weights that came with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import split_commas
from kaltim_poverty.inputs.numbers import fraction, within
from kaltim_poverty.survey.engines import summary_of_replicates
from kaltim_poverty.survey.infer import Replicates, ReplicateSummary
from kaltim_poverty.survey.options import METHODS

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.options import Inference
    from kaltim_poverty.survey.read import Reading, Roles

LEAST_SUM = 0.5  # of all weights: replicate weights sum to about 1, factors do not


def replicates_of(reading: Reading, roles: Roles, asked: Inference, file: str) -> Replicates | None:
    """The replicates that were asked for, or None.

    Raises:
        UsageError: for an unknown method, or one that needs another option.
    """
    if asked.bootstrap:
        return Replicates(asked.bootstrap, 1.0 / asked.bootstrap, np.ones(asked.bootstrap), None, asked.seed)
    if roles.replicate_weights:
        return from_columns(reading, roles, file)
    for option in ("method", "scale", "rscales", "factors"):
        if getattr(roles, f"replicate_{option}"):
            raise UsageError("needs_option", option=f"--replicate-{option}", needed="--replicate-weights")
    return None


def from_columns(reading: Reading, roles: Roles, file: str) -> Replicates:
    """Replicate weights of the file.

    Raises:
        UsageError: for an unknown method, or one without the option that it needs.
        InputError: for a replicate without any weight.
    """
    if roles.replicate_method is None:
        raise UsageError("needs_option", option="--replicate-weights", needed="--replicate-method")
    method = choice("--replicate-method", roles.replicate_method, METHODS)
    names = reading.columns.replicates
    found = summary_of_replicates(reading.sample)
    scales = scales_of(method, roles, found)
    if found.people > 0 and (found.largest <= 0).any():
        raise InputError("replicate_empty", file=file, column=names[int(np.argmin(found.largest))])
    seem_factors = not roles.replicate_factors and bool((found.sums < LEAST_SUM * found.people).all())
    return Replicates(len(names), *scales, float(max(found.rank - 1, 0)), None, seem_factors)


def scales_of(method: str, roles: Roles, found: ReplicateSummary) -> tuple[float, Array]:
    """The scale and the r_k of each replicate: as they are given, the other 1; else those of the method.

    Raises:
        UsageError: for a method without the option that it needs, or an option without its method.
    """
    count = len(found.largest)
    rho = rho_of(method, roles)
    if roles.replicate_scale is not None or roles.replicate_rscales is not None:
        scale = roles.replicate_scale or 1
        number = float(within("--replicate-scale", scale, above=0, scientific=True))
        return number, given_rscales(roles.replicate_rscales, count)
    if method == "jkn":
        raise UsageError("needs_option", option="--replicate-method jkn", needed="--replicate-rscales")
    if method == "jackknife":
        return 1.0, 1.0 / np.where(found.largest > 0, found.largest, 1.0)
    scale_of = {"jk1": (count - 1.0) / count, "jk2": 1.0, "fay": 1.0 / (count * (1.0 - rho) ** 2)}
    return scale_of.get(method, 1.0 / count), np.ones(count)


def rho_of(method: str, roles: Roles) -> float:
    """The rho of Fay's method, 0 of others.

    Raises:
        UsageError: for Fay's method without it, or for it with another method.
    """
    if method != "fay" and roles.fay_rho is not None:
        raise UsageError("conflict", one="--fay-rho", other=f"--replicate-method {method}")
    if method != "fay":
        return 0.0
    if roles.fay_rho is None:
        raise UsageError("needs_option", option="--replicate-method fay", needed="--fay-rho")
    return float(fraction("--fay-rho", roles.fay_rho))


def given_rscales(given: str | None, count: int) -> Array:
    """The r_k that were given, one for all or one each; 1 without them.

    Raises:
        UsageError: for another number of them, or one that is not above 0.
    """
    if given is None:
        return np.ones(count)
    numbers = [
        float(within("--replicate-rscales", part, above=0, scientific=True)) for part in split_commas(given)
    ]
    if len(numbers) not in (1, count):
        raise UsageError("rscales_count", given=str(len(numbers)), replicates=str(count))
    return np.array(numbers * (count if len(numbers) == 1 else 1))
