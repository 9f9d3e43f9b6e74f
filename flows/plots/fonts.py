"""Fonts for names in any script: what the default font lacks, and who has it."""

import unicodedata
from collections.abc import Iterable

from matplotlib import font_manager

_DEFAULT = "DejaVu Sans"


def fallback_fonts(texts: Iterable[str]) -> tuple[list[str], str]:
    """Installed families that hold what the default one lacks, and the characters that none holds.

    Of several families the one with the most of the missing characters goes first, of equals the
    first by name.
    """
    missing = {each for each in set("".join(texts)) if unicodedata.category(each)[0] not in "CZ"}
    missing -= _characters(font_manager.findfont(_DEFAULT))
    if not missing:
        return [], ""
    installed = {
        font.name: _characters(font.fname) & missing
        for font in sorted(font_manager.fontManager.ttflist, key=lambda font: font.fname)
        if font.style == "normal" and font.name != "Last Resort"
    }
    families = []
    while missing:
        best = max(sorted(installed), key=lambda name: len(installed[name] & missing))
        if not installed[best] & missing:
            break
        families.append(best)
        missing -= installed[best]
    return families, "".join(sorted(missing))


def _characters(path: str) -> set[str]:
    return {chr(code) for code in font_manager.get_font(path).get_charmap()}
