"""Acronyms that a document defines: `Free Patriotic Union (FPU)`, `FPU (Free Patriotic Union)`.

Two names of which the second stands in brackets behind the first define an acronym if one of them
looks like one and its letters can be found in the other by Schwartz & Hearst (2003), "A Simple
Algorithm for Identifying Abbreviation Definitions in Biomedical Text": from right to left each
letter anywhere, the first at the beginning of a word. Of an organization two thirds of the letters
may also begin its words in any order, since many acronyms are of the name in its own language
(`Democratic Union Party (PYD)`). The definition holds in the whole document, before and behind it.

Where the lexicon knows one of the two, it says who both are. Where it takes the acronym for an
entity that has no word of the long name in common but what many names end with (Party), or knows
the long name too, the document is right.
"""

import numpy as np
import polars as pl

from flows.extract.folding import fold
from flows.extract.reading import Reading
from flows.lexicon import Lexicon
from flows.link.alignment import abbreviated, shares_initials
from flows.link.identity import adopt
from flows.link.spelling import spelling

_MOST_SURE = 0.95
_ACRONYM = r"^[\p{L}\p{N}][\p{L}\p{N}.&/-]{1,9}$"
_TWO_CAPITALS = r"\p{Lu}.*\p{Lu}"
#: Share of the words of a long name that the lexicon's entity has, from which they are one.
_ONE = 0.7
_TELLING = 3
#: Rome Statute of the International Criminal Court (ICC): the acronym is of what is behind it.
_PART = r"\s(?:of|to|for|in)\s"


def define(mentions: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Mentions (as in `flows.link.linking`) with acronyms linked to what they stand for: basis
    `acronym`, or `variant` for a long name that the lexicon has otherwise.
    """
    defined = _defined(mentions, *_bracketed(mentions, read))
    if not defined.height:
        return mentions
    shared = pl.Series("shared", _shared(defined, lexicon))
    short_open, long_open = pl.col("short_alias").is_null(), pl.col("long_alias").is_null()
    judged = defined.with_columns(shared)
    outward = judged.filter(short_open | ~long_open | (pl.col("shared") == 0))
    inward = judged.filter(~short_open & long_open & (pl.col("shared") >= _ONE))
    linked = _spread(mentions, outward, "short", "long", "acronym")
    return _spread(linked, inward, "long", "short", "variant")


def _bracketed(mentions: pl.DataFrame, read: Reading) -> tuple[np.ndarray, np.ndarray]:
    """Rows of names with a bracket behind them, and of the names that stand in it."""
    first, last = mentions["first"].to_numpy(), mentions["last"].to_numpy()
    types, end = read.type_of, len(read.type_of) - 1
    if not len(first):
        return first, first

    def among(at: np.ndarray, words: tuple[str, ...]) -> np.ndarray:
        return read.types["plain"].is_in(words).to_numpy()[types[np.minimum(at, end)]]

    bracket = last + 1 + among(last + 1, ("'s", "'"))
    outer = np.flatnonzero(among(bracket, ("(",)))
    inner_at = bracket[outer] + 1
    inner_at += among(inner_at, ("the", "The"))
    inner = np.minimum(np.searchsorted(first, inner_at), len(first) - 1)
    fits = (first[inner] == inner_at) & among(last[inner] + 1, (")", ",", ";"))
    return outer[fits], inner[fits]


def _defined(mentions: pl.DataFrame, outer: np.ndarray, inner: np.ndarray) -> pl.DataFrame:
    """Definitions: doc, and of the short and the long name row, written, alias, entity_id, kind."""
    columns = ["written", "alias", "entity_id", "entity_kind", "basis"]
    rows = mentions.with_row_index("row").select("row", *columns)
    both = [
        pl.concat(
            [
                mentions.select("doc")[short],
                rows[short].select(pl.all().name.prefix("short_")),
                rows[long].select(pl.all().name.prefix("long_")),
            ],
            how="horizontal",
        )
        for short, long in ((outer, inner), (inner, outer))
    ]
    short, long = pl.col("short_written"), pl.col("long_written")
    asked = pl.concat(both).filter(
        short.str.contains(_ACRONYM) & short.str.contains(_TWO_CAPITALS) & long.str.contains(" "),
        pl.col("short_entity_id") != pl.col("long_entity_id"),
        pl.col("long_basis") != "demonym",
        pl.col("long_entity_kind") != "group",
    )
    folded = asked.select(fold(short).str.to_lowercase(), fold(long).str.to_lowercase())
    begin = pl.Series("begin", abbreviated(*folded))
    organization = (asked["long_entity_kind"] == "organization").to_numpy()
    initials = pl.Series("initials", shares_initials(*folded) & organization, dtype=pl.Boolean)
    head = long.str.head(pl.col("begin").clip(0))
    whole = (pl.col("begin") >= 0) & ~head.str.contains(_PART)
    return asked.with_columns(begin, initials).filter(
        whole | ((pl.col("begin") < 0) & pl.col("initials"))
    )


def _shared(defined: pl.DataFrame, lexicon: Lexicon) -> np.ndarray:
    """For every definition the share of the long name's words that are words of the lexicon's
    entity of the short one, 0 to 1.
    """
    aliases = lexicon.aliases.join(
        defined, left_on="entity_id", right_on="short_entity_id", how="semi"
    )
    known = aliases.select("entity_id", word=spelling(aliases["alias"], "marks").str.split(" "))
    known = known.explode("word").unique().with_columns(hit=True)
    marks = spelling(defined["long_written"], "marks").str.split(" ")
    heads = lexicon.heads["word"].str.to_lowercase().implode()
    words = (
        defined.select(pl.int_range(pl.len()).alias("row"), entity_id="short_entity_id", word=marks)
        .explode("word")
        .filter((pl.col("word").str.len_chars() >= _TELLING) & ~pl.col("word").is_in(heads))
        .join(known, on=["entity_id", "word"], how="left", maintain_order="left")
    )
    hits = words.group_by("row").agg(pl.col("hit").fill_null(value=False).mean())
    shares = np.zeros(defined.height)
    shares[hits["row"].to_numpy()] = hits["hit"].to_numpy()
    return shares


def _spread(
    mentions: pl.DataFrame, defined: pl.DataFrame, name: str, target: str, basis: str
) -> pl.DataFrame:
    """All mentions of a document in the words of one name with the entity of the other, where its
    definitions agree.
    """
    meant = (
        defined.group_by("doc", written=f"{name}_written", maintain_order=True)
        .agg(pl.col(f"{target}_row").first(), pl.col(f"{target}_entity_id").n_unique())
        .filter(pl.col(f"{target}_entity_id") == 1)
    )
    hits = (
        mentions.select("doc", "written", row=pl.int_range(pl.len()))
        .filter(pl.col("doc").is_in(meant["doc"].implode()))
        .join(meant, on=["doc", "written"], maintain_order="left")
        .select("row", source=f"{target}_row")
    )
    return adopt(mentions, hits["row"].to_numpy(), hits["source"].to_numpy(), basis, _MOST_SURE)
