"""Names and texts inside SQL."""


def quoted(identifier: str) -> str:
    """An SQL identifier, quoted (`start` and `end` are words of the language)."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"
