"""Short forms to the full name in their document: `Al-Maliki`, `the Da'wah`, `Rebelo de Sousa`.

A name that the lexicon does not know is short for a longer one of its kind in the document, before
or behind it, if just one (beside what is short for that one, too) has these words (`sounds`, see
`flows.link.spelling`)

- at its end: a person's surname; an organization's, where they are two words or a head (`Council`)
  and not what it is at or for (Treats at Whole Foods),
- at its beginning: an organization's, but no bare `South` or `House`; a person's one word, if the
  full name stands before it or in the headline and no capital does, which may be the title of
  someone else (King Abdullah, Abdullah Gul), nor an article (the Bill),
- as its first and last, or the initial and last: a person without middle names.

A surname that the lexicon knows goes to another person of that surname where the document names
that one in full before, the lexicon's only by surname, and no capital stands before it. Names in
source lines are short for none.
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.extract.tokens import encode
from flows.lexicon import Lexicon
from flows.link.identity import adopt
from flows.link.spelling import spelling

_MOST_SURE = 0.9
_MOST_WORDS = 5
_OUTER = 2
_GENERATION = r" [js]r$"
#: Behind these stands what an organization has to do with.
_RELATIONS = ("at", "by", "for", "from", "in", "on", "to", "with")
#: Nor do these alone stand for a name that begins with one.
_BARE = (
    *("north", "south", "east", "west", "northern", "southern", "eastern", "western", "central"),
    *("house", "senate", "capitol", "congress", "parliament", "court", "army", "police", "city"),
)
_ARTICLES = ("the", "a", "an", "this", "that", "any", "each", "every", "no")
_AGAINST = "^(?i:anti|pro|non|ex)-"
_KINDS = ("person", "organization")
_TARGET = ["doc", "entity_kind", "part"]


def shorten(mentions: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Mentions (as in `flows.link.linking`) with short forms linked, basis `short`."""
    rows = _nameable(mentions, _after_capital(mentions, read, lexicon), read)
    rows = rows.with_columns(is_end=_is_end(_heads(lexicon)))
    is_open = pl.col("alias").is_null()
    shorts = rows.filter((is_open & (pl.col("basis") != "short")) | pl.col("surname_only"))
    person, several = pl.col("entity_kind") == "person", pl.col("part").str.contains(" ")
    introduced = (pl.col("long_row") < pl.col("row")) | pl.col("in_headline")
    fits = {
        "end": pl.col("is_end"),
        "begin": pl.when(person)
        .then(~(several | pl.col("after_capital") | pl.col("after_article")) & introduced)
        .otherwise(~(pl.col("part").is_in(_spelled(_BARE)) | pl.col("common"))),
        "ends": person,
        "initial": person,
    }
    namesake = (
        (pl.col("where") == "end")
        & pl.col("long_open")
        & (pl.col("long_row") < pl.col("row"))
        & ~pl.col("after_capital")
    )
    hits = (
        shorts.rename({"key": "part"})
        .join(_longer(rows, shorts), on=_TARGET)
        .filter(pl.any_horizontal((pl.col("where") == where) & fit for where, fit in fits.items()))
        .filter(is_open | namesake)
        .sort("row", pl.col("where").cast(pl.Enum(list(fits))))
        .unique("row", keep="first", maintain_order=True)
    )
    return adopt(mentions, hits["row"].to_numpy(), hits["long_row"].to_numpy(), "short", _MOST_SURE)


def _is_end(heads: pl.Series) -> pl.Expr:
    """Whether a name (`key`) may be short for one that ends with it."""
    several = pl.col("key").str.contains(" ")
    return (
        pl.when(pl.col("entity_kind") == "person")
        .then(~(several & pl.col("given")))
        .otherwise(several | pl.col("key").is_in(heads.implode()))
    )


@lru_cache(maxsize=2)
def _spelled(words: tuple[str, ...]) -> list[str]:
    """Words as `sounds` spells them."""
    return spelling(pl.Series(words), "sounds").to_list()


@lru_cache(maxsize=4)
def _heads(lexicon: Lexicon) -> pl.Series:
    """Spellings of the words that names of organizations end with."""
    return spelling(lexicon.heads.filter(kind="organization", position="last")["word"], "sounds")


def _after_capital(mentions: pl.DataFrame, read: Reading, lexicon: Lexicon) -> np.ndarray:
    """Whether a capital stands before a mention that does not just begin the sentence."""
    first = mentions["first"].to_numpy()
    before = np.maximum(first - 1, 0)
    title = lexicon.titles["title"].str.to_lowercase().implode()
    word = read.types.select(pl.col("is_common") & ~pl.col("folded").is_in(title)).to_series()
    begins = read.sentences["first_token"].to_numpy()[read.sentence_of[before]] == before
    capital = read.of(before, "is_capital") & (read.sentence_of[before] == read.sentence_of[first])
    return capital & (before < first) & ~(begins & word.to_numpy()[read.type_of[before]])


def _nameable(mentions: pl.DataFrame, after_capital: np.ndarray, read: Reading) -> pl.DataFrame:
    """Mentions that may be short or long: their spelling (`key`), whether a capital stands before
    or an article, whether they are in the headline, are one common word, begin with a given name or
    initial, or name opponents or friends (`Anti-X`), and whether they are the lexicon's surname of
    a person whom the document never names otherwise.
    """
    first = mentions["first"].to_numpy()
    # Abu is a given name only where it is not part of one (Abu Shanab).
    given = read.of(first, "is_given") & ~read.of(first, "is_particle")
    surname = (pl.col("basis") == "short") & (pl.col("entity_kind") == "person")
    rows = (
        mentions.select(
            *("doc", "sentence_no", "entity_kind", "entity_id", "basis", "alias", "written"),
            "is_credit",
        )
        .with_columns(
            row=pl.int_range(pl.len()),
            after_capital=pl.Series(after_capital),
            after_article=pl.Series(read.among(np.maximum(first - 1, 0), _ARTICLES)),
            in_headline=pl.col("sentence_no") == 0,
            common=pl.Series(read.of(first, "is_common") & (first == mentions["last"].to_numpy())),
            given=pl.Series(given | read.of(first, "is_initial")),
        )
        .filter(
            pl.col("entity_kind").is_in(_KINDS),
            pl.col("basis") != "demonym",
            ~pl.col("is_credit"),
        )
    )
    # Most documents name nobody of a kind in two ways: there is nothing to spell.
    rows = rows.with_columns(
        word=pl.Series(encode(rows["written"])[1]),
        group=pl.col("doc") * 2 + (pl.col("entity_kind") == "person"),
    ).filter(pl.col("word").min().over("group") != pl.col("word").max().over("group"))
    surnames, others = rows.filter(surname), rows.filter(~surname)
    only = surnames.join(others, on=["doc", "entity_id"], how="anti")["row"]
    written, code = encode(rows["written"])
    # Who is a Jr. is called by the surname, too.
    keys = spelling(written, "sounds").str.replace(r"^(?:al|bin) ", "").str.replace(_GENERATION, "")
    return rows.with_columns(
        key=keys[code],
        against=written.str.contains(_AGAINST)[code],
        surname_only=pl.col("row").is_in(only.implode()),
    )


def _longer(rows: pl.DataFrame, shorts: pl.DataFrame) -> pl.DataFrame:
    """What is short for just one longer name of its document: doc, entity_kind, part, where,
    long_row (its first mention), long_open.
    """
    parts = _parts(rows["key"].unique(maintain_order=True))
    parts = parts.join(shorts, left_on="part", right_on="key", how="semi")
    longer = rows.filter(~pl.col("against")).join(parts, on="key")
    # Perales is short for one name beside Gabriel Garcia Perales and Garcia Perales.
    ends = longer.filter(pl.col("where") == "end")
    inner = rows.filter("is_end").join(
        ends.select(*_TARGET[:2], key="part"), on=[*_TARGET[:2], "key"], how="semi"
    )
    return (
        longer.join(inner.select("row", where=pl.lit("end")), on=["row", "where"], how="anti")
        .sort("n_words", "row", descending=[True, False])
        .group_by(*_TARGET, "where", maintain_order=True)
        .agg(
            pl.col("entity_id", "outer").n_unique(),
            pl.col("row").first().alias("long_row"),
            pl.col("alias").first().is_null().alias("long_open"),
        )
        .filter(pl.min_horizontal("entity_id", "outer") == 1)
        .select(*_TARGET, "where", "long_row", "long_open")
    )


def _parts(keys: pl.Series) -> pl.DataFrame:
    """Up to five words at the end and beginning of longer keys, their first and last word (`outer`,
    too, as what persons with and without middle names share), and the last behind an initial.
    """
    words = pl.col("words")
    outer = pl.concat_list(words.list.first(), words.list.last()).list.join(" ")
    split = (
        keys.to_frame("key")
        .with_columns(words=pl.col("key").str.split(" "))
        .with_columns(outer=outer, n_words=words.list.len())
    )
    frames = []
    for count in range(1, _MOST_WORDS + 1):
        longer = split.filter(pl.col("n_words") > count)
        related = words.list.get(-count - 1).is_in(_spelled(_RELATIONS))
        ends = longer.filter(~related)
        for frame, where, part in (
            (ends, "end", words.list.tail(count)),
            (longer, "begin", words.list.head(count)),
        ):
            columns = {"part": part.list.join(" "), "where": pl.lit(where)}
            frames.append(frame.select("key", "outer", "n_words", **columns))
    middle = split.filter(pl.col("n_words") > _OUTER)
    full = split.filter((pl.col("n_words") > 1) & (words.list.first().str.len_chars() > 1))
    initial = pl.concat_list(words.list.first().str.head(1), words.list.last()).list.join(" ")
    for names, part, where in ((middle, pl.col("outer"), "ends"), (full, initial, "initial")):
        columns = {"part": part, "where": pl.lit(where)}
        frames.append(names.select("key", "outer", "n_words", **columns))
    return pl.concat(frames)
