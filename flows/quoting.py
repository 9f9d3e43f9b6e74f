"""Names and texts inside SQL and on a command line."""

import shlex


def quoted(identifier: str) -> str:
    """An SQL identifier, quoted (`start` and `end` are words of the language)."""
    return '"' + identifier.replace('"', '""') + '"'


def literal(text: str) -> str:
    """An SQL string literal."""
    return "'" + text.replace("'", "''") + "'"


def shell_word(text: str) -> str:
    """A text as one word of a command line, in double quotes where that will do: they leave an
    apostrophe as it is.
    """
    word = shlex.quote(text)
    return f'"{text}"' if word != text and not set(text) & set('"$`\\!\n') else word
