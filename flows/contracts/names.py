"""Who and what is named: mentions, entities and the words for them."""

import dataframely as dy
import polars as pl

from flows import categories
from flows.contracts import columns as c


class TextMentions(dy.Schema):
    """One naming of an entity in a text, as the text by itself has it."""

    doc_id = c.doc_id(key=True)
    start = c.start("the name", key=True)
    end = c.end("the name")
    surface = dy.String(
        min_length=1,
        description="The name as the text writes it: `text[start:end]`, without a leading article "
        "and without a trailing 's; a medium of one word may keep its The.",
    )
    kind = c.kind("the name itself")
    subkind = c.subkind("the name itself")
    entity_id = c.entity("Who or what is named")
    sentence_no = c.sentence_no()
    paragraph_no = c.paragraph_no()
    method = dy.String(
        check={"known": lambda x: x.is_in(categories.METHODS)},
        description="What found it: the lexicon, or the recogniser of open-vocabulary names.",
    )
    basis = dy.String(
        check={"known": lambda x: x.is_in(categories.ALIAS_BASES)},
        description="How the words lead to the entity: its name, an alias, an acronym, a demonym "
        "(then the mention is a group and the entity its country), a short form or a spelling "
        "variant.",
    )
    confidence = dy.Float64(
        min=0,
        max=1,
        description="How sure the method is, 0 to 1. Of a tagged name: the least probability, over "
        "its words, of the label each was given, which is close to the share of such names that "
        "are right. Of the lexicon's names and those that rules alone found: an order by kind of "
        "evidence, no probability. Other places in the document can raise or lower it.",
    )
    place_confidence = dy.Float64(
        nullable=True,
        min=0,
        max=1,
        description="How sure it is, among the places of this name, that this one is meant, 0 to "
        "1; null where none was looked up.",
    )
    modality = c.modality("the clause that holds the name")
    is_credit = dy.Bool(
        description="Whether it stands in a source line, as `(BBC) (Reuters via Yahoo!)` behind a "
        "report does: whom the text thanks for its report. Such a name meets nobody: pairs and "
        "timelines leave it out, and units that name nothing else."
    )

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")


class Mentions(TextMentions):
    """One naming of an entity in a text; mentions never overlap."""

    merged_from = dy.String(
        nullable=True,
        regex="^name:",
        description="The id that the text by itself leads to, where the entity is another because "
        "names of several texts are one, by their spelling or because texts took one name for "
        "several kinds; `aliases.score` says how surely.",
    )


class Entities(dy.Schema):
    """One canonical entity that at least one text names."""

    entity_id = c.entity("The entity", key=True)
    name = dy.String(min_length=1, description="Canonical name.")
    kind = c.kind("the entity")
    subkind = c.subkind("the entity")
    country_code = dy.String(
        nullable=True, regex="^[A-Z]{2}$", description="ISO 3166-1 alpha-2 code of its country."
    )
    country_id = dy.String(
        nullable=True,
        description="Entity id of its country, a country's own included; the texts need not name "
        "it.",
    )
    admin1 = dy.String(
        nullable=True,
        description="The first-level division (state, province, governorate) that a place lies in "
        "or is.",
    )
    admin1_id = dy.String(
        nullable=True, description="Entity id of that division; the texts need not name it."
    )
    latitude = dy.Float64(
        nullable=True, min=-90, max=90, description="Degrees north, WGS 84.", metadata=c.DEGREES
    )
    longitude = dy.Float64(
        nullable=True, min=-180, max=180, description="Degrees east, WGS 84.", metadata=c.DEGREES
    )
    geonames_id = dy.Int64(nullable=True, description="GeoNames id of a place.")
    n_mentions = c.count("Mentions of the entity.", low=1)
    n_documents = c.count("Texts that name the entity.", low=1)
    n_stories = c.count("Stories (`documents.story_id`) of those texts.", low=1)
    community_id = c.community("in sentences", nullable=True)
    degree = c.degree("in sentences")
    weighted_degree = c.weighted_degree()
    pagerank = c.pagerank(nullable=True)


class Aliases(dy.Schema):
    """One surface form of one entity: used by the texts, or known to the lexicon."""

    alias = dy.String(
        primary_key=True, min_length=1, description="The words, white space folded to one blank."
    )
    entity_id = c.entity("Who or what is named", key=True)
    basis = dy.String(
        check={"known": lambda x: x.is_in(categories.ALIAS_BASES)},
        description="How the words lead to the entity, as in `mentions.basis`.",
    )
    score = dy.Float64(
        nullable=True,
        min=0,
        max=1,
        description="How sure it is that names in these words are the entity's, where some were "
        "merged across texts; null where the lexicon and the texts say so.",
    )
    n_mentions = c.count("Mentions in these words; 0 where only the lexicon has them.")
