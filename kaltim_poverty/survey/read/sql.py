"""Names and texts, quoted so that they can stand in SQL.

The engine takes ``y`` and ``Y`` for one name, surveys do not: inside SQL of this room a column is called by
`identifier`, which marks capitals, and by what it is read as, as one question may need it in several ways.
"""

MARK = "^"  # before a capital, and before itself
AS_NUMBER, AS_CODE, IN_CONDITION, AS_ANSWER = "number ", "code ", "condition ", "answer "
HANDED_ON, AS_TEXT = "handed on ", "text "


def identifier(column: str, use: str = "") -> str:
    """A column's name, different from all that differ in case.

    Args:
        column: the name as the survey writes it.
        use: as what the column is read; the cells as written if empty.
    """
    return quoted(use + internal_name(column))


def internal_name(column: str) -> str:
    """The name with a mark before each capital."""
    return "".join(
        MARK + character if character == MARK or character != character.lower() else character
        for character in column
    )


def quoted(name: str) -> str:
    """A name as a quoted SQL identifier."""
    return '"' + name.replace('"', '""') + '"'


def is_utf8(text: str) -> bool:
    """Whether a text can stand in SQL at all; the name of a file may hold bytes that cannot."""
    try:
        text.encode()
    except UnicodeEncodeError:
        return False
    return True


def literal(value: str) -> str:
    """A text as an SQL string literal."""
    return "'" + value.replace("'", "''") + "'"
