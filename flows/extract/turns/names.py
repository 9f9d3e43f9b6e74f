"""Names in the labels of transcripts: who has a turn is a person, whatever the words look like.

Labels, and lines in brackets (`(BEGIN VIDEO CLIP)`), are mostly in capitals, so capitals make no
name there; what the lexicon knows stays.
"""

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, running
from flows.extract.capitals import Words
from flows.extract.rows import Judged, rows_of, unmatched
from flows.extract.runs import Spans

_JUDGED = Judged("person", None, 0.8)


def with_speakers(words: Words, found: pl.DataFrame) -> pl.DataFrame:
    """Found names (as from `find_names`), those in labels and directions put right."""
    labels = words.read.labels
    if not len(labels.first):
        return found
    n = len(words.match)
    known = found.filter(pl.col("alias").is_not_null())
    person = np.zeros(n, dtype=bool)
    person[known["last"].to_numpy()[words.persons[known["alias"].to_numpy()]]] = True
    counts = running(person)
    lacks = labels.is_name & (counts[labels.stop] == counts[labels.name])
    name, stop = labels.name[lacks], labels.stop[lacks]
    nameless = _directions(words)
    nameless[ranges(labels.first, labels.colon - labels.first)] = True
    named = np.zeros(n, dtype=bool)
    named[ranges(name, stop - name)] = True
    first, last = found["first"].to_numpy(), found["last"].to_numpy()
    shouted = found["alias"].is_null().to_numpy() & words.flag(last, "is_upper")
    gone = (nameless[first] & shouted) | named[first] | named[last]
    spans = _spans(words, name, stop)
    speakers = rows_of(words, spans, _JUDGED, found.schema)
    return pl.concat([found.filter(pl.Series(~gone)), speakers]).sort("first")


def _directions(words: Words) -> np.ndarray:
    """Which tokens belong to a sentence in brackets of a transcript."""
    read = words.read
    sentences = read.sentences
    first = sentences["first_token"].to_numpy().astype(np.int64)
    last = np.append(first[1:], len(read.type_of)) - 1
    doc = sentences["doc"].to_numpy()
    transcript = np.isin(doc, doc[read.sentence_of[read.labels.first]])
    inside = transcript & words.among(first, ("(", "[")) & words.among(last, (")", "]"))
    return inside[read.sentence_of]


def _spans(words: Words, name: np.ndarray, stop: np.ndarray) -> Spans:
    """Names without marks behind the last word."""
    is_word = words.read.column("is_word")
    return unmatched(name, stop - 1 - ~is_word[words.read.type_of[stop - 1]])
