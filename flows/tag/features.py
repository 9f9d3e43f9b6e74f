"""What the tagger looks at: features as keys of tables, per word type and per token.

A feature is a template and a key. Templates of types (the word, its shape, its affixes, its
clusters, …) are looked up once per distinct word and then gathered at the offsets they stand for;
templates of tokens (what the rules said, the gazetteer's cover, how the token stands) have whole
numbers as keys.
"""

from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import among, with_edge
from flows.extract.capitals import Words
from flows.tag.candidates import Candidates
from flows.tag.labels import Names, spread
from flows.tag.resources import RULE_KINDS, Resources

#: Templates of types and the offsets from the token they are looked at.
OFFSETS: dict[str, tuple[int, ...]] = {
    "word": (-2, -1, 0, 1, 2),
    "shape": (-1, 0, 1),
    "prefix2": (0,),
    "prefix3": (0,),
    "prefix4": (0,),
    "suffix1": (0,),
    "suffix2": (0,),
    "suffix3": (-1, 0, 1),
    "suffix4": (0,),
    "cluster_fine": (-1, 0, 1),
    "cluster_middle": (-2, -1, 0, 1, 2),
    "cluster_coarse": (-2, -1, 0, 1, 2),
    "traits": (-1, 0, 1),
    "head": (-1, 0, 1),
}
_CLASSES = 20
_FINE, _COARSE, _COVER = 1 + 16 * len(RULE_KINDS), 1 + 8 * len(RULE_KINDS), 16
#: Templates of tokens: how many values each of the things has that they combine.
SIZES: dict[str, tuple[int, ...]] = {
    "titled_rule_class": (4, _FINE, _CLASSES),
    "rules": (_COARSE, _COARSE, _COARSE),
    "classes": (_CLASSES, _CLASSES, _CLASSES),
    "stand": (2, 3, _CLASSES),
    "cover_rule": (_COVER, _COARSE),
    "cover_around": (_COVER, _COVER, _COVER),
    "glued": (4, _CLASSES),
    "elsewhere": (4, 2, _COARSE),
}
#: Templates that are parts of others: the places of what they combine.
CONTAINED: dict[str, dict[str, tuple[int, ...]]] = {
    "titled_rule_class": {"rule": (1,), "rule_class": (1, 2), "titled": (0, 1)},
    "rules": {"rule_before": (0, 1), "rule_behind": (1, 2)},
    "classes": {},
    "stand": {},
    "cover_rule": {"cover": (0,)},
    "cover_around": {},
    "glued": {},
    "elsewhere": {},
}
_EDGE = 0


def type_features(words: Words, resources: Resources) -> pl.DataFrame:
    """Keys of every type, one String column per template, null for none.

    The last row stands for what lies outside the sentence.
    """
    types = resources.known(words.read.types)
    folded = pl.col("folded")
    affixes = {f"prefix{n}": folded.str.slice(0, n) for n in (2, 3, 4)}
    affixes |= {f"suffix{n}": folded.str.slice(-n) for n in (1, 2, 3, 4)}
    long_enough = {name: pl.col("n_chars") > int(name[-1]) for name in affixes}
    flags = ("is_capital", "is_upper", "is_common", "is_given", "is_particle", "is_number")
    heads = pl.DataFrame({"last": words.heads_last, "first": words.heads_first})
    frame = pl.concat([types, heads], how="horizontal").select(
        word=folded,
        shape=pl.col("shape").str.slice(0, 6),
        **{name: pl.when(long_enough[name]).then(cut) for name, cut in affixes.items()},
        cluster_fine=pl.col("fine").cast(pl.String),
        cluster_middle=pl.col("middle").cast(pl.String),
        cluster_coarse=pl.col("coarse").cast(pl.String),
        traits=pl.format(
            "{}.{}.{}",
            pl.sum_horizontal(pl.col(flag).cast(pl.Int32) * 2**k for k, flag in enumerate(flags)),
            pl.col("small").fill_null(9),
            pl.col("surname").fill_null(0),
        ),
        head=pl.when((pl.col("last") >= 0) | (pl.col("first") >= 0)).then(
            pl.format("{}.{}", _head_kind(resources, "last"), _head_kind(resources, "first"))
        ),
    )
    edge = {name: "\n" if name in ("word", "shape") else None for name in frame.columns}
    return pl.concat([frame, pl.DataFrame([edge], schema=frame.schema)])


def _head_kind(resources: Resources, position: str) -> pl.Expr:
    return pl.col(position).replace_strict(resources.head_kinds, default="", return_dtype=pl.String)


def token_features(
    words: Words, chosen: Candidates, labels: "RuleLabels", resources: Resources
) -> dict[str, np.ndarray]:
    """Whole numbers of every candidate, by template."""
    at = chosen.at
    before, behind = beside(words, at, -1), beside(words, at, 1)
    classes = with_edge(type_classes(words.read.types), _EDGE)
    of = with_edge(words.read.type_of, len(classes) - 1)
    here = classes[of[at]]
    fine, coarse = labels.fine, with_edge(labels.coarse, _EDGE)
    cover = with_edge(resources.cover(words), _EDGE)
    tight = words.read.tokens["space"].to_numpy() == 0
    # What stands before the first token of a sentence is none of its business.
    glued = with_edge(tight, 0)[before] * 2 + tight[at]
    titled = words.in_title[at] * 2 + with_edge(words.in_title, _EDGE)[before]
    values = {
        "titled_rule_class": (titled, fine[at], here),
        "rules": (coarse[before], coarse[at], coarse[behind]),
        "classes": (classes[of[before]], here, classes[of[behind]]),
        "stand": (words.setting.initial[at], words.loud(at), here),
        "cover_rule": (cover[at], coarse[at]),
        "cover_around": (cover[before], cover[at], cover[behind]),
        "glued": (glued, here),
        "elsewhere": (_elsewhere(words, at), words.setting.initial[at], coarse[at]),
    }
    return {name: _one_number(parts, SIZES[name]) for name, parts in values.items()}


def _one_number(parts: tuple[np.ndarray, ...], sizes: tuple[int, ...]) -> np.ndarray:
    """Numbers below some sizes as one number (Int32), the last part varying fastest."""
    number = parts[0].astype(np.int32)
    for part, size in zip(parts[1:], sizes[1:], strict=True):
        number = number * size + part.astype(np.int32)
    return number


def parts_of(values: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Token features with those they contain, which weigh by themselves in training."""
    every = dict(values)
    for whole, parts in CONTAINED.items():
        numbers = np.unravel_index(values[whole], SIZES[whole])
        for part, places in parts.items():
            sizes = tuple(SIZES[whole][place] for place in places)
            every[part] = np.ravel_multi_index([numbers[place] for place in places], sizes)
    return every


def beside(words: Words, at: np.ndarray, offset: int) -> np.ndarray:
    """Tokens beside others in their sentence; the number of tokens where there is none."""
    n = len(words.match)
    other = at + offset
    inside = (other >= 0) & (other < n)
    other = np.where(inside, other, 0)
    inside &= words.together(at, other)
    return np.where(inside, other, n)


def offsets(words: Words, chosen: Candidates, n_types: int) -> dict[int, np.ndarray]:
    """Row of the type (`type_features`) at every offset from every candidate."""
    of = with_edge(words.read.type_of, n_types - 1)
    return {offset: of[beside(words, chosen.at, offset)] for offset in (-2, -1, 0, 1, 2)}


def type_classes(types: pl.DataFrame) -> np.ndarray:
    """A coarse class of every type, 1 to 19."""
    word, folded = pl.col("word"), pl.col("folded")
    lines = [
        (folded == "of", 12),
        (folded == "the", 13),
        (folded == "and", 14),
        (folded == "'s", 16),
        (pl.col("plain") == "-", 9),
        (word.is_in(["(", ")", '"', "“", "”"]), 10),
        (word == ",", 11),
        (word.is_in([".", "!", "?"]), 17),
        (pl.col("is_number"), 3),
        (pl.col("is_initial"), 4),
        (pl.col("is_dotted"), 5),
        (pl.col("is_upper"), 6),
        (pl.col("is_capital") & pl.col("shape").str.contains("x.*X"), 7),
        (pl.col("is_capital") & pl.col("is_given"), 18),
        (pl.col("is_capital") & pl.col("is_common"), 19),
        (pl.col("is_capital"), 8),
        (pl.col("is_particle") & pl.col("is_lower"), 15),
        (pl.col("is_word"), 2),
    ]
    decision = pl.lit(1)
    for condition, number in reversed(lines):
        decision = pl.when(condition).then(number).otherwise(decision)
    return types.select(decision.cast(pl.UInt8)).to_series().to_numpy()


def _elsewhere(words: Words, at: np.ndarray) -> np.ndarray:
    """How its document writes a telling word elsewhere: 1 small, 2 with a sure capital, 3 both."""
    types = words.read.types
    code = types["code"].to_numpy()
    asked = np.zeros(len(code), dtype=bool)
    telling = words.flag(at, "is_capital") & ~words.flag(at, "is_common")
    asked[code[words.read.type_of[at[telling]]]] = True
    lower = np.flatnonzero((types["is_lower"].to_numpy() & asked[code])[words.read.type_of])
    sure = at[telling & ~words.setting.initial[at] & (words.loud(at) == 0)]
    elsewhere = np.zeros(len(at), dtype=np.uint8)
    place = words.read.in_document
    here = place(at[telling])
    elsewhere[telling] = among(here, place(lower)) + 2 * among(here, place(sure))
    return elsewhere


class RuleLabels(NamedTuple):
    """What rules and lexicon say of every token: in detail, and by kind and place alone; 0 none."""

    fine: np.ndarray
    coarse: np.ndarray


def rule_labels(words: Words, found: pl.DataFrame, known_kinds: np.ndarray) -> RuleLabels:
    """Labels of `find_names`' spans; `known_kinds`: row of RULE_KINDS for every alias."""
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    alias = found["alias"].fill_null(-1).to_numpy()
    own = found["kind"].replace_strict(
        {kind: row for row, kind in enumerate(RULE_KINDS)}, default=0, return_dtype=pl.Int64
    )
    kind = np.where(alias >= 0, known_kinds[alias], own.to_numpy())
    confidence = found["confidence"].fill_null(1.0).to_numpy()
    sure = np.where(alias >= 0, 3, (confidence >= 0.5) * 1 + (confidence >= 0.7))
    n_kinds = len(RULE_KINDS)
    at, label = spread(Names(first, last, np.zeros(len(first), dtype=np.int64)))
    place = label - 1
    length = last - first + 1
    kind, sure, is_open = (np.repeat(x, length) for x in (kind, sure, alias < 0))
    fine = np.zeros(len(words.match), dtype=np.uint8)
    coarse = np.zeros(len(words.match), dtype=np.uint8)
    fine[at] = 1 + (place * n_kinds + kind) * 4 + sure
    coarse[at] = 1 + (place * n_kinds + kind) * 2 + is_open
    return RuleLabels(fine, coarse)
