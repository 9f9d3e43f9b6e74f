"""Expressions of a small grammar, found by words first and by regex only around those.

Every word type has a code, written once per distinct word: the folded word, the classes it
belongs to with its value in each, and a blank: `last/shift:-1 `, `may/month:5 `, `of `, `22 `.
Around words that trigger an expression (a month, a number) grow runs of words that such
expressions may hold. The grammar's regexes read the runs in code, each distinct run once, so they
need no word lists, no case rules and no white space; and a text without triggers costs one look-up
per word.
"""

from collections.abc import Sequence
from typing import NamedTuple, Self

import numpy as np
import polars as pl
import pyarrow as pa

from flows.extract.arrays import begins, ends, ranges
from flows.extract.known import Known
from flows.extract.productions import Production, any_of, possible
from flows.extract.reading import Reading
from flows.extract.tokens import encode

#: What a word may be in an expression: nothing, only between other words, any word, its reason.
NOTHING, CONNECTOR, MEMBER, TRIGGER = range(4)
#: The rest of a word in code.
TEXT = "[!-~]*"
_REACH = 8
_UNIT = "/unit"


class Spots(NamedTuple):
    """Expressions by place: first and last token, row of `forms`, which holds each distinct
    expression once, in code.
    """

    first: np.ndarray
    last: np.ndarray
    form: np.ndarray
    forms: pl.Series

    def keep(self, rows: np.ndarray) -> Self:
        """Only these rows, forms as they are."""
        return self._replace(first=self.first[rows], last=self.last[rows], form=self.form[rows])


def any_word(kind: str) -> str:
    """Regex of one word of a class, its value a group of the same name."""
    return rf"(?:{TEXT}/{kind}:(?P<{kind}>[0-9A-Za-z_-]*){TEXT} )"


def ascii_only(template: str) -> str:
    """A regex written with `…` (the rest of a word) and `\\d`, over ASCII alone."""
    return template.replace("…", TEXT).replace(r"\d", "[0-9]")


class Tags(NamedTuple):
    """Words that have classes, and what their code says of these: of every word what it says where
    the text writes it small, then the same where it writes a capital; a last row for all others.
    """

    words: Known
    written: pl.DataFrame

    @classmethod
    def of(cls, words: pl.DataFrame) -> Self:
        """Tags of words with class and value. A word listed with a capital has its class only where
        the text writes one.
        """
        capital = pl.col("word").str.contains(r"^\p{Lu}")
        listed = words.filter(~pl.col("word").str.contains(" ")).select(
            key=pl.col("word").str.to_lowercase(),
            tag=pl.format("/{}:{}", "class", "value"),
            small=~capital,
        )
        by_key = listed.group_by("key", maintain_order=True).agg(
            always=pl.col("tag").filter("small").str.join(), at_best=pl.col("tag").str.join()
        )
        none = pl.DataFrame({"always": "", "at_best": ""})
        return cls(Known(by_key["key"]), pl.concat([by_key.drop("key"), none]))


def codes(types: pl.DataFrame, tags: Tags) -> pl.Series:
    """Code of every type (String). A full stop at a word's end does not matter."""
    key = pl.col("folded").str.strip_chars_end(".")
    keyed = types.select("is_capital", key=pl.when(key == "").then("folded").otherwise(key))
    row = tags.words.rows(keyed["key"])
    written = tags.written[np.where(row < 0, len(tags.words), row)]
    tag = pl.when("is_capital").then("at_best").otherwise("always")
    return (
        keyed.hstack(written).select((_ascii(pl.col("key")) + tag + " ").alias("code")).to_series()
    )


def _ascii(word: pl.Expr) -> pl.Expr:
    """Words in visible ASCII without a slash: regexes over it are many times smaller."""
    # Folding takes ½ apart.
    fractions = {"1⁄2": "_half", "1⁄4": "_quarter", "3⁄4": "_three_quarters"}
    marks = fractions | {"/": "|", "—": "-"}
    return word.str.replace_many(list(marks), list(marks.values())).str.replace_all("[^!-~]", "")


def phrase_code(phrase: str) -> str:
    """Regex of several words in a row, whatever classes they are in."""
    return "".join(rf"{word}(?:/{TEXT})? " for word in phrase.lower().split())


def spot(
    read: Reading,
    code: pl.Series,
    roles: np.ndarray,
    seeds: np.ndarray,
    productions: Sequence[Production],
) -> Spots:
    """Expressions around `seeds` (token numbers, ascending), and the words left beside them.

    `roles`: what each type may be in an expression; `productions`: what an expression may be.
    """
    first, last = _runs(read, roles, seeds)
    runs, of_run = encode(_written(read, code, first, last))
    pieces = (
        _cut(runs, productions)
        .to_frame()
        .with_row_index("run")
        .explode("piece", empty_as_null=False)
        .with_columns(n=pl.col("piece").str.count_matches(" ", literal=True).cast(pl.Int64))
        .with_columns(offset=pl.col("n").cum_sum().over("run") - pl.col("n"))
    )
    counts = np.bincount(pieces["run"].to_numpy(), minlength=len(runs))
    at = ranges((np.cumsum(counts) - counts)[of_run], counts[of_run])
    begin = np.repeat(first, counts[of_run]) + pieces["offset"].to_numpy()[at]
    forms, form = encode(pieces["piece"])
    return Spots(begin, begin + pieces["n"].to_numpy()[at] - 1, form[at], forms)


def _cut(runs: pl.Series, productions: Sequence[Production]) -> pl.Series:
    """Every run as its expressions and the words between them: piece (list).

    Runs with a unit are cut by themselves: many productions have one, and without these the regex
    for all other runs is half as large.
    """
    rest = runs.alias("run").to_frame().with_row_index("row")
    parts = [pl.DataFrame(schema={"row": pl.UInt32, "piece": pl.List(pl.String)})]
    for mark in (_UNIT, ""):
        has = pl.col("run").str.contains(mark, literal=True)
        marked, rest = rest.filter(has), rest.filter(~has)
        if marked.height:
            expression = any_of(possible(productions, marked["run"]))
            pieces = pl.col("run").str.extract_all(rf"{expression}|{TEXT} ")
            parts.append(marked.select("row", piece=pieces))
    return pl.concat(parts).sort("row")["piece"]


def _runs(read: Reading, roles: np.ndarray, seeds: np.ndarray) -> tuple[np.ndarray, np.ndarray]:
    """Runs of tokens with a role around the seeds, inside sentences, connectors trimmed."""
    first, last = seeds.copy(), seeds.copy()
    n, types, sentence = len(read.type_of) - 1, read.type_of, read.sentence_of
    for _ in range(_REACH):
        before, behind = np.maximum(first - 1, 0), np.minimum(last + 1, n)
        first -= (roles[types[before]] > 0) & (sentence[before] == sentence[first]) & (first > 0)
        last += (roles[types[behind]] > 0) & (sentence[behind] == sentence[last]) & (last < n)
    for _ in range(_REACH):
        first += roles[types[first]] == CONNECTOR
        last -= roles[types[last]] == CONNECTOR
    reach = np.maximum.accumulate(last) if len(last) else last
    apart = first[1:] > reach[:-1]
    return first[begins(len(first), apart)], reach[ends(len(last), apart)]


def _written(read: Reading, code: pl.Series, first: np.ndarray, last: np.ndarray) -> pl.Series:
    """Runs of tokens as strings of their codes."""
    array = code.rechunk().to_arrow().cast(pa.large_string())
    _, offsets, data = array.buffers()
    bounds = np.frombuffer(offsets, dtype=np.int64)[array.offset :][: len(array) + 1]
    raw = np.frombuffer(data, dtype=np.uint8) if data else np.zeros(0, dtype=np.uint8)
    count = last - first + 1
    of = read.type_of[ranges(first, count)]
    length = np.diff(bounds)[of]
    stops = np.append(0, np.cumsum(length))[np.append(0, np.cumsum(count))]
    joined = raw[ranges(bounds[:-1][of], length)]
    strings = pa.LargeStringArray.from_buffers(
        len(first), pa.py_buffer(stops.astype(np.int64)), pa.py_buffer(joined)
    )
    return pl.Series(strings)
