"""`python -m tests.benchmarks.stories SOURCE [--pairs]`: versions of one report, told to be one?

Plants versions of texts of SOURCE beside them, made as newsrooms make them, and unrelated texts
with a footer in common. Prints what share of each kind joins the story of its original, how many
of the pairs in one story are of one origin, and how many stories SOURCE by itself has.
With --pairs also a sample of texts of SOURCE that were merged, to be read.
"""

import argparse
import random
import re
import time
from collections import Counter, defaultdict
from collections.abc import Callable
from datetime import timedelta
from itertools import combinations

import polars as pl

from flows.ingest import ReadOptions, list_files, read, resolve
from tests.sql.stories import story_ids

#: Texts that versions are made of, and the words they have at least.
_TEXTS, _LEAST_WORDS = 300, 60
_FOOTER_WORDS, _SAMPLE = 60, 60
_UNRELATED = "unrelated"
_SEED = 1


def edited(words: list[str], other: list[str]) -> list[str]:
    """Every fifteenth word another."""
    return [other[at % len(other)] if at % 15 == 7 else word for at, word in enumerate(words)]


def retranslated(words: list[str], other: list[str]) -> list[str]:
    """Two passages, together an eighth of the text, in other words."""
    n = max(1, len(words) // 16)
    first, second = len(words) // 4, len(words) // 2
    return [
        *words[:first],
        *other[:n],
        *words[first + n : second],
        *other[n : 2 * n],
        *words[second + n :],
    ]


VERSIONS: dict[str, Callable[[list[str], list[str]], list[str]]] = {
    "other case and punctuation": lambda words, _: [
        re.sub(r"[,;.]$", "", w).upper() for w in words
    ],
    "light edits": edited,
    "cut to two thirds": lambda words, _: words[: len(words) * 2 // 3],
    "cut to one half": lambda words, _: words[: len(words) // 2],
    "a third cut from the middle": lambda words, _: (
        words[: len(words) // 3] + words[len(words) * 2 // 3 :]
    ),
    "dateline": lambda words, _: ["BAGHDAD,", "Aug.", "31", "(Wire", "One)", "-", *words],
    "headline and first words changed": lambda words, other: [*other[:12], *words[6:]],
    "quotes translated anew": retranslated,
    "cut to two thirds, light edits": lambda words, other: edited(
        words[: len(words) * 2 // 3], other
    ),
}


def main(source: str, show_pairs: bool) -> None:
    """Plant, group, and print."""
    corpus = [
        batch.documents
        for file in list_files(resolve(source, {})).files
        for batch in read(file, ReadOptions())
    ]
    begun = time.process_time()
    found = story_ids(corpus)
    spent = time.process_time() - begun
    sizes = Counter(Counter(found.values()).values())
    several = sum(n for size, n in sizes.items() if size > 1)
    print(
        f"{source}: {len(found):,} texts, {len(set(found.values())):,} stories, {several:,} of "
        f"several texts, the largest of {max(sizes)}; {spent:.1f} s CPU, tokens included"
    )
    planted, origin, kind = plant(pl.concat(corpus))
    # Originals that are one story already are of one origin.
    origin = {doc_id: found.get(first, first) for doc_id, first in origin.items()}
    if planted.is_empty():
        print(f"no text of {_LEAST_WORDS} words to make versions of")
        return
    together = story_ids([*corpus, planted])
    report(together, origin, kind)
    if show_pairs:
        print_pairs(pl.concat(corpus), found)


def plant(corpus: pl.DataFrame) -> tuple[pl.DataFrame, dict[str, str], dict[str, str]]:
    """Versions as documents, and per doc_id its origin (a doc_id) and kind."""
    chance = random.Random(_SEED)
    bodies = corpus.with_columns(text=pl.col("text").str.slice(pl.col("body_start")))
    long = bodies.filter(pl.col("text").str.count_matches(r"\S+") >= _LEAST_WORDS).sort("doc_id")
    chosen = long.unique("text", keep="first", maintain_order=True)
    chosen = chosen.gather_every(max(1, chosen.height // _TEXTS)).head(_TEXTS)
    vocabulary = sorted({w for text in chosen["text"] for w in text.split()})
    origin: dict[str, str] = {doc_id: doc_id for doc_id in chosen["doc_id"]}
    kind: dict[str, str] = {}
    rows = []
    footer = chance.choices(vocabulary, k=_FOOTER_WORDS) if vocabulary else []
    for row in chosen.iter_rows(named=True):
        words = row["text"].split()
        other = chance.choices(vocabulary, k=len(words))
        versions = {name: make(words, other) for name, make in VERSIONS.items()}
        unrelated = chance.sample(words, k=len(words))
        for name, version in (
            versions | {f"{_UNRELATED}, same footer": [*unrelated, *footer]}
        ).items():
            doc_id = f"{len(kind):016x}"
            day = row["published_at"] and row["published_at"] + timedelta(days=1)
            text = " ".join(version)
            rows.append(
                row
                | {
                    "doc_id": doc_id,
                    "text": text,
                    "published_at": day,
                    "content_sha256": text,
                    "body_start": 0,
                }
            )
            kind[doc_id] = name
            origin[doc_id] = doc_id if name.startswith(_UNRELATED) else row["doc_id"]
    return pl.DataFrame(rows, schema=corpus.schema), origin, kind


def report(story: dict[str, str], origin: dict[str, str], kind: dict[str, str]) -> None:
    """Recall per kind, then what share of merged pairs is of one origin."""
    joined: dict[str, list[bool]] = defaultdict(list)
    for doc_id, name in kind.items():
        if not name.startswith(_UNRELATED):
            joined[name].append(story[doc_id] == story[origin[doc_id]])
    for name, hits in joined.items():
        print(f"{name:<36} {sum(hits):>5,} of {len(hits):>5,}  {sum(hits) / len(hits):.3f}")
    members: dict[str, list[str]] = defaultdict(list)
    for doc_id in origin:
        members[story[doc_id]].append(doc_id)
    pairs = [pair for texts in members.values() for pair in combinations(texts, 2)]
    right = sum(origin[one] == origin[other] for one, other in pairs)
    footers = sum(kind.get(a, "").startswith(_UNRELATED) for pair in pairs for a in pair)
    print(
        f"pairs in one story: {len(pairs):,}, of one origin: {right:,} "
        f"({right / max(1, len(pairs)):.4f}); joined by a footer: {footers:,}"
    )


def print_pairs(corpus: pl.DataFrame, story: dict[str, str]) -> None:
    """A sample of the texts that joined a story without being equal to its first text."""
    text = dict(corpus.select("doc_id", "text").iter_rows())
    joined = [
        (one, first)
        for one, first in sorted(story.items())
        if folded(text[one]) != folded(text[first])
    ]
    equal = [
        (one, first)
        for one, first in sorted(story.items())
        if one != first and folded(text[one]) == folded(text[first])
    ]
    chance = random.Random(_SEED)
    for name, pairs in (("alike", joined), ("equal", equal)):
        print(f"\n{name}: {len(pairs):,}")
        for one, first in chance.sample(pairs, k=min(_SAMPLE, len(pairs))):
            print(f"- {text[first]!r}\n  {text[one]!r}")


def folded(text: str) -> str:
    """Letters and digits in lower case."""
    return "".join(c for c in text.lower() if c.isalnum())


if __name__ == "__main__":
    parser = argparse.ArgumentParser(description=__doc__)
    parser.add_argument("source")
    parser.add_argument("--pairs", action="store_true")
    given = parser.parse_args()
    main(given.source, given.pairs)
