"""Names across texts: which of those that the lexicon does not know are one, by their spelling.

A step over the distinct names of a corpus, since a text alone cannot tell. What is one name of
several kinds goes to one of them (`flows.link.kinds`), and what is spelled like it goes with it.
Spellings merge only within their kind, and only where, folded (`flows.link.spelling`), they are the
same:

| names | the same | score |
|---|---|---|
| of four letters and more (places: five), of persons two words | marks | 0.95 |
| communities, one in the plural | marks | 0.85 |
| persons of two words and more | sounds | 0.85 |
| Arabic persons and organizations of two words and more | arabic | 0.75 |
| persons with and without a middle initial | all else | 0.7 |

A middle initial counts for nothing if the name is never written with another, and few bear the
surname or the lexicon knows who is meant. What merges takes the id of the lexicon's entity if just
one is spelled like that, or else of the name with the most mentions, names of several words all in
capitals last. Places merge by their marks alone, and surnames of two texts never: they are seldom
one.
"""

import polars as pl

from flows.extract.folding import fold
from flows.lexicon import Lexicon
from flows.link.identity import PREFIX
from flows.link.kinds import SCORE as _ONE_KIND
from flows.link.kinds import to_one_kind
from flows.link.spelling import spellings

_MARKS, _SOUNDS, _ARABIC, _INITIAL = 0.95, 0.85, 0.75, 0.7
#: Letters of the shortest names that merge.
_ANY, _PLACE = 4, 5
_INITIALS = r" (?:\p{Lu}(?:\. ?| ))+"
_FEW = 4
_SHOUTED = r"^[^\p{Ll}]* [^\p{Ll}]*$"
_GROUP = ["kind", "key"]
_MERGES = {
    "from_id": pl.String,
    "to_id": pl.String,
    "score": pl.Float64,
    "kind": pl.String,
    "name": pl.String,
    "subkind": pl.String,
}


def merge_names(
    names: pl.DataFrame, entities: pl.DataFrame, aliases: pl.DataFrame, distinct: pl.DataFrame
) -> pl.DataFrame:
    """Which entity ids give way to which.

    Reads names (entity_id, name, kind, subkind, n_mentions, weight: the confidence of its mentions,
    added up; one row an entity of the corpus), the lexicon's entities and aliases, and its distinct
    (name, other: pairs that are never one). Returns from_id, to_id, name, kind and subkind of the
    latter, and score (0 to 1), by from_id; no to_id is a from_id.
    """
    if not names["entity_id"].str.starts_with(PREFIX).any():
        # Nothing that could merge; to spell all names of the lexicon takes a while.
        return pl.DataFrame(schema=_MERGES)
    nodes = _keyed(_nodes(names, entities, aliases))
    turned = _described(to_one_kind(names, distinct), names)
    ways = _to_ends(pl.concat([_respelled(nodes, turned), turned]))
    merged = _kept_apart(ways, names, distinct)
    # What may not go on goes no further than to its own name.
    stopped = turned.join(merged, on="from_id", how="anti")
    return pl.concat([merged, _kept_apart(stopped, names, distinct)]).sort("from_id")


def _described(turned: pl.DataFrame, names: pl.DataFrame) -> pl.DataFrame:
    """Names that go to another kind, with the score and with what they go to."""
    target = names.select("name", "kind", "subkind", to_id="entity_id")
    return turned.join(target, on="to_id").select(
        "from_id", "to_id", pl.lit(_ONE_KIND).alias("score"), "kind", "name", "subkind"
    )


def _respelled(nodes: pl.DataFrame, turned: pl.DataFrame) -> pl.DataFrame:
    """Names that keep their kind, with the spelling that they go to, be it one that does not.

    A name to which one of another kind goes follows no such spelling: it might come round to
    itself.
    """
    leads_on = pl.col("to_id").is_in(turned["from_id"].implode())
    is_sought = pl.col("from_id").is_in(turned["to_id"].implode())
    return (
        _scored(_to_roots(nodes), nodes)
        .join(turned, on="from_id", how="anti")
        .filter(~(leads_on & is_sought))
        .select("from_id", "to_id", "score", "kind", name="to_name", subkind="to_subkind")
    )


def _to_ends(steps: pl.DataFrame) -> pl.DataFrame:
    """Each name with the entity at the end of its way. The longest has three steps: to a spelling,
    to the same name of another kind, to a spelling there.
    """
    for _ in range(2):
        has_next = pl.col("to_id_next").is_not_null()
        steps = steps.join(
            steps, left_on="to_id", right_on="from_id", how="left", suffix="_next"
        ).select(
            "from_id",
            pl.coalesce("to_id_next", "to_id").alias("to_id"),
            pl.min_horizontal("score", "score_next").alias("score"),
            *(
                pl.when(has_next).then(f"{column}_next").otherwise(column).alias(column)
                for column in ("kind", "name", "subkind")
            ),
        )
    return steps


def merge_mentions(mentions: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Mentions (contract FoundMentions) of several texts with the entities they have together."""
    names = mentions.group_by("entity_id").agg(
        pl.col("name").min(),
        kind=pl.col("entity_kind").min(),
        subkind=pl.col("entity_subkind").min(),
        n_mentions=pl.len().cast(pl.Int64),
        weight=(pl.col("confidence") * 100).round().cast(pl.Int64).sum(),
    )
    merges = merge_names(names, lexicon.entities, lexicon.aliases, lexicon.distinct)
    ids = merges.select(entity_id="from_id", to_id="to_id")
    return (
        mentions.join(ids, on="entity_id", how="left", maintain_order="left")
        .with_columns(entity_id=pl.coalesce("to_id", "entity_id"))
        .drop("to_id")
    )


def _nodes(names: pl.DataFrame, entities: pl.DataFrame, aliases: pl.DataFrame) -> pl.DataFrame:
    """Open names, and the lexicon's words for its entities (`known`)."""
    columns = ["entity_id", "name", "kind", "subkind", "n_mentions", "to_name"]
    surname = (pl.col("basis") == "short") & ~pl.col("alias").str.contains(" ")
    known = (
        aliases.filter((pl.col("basis") != "demonym") & ~surname)
        .join(entities.rename({"name": "to_name"}), on="entity_id", maintain_order="left")
        .with_columns(name="alias", n_mentions=pl.lit(0, dtype=pl.Int64))
    )
    is_open = pl.col("entity_id").str.starts_with(PREFIX)
    unknown = names.filter(is_open).with_columns(to_name="name")
    return pl.concat(
        [
            unknown.select(columns).with_columns(known=False),
            known.select(columns).with_columns(known=True),
        ]
    )


def _keyed(nodes: pl.DataFrame) -> pl.DataFrame:
    """Nodes with their spellings and `key`, equal where names are one, and `initial`, whether it
    leaves one out.
    """
    kind, several = pl.col("kind"), pl.col("marks").str.contains(" ")
    fewest = pl.when(kind == "place").then(_PLACE).otherwise(_ANY)
    arabic = pl.col("is_arabic").any().over("kind", "sounds")
    # A surname with its article is still a surname.
    full = (kind == "person") & pl.col("sounds").str.strip_prefix("al ").str.contains(" ")
    folded = full | ((kind == "organization") & several & arabic)
    plain = fold(pl.col("name"))
    keyed = pl.concat([nodes, spellings(nodes["name"])], how="horizontal").with_columns(
        key=pl.when(folded & arabic)
        .then("arabic")
        .when(folded)
        .then("sounds")
        .when(kind == "group")
        .then(pl.col("marks").str.strip_suffix("s"))
        .when((pl.col("marks").str.len_chars() >= fewest) & (several | (kind != "person")))
        .then("marks")
        .otherwise("name"),
        bare=pl.when(kind == "person").then(plain.str.replace(_INITIALS, " ")),
        row=pl.int_range(pl.len()),
    )
    return _without_initials(keyed.with_columns(pl.when(pl.col("bare") != plain).then("bare")))


def _without_initials(keyed: pl.DataFrame) -> pl.DataFrame:
    """Keys without middle initials where someone is named without, and nobody with others; of a
    surname that few bear, unless the lexicon knows who it is.
    """
    persons = keyed.filter((pl.col("kind") == "person") & pl.col("key").str.contains(" "))
    persons = persons.with_columns(last=pl.col("key").str.extract(r"(\S+)$")).with_columns(
        rare=pl.col("key").n_unique().over("last") <= _FEW
    )
    initials = persons.filter(pl.col("bare").is_not_null())
    spelled = spellings(initials["bare"])
    skeleton = spelled.select(pl.when("is_arabic").then("arabic").otherwise("sounds").alias("bare"))
    found = pl.concat([initials.select("row", "key"), skeleton], how="horizontal")
    without = persons.filter(pl.col("bare").is_null() & (pl.col("rare") | pl.col("known")))
    unique = (
        found.filter(pl.col("key").n_unique().over("bare") == 1)
        .join(without, left_on="bare", right_on="key", how="semi")
        .select("row", skeleton="bare")
    )
    return keyed.join(unique, on="row", how="left", maintain_order="left").with_columns(
        key=pl.coalesce("skeleton", "key"), initial=pl.col("skeleton").is_not_null()
    )


def _to_roots(nodes: pl.DataFrame) -> pl.DataFrame:
    """Open names with the entity their group goes to, if it is another."""
    known = nodes.filter("known").unique([*_GROUP, "entity_id"], keep="first", maintain_order=True)
    several = known.filter(pl.len().over(_GROUP) > 1)
    open_names = nodes.filter(~pl.col("known"))
    shouted = pl.col("name").str.contains(_SHOUTED)
    ranked = open_names.sort(
        shouted, "n_mentions", "name", "entity_id", descending=[False, True, False, False]
    ).unique(_GROUP, keep="first", maintain_order=True)
    roots = pl.concat([known.join(several, on=_GROUP, how="anti"), ranked]).unique(
        _GROUP, keep="first", maintain_order=True
    )
    target = roots.select(
        *_GROUP, "to_name", to_id="entity_id", to_subkind="subkind", to_initial="initial"
    )
    return (
        open_names.drop("to_name")
        .rename({"entity_id": "from_id"})
        .join(target, on=_GROUP)
        .filter(pl.col("from_id") != pl.col("to_id"))
    )


def _scored(merged: pl.DataFrame, nodes: pl.DataFrame) -> pl.DataFrame:
    """Merges with the score of the finest spelling they share with a name of their target."""
    score = (
        pl.when(pl.col("initial") | pl.col("to_initial"))
        .then(_INITIAL)
        .when(pl.col("kind") == "group")
        .then(_SOUNDS)
        .otherwise(_ARABIC)
    )
    for spelling, worth in (("sounds", _SOUNDS), ("marks", _MARKS)):
        same = nodes.select("kind", spelling, to_id="entity_id").unique().with_columns(hit=True)
        merged = merged.join(
            same, on=["kind", spelling, "to_id"], how="left", maintain_order="left"
        ).rename({"hit": f"same_{spelling}"})
        score = pl.when(f"same_{spelling}").then(worth).otherwise(score)
    return merged.with_columns(score=score)


def _kept_apart(merged: pl.DataFrame, names: pl.DataFrame, distinct: pl.DataFrame) -> pl.DataFrame:
    """Merges less those that the lexicon's distinct names forbid: of two names that would go to
    the same entity, the one with fewer mentions stays itself.
    """
    of_name = names.select("n_mentions", own="name", from_id="entity_id")
    # A name that comes from several kinds counts as one.
    n_mentions = pl.col("n_mentions").sum().over("to_id", "own")
    ways = merged.join(of_name, on="from_id", maintain_order="left").with_columns(n_mentions)
    pairs = pl.concat([distinct, distinct.select(name="other", other="name")]).unique()
    named = ways.join(pairs.rename({"name": "own"}), on="own")
    is_target = (pl.col("other") == pl.col("name")) | (pl.col("other") == pl.col("to_id"))
    sibling = ways.select("to_id", n_other="n_mentions", other="own").unique()
    fewer = (pl.col("n_mentions") < pl.col("n_other")) | (
        (pl.col("n_mentions") == pl.col("n_other")) & (pl.col("own") > pl.col("other"))
    )
    siblings = named.join(sibling, on=["to_id", "other"]).filter(fewer)
    forbidden = pl.concat([named.filter(is_target)["from_id"], siblings["from_id"]])
    return merged.filter(~pl.col("from_id").is_in(forbidden.implode()))
