"""What is asked of a survey after a programme: options, checked before any file is read."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from decimal import Decimal
from typing import NamedTuple

from kaltim_poverty.errors import UsageError
from kaltim_poverty.inputs.amounts import parse_amount
from kaltim_poverty.inputs.choices import choice
from kaltim_poverty.inputs.lists import joined_columns, split_list
from kaltim_poverty.inputs.numbers import between, excerpt, number, whole_number
from kaltim_poverty.programme.lists.identities import holds_identity

LOTTERY, DID, RDD, BEFORE_AFTER = "lottery", "did", "rdd", "before-after"
DESIGNS = (LOTTERY, DID, RDD, BEFORE_AFTER)
SHOWN = ("effects", "balance", "attrition", "enough")
FEWEST_DRAWS, MOST_DRAWS = 1, 100_000
MOST_SEED = 2**63 - 1
ONLY_ARM = ""  # of an amount that names no arm


class Asked(NamedTuple):
    """A question about a survey after a programme.

    Attributes:
        design: how it came about who got the programme.
        outcomes: columns.
        baselines: the column of each outcome before, as many as outcomes or none.
        arm: the column of who got what.
        comparison: the arm with which others are compared.
        line: one poverty line for all.
        line_column: a line for each row.
        strata: columns within which was drawn.
        cluster: the column of what was drawn whole.
        covariates: columns of numbers before the programme.
        weight: the column of weights of households.
        size: the column of members of a household.
        amounts: rupiah by arm.
        by: breakdowns.
        score: the column by whose cutoff was chosen.
        cutoff: of the score.
        show: what is shown.
        seed: of draws.
        draws: how many.
        level: of intervals, between 0 and 1.
    """

    design: str
    outcomes: tuple[str, ...]
    baselines: tuple[str, ...]
    arm: str | None
    comparison: str
    line: Decimal | None
    line_column: str | None
    strata: tuple[str, ...]
    cluster: str | None
    covariates: tuple[str, ...]
    weight: str | None
    size: str | None
    amounts: Mapping[str, Decimal]
    by: tuple[tuple[str, ...], ...]
    score: str | None
    cutoff: Decimal | None
    show: str
    seed: int
    draws: int
    level: float

    @property
    def has_line(self) -> bool:
        """Whether there is a poverty line."""
        return self.line is not None or self.line_column is not None

    def columns(self) -> list[str]:
        """Every column that is named."""
        single = (self.arm, self.line_column, self.cluster, self.weight, self.size, self.score)
        several = (*self.outcomes, *self.baselines, *self.strata, *self.covariates)
        return [*filter(None, single), *several, *(name for names in self.by for name in names)]


def asked_of(given: Mapping[str, object]) -> Asked:
    """The question that options describe.

    Args:
        given: the arguments of `evaluate` by name.

    Raises:
        UsageError: for options that lack, are in conflict or out of range.
    """
    if given["design"] is None:
        raise UsageError("no_evaluation_design", choices=", ".join(DESIGNS))
    line = given["line"]
    asked = Asked(
        design=choice("--design", str(given["design"]), DESIGNS),
        outcomes=listed(given["outcome"]),
        baselines=listed(given["baseline"]),
        arm=text(given["arm"]),
        comparison=str(given["comparison"]).strip(),
        line=None if line is None else parse_amount("--line", line),
        line_column=text(given["line_column"]),
        strata=listed(given["stratum"]),
        cluster=text(given["cluster"]),
        covariates=listed(given["covariate"]),
        weight=text(given["weight"]),
        size=text(given["size"]),
        amounts=amounts_of(given["amount"]),
        by=tuple(joined_columns(given["by"])),  # type: ignore[arg-type] # as declared by `evaluate`
        score=text(given["score"]),
        cutoff=None if given["cutoff"] is None else number("--cutoff", given["cutoff"]),
        show=choice("--show", str(given["show"]), SHOWN),
        seed=whole_number("--seed", given["seed"], 0, MOST_SEED),
        draws=whole_number("--draws", given["draws"], FEWEST_DRAWS, MOST_DRAWS),
        level=float(between("--level", given["level"], 0, 1)),
    )
    check(asked)
    return asked


def text(given: object) -> str | None:
    """The name of a column, if one was given."""
    return None if given is None else str(given)


def listed(given: object) -> tuple[str, ...]:
    """The columns of a list, each once."""
    return () if given is None else tuple(dict.fromkeys(filter(None, split_list(given))))


def amounts_of(given: object) -> dict[str, Decimal]:
    """Rupiah by arm; of one amount alone the arm may be left out.

    Raises:
        UsageError: for an arm twice, or what is no amount.
    """
    items = given.items() if isinstance(given, Mapping) else pairs(given)
    amounts: dict[str, Decimal] = {}
    for name, amount in items:
        if name in amounts:
            raise UsageError("arm_twice", arm=excerpt(name))
        if holds_identity(name):
            raise UsageError("malformed_arm_amount", given=excerpt(name))
        amounts[name] = parse_amount("--amount", amount)
    return amounts


def pairs(given: object) -> Iterable[tuple[str, object]]:
    """The arm and the text of its amount, of each item."""
    if given is None:
        return
    if isinstance(given, (int, float, Decimal)):
        yield ONLY_ARM, given
        return
    for item in split_list(given):
        name, mark, amount = (part.strip() for part in item.rpartition("="))
        if mark and not name:
            raise UsageError("malformed_arm_amount", given=excerpt(item))
        yield name, amount


def check(asked: Asked) -> None:
    """Refuse what is wrong whatever the file.

    Raises:
        UsageError: with the options.
    """
    if not asked.outcomes:
        raise UsageError("needs_option", option="evaluate", needed="--outcome")
    if asked.baselines and len(asked.baselines) != len(asked.outcomes):
        raise UsageError(
            "baselines_per_outcome",
            baselines=Decimal(len(asked.baselines)),
            outcomes=Decimal(len(asked.outcomes)),
        )
    if asked.line is not None and asked.line_column is not None:
        raise UsageError("conflict", one="--line", other="--line-column")
    for option, needed in lacking(asked):
        raise UsageError("needs_option", option=option, needed=needed)
    if asked.design == BEFORE_AFTER and asked.show != "effects":
        raise UsageError("before_after_shows", show=asked.show)
    for one, other in in_conflict(asked):
        raise UsageError("conflict", one=one, other=other)


def lacking(asked: Asked) -> Iterable[tuple[str, str]]:
    """Options that were given, with what they lack."""
    design = f"--design {asked.design}"
    if asked.arm is None and asked.design != BEFORE_AFTER:
        yield design, "--arm"
    if asked.design in (DID, BEFORE_AFTER) and not asked.baselines:
        yield design, "--baseline"
    if asked.design == RDD and asked.score is None:
        yield design, "--score"
    if asked.score is not None and asked.cutoff is None:
        yield "--score", "--cutoff"
    if asked.cutoff is not None and asked.score is None:
        yield "--cutoff", "--score"
    if asked.show == "enough" and not asked.has_line:
        yield "--show enough", "--line"
    if asked.show == "balance" and not (asked.baselines or asked.covariates):
        yield "--show balance", "--baseline"


def in_conflict(asked: Asked) -> Iterable[tuple[str, str]]:
    """Options of which one says nothing about the other's design."""
    design = f"--design {asked.design}"
    if asked.score is not None and asked.design != RDD:
        yield design, "--score"
    if asked.strata and asked.design in (RDD, BEFORE_AFTER):
        yield design, "--stratum"
    if asked.covariates and asked.design in (DID, BEFORE_AFTER) and asked.show != "balance":
        yield design, "--covariate"
    if asked.amounts and asked.design == BEFORE_AFTER:
        yield design, "--amount"


def names_of(columns: Sequence[str]) -> str | list[str] | None:
    """Columns as an answer's arguments name them."""
    return None if not columns else columns[0] if len(columns) == 1 else list(columns)


__all__ = ["BEFORE_AFTER", "DID", "LOTTERY", "ONLY_ARM", "RDD", "Asked", "asked_of", "names_of"]
