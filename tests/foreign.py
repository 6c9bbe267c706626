"""A checker that finds English words in what should be Bahasa Indonesia."""

from __future__ import annotations

import re

# English words that are no Indonesian ones, no names and no codes
FOREIGN = re.compile(
    r"\b(the|of|and|is|are|not|with|without|for|from|to|this|that|there|was|were|has|have|cannot|must|should"
    r"|unknown|figures?|line|file|column|missing|empty|number|choose|write|between|each|every|only|both|given"
    r"|left|no (?!\d)|note|sources?|better|worse|change|household|people|thousand|percent|month|year|day|rate"
    r"|town|country|needed|so far|best|usage|options|commands|examples|try|did you mean|march|may|june|july"
    r"|august|october|december|values?|periods?|default|poverty|poor)\b",
    re.IGNORECASE,
)
CODES = re.compile(
    r"--?[a-z][\w-]*(=\S+)?"  # options
    r"|'[^']*'|\"[^\"]*\""  # what is quoted is code or was typed
    r"|https?://\S+|\S*/\S+"  # addresses and files
    r"|\b\w+_\w+\b"  # field names
    r"|\bkpov [^\n]*|\$\(.*?\)"  # command lines
    r"|from kaltim_poverty[.\w]* import\b"
)


def foreign(text):
    """The English words of a text that should be Indonesian."""
    return [found[0] for found in FOREIGN.finditer(CODES.sub(" ", text))]


def choices_of(text):
    """Without the choices that are typed as they stand: they are explained in brackets or by the rest."""
    return re.sub(
        r"\b(total|urban|rural|all|areas?|indicators|periods|sources|breaks|provinces|districts|march|september|table"
        r"|markdown|json|completion|environment|formats|exit-codes|latest|country|province|district|name|value"
        r"|source|locality|period|question|arguments|rows|notes|level|or|household|person|options)\b"
        r"(?=[ ,;.|)(:'\n]|$)",
        " ",
        text,
    )
