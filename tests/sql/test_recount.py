"""What is counted over the corpus, counted again from mentions and sentences, plainly."""

import math
from collections import Counter, defaultdict
from collections.abc import Iterator
from datetime import date, timedelta
from itertools import combinations
from pathlib import Path
from statistics import NormalDist
from typing import Any

import duckdb
import pytest

from flows.store import connect

Row = dict[str, Any]
Pair = tuple[str, str]
UNITS = {
    "sentence": lambda row: (row["doc_id"], row["sentence_no"]),
    "paragraph": lambda row: (row["doc_id"], row["paragraph_no"]),
    "document": lambda row: row["doc_id"],
}


@pytest.fixture(scope="module")
def snapshot(samples: Path) -> Iterator[duckdb.DuckDBPyConnection]:
    with connect(warehouse=samples) as connection:
        yield connection


@pytest.fixture(scope="module")
def read(snapshot: duckdb.DuckDBPyConnection):
    def rows(table: str) -> list[Row]:
        return snapshot.sql(f"FROM {table}").pl().to_dicts()

    return rows


def reported(read: Any) -> list[Row]:
    return [row for row in read("mentions") if not row["is_credit"]]


def distance_weights(mentions: list[Row]) -> Counter[Pair]:
    weights: Counter[Pair] = Counter()
    by_text = defaultdict(list)
    for row in mentions:
        by_text[row["doc_id"]].append(row)
    for rows in by_text.values():
        for one, other in combinations(rows, 2):
            apart = abs(one["sentence_no"] - other["sentence_no"])
            if one["entity_id"] != other["entity_id"] and apart <= 5:
                a, b = sorted((one["entity_id"], other["entity_id"]))
                weights[a, b] += math.exp(-apart)
    return weights


def g2(both: int, a: int, b: int, units: int) -> float | None:
    if units in {a, b}:
        return None
    total = 0.0
    for cell, chance in (
        (both, a * b / units),
        (a - both, a * (units - b) / units),
        (b - both, (units - a) * b / units),
        (units - a - b + both, (units - a) * (units - b) / units),
    ):
        total += 2 * cell * math.log(cell / chance) if cell else 0
    return max(0.0, total) * (-1 if both < a * b / units else 1)


def recounted(
    mentions: list[Row], evidence: list[Row], documents: list[Row]
) -> Iterator[tuple[tuple[str, str, str], Row]]:
    publisher = {row["doc_id"]: row["publisher"] for row in documents}
    story = {row["doc_id"]: row["story_id"] for row in documents}
    proximity = distance_weights(mentions)
    modality: dict[Pair, Counter[str]] = defaultdict(Counter)
    for row in evidence:
        modality[row["entity_a"], row["entity_b"]][row["modality"]] += 1
    for scope, unit_of in UNITS.items():
        units: dict[Any, set[str]] = defaultdict(set)
        texts: dict[Pair, set[str]] = defaultdict(set)
        for row in mentions:
            units[unit_of(row)].add(row["entity_id"])
        margins = Counter(entity for named in units.values() for entity in named)
        joint: Counter[Pair] = Counter()
        for unit, named in units.items():
            for a, b in combinations(sorted(named), 2):
                joint[a, b] += 1
                texts[a, b].add(unit if isinstance(unit, str) else unit[0])
        for (a, b), both in joint.items():
            yield (
                (scope, a, b),
                {
                    "n_both": both,
                    "n_a": margins[a],
                    "n_b": margins[b],
                    "n_units": len(units),
                    "n_documents": len(texts[a, b]),
                    "n_stories": len({story[text] for text in texts[a, b]}),
                    "n_publishers": len({publisher[text] for text in texts[a, b]} - {None}),
                    **{
                        f"n_{name}": modality[a, b][name]
                        for name in ("asserted", "negated", "hypothetical", "attributed")
                    },
                    "proximity": proximity[a, b],
                    **statistics(both, margins[a], margins[b], len(units)),
                },
            )


def statistics(both: int, a: int, b: int, units: int) -> Row:
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow to import, and needed by one worker

    npmi = None if both == units else math.log(both * units / (a * b)) / math.log(units / both)
    return {
        "npmi": npmi if npmi is None else max(-1, min(1, npmi)),
        "log_likelihood": g2(both, a, b, units),
        "log_dice": 14 + math.log2(2 * both / (a + b)),
        "jaccard": both / (a + b - both),
        "t_score": (both - a * b / units) / math.sqrt(both),
        "p_value": float(hypergeom.sf(both - 1, units, a, b)),
    }


def test_cooccurrences(read) -> None:
    found = {(row["scope"], row["entity_a"], row["entity_b"]): row for row in read("cooccurrences")}
    expected = list(recounted(reported(read), read("evidence"), read("documents")))
    assert len(found) == len(expected) > 1000
    for key, row in expected:
        published = {name: found[key][name] for name in row}
        assert published == pytest.approx(row, rel=1e-9, abs=1e-9)


@pytest.mark.parametrize("scope", UNITS)
def test_q_values_are_benjamini_s_and_hochberg_s(read, scope: str) -> None:
    from scipy.stats import false_discovery_control  # noqa: PLC0415 - slow to import, and needed by one worker

    n_entities = len(read("entities"))
    rows = [row for row in read("cooccurrences") if row["scope"] == scope]
    # Pairs that never meet are tests as well.
    never = n_entities * (n_entities - 1) // 2 - len(rows)
    expected = false_discovery_control([row["p_value"] for row in rows] + [1.0] * never)
    assert [row["q_value"] for row in rows] == pytest.approx(list(expected[: len(rows)]), rel=1e-9)


def test_entities(read) -> None:
    story = {row["doc_id"]: row["story_id"] for row in read("documents")}
    assert set(story.values()) <= story.keys()
    assert len(set(story.values())) < len(story)
    texts: dict[str, list[str]] = defaultdict(list)
    for row in read("mentions"):
        texts[row["entity_id"]].append(row["doc_id"])
    found = {
        row["entity_id"]: (row["n_mentions"], row["n_documents"], row["n_stories"])
        for row in read("entities")
    }
    assert found == {
        entity: (len(of), len(set(of)), len({story[text] for text in of}))
        for entity, of in texts.items()
    }


def wilson(n: int, n_all: int, side: int) -> float:
    z = NormalDist().inv_cdf(0.975)
    middle = (n + z * z / 2) / (n_all + z * z)
    reach = z * math.sqrt(n * (n_all - n) / n_all + z * z / 4) / (n_all + z * z)
    return 2 * max(0, min(1, middle + side * reach)) - 1


def test_alignments(read) -> None:
    times = {
        (row["doc_id"], row["sentence_no"]): (row["date_from"], row["date_to"])
        for row in read("sentences")
    }
    sentences: dict[Pair, list[Row]] = defaultdict(list)
    for row in read("evidence"):
        if row["stance"]:
            sentences[row["entity_a"], row["entity_b"]].append(row)
    story = {row["doc_id"]: row["story_id"] for row in read("documents")}
    published = {(row["entity_a"], row["entity_b"]): row for row in read("alignments")}
    assert published.keys() == sentences.keys()
    for pair, rows in sentences.items():
        claimed = [row for row in rows if row["modality"] in {"asserted", "attributed"}]
        sides = Counter(row["stance"] for row in claimed)
        rest = Counter(row["stance"] for row in rows if row not in claimed)
        told = {
            side: {story[row["doc_id"]] for row in claimed if row["stance"] == side}
            for side in ("allied", "hostile")
        }
        spans = [times[row["doc_id"], row["sentence_no"]] for row in claimed]
        days = [span for span in spans if span[0]]
        allied, hostile = sides["allied"], sides["hostile"]
        n = allied + hostile
        assert {name: published[pair][name] for name in published[pair]} == pytest.approx(
            {
                "entity_a": pair[0],
                "entity_b": pair[1],
                "n_allied": allied,
                "n_hostile": hostile,
                "n_allied_unasserted": rest["allied"],
                "n_hostile_unasserted": rest["hostile"],
                "n_allied_stories": len(told["allied"]),
                "n_hostile_stories": len(told["hostile"]),
                "stance": {1: "allied", -1: "hostile"}.get((allied > hostile) - (allied < hostile)),
                "stance_score": (allied - hostile) / n if n else None,
                "stance_low": wilson(allied, n, -1) if n else None,
                "stance_high": wilson(allied, n, 1) if n else None,
                "first_date": min((first for first, _ in days), default=None),
                "last_date": max((last for _, last in days), default=None),
            },
            abs=1e-6,
        )


def test_balance(read) -> None:
    sides = {
        (row["entity_a"], row["entity_b"]): (row["stance"], row["n_allied"] + row["n_hostile"])
        for row in read("alignments")
        if row["stance"]
    }
    entities = sorted({entity for pair in sides for entity in pair})
    expected = []
    for a, b, c in combinations(entities, 3):
        triad = [sides.get(pair) for pair in ((a, b), (a, c), (b, c))]
        if all(triad):
            stances = [stance for stance, _ in triad]
            sign = math.prod({"allied": 1, "hostile": -1}[stance] for stance in stances)
            expected.append((a, b, c, *stances, sign > 0, min(n for _, n in triad)))
    assert [tuple(row.values()) for row in read("balance")] == expected


def periods(first: date, last: date) -> Iterator[tuple[str, date]]:
    starts = {
        "day": lambda day: day,
        "week": lambda day: day - timedelta(days=day.weekday()),
        "month": lambda day: day.replace(day=1),
        "year": lambda day: day.replace(month=1, day=1),
    }
    for name, start in starts.items():
        if start(first) == start(last):
            yield name, start(first)


def test_timeline(read) -> None:
    times = {
        (row["doc_id"], row["sentence_no"]): list(periods(row["date_from"], row["date_to"]))
        for row in read("sentences")
        if row["date_from"]
    }
    named = [(row, (row["entity_id"], None)) for row in reported(read)]
    named += [(row, (row["entity_a"], row["entity_b"])) for row in read("evidence")]
    counts: Counter[tuple[Any, ...]] = Counter()
    texts: dict[tuple[Any, ...], set[str]] = defaultdict(set)
    for row, who in named:
        for period in times.get((row["doc_id"], row["sentence_no"]), []):
            counts[period + who] += 1
            texts[period + who].add(row["doc_id"])
    columns = ("period", "period_start", "entity_a", "entity_b")
    figures = ("n_documents", "n_stories", "n_mentions")
    found = {
        tuple(row[name] for name in columns): tuple(row[name] for name in figures)
        for row in read("timeline")
    }
    story = {row["doc_id"]: row["story_id"] for row in read("documents")}
    assert found == {
        key: (len(texts[key]), len({story[text] for text in texts[key]}), n)
        for key, n in counts.items()
    }


def test_shifts(read) -> None:
    named = {(row["doc_id"], row["sentence_no"]) for row in reported(read)}
    times = {
        (row["doc_id"], row["sentence_no"]): list(periods(row["date_from"], row["date_to"]))
        for row in read("sentences")
        if row["date_from"]
    }
    units = Counter(place for sentence in named for place in times.get(sentence, []))
    counts: dict[Pair, Counter[tuple[str, date]]] = defaultdict(Counter)
    for row in read("evidence"):
        for place in times.get((row["doc_id"], row["sentence_no"]), []):
            counts[row["entity_a"], row["entity_b"]][place] += 1
    expected = {}
    for period, start in units:
        # The day before a period is in the period before it.
        before = dict(periods(*[start - timedelta(days=1)] * 2))[period]
        if period == "day" or (period, before) not in units:
            continue
        for pair, of_pair in counts.items():
            n = (of_pair[period, before], of_pair[period, start])
            if sum(n) >= 5:
                expected[period, start, *pair] = (*n, units[period, before], units[period, start])
    key = ("period", "period_start", "entity_a", "entity_b")
    figures = ("n_before", "n_after", "n_units_before", "n_units_after")
    assert expected
    assert expected == {
        tuple(row[name] for name in key): tuple(row[name] for name in figures)
        for row in read("shifts")
    }
