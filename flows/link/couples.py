"""Given names that share the surname of the next: `Sergei and Yulia Skripal` are two Skripals.

A given name alone, `and`, and a person of a given name and one or two words more: both bear what
stands behind the second given name. Not where a capital stands before the first (Princess Zara and
Mike Tindall), nor where the second ends as no person does (Peter and Paul Cathedral), and not if
the document has the first name otherwise, since that says who it is (Pope Francis … Francis and
Tony Blair).
"""

import numpy as np
import polars as pl

from flows.extract.arrays import among
from flows.extract.reading import Reading
from flows.lexicon import Lexicon

_MOST_SURE = 0.8
_MOST_WORDS = 3


def share_surnames(mentions: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Names (as in `flows.link.linking`, without ids of open ones) with given names in full.

    Changes name and basis (`short`), and where the lexicon knows who that is entity_id; confidence
    is 0.8 at most.
    """
    rows = _couples(mentions, read, lexicon)
    if not len(rows):
        return mentions
    full = mentions.select(
        row=pl.int_range(pl.len()),
        full=pl.col("written") + " " + pl.col("written").shift(-1).str.replace(r"^\S+\s+", ""),
    )[rows]
    names = {"alias": "full", "entity_id": "known_id"}
    known = lexicon.aliases.filter(pl.col("entity_id").str.starts_with("person:"))
    known = known.join(lexicon.entities.select("entity_id", known_name="name"), on="entity_id")
    told = full.join(
        known.select("alias", "entity_id", "known_name").rename(names),
        on="full",
        how="left",
        maintain_order="left",
    )
    shared = pl.col("full").is_not_null()
    return (
        mentions.with_columns(row=pl.int_range(pl.len()))
        .join(told, on="row", how="left", maintain_order="left")
        .with_columns(
            name=pl.coalesce("known_name", "full", "name"),
            entity_id=pl.coalesce("known_id", "entity_id"),
            basis=pl.when(shared).then(pl.lit("short")).otherwise("basis"),
            confidence=pl.when(shared)
            .then(pl.min_horizontal("confidence", _MOST_SURE))
            .otherwise("confidence"),
        )
        .drop("row", "full", "known_id", "known_name")
    )


def _couples(mentions: pl.DataFrame, read: Reading, lexicon: Lexicon) -> np.ndarray:
    """Rows of the given names; the row behind is the person whose surname they share."""
    first, last = mentions["first"].to_numpy(), mentions["last"].to_numpy()
    person = (mentions["entity_kind"] == "person").to_numpy()
    alone = person & mentions["alias"].is_null().to_numpy() & (first == last)
    rows = np.flatnonzero(alone[:-1] & person[1:] & (first[1:] == last[:-1] + 2))
    one, other = first[rows], first[rows + 1]
    n_words = last[rows + 1] - other + 1
    fits = (n_words > 1) & (n_words <= _MOST_WORDS)
    fits &= read.of(one, "is_given") & read.of(other, "is_given")
    fits &= read.among(one + 1, ("and",))
    fits &= read.sentence_of[one] == read.sentence_of[other]
    before = np.maximum(one - 1, 0)
    beside = read.sentence_of[before] == read.sentence_of[one]
    fits &= ~(read.of(before, "is_capital") & beside & (before < one))
    heads = lexicon.heads.filter(position="last")["word"].str.to_lowercase().to_list()
    fits &= ~read.among(last[rows + 1], heads)
    rows = rows[fits]
    return rows[~_named_otherwise(mentions, rows)]


def _named_otherwise(mentions: pl.DataFrame, rows: np.ndarray) -> np.ndarray:
    """Whether another name of the document begins or ends with the words of these."""
    words = mentions.select(
        pl.col("first_word", "last_word") + pl.col("doc").cast(pl.UInt64) * 2**32
    )
    first, last = (words[name].to_numpy() for name in ("first_word", "last_word"))
    others = np.ones(len(first), dtype=bool)
    others[rows] = False
    elsewhere = np.concatenate((first[others], last[others]))
    return among(first[rows], elsewhere)
