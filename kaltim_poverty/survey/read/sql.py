"""Names and texts, quoted so that they can stand in SQL."""


def identifier(column: str) -> str:
    """A column's name."""
    return '"' + column.replace('"', '""') + '"'


def literal(value: str) -> str:
    """A text."""
    return "'" + value.replace("'", "''") + "'"
