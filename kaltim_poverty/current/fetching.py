"""What is new at BPS? Tables of its service, checked as downloads are."""

from __future__ import annotations

import re
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.current.answers import has_figures, is_empty, parsed, read_answer
from kaltim_poverty.current.cache import DAY, Remembered, recall, remember
from kaltim_poverty.current.credentials import read_token
from kaltim_poverty.current.imports import reviewed
from kaltim_poverty.current.keeping import Delivery, parse_keep
from kaltim_poverty.current.labels import YEAR, clean
from kaltim_poverty.current.received import FETCHED, KnownTable, Table, known_tables
from kaltim_poverty.current.review import Reviewed
from kaltim_poverty.current.service import Service
from kaltim_poverty.errors import InputError, NotFoundError, ServiceError, UsageError
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.inputs.numbers import excerpt, within
from kaltim_poverty.inputs.periods import is_range, is_year, parse_year, range_ends
from kaltim_poverty.published import catalogue
from kaltim_poverty.published.groups import chosen_areas
from kaltim_poverty.records import Answer, Note, note
from kaltim_poverty.records.fields import column, record

if TYPE_CHECKING:
    from kaltim_poverty.published.selection import Names

DOMAIN = "0000"  # of the whole country
TIMEOUT = "60"  # seconds for an answer
LONGEST_TIMEOUT = 600
USUAL_YEARS = 2  # the last of a table, if none are chosen
FAILURES = 3  # of tables in a row, after which the service is left alone
MOST_PAGES = 400
NUMBER = re.compile(r"[0-9A-Za-z_]{1,20}")  # of a year, which goes into an address
ANSWER_ENDING = ".json"
HOUR = 3600


@record
class FoundTable:
    """A table of BPS's service, as its list of variables has it."""

    table: str = column("code")
    title: str = column("words")
    unit: str = column("words", gives_way=2)
    subject: str = column("words", gives_way=1)


class Year(NamedTuple):
    """A year of a table.

    Attributes:
        year: of the figures.
        number: that the service has for it.
    """

    year: int
    number: str


class Years(NamedTuple):
    """The years that were chosen; an open end is None.

    Attributes:
        first: of them.
        last: of them.
        usual: whether none were chosen.
    """

    first: int | None
    last: int | None
    usual: bool = False

    def of(self, known: list[Year]) -> list[Year]:
        """The tables of one indicator, the earliest first."""
        ordered = sorted(known)
        if self.usual:
            return ordered[-USUAL_YEARS:]
        return [
            each
            for each in ordered
            if (self.first is None or each.year >= self.first)
            and (self.last is None or each.year <= self.last)
        ]


class Responses:
    """Where answers come from: the service, or what is remembered of it.

    Attributes:
        oldest: the age in seconds of the oldest answer that was remembered; None if none was.
    """

    def __init__(self, service: Service | None, *, refresh: bool) -> None:
        self.service = service
        self.refresh = refresh
        self.oldest: float | None = None
        self._addresses = service or Service("", 0)

    def ask(self, path: str) -> bytes:
        """The answer to a question, remembered for a day; one without figures is asked for again.

        Raises:
            ServiceError: if the service is not reached, says no, or answers with something else.
            NotFoundError: without the service, if nothing is remembered.
        """
        address = self._addresses.address(path)
        if not self.refresh or self.service is None:
            remembered = recall(address, DAY if self.service else None)
            if remembered is not None:
                return self._recalled(remembered)
        if self.service is None:
            raise NotFoundError("nothing_remembered", address=address)
        data = self.service.ask(path)
        if not is_empty(parsed(path, data)):
            remember(address, data)
        return data

    def _recalled(self, remembered: Remembered) -> bytes:
        self.oldest = max(self.oldest or 0.0, remembered.age)
        return remembered.data

    def address(self, path: str) -> str:
        """The address of a question, without the token."""
        return self._addresses.address(path)


class Outcome(NamedTuple):
    """The outcome of asking for tables.

    Attributes:
        deliveries: the tables that were read, one for each year.
        notes: what must be said.
        failed: whether the service was not reached, or said no, for a table.
        refused: whether a table was refused.
    """

    deliveries: list[Delivery]
    notes: list[Note]
    failed: bool
    refused: bool


def fetch(
    tables: Names = (),
    *,
    years: str | int | None = None,
    area: Names | None = None,
    keep: str | None = None,
    every: bool = False,
    offline: bool = False,
    refresh: bool = False,
    timeout: str | float = TIMEOUT,
) -> Answer[Reviewed]:
    """What is new at BPS. On the command line: ``kpov fetch``.

    The token is read from ``KPOV_BPS_TOKEN``, or from the file ``token`` in the folder of settings.

    Args:
        tables: their numbers; all that kpov knows if none is named.
        years: ``2024`` or ``2015..2024``; the last two of each table if None.
        area: codes, names or groups; all areas if None.
        keep: ``new`` puts figures that are new into the data folder, ``all`` revised and doubtful ones too.
        every: also figures that are known as they are.
        offline: answer from what is remembered, whatever its age, and ask nothing.
        refresh: ask again for what is remembered.
        timeout: seconds for a whole answer of the service.

    Returns:
        a row for each figure; what it is beside the known one, and why it is not taken if it is not.

    Raises:
        UsageError: without a token, for an unknown table or choice, or options in conflict.
        ServiceError: if the service was not reached or said no for every table.
        NotFoundError: if there are no figures, or for an unknown area.
        InputError: if the data folder is damaged.
        OutputError: if it cannot be written.
    """
    statuses = parse_keep(keep)
    chosen = chosen_tables(tables)
    span = parse_years(years)
    areas = None if area is None else {each.area for each in chosen_areas(area, catalogue.every_area())}
    source = source_of(offline=offline, refresh=refresh, timeout=timeout)
    outcome = fetched(source, chosen, span)
    notes = [*outcome.notes, *age_note(source), *not_on_service(tables)]
    if not outcome.deliveries and not outcome.refused:
        raise NotFoundError("nothing_fetched", tables=", ".join(each.table for each in chosen))
    arguments = {
        "tables": [each.table for each in chosen],
        "years": None if years is None else str(years),
        "area": None if areas is None else sorted(areas),
        "keep": keep,
        "all": every,
        "offline": offline,
        "refresh": refresh,
        "timeout": float(timeout),
    }
    return reviewed(
        "fetch", outcome.deliveries, statuses, arguments=arguments, every=every, notes=notes, areas=areas
    )


def chosen_tables(given: Names) -> list[KnownTable]:
    """The tables that were named, else all.

    Raises:
        UsageError: for what is no number.
    """
    known = known_tables()
    named = [name for name in split_list(given if isinstance(given, Iterable) else [given]) if name]
    for name in named:
        if not (name.isascii() and name.isdigit()):
            raise UsageError("no_table_number", given=excerpt(name), known=", ".join(known))
    tables = [known.get(name) or KnownTable(name, DOMAIN, name, "", "", "") for name in dict.fromkeys(named)]
    return tables or list(known.values())


def parse_years(given: str | int | None) -> Years:
    """The years that were chosen.

    Raises:
        UsageError: if they are malformed or reversed.
    """
    if given is None:
        return Years(None, None, usual=True)
    if not is_range(given):
        year = parse_year(given)
        return Years(year, year)
    start, end = range_ends(given)
    for text in filter(None, (start, end)):
        if not is_year(text):
            raise UsageError("malformed_year", given=excerpt(text))
    first, last = (int(text) if text else None for text in (start, end))
    if first is not None and last is not None and first > last:
        raise UsageError("reversed_range", given=str(given), meant=f"{end}..{start}")
    return Years(first, last)


def source_of(*, offline: bool, refresh: bool, timeout: str | float) -> Responses:
    """Where answers come from.

    Raises:
        UsageError: without a token, for a time out of range, or options in conflict.
    """
    seconds = float(within("--timeout", timeout, above=0, at_most=LONGEST_TIMEOUT))
    if offline and refresh:
        raise UsageError("conflict", one="--offline", other="--refresh")
    return Responses(None if offline else Service(read_token(), seconds), refresh=refresh)


def fetched(source: Responses, tables: list[KnownTable], span: Years) -> Outcome:
    """The tables, each whole or not at all; three that fail in a row end the run.

    Raises:
        ServiceError: if none was received.
    """
    deliveries: list[Delivery] = []
    notes: list[Note] = []
    errors: list[ServiceError] = []
    refused, in_a_row = False, 0
    for table in tables:
        try:
            deliveries += years_of(source, table, span)
            in_a_row = 0
        except InputError as error:
            notes.append(note("table_refused", table=table.table, reason=error.message))
            refused = True
        except ServiceError as error:
            notes.append(note("table_failed", table=table.table, reason=error.message))
            errors.append(error)
            in_a_row += 1
            if in_a_row == FAILURES or error.key in ("service_refused", "service_unreachable"):
                break
    if errors and not deliveries and not refused:
        raise errors[-1]
    return Outcome(deliveries, notes, bool(errors), refused)


def years_of(source: Responses, table: KnownTable, span: Years) -> list[Delivery]:
    """The chosen years of a table that have figures.

    Raises:
        ServiceError: if one cannot be had.
        InputError: if one is refused.
        NotFoundError: without the service, if one is not remembered.
    """
    found = []
    for year in span.of(known_years(source, table)):
        path = f"model/data/lang/ind/domain/{table.domain}/var/{table.var}/th/{year.number}"
        data = source.ask(path)
        answer = parsed(table.table, data)
        if has_figures(answer):
            read = read_answer(f"{table.table} ({year.year})", data, source.address(path))
            if read.number != table.var:
                raise InputError("other_table", table=table.table, number=read.number)
            check_year(read, year.year)
            found.append(Delivery(read._replace(kind=FETCHED), data, ANSWER_ENDING))
        elif not is_empty(answer):
            raise InputError("answer_without_figures", file=f"{table.table} ({year.year})")
    return found


def check_year(table: Table, year: int) -> None:
    """Refuse figures of another year than the one that was asked for.

    Raises:
        InputError: with the period of the first.
    """
    for figure in (*table.figures, *table.compared):
        if figure.period.year != year:
            raise InputError("other_year", table=table.number, year=str(year), period=figure.period)


def known_years(source: Responses, table: KnownTable) -> list[Year]:
    """The years that a table has.

    Raises:
        ServiceError: if they cannot be had.
        InputError: if they cannot be read.
    """
    path = f"model/th/lang/ind/domain/{table.domain}/var/{table.var}"
    years: dict[int, str] = {}
    for each in listed(source, path):
        text = clean(str(each.get("th", "")))
        number = f"{each.get('th_id', '')}"
        if not YEAR.fullmatch(text):
            continue
        if not NUMBER.fullmatch(number) or years.setdefault(int(text), number) != number:
            raise InputError("malformed_years", table=table.table, year=text)
    return [Year(year, number) for year, number in years.items()]


def listed(source: Responses, path: str) -> list[dict[str, object]]:
    """The entries of a list of the service, which has pages.

    Raises:
        ServiceError: if they cannot be had.
        InputError: if they cannot be read.
    """
    entries: list[dict[str, object]] = []
    page, pages = 1, 1
    while page <= min(pages, MOST_PAGES):
        answer = parsed(path, source.ask(f"{path}/page/{page}"))
        if is_empty(answer) or not answer.get("data"):
            break
        try:
            about, items = answer["data"]
            pages = int(about.get("pages") or 1)
            new = [each for each in items if isinstance(each, dict)]
        except (TypeError, ValueError, AttributeError, ArithmeticError):
            raise InputError("answer_without_figures", file=path) from None
        if not new or new == entries[-len(new) :]:  # a page that is there already
            break
        entries += new
        page += 1
    return entries


def age_note(source: Responses) -> list[Note]:
    """How old answers are that were not asked for again."""
    if source.oldest is None:
        return []
    hours, rest = divmod(int(source.oldest), HOUR)
    return [note("from_cache", hours=Decimal(hours), minutes=Decimal(rest // 60))]


def not_on_service(tables: Names) -> list[Note]:
    """The indicators that no table of the service has, where all tables were asked for."""
    return [] if tables else [note("not_on_service")]


def find_tables(
    words: str,
    *,
    offline: bool = False,
    refresh: bool = False,
    timeout: str | float = TIMEOUT,
) -> Answer[FoundTable]:
    """The tables of BPS's service whose titles have all of some words: ``kpov fetch --find``.

    Args:
        words: in any case and order.
        offline: answer from what is remembered, whatever its age, and ask nothing.
        refresh: ask again for what is remembered.
        timeout: seconds for a whole answer of the service.

    Returns:
        a row for each table.

    Raises:
        UsageError: without a token, or for options in conflict.
        ServiceError: if the service was not reached or said no.
        NotFoundError: if no title has them.
    """
    source = source_of(offline=offline, refresh=refresh, timeout=timeout)
    wanted = words.casefold().split()
    found = [
        FoundTable(
            f"{each.get('var_id', '')}",
            clean(str(each.get("title", ""))),
            clean(str(each.get("unit") or "")),
            clean(str(each.get("sub_name") or "")),
        )
        for each in listed(source, f"model/var/lang/ind/domain/{DOMAIN}")
    ]
    rows = tuple(row for row in found if all(word in row.title.casefold() for word in wanted))
    if not rows:
        raise NotFoundError("no_such_title", words=excerpt(words))
    return Answer("fetch", {"find": words}, rows, tuple(age_note(source)), (), {}, FoundTable)


__all__ = ["fetch", "find_tables"]
