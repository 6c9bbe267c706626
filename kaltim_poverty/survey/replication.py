"""Which replicates are asked for: those of a bootstrap, or weights that came with the file."""

from __future__ import annotations

from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.errors import InputError, UsageError
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.numbers import fraction, within
from kaltim_poverty.survey.infer import Replicates, largest_and_rank
from kaltim_poverty.survey.options import METHODS

if TYPE_CHECKING:
    from kaltim_poverty.survey.options import Inference
    from kaltim_poverty.survey.read import Reading, Roles


def replicates_of(reading: Reading, roles: Roles, asked: Inference, file: str) -> Replicates | None:
    """The replicates that were asked for, or None.

    Raises:
        UsageError: for an unknown method, or one that needs another option.
    """
    if asked.bootstrap:
        return Replicates(asked.bootstrap, 1.0 / asked.bootstrap, np.ones(asked.bootstrap), None, asked.seed)
    if not roles.replicate_weights:
        for option, value in (("method", roles.replicate_method), ("scale", roles.replicate_scale)):
            if value is not None:
                raise UsageError("needs_option", option=f"--replicate-{option}", needed="--replicate-weights")
        return None
    return from_columns(reading, roles, file)


def from_columns(reading: Reading, roles: Roles, file: str) -> Replicates:
    """Replicate weights of the file.

    Raises:
        UsageError: for an unknown method, or fay without its rho.
        InputError: for a replicate without any weight.
    """
    if roles.replicate_method is None:
        raise UsageError("needs_option", option="--replicate-weights", needed="--replicate-method")
    method = choice("--replicate-method", roles.replicate_method, METHODS)
    count = len(reading.columns.replicates)
    scale, each = 1.0 / count, np.ones(count)
    if method == "fay":
        if roles.fay_rho is None:
            raise UsageError("needs_option", option="--replicate-method fay", needed="--fay-rho")
        scale /= (1.0 - float(fraction("--fay-rho", roles.fay_rho))) ** 2
    elif roles.fay_rho is not None:
        raise UsageError("conflict", one="--fay-rho", other=f"--replicate-method {method}")
    largest, rank = largest_and_rank(reading.sample, count)
    if (largest <= 0).any():
        place = int(np.flatnonzero(largest <= 0)[0])
        raise InputError("replicate_empty", file=file, column=reading.columns.replicates[place])
    if method == "jackknife":
        scale, each = 1.0, 1.0 / largest
    if roles.replicate_scale is not None:
        scale = float(within("--replicate-scale", roles.replicate_scale, above=0, scientific=True))
    return Replicates(count, scale, each, float(rank - 1), None)
