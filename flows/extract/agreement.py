"""Names of one document made consistent: the same words mean the same, surnames mean persons.

1. A name that rests on its capitals alone (confidence 0.55 or less) is dropped when the document
   also writes all its words in lower case, or they are common words (Member States), unless it is
   better judged elsewhere in the document; and, when it is one word at the beginning of a sentence,
   unless it is a name elsewhere in the document too.
2. The same name takes the kind of its best judged place in the document; a place judged worse
   rises to 0.05 below that.
3. A single word that is the last word of a person named in full in the document (by the lexicon,
   or by rules at 0.5 or better) is that person: confidence 0.8.
4. A given name alone behind an article is a thing: the Bill.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import among, ranges
from flows.extract.reading import Reading

_BEST_LESS = 0.05
_SURNAME = 0.8
_PERSON_FROM = 0.5
_WEAK = 0.55
_ALONE = 0.15
_ARTICLES = ("the", "a", "an", "this", "that", "any", "every", "no")


def agree(read: Reading, found: pl.DataFrame, person: pl.Series) -> pl.DataFrame:
    """Found names (with doc, name, name_code, last_word), open ones outside source lines made
    consistent.

    `person`: for each, whether the lexicon says it is a person. Drops rows, keeps the columns.
    """
    frame = found.with_columns(
        lexicon_person=person,
        open=pl.col("alias").is_null() & ~pl.col("is_credit"),
        name_here=_in_document("name_code"),
        last_here=_in_document("last_word"),
    )
    frame = _same_words(_without_weak(read, frame))
    return _surnames(_without_things(read, frame)).select(found.columns)


def _in_document(code: str) -> pl.Expr:
    """Document and code as one number: joins on one column cost half of those on two."""
    return pl.col("doc").cast(pl.UInt64) * 2**32 + pl.col(code)


def _same_words(frame: pl.DataFrame) -> pl.DataFrame:
    best = (
        frame.filter("open")
        .sort("name_here", "confidence", "first", descending=[False, True, False])
        .unique("name_here", keep="first", maintain_order=True)
        .select("name_here", best_kind="kind", best_subkind="subkind", best="confidence")
    )
    return (
        frame.join(best, on="name_here", how="left", maintain_order="left")
        .with_columns(
            kind=pl.when("open").then("best_kind").otherwise("kind"),
            subkind=pl.when("open").then("best_subkind").otherwise("subkind"),
            confidence=pl.when("open")
            .then(pl.max_horizontal("confidence", (pl.col("best") - _BEST_LESS).round(2)))
            .otherwise("confidence"),
        )
        .drop("best_kind", "best_subkind", "best")
    )


def _without_things(read: Reading, frame: pl.DataFrame) -> pl.DataFrame:
    first = frame["first"].to_numpy()
    before = np.maximum(first - 1, 0)
    thing = read.among(before, _ARTICLES) & read.of(first, "is_given")
    thing &= read.sentence_of[before] == read.sentence_of[first]
    one = pl.col("open") & (pl.col("kind") == "person") & (pl.col("n_words") == 1)
    return frame.filter(~(one & pl.Series(thing)))


def _surnames(frame: pl.DataFrame) -> pl.DataFrame:
    known = pl.col("open") & (pl.col("kind") == "person") & (pl.col("n_words") > 1)
    sure = known & (pl.col("confidence") >= _PERSON_FROM)
    persons = frame.filter(sure | (pl.col("lexicon_person") & (pl.col("first") < pl.col("last"))))
    named = pl.col("last_here").is_in(persons["last_here"].implode())
    hit = pl.col("open") & (pl.col("n_words") == 1) & named
    return frame.with_columns(
        kind=pl.when(hit).then(pl.lit("person")).otherwise("kind"),
        subkind=pl.when(hit).then(None).otherwise("subkind"),
        confidence=pl.when(hit)
        .then(pl.max_horizontal("confidence", _SURNAME))
        .otherwise("confidence"),
    )


def _without_weak(read: Reading, frame: pl.DataFrame) -> pl.DataFrame:
    weak = pl.col("open") & (pl.col("confidence") <= _WEAK)
    rows = frame.with_row_index("row")
    suspects = rows.filter(weak)
    small = _all_small(read, suspects)
    alone = pl.col("lone_start") & (pl.col("confidence") <= _ALONE)
    sure = frame.filter(~(weak & alone))["last_here"].implode()
    better = pl.col("name_here").is_in(frame.filter(~weak)["name_here"].implode())
    small = pl.Series("small", small) & ~better
    dropped = suspects.filter(small | (alone & ~pl.col("last_here").is_in(sure)))
    kept = np.ones(frame.height, dtype=bool)
    kept[dropped["row"].to_numpy()] = False
    return frame.filter(pl.Series(kept))


def _all_small(read: Reading, names: pl.DataFrame) -> np.ndarray:
    """Whether each name has only words that its document writes in lower case, or common ones."""
    length = (names["last"] - names["first"] + 1).to_numpy()
    at = ranges(names["first"].to_numpy(), length)
    name = np.repeat(np.arange(len(length)), length)
    telling = read.of(at, "is_capital") & ~read.of(at, "is_common")
    at, name = at[telling], name[telling]
    code = read.column("code")
    asked = np.zeros(len(code), dtype=bool)
    asked[code[read.type_of[at]]] = True
    lower = np.flatnonzero((read.column("is_lower") & asked[code])[read.type_of])
    unknown = ~among(read.in_document(at), read.in_document(lower))
    return np.bincount(name[unknown], minlength=len(length)) == 0
