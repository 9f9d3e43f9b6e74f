"""What holds for any text whatever."""

import re
from datetime import UTC, datetime, timedelta
from random import Random

import polars as pl
import pytest
from hypothesis import example, given, settings
from hypothesis import strategies as st

from flows.describe import describe, extract
from flows.extract import read
from flows.extract.tokens import WHITE
from flows.settings import RESOURCES

PIECES = [
    "Iran", "the US", "Ali Hassan", "al-Maliki", "U.S.", "Gen.", "J.", "he said", "THE", "’s", "'s",
    "University of", "Baghdad", "1,500", "3.", "…", "?!", ". ", "“", "”", " ", "\n", "\n\n", "\r\n",
    "\u00a0", "\u200b", "\u200d", "e\u0301", "🙂", "👩‍👩‍👧", "سلام؟", "中文。", "-", "–", "ß", "\t",
    "12 June", "June", "2014", "last week", "on Friday", "two days later", "between", "and", "to",
    "over 40", "people", "killed", "hundreds of", "$5", "million", "%", "10/26/89", "8 p.m.",
    "\x1c", "\u2028", "\u2029", "•", "(", ")", "İ", "ŉ", "ﬁ",
]  # fmt: skip
TEXTS = st.one_of(
    st.text(max_size=80),
    st.lists(st.sampled_from(PIECES), max_size=30).map("".join),
    st.lists(st.sampled_from(PIECES), max_size=30).map(" ".join),
)


#: An example of many texts takes hardly longer than one of few, so there are fewer of them.
MANY = st.lists(TEXTS, max_size=12)
FEWER = settings(max_examples=settings().max_examples // 3)


@pytest.fixture(scope="module")
def lexicon(shipped):
    return shipped


def documents(texts, body_starts=None):
    starts = body_starts or [0] * len(texts)
    day = datetime(2014, 9, 2, tzinfo=UTC)
    days = [day + timedelta(days=n) if n % 2 else None for n in range(len(texts))]
    return pl.DataFrame(
        {
            "doc_id": [f"{n:016x}" for n in range(len(texts))],
            "text": texts,
            "body_start": starts,
            "published_at": days,
        },
        schema={
            "doc_id": pl.String,
            "text": pl.String,
            "body_start": pl.Int32,
            "published_at": pl.Datetime("us", "UTC"),
        },
    )


def is_visible(character: str) -> bool:
    return not re.match(WHITE, character)


@given(st.lists(TEXTS, max_size=4), st.integers(0, 5))
@example(["", "  ", "U.S.", "\u200e"], 0)
@settings(max_examples=50)
def test_tokens_cover_every_visible_character_once(lexicon, texts, skip):
    starts = [min(skip, len(text)) for text in texts]
    found = read(documents(texts, starts), lexicon)
    words = found.types["word"].to_list()
    rest = [list(text[start:]) for text, start in zip(texts, starts, strict=True)]
    for doc, start, end, kind in found.tokens.select("doc", "start", "end", "type").iter_rows():
        assert texts[doc][start:end] == words[kind]
        for place in range(start - starts[doc], end - starts[doc]):
            assert rest[doc][place] is not None
            rest[doc][place] = None
    assert not any(c and is_visible(c) for left in rest for c in left)


@given(st.lists(TEXTS, max_size=4))
@settings(max_examples=50)
def test_sentences_are_trimmed_and_cover_every_visible_character(lexicon, texts):
    found = read(documents(texts), lexicon).sentences
    rest = [list(text) for text in texts]
    for doc, start, end in found.select("doc", "start", "end").iter_rows():
        sentence = texts[doc][start:end]
        assert sentence == sentence.strip() != ""
        assert None not in rest[doc][start:end]
        rest[doc][start:end] = [None] * (end - start)
    assert not any(c and is_visible(c) for left in rest for c in left)


SPAN = ["doc_id", "start", "end", "surface"]


@given(MANY)
@example(["The Hunga Tonga eruption.", "Zalgiris Kaunas beat Kaunas. Ali Jordan left Jordan."])
@FEWER
def test_everything_keeps_its_contract(lexicon, tagger, texts):
    frames = describe(documents(texts), lexicon, tagger)
    assert frames["rejected"].is_empty()
    for doc, start, end, surface in frames["quotations"].select(SPAN).iter_rows():
        assert texts[int(doc, 16)][start:end] == surface
    cues = frames["evidence"].select("doc_id", "cue_start", "cue_end", "cue").drop_nulls()
    for doc, start, end, cue in cues.iter_rows():
        assert texts[int(doc, 16)][start:end] == cue
    reached = dict.fromkeys(range(len(texts)), 0)
    for doc, start, end, surface in (
        frames["mentions"].select("doc_id", "start", "end", "surface").iter_rows()
    ):
        assert texts[int(doc, 16)][start:end] == surface
        assert start >= reached[int(doc, 16)]
        reached[int(doc, 16)] = end


@given(MANY)
@FEWER
def test_dates_and_quantities_quote_their_sentences(lexicon, texts):
    found = extract(documents(texts), lexicon)
    key = ["doc_id", "sentence_no"]
    bounds = found.sentences.select(*key, first="start", stop="end")
    for frame in (found.dates, found.quantities):
        placed = frame.join(bounds, on=key, how="left", maintain_order="left")
        reached = dict.fromkeys(range(len(texts)), 0)
        for row in placed.iter_rows(named=True):
            doc = int(row["doc_id"], 16)
            assert texts[doc][row["start"] : row["end"]] == row["surface"]
            assert max(row["first"], reached[doc]) <= row["start"] < row["end"] <= row["stop"]
            reached[doc] = row["end"]


@given(st.lists(TEXTS, min_size=3, max_size=12), st.data())
@FEWER
def test_batches_do_not_matter(lexicon, tagger, texts, data):
    whole = documents(texts)
    first, second = sorted(data.draw(st.tuples(*[st.integers(1, len(texts) - 1)] * 2)))
    at_once = describe(whole, lexicon, tagger)
    batches = (whole[:first], whole[first:second], whole[second:])
    parts = [describe(batch, lexicon, tagger) for batch in batches if batch.height]
    for name, frame in at_once.items():
        assert frame.equals(pl.concat([part[name] for part in parts])), name


LABELS = ("", "(APPLAUSE)", "Q:", "A:", "ZORK BLURK, ANCHOR:", "BLURK:", "Mr. Kerry:", "Kerry:")


def test_neighbours_do_not_matter(lexicon, tagger):
    """Texts that begin and end anywhere, in two orders: no rule looks into the text beside."""
    random = Random(2014)
    samples = sorted((RESOURCES / "seeds" / "texts").glob("*.md"))
    words = [path.read_text(encoding="utf-8").split(" ") for path in samples]

    def piece():
        said = random.choice(words)
        first = random.randrange(len(said))
        return " ".join(said[first : first + random.randrange(1, 25)])

    def transcript():
        lines = (f"{random.choice(LABELS)} {piece()}" for _ in range(random.randrange(3, 8)))
        return "\n".join(lines)

    one = documents([piece() for _ in range(3_000)] + [transcript() for _ in range(300)])
    other = describe(one.sample(fraction=1.0, shuffle=True, seed=2014), lexicon, tagger)
    for name, frame in describe(one, lexicon, tagger).items():
        assert frame.equals(other[name].sort("doc_id", maintain_order=True)), name
