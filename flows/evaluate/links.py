"""Links against gold synonyms: whether what a document names in two ways is one entity for us.

Gold files say which spans name the same (`relations` of type IsSynonymOf with `source` and
`target`, as in re3d); within a document, synonyms of synonyms are synonyms. What counts is pairs
of words in a document, without case, a leading article and a trailing 's, each pair once. Two
words are linked where they share an entity.

- recall: of the gold's synonyms that are both found as mentions, those linked;
- precision: of the pairs linked among words that have a synonym in the gold, those that are.

A gold file like re3d marks a synonym where the text declares it and not each time it uses it, so
links of other labelled words are neither right nor wrong; they are listed as unjudged. `found`
counts the gold's synonyms that were found, `all` also those that were not, descriptions such as
`the spokesman` among them.
"""

from itertools import combinations

import polars as pl

from flows.errors import UsageError
from flows.evaluate.gold import Gold
from flows.evaluate.report import Report
from flows.evaluate.spans import ARTICLE, POSSESSIVE, SPAN, in_context, rates, surfaces

_SYNONYM = "IsSynonymOf"
#: Words in a document: its number, and the words folded.
Words = tuple[int, str]
Pair = tuple[Words, Words]


def score_links(gold: Gold, mentions: pl.DataFrame, *, most: int = 20) -> Report:
    """Figures and errors (missed, unjudged, wrong) of mentions (doc_id, start, end, surface,
    entity_id).

    Raises UsageError where the file has no relations.
    """
    numbers = gold.documents.select("doc_id").with_row_index("doc")
    named = mentions.join(numbers, on="doc_id", maintain_order="left").with_columns(
        words=_folded(pl.col("surface"))
    )
    entities: dict[Words, set[str]] = {}
    for doc, words, entity in named.select("doc", "words", "entity_id").iter_rows():
        entities.setdefault((doc, words), set()).add(entity)
    synonyms = _synonyms(gold)
    findable = {(one, other) for one, other in synonyms if {one, other} <= entities.keys()}
    linked = _linked(_labelled(gold), entities)
    spoken_of = {words for pair in synonyms for words in pair}
    judged = {(one, other) for one, other in linked if {one, other} <= spoken_of}
    errors = {
        "missed": findable - linked,
        "unjudged": linked - judged,
        "wrong": judged - synonyms,
    }
    return Report(
        _figures({"found": findable, "all": synonyms}, judged),
        pl.concat([_shown(name, wrong, named, gold, most) for name, wrong in errors.items()]),
    )


def _folded(surface: pl.Expr) -> pl.Expr:
    bare = surface.str.replace(ARTICLE, "").str.replace(POSSESSIVE, "")
    return bare.str.replace_all(r"\s+", " ").str.to_lowercase()


def _labelled(gold: Gold) -> set[Words]:
    spans = gold.spans("ents")
    words = surfaces(spans, gold.documents["text"]).to_frame("surface")
    return set(zip(spans["doc"], words.select(_folded(pl.col("surface"))).to_series(), strict=True))


def _linked(labelled: set[Words], entities: dict[Words, set[str]]) -> set[Pair]:
    """Pairs of labelled words of a document that share an entity."""
    return {
        (one, other)
        for one, other in combinations(sorted(labelled & entities.keys()), 2)
        if one[0] == other[0] and entities[one] & entities[other]
    }


def _synonyms(gold: Gold) -> set[Pair]:
    """Pairs of words that the gold calls the same, by one step or several."""
    groups: list[set[Words]] = []
    for group in _declared(gold):
        touched = [each for each in groups if each & group]
        groups = [each for each in groups if not each & group]
        groups.append(group.union(*touched))
    return {pair for group in groups for pair in combinations(sorted(group), 2)}


def _declared(gold: Gold) -> list[set[Words]]:
    """What each relation calls the same."""
    rows: list[tuple[int, int, int]] = []
    for number, record in enumerate(gold.records):
        relations = record.get("relations")
        if not isinstance(relations, list):
            raise UsageError(f"{gold.path}, line {number + 1}: there is no list `relations`")
        same = [relation for relation in relations if relation["type"] == _SYNONYM]
        rows += [(number, *relation[side]) for relation in same for side in ("source", "target")]
    schema = {"doc": pl.UInt32, "start": pl.Int32, "end": pl.Int32}
    spans = pl.DataFrame(rows, schema=schema, orient="row")
    words = surfaces(spans, gold.documents["text"]).to_frame("surface")
    folded = list(
        zip(spans["doc"], words.select(_folded(pl.col("surface"))).to_series(), strict=True)
    )
    return [set(folded[at : at + 2]) for at in range(0, len(folded), 2)]


def _figures(wanted: dict[str, set[Pair]], judged: set[Pair]) -> pl.DataFrame:
    counts = pl.DataFrame(
        [
            ("stripped", measure, len(pairs), len(judged), len(pairs & judged))
            for measure, pairs in wanted.items()
        ],
        schema=["matching", "measure", "n_gold", "n_found", "n_right"],
        orient="row",
    )
    return rates(counts)


def _shown(
    error: str, pairs: set[Pair], named: pl.DataFrame, gold: Gold, most: int
) -> pl.DataFrame:
    """The first pairs at the first mention of their longer words, the others beside them."""
    rows = [
        (*sorted((one, other), key=lambda words: (-len(words[1]), words[1])),)
        for one, other in sorted(pairs)[:most]
    ]
    asked = pl.DataFrame(
        [(doc, long, short) for (doc, long), (_, short) in rows],
        schema={"doc": pl.UInt32, "words": pl.String, "other": pl.String},
        orient="row",
    )
    first = named.unique(["doc", "words"], keep="first", maintain_order=True)
    placed = asked.join(first, on=["doc", "words"], maintain_order="left").select(*SPAN, "other")
    texts = gold.documents["text"]
    return in_context(placed, texts).select(
        error=pl.lit(error),
        n=pl.lit(1, dtype=pl.Int64),
        surface=surfaces(placed, texts),
        gold_kind=pl.when(error == "missed").then("other"),
        found_kind=pl.when(error != "missed").then("other"),
        before="before",
        behind="behind",
    )
