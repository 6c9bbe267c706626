"""Notes on an answer about a survey: everything that was assumed or left out."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import TYPE_CHECKING

import numpy as np

from kaltim_poverty.inputs.lists import quoted_item
from kaltim_poverty.records import Note, note
from kaltim_poverty.survey.breakdowns import BreakdownResult, breakdown_of
from kaltim_poverty.survey.columns import FEW_DEGREES, FEW_ROWS
from kaltim_poverty.survey.currency import PER_CAPITA, RUPIAH, SUM
from kaltim_poverty.survey.options import METHODS
from kaltim_poverty.survey.read import Reading, decimal, line_note, listed_strata, quoted_code
from kaltim_poverty.survey.sample import lonely_strata
from kaltim_poverty.words import Message, Money, Spoken, known, message

if TYPE_CHECKING:
    from kaltim_poverty.measures.linear import Array
    from kaltim_poverty.survey.infer import Result
    from kaltim_poverty.survey.read import Columns, Register, Table, Thousands
    from kaltim_poverty.survey.study import Study

FEW = 5  # names that one note lists
FLAGGED_RSE = 0.25  # as BPS marks estimates that are to be used with care


def notes_of(study: Study, done: Sequence[BreakdownResult], table: Table) -> Iterator[Note]:
    """All notes, in the order in which a reader asks: rows, line, weights, errors."""
    yield from row_notes(study, done, table)
    yield from price_notes(study)
    yield from line_notes(study, done)
    yield weight_note(study.reading.columns)
    yield variance_note(study)
    if study.asked.full_count:
        yield from counted_notes(study)
        return
    if study.asked.interval == "logit" and any(each.is_headcount_ratio for each in study.asked.measures):
        yield note("interval_logit", measures="P0")
    if study.asked.population_known and any(each.times_people for each in study.asked.measures):
        yield note("population_known")
    yield from design_notes(study, done)
    if any(is_imprecise(result, each.reduced.constants.rows) for each in done for result in each.results):
        yield note("rse_flags")


def is_imprecise(result: Result, rows: Array) -> bool:
    """Whether some standard error is above a quarter of its estimate, or rests on little."""
    few = np.isfinite(result.value) & ((result.df < FEW_DEGREES) | (rows[: len(result.df)] < FEW_ROWS))
    return bool((few | (result.rse > 100.0 * FLAGGED_RSE)).any())


def row_notes(study: Study, done: Sequence[BreakdownResult], table: Table) -> Iterator[Note]:
    """Rows read and left out, rows at or below zero."""
    yield from reading_notes(study.reading, study.reading.columns.welfare, table)
    constants = done[0].reduced.constants
    zero, negative = int(constants.zero[0]), int(constants.negative[0])
    yield note("survey_not_above_zero", rows=Decimal(zero + negative), negative=Decimal(negative))


def thousands_notes(columns: Sequence[Thousands]) -> Iterator[Note]:
    """Which numbers may be thousands."""
    for column, file, value in columns:
        if file is None:
            yield note("survey_thousands", column=column)
        else:
            yield note("survey_thousands_mixed", column=column, file=file, value=value)


def reading_notes(reading: Reading | Register, welfare: str, table: Table) -> Iterator[Note]:
    """Rows read and left out, and what seems to be something else than a number."""
    counts = reading.counts
    used = counts.rows - counts.dropped - counts.zero_weight - counts.outside
    yield note("survey_rows", file=table.display_name, rows=Decimal(counts.rows), used=Decimal(used))
    yield from table.notes
    for file in table.repeated_files():
        yield note("file_twice", file=file)
    yield from thousands_notes(reading.thousands)
    if reading.likely_code:
        value, count = reading.likely_code
        item = quoted_item(f"{welfare}={value}")
        yield note("survey_code", column=welfare, value=value, count=Decimal(count), item=item)
    if reading.large_tie:
        yield note("large_tie", column=welfare, rows=Decimal(reading.large_tie))
    if counts.dropped:
        yield note("survey_dropped", rows=Decimal(counts.dropped))
    if counts.zero_weight:
        yield note("survey_zero_weight", rows=Decimal(counts.zero_weight))
    if counts.without_group:
        yield note("survey_without_group", rows=Decimal(counts.without_group))
    if counts.outside and isinstance(reading, Reading):
        yield note("survey_outside", rows=Decimal(counts.outside))
    if counts.uncertain:
        yield note("survey_uncertain", rows=Decimal(counts.uncertain))
    if counts.undecided:
        yield note("survey_undecided", rows=Decimal(counts.undecided))


def price_notes(study: Study) -> Iterator[Note]:
    """By what welfare is divided."""
    if study.prices.deflator is not None:
        yield note("deflated", deflator=study.prices.deflator)
    if study.prices.seems_index:
        yield note("deflator_seems_index", deflator=study.prices.deflator)
    if study.prices.column is not None:
        yield note("deflated_column", column=study.prices.column)


def line_notes(study: Study, done: Sequence[BreakdownResult]) -> Iterator[Note]:
    """Where the line comes from, rows on it, the density behind its sampling error, the floor of Watts."""
    constants = done[0].reduced.constants
    if not done[0].reduced.plan.poverty:
        return
    origin = line_note(
        study.spec,
        study.reading.lines,
        study.relative_amount,
        study.unit(PER_CAPITA),
        counted=study.asked.full_count,
    )
    if origin is not None:
        yield origin
    if study.reading.lines is not None:
        yield from study.reading.lines.folder_notes()
    if study.spec.published is not None and study.currency != RUPIAH and not study.prices.given:
        yield note("line_in_rupiah", currency=str(study.currency))
    if study.prices.given and study.spec.amount is not None:
        yield note("line_in_base_prices")
    if study.prices.given and study.spec.has_own_prices:
        yield note("line_in_own_prices")
    if constants.negative[0]:
        yield note("negative_kept")
    yield note("survey_on_line", rows=Decimal(int(constants.of_poor.on_line[0])))
    if study.relative is not None and constants.bandwidth is not None:
        width = study.relative.bandwidth or float(constants.bandwidth[0])
        yield note("line_density", width=decimal(width))
    if study.asked.floor is not None and any(measure.name == "watts" for measure in study.asked.measures):
        yield note("watts_floor", floor=Money(decimal(study.asked.floor), study.unit(SUM)))


def weight_note(columns: Columns) -> Note:
    """How the weight of persons was formed."""
    if columns.weight and columns.size:
        return note("weight_household", weight=columns.weight, size=columns.size)
    if columns.weight:
        return note("weight_person", weight=columns.weight)
    return note("weight_size", size=columns.size) if columns.size else note("weight_none")


def variance_note(study: Study) -> Note:
    """How standard errors were computed, or that there are none."""
    if study.asked.full_count:
        return note("full_count")
    replicates, design = study.replicates, study.reading.design
    if replicates is not None and replicates.weights is not None:
        return note("variance_bootstrap", count=Decimal(replicates.number), seed=str(replicates.weights))
    if replicates is not None:
        method = str(study.roles.replicate_method).casefold()
        assert method in METHODS  # noqa: S101 - checked when replicates were made
        scale = Decimal(f"{replicates.scale:.6g}")
        low, high = (Decimal(f"{end:.6g}") for end in (replicates.each.min(), replicates.each.max()))
        return note(
            "variance_replicates",
            method=method,
            count=Decimal(replicates.number),
            scale=scale,
            smallest=low,
            largest=high,
        )
    columns = study.reading.columns
    code = "variance_linearised" if columns.psu else "variance_rows" if columns.stratum else "variance_simple"
    return note(
        code,
        psus=Decimal(design.number_of_psus),
        psu=", ".join(columns.psu),
        stratified=stratification(columns.stratum, len(design.psus)),
    )


def stratification(columns: Sequence[str], strata: int) -> Message:
    """The words for the strata of a design, which has one and no column for it if it is not stratified."""
    if not columns:
        return message("value.unstratified")
    key = "in_one_stratum" if strata == 1 else "in_strata"
    return message(f"value.{key}", strata=Decimal(strata), stratum=", ".join(columns))


def design_notes(study: Study, done: Sequence[BreakdownResult]) -> Iterator[Note]:
    """Strata with one PSU, the finite population, replicates without a value."""
    yield from alike_note(study)
    if study.reading.columns.fpc is not None:
        yield note("variance_fpc", column=study.reading.columns.fpc)
    if study.replicates is None or study.replicates.weights is not None:
        yield lonely_note(study)
    yield from replicate_notes(study)
    undefined = [each.undefined for each in done]
    for name in {name: None for each in undefined for name in each}:
        count = sum(each.get(name, 0) for each in undefined)
        yield note("replicates_undefined", measure=name_of(name), count=Decimal(count))


def alike_note(study: Study) -> Iterator[Note]:
    """Codes that look alike, and those that a spreadsheet shortened."""
    groups = study.reading.alike
    for code, chosen in (
        ("codes_alike", [group for group in groups if len(group) > 1]),
        ("codes_shortened", [group for group in groups if len(group) == 1]),
    ):
        shown = [" / ".join(map(quoted_code, group)) for group in chosen]
        if shown:
            yield note(code, codes=", ".join(shown[:FEW]) + (", …" if len(shown) > FEW else ""))


def counted_notes(study: Study) -> Iterator[Note]:
    """The notes on a full count: what it leaves out, and codes that look alike."""
    if study.asked.left_out:
        yield note("full_count_design", columns=list(study.asked.left_out))
    yield from alike_note(study)


def replicate_notes(study: Study) -> Iterator[Note]:
    """Columns that were left out, and columns that look like factors."""
    columns = study.reading.columns
    if columns.weight_is_among_replicates:
        yield note("replicates_weight", column=columns.weight or "")
    constant = columns.constant_replicates
    if constant:
        yield note("replicates_constant", columns=", ".join(constant))
    if study.replicates is not None and study.replicates.seem_factors:
        yield note("replicates_seem_factors")


def lonely_note(study: Study) -> Note:
    """The strata with one PSU that hold a row of the subpopulation, and what they add."""
    design = study.reading.design
    names = [design.names[place] for place in lonely_strata(design, study.reading.sample).tolist()]
    if not names:
        return note("no_lonely_psu", count=Decimal(0))
    rule = "bootstrap" if study.replicates is not None else design.rule
    return note(f"lonely_{rule}", count=Decimal(len(names)), strata=listed_strata(names))


def name_of(measure: str) -> Spoken | str:
    """The name of a measure in sentences: as in tables, else its code."""
    key = f"value.measure.{measure}"
    return message(key) if known("en", key) else measure


def survey_notes(study: Study, table: Table) -> Iterator[Note]:
    """Notes on the survey itself, for a question that has its own on standard errors."""
    done = breakdown_of(study._replace(replicates=None), ())
    for each in notes_of(study, [done], table):
        if each.code not in ("rse_flags", "replicates_undefined", "interval_logit"):
            yield each
