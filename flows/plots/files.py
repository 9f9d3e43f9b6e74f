"""A figure as PNG, SVG or HTML: the same figure gives the same bytes with the same matplotlib."""

import io
import re
import warnings
from collections.abc import Callable
from html import escape
from pathlib import Path

from matplotlib.figure import Figure

from flows.errors import AlongsideError, UsageError
from flows.plots.style import TIP

_TIP = re.compile(rf'<g id="{TIP}([^"]*)">')
_PROLOGUE = re.compile(r"^.*?(?=<svg )", re.DOTALL)
#: Nothing that changes with the day or names a program.
_NO_SVG_METADATA = dict.fromkeys(("Creator", "Date", "Format", "Type"))
_PAGE = """<!DOCTYPE html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width">
<title>{title}</title>
<style>
body {{ margin: 0; background: #fff }}
svg {{ display: block; width: 100%; height: auto; max-height: 100vh; margin: auto }}
</style>
</head>
<body>
{svg}
</body>
</html>
"""


def _png(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="png", metadata={"Software": None})
    return buffer.getvalue()


def _svg(figure: Figure) -> bytes:
    buffer = io.BytesIO()
    figure.savefig(buffer, format="svg", metadata=_NO_SVG_METADATA)
    text = _TIP.sub(r"<g><title>\1</title>", buffer.getvalue().decode())
    return text.encode()


def _html(figure: Figure) -> bytes:
    """A page of one picture: nothing is loaded from anywhere."""
    title = escape(figure.get_gid() or "")
    svg = _PROLOGUE.sub("", _svg(figure).decode())
    described = svg.replace("<svg ", f'<svg role="img" aria-label="{title}" ', 1)
    return _PAGE.format(title=title, svg=described).encode()


FORMATS: dict[str, Callable[[Figure], bytes]] = {".png": _png, ".svg": _svg, ".html": _html}


def check_ending(path: Path) -> None:
    """Raise UsageError where the name of the file does not tell a format."""
    if path.suffix.lower() not in FORMATS:
        raise UsageError(f"{path}: the name must end in {', '.join(FORMATS)}")


def write(figure: Figure, path: Path) -> None:
    """Write a figure in the format its file's name ends in.

    Raises:
        UsageError: The name tells no format.
        AlongsideError: The file cannot be written.
    """
    check_ending(path)
    with warnings.catch_warnings():
        # `fonts.missing` has told what lacks a font, once and with a way out.
        warnings.filterwarnings("ignore", message="Glyph .* missing from font")
        content = FORMATS[path.suffix.lower()](figure)
    try:
        path.write_bytes(content)
    except OSError as error:
        raise AlongsideError(f"cannot write {path}: {error.strerror}") from error
