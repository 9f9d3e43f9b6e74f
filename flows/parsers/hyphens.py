"""Words divided at the ends of lines -> words.

A hyphen at the end of a line is one of two: the typesetter's, who divided `govern-ment`, or the
writer's, who wrote `Iran-backed`. What is taken for the first must go, what is the second must
stay: `Iranbacked` names nobody.
"""

import re
from collections.abc import Iterator, Sequence
from itertools import pairwise
from typing import Final

#: Stands for a hyphen at the end of a line until it is known which of the two it is.
SOFT: Final = "\u00ad"
#: What a line ends with where its last word goes on in the next line.
_OPEN: Final = re.compile(rf"\w[-–—{SOFT}]$")
_DIVIDED: Final = re.compile(rf"(\w+){SOFT}(\w+)")
_WORD: Final = re.compile(r"\w+(?:-\w+)*")
#: `two-` before `and three-day`: one hyphen stands for a word that comes once.
_SUSPENDED: Final = re.compile(r" \w+-\w")
_CONJUNCTIONS: Final = frozenset({"and", "nor", "or", "to"})
#: `Deir-ez-Zor`, `Port-au-Prince`.
_LINKING: Final = re.compile(r"\w{1,3}-[A-Z]")
#: Second parts of compounds; behind a prefix they are the end of one word (`with-held`).
_SECOND: Final = re.compile(
    r"affiliated|aligned|allied|backed|based|born|controlled|era|funded|held|inspired|led|linked|"
    r"occupied|owned|sponsored|style|supported|trained"
)


def goes_on(line: str) -> bool:
    """Whether a line ends inside a word or a range (`mili-`, `2018–`)."""
    return _OPEN.search(line) is not None


def joined(above: str, below: str) -> str:
    """Two lines as one; `SOFT` is left where a hyphen may have divided a word."""
    if not goes_on(above) or not below[:1].isalnum():
        return f"{above} {below}"
    return f"{above[:-1]}{SOFT}{below}" if above.endswith(("-", SOFT)) else above + below


def undivided(paragraphs: Sequence[str]) -> list[str]:
    """The paragraphs of a document with each `SOFT` gone or a hyphen.

    How a word is written elsewhere in the document decides, then its form.
    """
    known = {word for text in paragraphs for word in _known(text)}
    return [
        _DIVIDED.sub(lambda divided: _word(divided, known), text).replace(SOFT, "")
        for text in paragraphs
    ]


def _known(text: str) -> Iterator[str]:
    """Words and pairs of words with a hyphen, without those that were divided."""
    for word in _WORD.findall(_DIVIDED.sub("", text)):
        parts = word.casefold().split("-")
        yield from parts
        yield from map("-".join, pairwise(parts))


def _word(divided: re.Match[str], known: set[str]) -> str:
    head, tail = divided.groups()
    behind = divided.string[divided.end() :]
    if tail in _CONJUNCTIONS and _SUSPENDED.match(behind):
        return f"{head}- {tail}"
    if (head + tail).casefold() in known:
        return head + tail
    compound = f"{head}-{tail}".casefold() in known or _is_compound(head, tail, behind, known)
    return f"{head}-{tail}" if compound else head + tail


def _is_compound(head: str, tail: str, behind: str, known: set[str]) -> bool:
    """Whether its form says that a divided word has a hyphen of its own."""
    if len(head) == 1 or not head[-1].isalpha() or not tail[0].islower():
        return True  # `E-mail`, `737-9`, `al-Abadi`.
    if head.isupper():  # `US-brokered`.
        return True
    named = head[0].isupper()
    if _SECOND.fullmatch(tail) and len(head) >= (3 if named else 5):  # `Iran-backed`, `rebel-held`.
        return named or tail != "led"  # `control-led` is one word.
    return named and (
        _LINKING.match(tail + behind[:2]) is not None or {head.casefold(), tail} <= known
    )
