"""The catalogue over the figures: areas, indicators, sources, and where a series breaks."""

from __future__ import annotations

import re
from collections.abc import Mapping
from decimal import Decimal
from functools import cache
from typing import TYPE_CHECKING, NamedTuple

from kaltim_poverty.errors import NotFoundError, UsageError, nearest, quoted, suggestion
from kaltim_poverty.inputs.lists import split_list
from kaltim_poverty.published.periods import Period, as_period
from kaltim_poverty.published.tables import bundled
from kaltim_poverty.records import Source
from kaltim_poverty.words import Message, lookup, message

if TYPE_CHECKING:
    from kaltim_poverty.words import Language

HOME = "64"
NATION = "00"
LEVELS = ("country", "province", "district")
LOCALITIES = ("total", "urban", "rural")
EVERY_LOCALITY = "all"
PREFIXES = (
    "kota ",
    "kabupaten ",
    "kab. ",
    "kab ",
    "provinsi ",
    "kecamatan ",
    "kec. ",
    "province of ",
    "city of ",
)
KINDS = ("kota", "kabupaten")
IN_INDONESIAN = {
    "perkotaan": "urban",
    "kota": "urban",
    "perdesaan": "rural",
    "pedesaan": "rural",
    "desa": "rural",
    "semua": "all",
    "jumlah": "total",
}
EVERYDAY = {
    "poor people": "poor_count",
    "number of poor": "poor_count",
    "number of poor people": "poor_count",
    "penduduk miskin": "poor_count",
    "jumlah orang miskin": "poor_count",
    "poverty rate": "p0",
    "headcount rate": "p0",
    "tingkat kemiskinan": "p0",
    "angka kemiskinan": "p0",
    "persentase kemiskinan": "p0",
    "gap": "p1",
    "kedalaman": "p1",
    "kedalaman kemiskinan": "p1",
    "severity": "p2",
    "keparahan": "p2",
    "keparahan kemiskinan": "p2",
    "line": "poverty_line",
    "garis": "poverty_line",
    "ketimpangan": "gini",
    "rasio gini": "gini",
    "koefisien gini": "gini",
    "indeks gini": "gini",
    "gini index": "gini",
    "gini coefficient": "gini",
}  # what people call an indicator, besides its abbreviations and labels
COUNTS = ("thousand_people", "households")
STEP = Decimal("0.01")  # of rates and counts, whose last zero is dropped by some sources
MONTH = re.compile(r"\b\d{4}-(?:0[1-9]|1[0-2])\b", re.ASCII)
OF_RELEASES: Mapping[Language, tuple[tuple[re.Pattern[str], str], ...]] = {
    "en": (),
    "id": (
        (re.compile(r"^Basis (penduduk )?tersirat"), "Jumlah penduduk dasar penghitungan"),
        (re.compile(r"\bbasis (penduduk )?tersirat"), "jumlah penduduk dasar penghitungan"),
    ),
}  # how a release says what the table of breaks says in other words
IN_PARENTHESES = re.compile(r"\s*\([^)]*\)")


class Area(NamedTuple):
    """A country, province or district, under its BPS code; short names and groups are separated by ``;``."""

    area: str
    name: str
    name_en: str
    level: str
    parent: str
    capital_city_type: str
    aliases: str
    groups: str = ""

    def spoken(self, language: Language) -> str:
        """Its name, by which a sentence calls it."""
        return self.name_en if language == "en" else self.name

    @property
    def is_nation(self) -> bool:
        """Whether it is a whole country."""
        return self.level == "country"

    def answers_to(self) -> list[str]:
        """Every way to name it."""
        return [self.area, self.name, self.name_en, *filter(None, self.aliases.split(";"))]

    @property
    def in_groups(self) -> list[str]:
        """The groups that it belongs to."""
        return split_names(self.groups)


class Indicator(NamedTuple):
    """What is measured, with its unit and the direction that is better (``up``, ``down`` or empty)."""

    indicator: str
    unit: str
    label_en: str
    label_id: str
    better: str
    aliases: str

    def spoken(self, language: Language) -> str:
        """Its label."""
        return self.label_en if language == "en" else self.label_id

    def answers_to(self) -> list[str]:
        """Every way to name it."""
        return [self.indicator, *filter(None, self.aliases.split(";")), self.label_en, self.label_id]

    @property
    def is_count(self) -> bool:
        """Whether it counts people, so that urban and rural add up to the total."""
        return self.unit == "thousand_people"

    @property
    def is_nominal(self) -> bool:
        """Whether it is an amount of money in the prices of its time."""
        return self.unit.startswith("idr")

    @property
    def direction(self) -> str:
        """Which way a change is for the better; of an amount in the prices of its time neither."""
        return "" if self.is_nominal else self.better

    @property
    def step(self) -> Decimal | None:
        """The step in which it is published, None where the printed decimals show it."""
        return STEP if self.is_count or self.indicator == "p0" else None


class Mentioned(NamedTuple):
    """An indicator as a sentence names it: *poverty line*, not *Poverty line*."""

    indicator: str

    def spoken(self, language: Language) -> str:
        """Its name inside a sentence."""
        return lookup(language, f"value.figure.{self.indicator}")


class Break(NamedTuple):
    """Two rounds between which a series must not be compared; indicators ``*`` is all of them."""

    area: str
    from_period: Period
    to_period: Period
    indicators: str
    kind: str
    reason_en: str
    reason_id: str
    inferred: str

    def spoken(self, language: Language) -> str:
        """The reason, with its months by name and in the words of a release."""
        reason = self.reason_en if language == "en" else self.reason_id
        for pattern, words in OF_RELEASES[language]:
            reason = pattern.sub(words, reason)
        return MONTH.sub(lambda found: as_period(found[0]).spoken(language), reason)

    def concerns(self, indicator: str) -> bool:
        """Whether the series of *indicator* breaks here."""
        return self.indicators == "*" or indicator in self.indicators.split(";")

    def parts(self, one: Period, other: Period) -> bool:
        """Whether it is between two periods, whichever comes first."""
        early, late = sorted((one, other))
        return early < self.to_period and late > self.from_period


@cache
def indicators() -> Mapping[str, Indicator]:
    """All indicators by name, in the order of every answer."""
    return {row[0]: Indicator(*row) for row in bundled("indicators")}


@cache
def areas() -> Mapping[str, Area]:
    """The bundled areas by code."""
    return {row[0]: Area(*row) for row in bundled("areas")}


@cache
def districts() -> Mapping[str, Area]:
    """The districts of which the bundle has no figures, by code; read where one of them is asked for."""
    return {row[0]: Area(*row) for row in bundled("districts")}


@cache
def every_area() -> Mapping[str, Area]:
    """All areas of Indonesia by code, in order: the country, its provinces, their districts."""
    return dict(sorted({**areas(), **districts()}.items(), key=lambda item: (len(item[0]), item[0])))


@cache
def sources() -> Mapping[str, Source]:
    """The bundled sources by name."""
    return {row[0]: Source(*row) for row in bundled("sources")}


@cache
def breaks() -> tuple[Break, ...]:
    """All known breaks of the bundled series."""
    return tuple(map(as_break, bundled("breaks")))


@cache
def breaks_of(area: str) -> tuple[Break, ...]:
    """The known breaks of an area."""
    return tuple(map(as_break, bundled("breaks", of=area)))


def as_break(row: tuple[str, ...]) -> Break:
    """One row of the table of breaks."""
    area, start, end, *rest = row
    return Break(area, as_period(start), as_period(end), *rest)


def breaks_between(area: str, indicator: str, one: Period, other: Period) -> list[Break]:
    """The breaks of *indicator* in *area* between two periods, in time order."""
    found = [known for known in breaks_of(area) if known.concerns(indicator) and known.parts(one, other)]
    return sorted(found, key=lambda known: known.from_period)


def break_between(area: str, indicator: str, one: Period, other: Period) -> Break | None:
    """The first break of *indicator* in *area* between two periods, or None."""
    return next(iter(breaks_between(area, indicator, one, other)), None)


def find_indicator(given: str) -> Indicator:
    """The indicator of that field or abbreviation, in any case.

    Raises:
        UsageError: if there is none.
    """
    found = names_of_indicators().get(plain(given))
    if found is None:
        known_names = [name for known in indicators().values() for name in known.answers_to()]
        hint = suggestion(given.strip(), [*map(str.casefold, known_names), *EVERYDAY])
        raise UsageError("unknown_indicator", given=given.strip(), hint=hint)
    return found


@cache
def names_of_indicators() -> Mapping[str, Indicator]:
    """The indicators by every way to name them."""
    names = {form: known for known in indicators().values() for form in forms_of(known)}
    return {**names, **{name: indicators()[indicator] for name, indicator in EVERYDAY.items()}}


def forms_of(indicator: Indicator) -> list[str]:
    """Every way to name an indicator, of its labels also the part before *(P0)*."""
    names = indicator.answers_to()
    return [plain(form) for name in names for form in (name, IN_PARENTHESES.sub("", name))]


def plain(name: str) -> str:
    """A name without case, with single blanks in place of underscores and hyphens."""
    return " ".join(name.casefold().replace("_", " ").replace("-", " ").split())


def nation_of(area: Area, known: Mapping[str, Area]) -> str:
    """The code of the country that an area is or belongs to; empty if the catalogue does not say."""
    for _ in LEVELS:
        if area.level == "country":
            return area.area
        if area.parent not in known:
            break
        area = known[area.parent]
    return area.area if area.level == "country" else ""


def chosen_indicators(given: object) -> list[Indicator]:
    """The indicators that were chosen, each once and in catalogue order; all if none was named.

    Raises:
        UsageError: if one is unknown.
    """
    named = {find_indicator(name).indicator for name in split_list(() if given is None else given)}
    return [known for name, known in indicators().items() if not named or name in named]


def chosen_localities(given: object) -> list[str]:
    """The localities that were chosen, in the order total, urban, rural.

    Raises:
        UsageError: if one is unknown.
    """
    named = [IN_INDONESIAN.get(name, name) for name in map(str.casefold, split_list(given))]
    for name in named:
        if name not in (*LOCALITIES, EVERY_LOCALITY):
            choices = [*LOCALITIES, EVERY_LOCALITY]
            raise UsageError(
                "unknown_choice",
                name="--locality",
                given=name,
                choices=", ".join(choices),
                hint=near_locality(name),
            )
    return [known for known in LOCALITIES if EVERY_LOCALITY in named or known in named]


def near_locality(name: str) -> Message | None:
    """The hint on a locality that was misspelt or named in Bahasa Indonesia."""
    return suggestion(IN_INDONESIAN.get(name, name), [*LOCALITIES, EVERY_LOCALITY])


def split_names(cell: str) -> list[str]:
    """The names that a cell holds with ``;`` between them."""
    return [name.strip() for name in cell.split(";") if name.strip()]


def bare(name: str) -> str:
    """An area's name without case and without its kind (*Kota Samarinda* is *samarinda*)."""
    folded = " ".join(name.casefold().split())
    for prefix in PREFIXES:
        folded = folded.removeprefix(prefix)
    return folded


def find_area(given: str, known: Mapping[str, Area]) -> Area:
    """The area of that code, name, English name or short name, in any case.

    Raises:
        NotFoundError: if there is none.
    """
    found = known.get(given) or namesake(given, known) or names_of(known).get(bare(given))
    if found is not None:
        return found
    lacking = bundled_area(given)
    if lacking is not None and lacking.area not in known:
        raise NotFoundError("area_without_figures", area=lacking)
    raise NotFoundError("unknown_area", given=given, hint=near_area(bare(given), names_of(known)))


def bundled_area(given: str) -> Area | None:
    """The area of Indonesia of that code or name, or None."""
    known = every_area()
    return known.get(given) or namesake(given, known) or names_of_every_area().get(bare(given))


@cache
def names_of_every_area() -> Mapping[str, Area]:
    """All areas of Indonesia by every name without its kind."""
    return names_of(every_area())


def names_of(known: Mapping[str, Area]) -> dict[str, Area]:
    """The areas by every name without its kind; a name of several is that of the first."""
    names: dict[str, Area] = {}
    for area in known.values():
        for name in area.answers_to():
            names.setdefault(bare(name), area)
    return names


def namesake(given: str, known: Mapping[str, Area]) -> Area | None:
    """The city or regency whose kind is named too, of two that have the same name."""
    kind, _, name = " ".join(given.casefold().replace("kab.", "kabupaten").split()).partition(" ")
    if kind not in KINDS:
        return None
    of_kind = {code: area for code, area in known.items() if area.capital_city_type == kind}
    return names_of(of_kind).get(bare(name))


def near_area(given: str, names: Mapping[str, Area]) -> Message | None:
    """The hint on a misspelt area or group of areas: at most three, each once."""
    groups = {group for area in names.values() for group in area.in_groups}
    near = nearest(given, [*names, *sorted(groups)], most=6)
    areas = list(dict.fromkeys(names[name].name if name in names else name for name in near))[:3]
    return message("error.did_you_mean", names=quoted(areas)) if areas else None
