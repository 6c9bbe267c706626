"""What did others find?"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from typing import TYPE_CHECKING, TypeAlias

from kaltim_poverty.errors import NotFoundError, UsageError, suggestion
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import excerpt
from kaltim_poverty.programme.assess import Plan, plan_of
from kaltim_poverty.programme.evidence_notes import evidence_notes, listing_opening, opening_of
from kaltim_poverty.programme.findings import Finding, Findings, with_own
from kaltim_poverty.programme.findings_compared import Compared, Needed, compare_finding
from kaltim_poverty.programme.reference import HOUSEHOLD, check_people, chosen, reference_of, resolved
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.periods import LATEST, PeriodLike, require_written
from kaltim_poverty.published.selection import Names, Selection, names_of
from kaltim_poverty.records import Answer
from kaltim_poverty.records.fields import column, record
from kaltim_poverty.words import Message, message

if TYPE_CHECKING:
    from collections.abc import Mapping
    from decimal import Decimal

    from kaltim_poverty.inputs.numbers import Number

Choices: TypeAlias = str | Iterable[str]  # one, a list with commas, or several

FILTERS = ("package", "delivery", "sex", "business", "country", "outcome", "design", "read", "certainty")


@record
class Evidence:
    """One result of one study, as it was read, beside what an amount needs.

    Transfers and effects are in the units of their row; `found_low`, `found_high` and `needed` are percent a
    month of the capital (`percent_month`), or percent of consumption or income (`percent`). `read` says what
    of the study was read, `basis` how found and needed were formed.
    """

    id: str = column("words", gives_way=1)
    study: str = column("group")
    country: str = column("code", gives_way=2)
    start_year: int | None = column("code", gives_way=1)
    design: str = column("code", gives_way=1)
    package: str = column("code")
    delivery: str = column("code", gives_way=1)
    sex: str = column("code", gives_way=1)
    business: str = column("code", gives_way=1)
    transfer_low: Decimal | None = column("value", gives_way=1)
    transfer_high: Decimal | None = column("value", gives_way=1)
    transfer_unit: str = column("code", gives_way=1)
    outcome: str = column("code")
    direction: str = column("code", gives_way=2)
    effect: Decimal | None = column("value", gives_way=1)
    effect_low: Decimal | None = column("value", gives_way=1)
    effect_high: Decimal | None = column("value", gives_way=1)
    effect_unit: str = column("code", gives_way=1)
    uncertainty: str = column("words", gives_way=1)
    significance: str = column("code", gives_way=1)
    horizon_months: int | None = column("count", gives_way=1)
    read: str = column("code", gives_way=1)
    certainty: str = column("code", gives_way=1)
    source: str = column("code", gives_way=2)
    note: Message | None = column("words", gives_way=1)
    found_low: Decimal | None = column("share", decimals=2, gives_way=3)
    found_high: Decimal | None = column("share", decimals=2, gives_way=3)
    needed: Decimal | None = column("share", decimals=2, gives_way=3)
    needed_unit: str = column("code", gives_way=2)
    verdict: str = column("code")
    basis: Message | None = column("words", gives_way=1)


def evidence(
    *,
    amount: Number | None = None,
    recipients: Number | None = None,
    per: str | None = None,
    period: PeriodLike | None = None,
    overhead: Number | None = None,
    monthly_return: Number | None = None,
    area: Names | None = None,
    package: Choices | None = None,
    delivery: Choices | None = None,
    sex: Choices | None = None,
    business: Choices | None = None,
    country: Choices | None = None,
    outcome: Choices | None = None,
    design: Choices | None = None,
    read: Choices | None = None,
    certainty: Choices | None = None,
    evidence: Names = (),
    figures: Names = (),
    areas: Names | None = None,
) -> Answer[Evidence]:
    """What did others find? On the command line: ``kpov programme evidence``.

    With an amount, each finding that can be is compared with what the amount needs: returns and profits with
    the return that closes the average gap, consumption and income with the rise that lifts the average poor
    person to the line, 100·P1/(P0 − P1). The first rule that fits a row decides; nothing is averaged.

    Args:
        amount: rupiah for each recipient, above 0; without it findings are only listed.
        recipients: how many receive it, as of `assess`; the findings do not depend on it.
        per: whether they are each a ``household`` or a ``person``.
        period: ``2024``, ``2024-09`` or ``latest``: the last with P0, P1, count, line and household size.
        overhead: what delivery costs on top, as of `assess`; the findings do not depend on it.
        monthly_return: percent a month that is expected, as of `assess`; the findings do not depend on it.
        area: the code or name of one area.
        package: only findings on these packages, such as ``grant_training``.
        delivery: to ``individual`` people or in a ``group``.
        sex: of the recipients.
        business: whether they had a business before: ``existing``, ``new``, ``any``.
        country: where.
        outcome: what was measured, such as ``profit``.
        design: how it was compared, such as ``rct``.
        read: what of the study was read.
        certainty: ``certain`` or ``uncertain``.
        evidence: files of one's own findings, which replace those with the same id.
        figures: files of one's own figures.
        areas: a file that names areas of one's own.

    Returns:
        a row for each finding, in the order of the table.

    Raises:
        UsageError: for a number out of range, an unknown choice, or an option that needs an amount.
        NotFoundError: if no finding is left, for an unknown area, or a period that lacks one of the figures.
        InputError: if a file is refused.
    """
    asked = {
        "--recipients": recipients,
        "--per": per,
        "--period": period,
        "--overhead": overhead,
        "--return": monthly_return,
        "--area": area,
    }
    files = names_of(evidence)
    table = opened(files)
    given = (package, delivery, sex, business, country, outcome, design, read, certainty)
    filters = parse_filters(table, dict(zip(FILTERS, given, strict=True)))
    rows = filtered(table, filters)
    if amount is None:
        check_alone(asked)
        return listed(table, rows, {"amount": None, **filters, "evidence": files})
    many = 1 if recipients is None else recipients
    plan = plan_of(amount, many, per or HOUSEHOLD, overhead or 0, monthly_return)
    when = LATEST if period is None else period
    require_written(when)
    selection = chosen(catalogue.HOME if area is None else area, figures, areas)
    return measured(table, rows, plan, selection, when, {**filters, "evidence": files})


def opened(files: list[str]) -> Findings:
    """The bundled findings and those of files; what reads files is imported for them alone.

    Raises:
        InputError: if a file is missing, unreadable or refused.
        UsageError: if stdin is asked for twice.
    """
    if not files:
        return with_own({})
    from kaltim_poverty.programme.own_findings import read_findings

    return with_own(read_findings(files))


def measured(
    table: Findings,
    rows: list[Finding],
    plan: Plan,
    selection: Selection,
    period: PeriodLike,
    more: Mapping[str, object],
) -> Answer[Evidence]:
    """The findings beside what the amount of a plan needs, on the figures of an area and period."""
    reference = reference_of(selection, period)
    check_people(reference, plan.recipients)
    answer, figures = compared(table, rows, Needed(plan.amount, plan.per, reference)), selection.figures
    asked = resolved(selection, amount=plan.amount, per=plan.per, period=reference.period)
    return replace(
        answer,
        arguments={**asked, **more},
        notes=(*figures.notes, *answer.notes),
        sources=(*figures.sources(), *answer.sources),
        cited=(*figures.cited(), *answer.cited),
        names={"area": figures.areas},
    )


def check_alone(asked: Mapping[str, object]) -> None:
    """Refuse what says how the amount is measured where there is no amount.

    Raises:
        UsageError: naming the option.
    """
    option = next((name for name, value in asked.items() if value is not None), None)
    if option:
        raise UsageError("needs_option", option=option, needed="--amount")


def parse_filters(table: Findings, given: Mapping[str, Choices | None]) -> dict[str, list[str] | None]:
    """The values that were chosen of each field; None where all are wanted.

    Raises:
        UsageError: for one that no finding has, with those that are spelt alike.
    """
    return {
        name: None if wanted is None else choices_of(table, name, wanted) for name, wanted in given.items()
    }


def choices_of(table: Findings, name: str, wanted: Choices) -> list[str]:
    """The chosen values of one field as the table spells them.

    Raises:
        UsageError: for one that no finding has.
    """
    known = {catalogue.plain(spelt): spelt for finding in table.rows for spelt in values_of(finding, name)}
    for text in split_list(wanted):
        if catalogue.plain(text) not in known:
            spelt = list(known.values())
            hint = suggestion(text, spelt)
            raise UsageError(
                "unknown_choice", name=f"--{name}", given=excerpt(text), choices=", ".join(spelt), hint=hint
            )
    return list(dict.fromkeys(known[catalogue.plain(text)] for text in split_list(wanted)))


def values_of(finding: Finding, name: str) -> list[str]:
    """The values of a field; a study of several countries has each of them."""
    text = str(getattr(finding, name))
    return [part.strip() for part in text.split(",")] if name == "country" else [text]


def filtered(table: Findings, filters: Mapping[str, list[str] | None]) -> list[Finding]:
    """The findings that have one of the chosen values in every field.

    Raises:
        NotFoundError: if there are none.
    """
    rows = [
        finding
        for finding in table.rows
        if all(wanted is None or {*wanted} & {*values_of(finding, name)} for name, wanted in filters.items())
    ]
    if not rows:
        raise NotFoundError("no_findings")
    return rows


def listed(table: Findings, rows: list[Finding], arguments: Mapping[str, object]) -> Answer[Evidence]:
    """The findings as they were read."""
    return answer_of(table, rows, [evidence_row(finding, None) for finding in rows], arguments, None)


def compared(table: Findings, rows: list[Finding], needed: Needed) -> Answer[Evidence]:
    """The findings beside what an amount needs."""
    found = [compare_finding(finding, needed) for finding in rows]
    pairs = list(zip(rows, found, strict=True))
    answer = answer_of(table, rows, [evidence_row(*pair) for pair in pairs], {}, pairs)
    return replace(answer, opening=opening_of(pairs, needed))


def answer_of(
    table: Findings,
    rows: list[Finding],
    records: list[Evidence],
    arguments: Mapping[str, object],
    pairs: list[tuple[Finding, Compared]] | None,
) -> Answer[Evidence]:
    """An answer with its notes, and the sources row by row."""
    sources = table.sources(rows)
    return Answer(
        question="programme evidence",
        arguments=arguments,
        rows=tuple(records),
        notes=(*table.notes, *evidence_notes(rows, pairs)),
        sources=tuple(sources),
        names={},
        kind=Evidence,
        cited=(message("caption.studies", count=str(len(sources))),),
        opening=listing_opening(rows),
    )


def evidence_row(finding: Finding, compared: Compared | None) -> Evidence:
    """One row; without an amount nothing is computed."""
    remark = message("value.as_noted", text=finding.note) if finding.note.en else None
    low, high, needed, unit, verdict, basis = compared or (None, None, None, "", "", None)
    return Evidence(
        **{**finding._asdict(), "note": remark},
        found_low=low,
        found_high=high,
        needed=needed,
        needed_unit=unit,
        verdict=verdict,
        basis=basis,
    )


__all__ = ["Evidence", "evidence"]
