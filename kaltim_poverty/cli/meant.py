"""What was meant by a word that is not a command: everyday words, a period, an indicator, an area."""

from __future__ import annotations

from typing import TYPE_CHECKING, cast

from kaltim_poverty.errors import KpovError, nearest, quoted
from kaltim_poverty.words import message

if TYPE_CHECKING:
    from collections.abc import Callable, Collection, Container

    from kaltim_poverty.published.catalogue import Area
    from kaltim_poverty.words import Message

OUT_OF_PLACE = ("malformed_period", "extra_argument")  # errors about an argument that may belong to an option
EVERYDAY = {
    "poverty": ("brief", "trend p0"),
    "kemiskinan": ("brief", "trend p0"),
    "difference": ("compare",),
    "bandingkan": ("compare",),
    "banding": ("compare",),
    "perbandingan": ("compare",),
    "selisih": ("gap",),
    "kesenjangan": ("gap",),
    "garis": ("threshold",),
    "line": ("threshold",),
    "profil": ("profile",),
    "figures": ("show",),
    "angka": ("show",),
    "impor": ("import",),
    "unduhan": ("import",),
    "lihat": ("show",),
    "tampilkan": ("show",),
    "tren": ("trend",),
    "perkembangan": ("trend",),
    "peringkat": ("rank",),
    "urutan": ("rank",),
    "dekomposisi": ("decompose",),
    "uraikan": ("decompose",),
    "sasaran": ("target",),
    "periksa": ("check",),
    "cek": ("check",),
    "ringkasan": ("brief",),
    "paragraf": ("brief",),
    "daftar": ("list",),
    "bantuan": ("programme", "help"),
    "survei": ("survey",),
    "tolong": ("help",),
}  # commands, by what people call them in either language


def commands_meant(given: str, known: list[str], *, below: str = "") -> list[str]:
    """At most two commands, as one would type them, that *given* may mean.

    Args:
        given: the word in the place of a command.
        known: the names of the commands that are possible there.
        below: the group of commands that it belongs to, if it is not kpov itself.
    """
    if below:
        return nearest(given, known)
    folded = given.casefold()
    if folded in EVERYDAY:
        return [f"kpov {command}" for command in EVERYDAY[folded]]
    return nearest(given, known) or [f"kpov {line}" for line in lines_with(given)]


def lines_with(given: str) -> list[str]:
    """Command lines about what *given* names: a period or range, an indicator, an area."""
    from kaltim_poverty.published import catalogue, groups
    from kaltim_poverty.published.periods import is_range, parse_period, parse_span

    shown = f"'{given}'" if " " in given else given
    readings = (
        (lambda: parse_span(given) if is_range(given) else None, (f"compare {shown}", f"trend p0 {shown}")),
        (lambda: parse_period(given), (f"brief {shown}", f"compare {shown}")),
        (lambda: catalogue.find_indicator(given), (f"trend {shown}", f"rank {shown}")),
        (lambda: catalogue.find_area(given, catalogue.areas()), (f"profile {shown}",)),
        (
            lambda: groups.find_group(given, catalogue.areas()) or None,
            (f"rank p0 --among {shown}", f"trend p0 --area {shown}"),
        ),
    )
    for read, lines in readings:
        try:
            if read() is not None:
                return list(lines)
        except KpovError:
            continue
    return []


def option_meant(error: KpovError, options: Collection[str]) -> Message | None:
    """The hint ``Did you mean '--area Samarinda'?``, or None if no option fits.

    Args:
        error: of a command line.
        options: those of its command.
    """
    values = error.message.values
    if error.key == "one_area" and "--among" in options:
        lines = [f"--among {peers}" for peers in peers_meant(cast("list[Area]", values["areas"]))]
    elif error.key == "not_a_range" and {"--wide", "--among"} <= set(options):
        lines = ["--wide periods"]
    elif error.key in OUT_OF_PLACE:
        given = str(values["given"])
        shown = f'"{given}"' if " " in given else given
        lines = [f"{name} {shown}" for name, fits in OPTIONS.items() if name in options and fits(given)]
    else:
        return None
    return message("error.did_you_mean", names=quoted(lines[:1])) if lines else None


def peers_meant(areas: list[Area]) -> list[str]:
    """The peers of some areas: the ranked group of just these, or all areas of their level."""
    from kaltim_poverty.published import catalogue
    from kaltim_poverty.published.groups import groups_of

    levels = {area.level for area in areas}
    groups = groups_of({**catalogue.areas(), **{area.area: area for area in areas}})
    known = [group for group, members in groups.items() if members == areas]
    return [*known, *(f"{level}s" for level in ("province", "district") if levels == {level})]


def range_meant(error: KpovError, before: str, options: Container[str]) -> Message | None:
    """The hint ``Did you mean '2019..2024'?`` for two periods where a range is asked for, or None.

    Args:
        error: of a command line.
        before: the last argument that has a place.
        options: those of the command; one that takes a range chooses its rounds.
    """
    given = str(error.message.values.get("given"))
    if error.key != "extra_argument" or "--round" not in options:
        return None
    both = is_period(before) and is_period(given)
    return message("error.did_you_mean", names=quoted([f"{before}..{given}"])) if both else None


def is_period(given: str) -> bool:
    """Whether a text is a period."""
    from kaltim_poverty.published.periods import parse_period

    return is_found(lambda: parse_period(given))


def is_area(given: str) -> bool:
    """Whether it names a published area."""
    from kaltim_poverty.published import catalogue

    return is_found(lambda: catalogue.find_area(given, catalogue.areas()))


def is_indicator(given: str) -> bool:
    """Whether it names an indicator."""
    from kaltim_poverty.published import catalogue

    return is_found(lambda: catalogue.find_indicator(given))


def is_found(find: Callable[[], object]) -> bool:
    """Whether a search ends without an error."""
    try:
        find()
    except KpovError:
        return False
    return True


def is_household_size(given: str) -> bool:
    """Whether it is a whole number of members that a household may have."""
    from kaltim_poverty.published.threshold import LARGEST_HOUSEHOLD

    return given.isascii() and given.isdigit() and 0 < int(given) <= LARGEST_HOUSEHOLD


OPTIONS = {"--size": is_household_size, "--area": is_area, "--indicator": is_indicator}
