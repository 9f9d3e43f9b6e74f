"""Stance against gold labels `relations`: {type, source, target}, each side a span.

Counted are unordered pairs of entities in a sentence. Gold relations are taken between names: both
spans have a capital, are no pronouns, and stand in one sentence. A gold name is found as the
mention that overlaps it most. *found* scores the relations both of whose names are found; *all*
those whose names are not found too, as missed.
"""

import polars as pl

from flows.evaluate.gold import Gold
from flows.evaluate.report import Report
from flows.evaluate.spans import ARTICLE, in_context, rates, surfaces

#: Types of relation in terms of stance; types not listed are none.
STANCES = {
    "FightingAgainst": "hostile",
    "AlliesOf": "allied",
    "hostile": "hostile",
    "allied": "allied",
}
_PRONOUN = r"^(?i:i|we|you|he|she|it|they|our|their|his|its|us|them)$"
_PAIR = ["doc", "sentence_no", "a", "b"]
_SPAN = ["doc", "start", "end"]


def score_stance(
    gold: Gold,
    sentences: pl.DataFrame,
    mentions: pl.DataFrame,
    evidence: pl.DataFrame,
    *,
    most: int = 20,
) -> Report:
    """Figures and errors of stances (contracts Sentences, FoundMentions and Evidence)."""
    texts = gold.documents["text"]
    labels = _labelled(gold, sentences, mentions)
    found = gold.numbered(evidence.drop_nulls("stance")).select(
        "doc", "sentence_no", "start_a", "cue_end", "stance", a="entity_a", b="entity_b"
    )
    known = labels.filter("known")
    figures = [
        _figures(some, found).select(pl.lit(name).alias("matching"), pl.all())
        for name, some in (("found", known), ("all", labels))
    ]
    return Report(rates(pl.concat(figures)), _errors(labels, found, texts, most))


def _labelled(gold: Gold, sentences: pl.DataFrame, mentions: pl.DataFrame) -> pl.DataFrame:
    """Gold relations as pairs: doc, sentence_no, a, b, stance, known, start, end (of both)."""
    texts = gold.documents["text"]
    relations = _relations(gold)
    tables = gold.numbered(sentences), gold.numbered(mentions)
    ends = {}
    for side in ("source", "target"):
        span = {name: pl.col(f"{side}_{name}") for name in ("start", "end")}
        ends[side] = _named(relations.select("relation", "doc", **span), *tables, texts)
    both = relations.join(ends["source"], on="relation").join(
        ends["target"], on="relation", suffix="_target"
    )
    return (
        both.filter(
            pl.col("sentence_no") == pl.col("sentence_no_target"),
            pl.col("id") != pl.col("id_target"),
        )
        .select(
            "doc", "sentence_no", "stance",
            a=pl.min_horizontal("id", "id_target"), b=pl.max_horizontal("id", "id_target"),
            known=pl.col("known") & pl.col("known_target"),
            start=pl.min_horizontal("source_start", "target_start"),
            end=pl.max_horizontal("source_end", "target_end"),
        )
        .unique([*_PAIR, "stance"], keep="first", maintain_order=True)
    )  # fmt: skip


def _relations(gold: Gold) -> pl.DataFrame:
    """relation (its number), doc, stance, source_start, source_end, target_start, target_end."""
    rows = [
        (doc, STANCES.get(str(one.get("type"))), one.get("source"), one.get("target"))
        for doc, one in gold.objects("relations")
    ]
    span = pl.List(pl.Int32)
    schema = {"doc": pl.UInt32, "stance": pl.String, "source": span, "target": span}
    sides = [
        pl.col(side).list.get(place).alias(f"{side}_{name}")
        for side in ("source", "target")
        for place, name in enumerate(("start", "end"))
    ]
    frame = pl.DataFrame(rows, schema=schema, orient="row").drop_nulls("stance")
    return frame.select("doc", "stance", *sides).with_row_index("relation")


def _named(
    spans: pl.DataFrame, sentences: pl.DataFrame, mentions: pl.DataFrame, texts: pl.Series
) -> pl.DataFrame:
    """Names of relations: relation, sentence_no, id (the entity's, or the place), known."""
    words = surfaces(spans, texts).str.replace(ARTICLE, "")
    names = spans.filter(words.str.contains(r"\p{Lu}") & ~words.str.contains(_PRONOUN))
    within = (pl.col("start") >= pl.col("start_it")) & (pl.col("start") < pl.col("end_it"))
    inside = sentences.select("doc", "sentence_no", start_it="start", end_it="end")
    placed = names.join(inside, on="doc").filter(within).drop("start_it", "end_it")
    others = mentions.select("doc", "entity_id", start_it="start", end_it="end")
    shared = pl.min_horizontal("end", "end_it") - pl.max_horizontal("start", "start_it")
    best = (
        placed.join(others, on="doc")
        .with_columns(shared=shared)
        .filter(pl.col("shared") > 0)
        .sort("relation", "shared", "start_it", descending=[False, True, False])
        .unique("relation", keep="first", maintain_order=True)
        .select("relation", "entity_id")
    )
    place = pl.format("{} to {}", "start", "end")
    return placed.join(best, on="relation", how="left", maintain_order="left").select(
        "relation",
        "sentence_no",
        id=pl.coalesce("entity_id", place),
        known=pl.col("entity_id").is_not_null(),
    )


def _figures(gold: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Counts for both stances together and for each."""
    rows = []
    for measure in ("together", *sorted(set(STANCES.values()))):
        of = pl.lit(value=True) if measure == "together" else pl.col("stance") == measure
        some, ours = gold.filter(of), found.filter(of)
        n_right = some.join(ours, on=[*_PAIR, "stance"], how="semi").height
        rows.append((measure, some.height, ours.height, n_right))
    names = ("n_gold", "n_found", "n_right")
    return pl.DataFrame(
        rows, schema={"measure": pl.String} | dict.fromkeys(names, pl.Int64), orient="row"
    )


def _errors(gold: pl.DataFrame, found: pl.DataFrame, texts: pl.Series, most: int) -> pl.DataFrame:
    """Missed and spurious pairs, and those on the wrong side, by place."""
    ours = found.select(
        *_PAIR,
        found_kind="stance",
        start=pl.min_horizontal("start_a", "cue_end"),
        end=pl.max_horizontal("start_a", "cue_end"),
    )
    both = gold.rename({"stance": "gold_kind"}).join(ours, on=_PAIR, how="full", coalesce=True)
    wrong = both.filter(pl.col("gold_kind").ne_missing(pl.col("found_kind"))).select(
        "doc",
        pl.coalesce("start", "start_right"),
        pl.coalesce("end", "end_right"),
        "gold_kind",
        "found_kind",
        names=pl.format("{} + {}: ", "a", "b"),
        error=pl.when(pl.col("found_kind").is_null())
        .then(pl.lit("missed"))
        .when(pl.col("gold_kind").is_null())
        .then(pl.lit("spurious"))
        .otherwise(pl.lit("stance")),
    )
    wrong = wrong.sort("error", *_SPAN).filter(pl.int_range(pl.len()).over("error") < most)
    return in_context(wrong, texts).select(
        "error",
        n=pl.lit(1, dtype=pl.Int64),
        surface=surfaces(wrong, texts).str.replace_all(r"\s+", " "),
        gold_kind="gold_kind",
        found_kind="found_kind",
        before=pl.col("names") + pl.col("before"),
        behind="behind",
    )
