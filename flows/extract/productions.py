"""Productions of a small grammar: regexes over words in code (see `spotting`), tried in order.

To compile a regex takes longer than to match it with a few runs of words, so only those are
compiled whose classes of words some run has: without a weekday none of those that have one.
"""

import re
from collections.abc import Iterable
from typing import NamedTuple

import polars as pl

#: Escaped characters and character classes, and groups without a group inside.
_CHARACTER = re.compile(r"\\.|\[[^]]*\]")
_INNERMOST = re.compile(r"\((?:\?:|\?P<\w+>)?([^()]*)\)([?*]?)")
_CLASS = re.compile(r"/(\w+):")
_EITHER = re.compile("<([^<>]+)>")


class Production(NamedTuple):
    """A rule's name and one of its regexes; `groups`: the named groups of what it matches (Struct);
    `needs`: sets of classes, of each of which every match has one.
    """

    rule: str
    regex: str
    groups: pl.Expr
    needs: frozenset[frozenset[str]]

    @classmethod
    def of(cls, rule: str, regex: str) -> "Production":
        """A production with what its regex says of its needs."""
        return cls(rule, regex, pl.col("form").str.extract_groups(regex), _needed(regex))


def _needed(regex: str) -> frozenset[frozenset[str]]:
    """Classes that no match is without, read off the regex from its innermost groups outwards."""
    text = _CLASS.sub(r"<\1>", _CHARACTER.sub("", f"(?:{regex})"))
    while group := _INNERMOST.search(text):
        choices = [set(_EITHER.findall(choice)) for choice in group[1].split("|")]
        kept = set.intersection(*choices)
        if not kept and all(choices):
            kept = {" ".join(min(choice, key=len) for choice in choices)}
        written = "" if group[2] else "".join(f"<{each}>" for each in sorted(kept))
        text = text[: group.start()] + written + text[group.end() :]
    return frozenset(frozenset(each.split()) for each in _EITHER.findall(text))


def possible(productions: Iterable[Production], runs: pl.Series) -> list[Production]:
    """Productions that some run of words in code may match, in order."""
    classes = runs.str.extract_all(r"/[0-9A-Za-z_]+:").explode(empty_as_null=False).unique()
    present = {name.strip("/:") for name in classes.to_list()}
    return [one for one in productions if all(need & present for need in one.needs)]


def any_of(productions: Iterable[Production]) -> str:
    """A regex without groups that matches what any production matches, the first one first."""
    nameless = [re.sub(r"\(\?P<\w+>", "(?:", one.regex) for one in productions]
    # Of no choices the regex is one that never matches.
    return f"(?:{'|'.join(nameless)})" if nameless else r"[^\s\S]"


def groups(
    forms: pl.Series, productions: Iterable[Production], names: Iterable[str]
) -> pl.DataFrame:
    """Forms that a production matches whole, read by the first that does: `row` (UInt32,
    ascending), `form`, `rule` and every group in `names` (String), null where there is none.
    """
    schema = {"row": pl.UInt32} | dict.fromkeys(("form", "rule", *names), pl.String)
    found = [pl.DataFrame(schema=schema)]
    texts = forms.alias("form").to_frame().with_row_index("row")
    for one in possible(productions, forms):
        if texts.is_empty():
            break
        is_one = texts["form"].str.contains(rf"^(?:{one.regex})$")
        if is_one.any():
            read = (
                texts.lazy()
                .filter(is_one)
                .select("row", "form", rule=pl.lit(one.rule), groups=one.groups)
            )
            found.append(read.unnest("groups").collect())
            texts = texts.filter(~is_one)
    return pl.concat(found, how="diagonal").sort("row")
