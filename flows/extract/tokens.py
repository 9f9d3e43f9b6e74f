"""Words with their places: one regex, then everything lexical once per distinct word.

Every later step (sentences, lexicon, names, dates, quantities, taggers) reads two frames and
gathers from the second by code instead of looking at strings again.

`tokens`, one row per token, in reading order, documents one after the other:

| column | type | meaning |
|---|---|---|
| doc | UInt32 | row number of the document in the frame that was read |
| start, end | Int32 | span in code points into `documents.text`, end exclusive |
| type | UInt32 | row number in `types` |
| space | UInt8 | what follows: 0 nothing, 1 blanks, 2 a line break or the end of the text, |
|  |  | 3 a line break and an indented line, 4 a blank line |

`types`, one row per distinct word of this batch, in order of first occurrence (so codes mean
nothing outside the batch):

| column | type | meaning |
|---|---|---|
| word | String | as written |
| plain | String | without diacritics; apostrophes and hyphens straight; case kept |
| folded | String | `plain` in lower case |
| code | UInt32 | the same for types with the same `folded` |
| key | String | `folded` without the marks that spellings disagree on: U.S. = US, Da'wah = Dawah |
| shape | String | letters as X or x, digits as 9; a run of two or more capitals is XX, any other |
|  |  | run one letter: `Mosul` Xx, `ISIS` XX, `McCain` XxXx, `U.S.` X.X., `1,500` 9,9 |
| n_chars | Int32 | length of `word` in code points |
| is_word | Boolean | holds a letter |
| is_capital | Boolean | begins with an upper-case (or title-case) letter |
| is_upper | Boolean | two or more letters, none of them lower case, the first upper case |
| is_lower | Boolean | begins with a lower-case letter |
| is_number | Boolean | begins with a digit |
| is_initial | Boolean | one capital and a full stop: `J.` |
| is_dotted | Boolean | an abbreviation or initial that ends in a full stop: `Gen.`, `U.S.`, `J.` |
| ends_sentence | UInt8 | for dotted words 0 never, 1 maybe; 2 for all else |
| is_common | Boolean | `folded` is in the lexicon's common words |
| is_given | Boolean | `folded` is in the lexicon's given names |
| is_particle | Boolean | `folded` is in the lexicon's particles |

What is one token: a word with the apostrophes inside it (Da'wah, O'Brien, Sana'a, don't); a
possessive 's by itself; a number with its separators (1.2, 1,500); initials, dotted letters and
the lexicon's abbreviations with their full stop (J., U.S., Gen.); a web address; one character
of Chinese or Japanese; any other visible character. Hyphens stand alone (al, -, Maliki).
"""

import re
from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.arrays import with_edge
from flows.extract.folding import fold, match_key
from flows.extract.known import Known
from flows.lexicon import Lexicon

#: Marks that nobody sees: breaks and joints of no width, directions, a stray byte-order mark.
_INVISIBLE = "\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u2069\ufeff"
_WHITE_CLASS = rf"\s\x1c-\x1f{_INVISIBLE}"
#: White space: Unicode's, the four separators that only Python counts among it, invisible marks.
WHITE = f"[{_WHITE_CLASS}]"
#: The same, one by one.
_WHITE_CHARACTERS = "".join(re.findall(WHITE, "".join(map(chr, range(0x10000)))))
_BREAK = r"[\n\r\x0b\x0c\x85\u2028]"
_SOLID = r"\p{Han}\p{Hiragana}\p{Katakana}"
_LETTER = rf"[\p{{L}}--[{_SOLID}]]"
_INSIDE = rf"[\p{{L}}\p{{M}}\p{{N}}\u00ad\u200c\u200d--[{_SOLID}]]"
_APOSTROPHE = r"['\u2019\u02bc]"

NOTHING, BLANK, LINE, INDENTED, PARAGRAPH = range(5)


class Tokens(NamedTuple):
    """The two frames of a batch, see the module's text."""

    tokens: pl.DataFrame
    types: pl.DataFrame

    def of(self, at: np.ndarray, column: str) -> np.ndarray:
        """A column of `types` for the tokens with these numbers."""
        return self.types[column].to_numpy()[self.tokens["type"].to_numpy()[at]]


def tokenize(documents: pl.DataFrame, lexicon: Lexicon) -> Tokens:
    """Tokens of the bodies of documents.

    Reads `text` (String) and `body_start` (code points; what lies before is skipped); returns the
    two frames described in the module's text. A document without visible characters has none.
    """
    body = documents["text"]
    if (documents["body_start"] > 0).any():
        body = documents.select(pl.col("text").str.slice(pl.col("body_start")))["text"]
    pieces = body.str.extract_all(pattern(lexicon))
    per_document = pieces.list.len().to_numpy().astype(np.int64)
    pieces = pieces.explode(empty_as_null=False).rename("piece")
    distinct, codes = encode(pieces)
    kinds = _piece_kinds(distinct)
    words, of_piece = encode(kinds["word"])

    doc = np.repeat(np.arange(len(per_document), dtype=np.uint32), per_document)
    start = _starts(kinds["n_piece"].to_numpy()[codes], per_document, documents, body)
    space = kinds["space"].to_numpy()[codes]
    # Or else the next document's first token would be glued to this one's last.
    last = np.cumsum(per_document)[per_document > 0] - 1
    space[last] = np.maximum(space[last], LINE)
    tokens = pl.DataFrame(
        {
            "doc": doc,
            "start": start,
            "end": start + kinds["n_word"].to_numpy()[codes],
            "type": of_piece[codes],
            "space": space,
        }
    )
    return Tokens(tokens, describe(words, lexicon))


def encode(strings: pl.Series) -> tuple[pl.Series, np.ndarray]:
    """Distinct strings in order of first occurrence, and each string's place among them."""
    views = strings.rechunk().to_arrow(compat_level=pl.CompatLevel.newest())
    # One pass over a hash table, where distinct values and then their places would take two.
    encoded = views.dictionary_encode()
    distinct = pl.Series(strings.name, encoded.dictionary, dtype=pl.String)
    # By way of Polars: pyarrow would import pandas, where it is installed, to make the array.
    return distinct, pl.Series(encoded.indices).to_numpy().view(np.uint32)


def pattern(lexicon: Lexicon) -> str:
    """The regex of one token and the white space behind it."""
    known = "|".join(_escape(stem) for stem in lexicon.abbreviation_stems)
    choices = [
        r"(?:https?://|www\.)[^\s<>\"”)\]]*[^\s<>\"”)\].,;:!?]",
        r"(?:\p{L}\.){2,}",
        r"(?:[A-Z]\.)+[A-Z](?-u:\b)",
        *([rf"(?:{known})\."] if known else []),
        # "So do I." ends a sentence, while "J." begins a name.
        r"[\p{Lu}--I]\.",
        rf"{_LETTER}{_INSIDE}*(?:{_APOSTROPHE}(?:\p{{L}}{{2}}|[\p{{L}}--[sS]]){_INSIDE}*)*",
        r"\p{N}+(?:[.,]\p{N}+)*",
        rf"{_APOSTROPHE}[sS](?-u:\b)",
        rf"[^{_WHITE_CLASS}]\p{{M}}*",
    ]
    return f"(?:{'|'.join(choices)}){WHITE}*"


def describe(words: pl.Series, lexicon: Lexicon) -> pl.DataFrame:
    """The `types` frame of distinct words, in their order."""
    word = pl.col("word")
    plain = pl.col("plain")
    types = (
        words.alias("word")
        .to_frame()
        .with_columns(plain=fold(word))
        .with_columns(folded=plain.str.to_lowercase())
        .with_columns(
            code=pl.col("folded").map_batches(_codes, return_dtype=pl.UInt32),
            key=match_key(pl.col("folded")),
            shape=_shape(plain),
            n_chars=word.str.len_chars().cast(pl.Int32),
            is_word=word.str.contains(r"\p{L}"),
            is_capital=word.str.contains(r"^[\p{Lu}\p{Lt}]"),
            is_upper=word.str.contains(r"^\p{Lu}.*\p{Lu}") & ~word.str.contains(r"\p{Ll}"),
            is_lower=word.str.contains(r"^\p{Ll}"),
            is_number=word.str.contains(r"^\p{N}"),
            is_initial=word.str.contains(r"^\p{Lu}\.$"),
            is_dotted=word.str.contains(r"^\p{L}.*\.$"),
        )
    )
    listed = {
        f"is_{kind}": pl.Series(known.among(types["folded"]))
        for kind, known in _listed(lexicon).items()
    }
    return types.with_columns(**listed, ends_sentence=_ends_sentence(lexicon))


@lru_cache(maxsize=4)
def _listed(lexicon: Lexicon) -> dict[str, Known]:
    return {
        "common": Known(lexicon.common_words),
        "given": Known(lexicon.given_names),
        "particle": Known(lexicon.particles),
    }


def _piece_kinds(pieces: pl.Series) -> pl.DataFrame:
    """Per distinct piece: its word, lengths in code points, and what kind of space follows."""
    piece = pl.col("piece")
    kinds = (
        pieces.alias("piece")
        .to_frame()
        .with_columns(word=piece.str.strip_chars_end(_WHITE_CHARACTERS))
        .select(
            "word",
            n_piece=piece.str.len_chars().cast(pl.Int32),
            n_word=pl.col("word").str.len_chars().cast(pl.Int32),
            behind=piece.str.strip_prefix(pl.col("word")),
        )
    )
    behind, codes = encode(kinds["behind"])
    return kinds.drop("behind").with_columns(space=_space_kinds(behind).gather(codes))


def _space_kinds(behind: pl.Series) -> pl.Series:
    """What kinds (UInt8) of white space these are."""
    space = pl.col("space")
    breaks = space.str.replace_all("\r\n", "\n").str.count_matches(_BREAK)
    separators = space.str.count_matches("\u2029")
    kind = (
        pl.when(space == "")
        .then(NOTHING)
        .when(breaks + 2 * separators >= 2)
        .then(PARAGRAPH)
        .when((breaks == 1) & space.str.contains(rf"{_BREAK}[^\n\r\x0b\x0c\x85\u2028]+$"))
        .then(INDENTED)
        .when(breaks == 1)
        .then(LINE)
        .otherwise(BLANK)
    )
    return behind.to_frame("space").select(kind.cast(pl.UInt8)).to_series()


def _starts(
    lengths: np.ndarray, per_document: np.ndarray, documents: pl.DataFrame, body: pl.Series
) -> np.ndarray:
    """First code point of every token: pieces lie edge to edge up to the end of their body."""
    ends = np.cumsum(lengths, dtype=np.int64)
    last = with_edge(ends, 0)[np.cumsum(per_document) - 1]
    whole = body.str.len_chars().to_numpy().astype(np.int64)
    stop = documents["body_start"].to_numpy().astype(np.int64) + whole
    return (ends - lengths + np.repeat(stop - last, per_document)).astype(np.int32)


def _shape(word: pl.Expr) -> pl.Expr:
    return (
        word.str.replace_all(r"[\p{Ll}\p{Lo}\p{Lm}]+", "x")
        .str.replace_all(r"[\p{Lu}\p{Lt}]{2,}", "XX")
        .str.replace_all(r"[\p{Lu}\p{Lt}]", "X")
        .str.replace_all(r"\p{N}+", "9")
    )


def _codes(strings: pl.Series) -> pl.Series:
    return pl.Series(encode(strings)[1])


def _ends_sentence(lexicon: Lexicon) -> pl.Expr:
    never = lexicon.abbreviations_never.implode()
    return (
        pl.when(~pl.col("is_dotted"))
        .then(2)
        .when(pl.col("is_initial") | pl.col("word").is_in(never))
        .then(0)
        .otherwise(1)
        .cast(pl.UInt8)
    )


def _escape(stem: str) -> str:
    return stem.replace(".", r"\.").replace("-", r"\-").replace(" ", r"\s")
