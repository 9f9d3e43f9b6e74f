"""Who is named with whom, on whose side, and when."""

import dataframely as dy
import polars as pl

from flows import categories
from flows.contracts import columns as c


class Evidence(dy.Schema):
    """One pair of entities in one sentence."""

    doc_id = c.doc_id(key=True)
    sentence_no = c.sentence_no(key=True)
    entity_a = c.entity("The first entity by id", key=True)
    entity_b = c.entity("The second entity by id", key=True)
    start_a = c.start("the mention of `entity_a` that stands closest to one of `entity_b`")
    start_b = c.start("that mention of `entity_b`")
    modality = c.modality("the pair, as the strongest of both mentions' clauses and the cue's,")
    stance = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(categories.STANCES)},
        description="Whether the sentence says that the two are allied or hostile; null where it "
        "says neither, denies it, or says both.",
    )
    direction = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(categories.DIRECTIONS)},
        description="Who takes the stance: a_to_b, b_to_a or mutual; null without a stance.",
    )
    cue = dy.String(nullable=True, min_length=1, description="The words that say so, as written.")
    cue_start = dy.Int32(
        nullable=True, min=0, description="First character of the cue, in Unicode code points."
    )
    cue_end = dy.Int32(nullable=True, min=1, description="One past the last character of the cue.")

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        """A pair is kept once, in order of ids."""
        return pl.col("entity_a") < pl.col("entity_b")

    @dy.rule()
    def stance_has_a_cue(cls) -> pl.Expr:
        """A stance, its direction and its cue are there together or not at all."""
        parts = [pl.col(x).is_null() for x in ("direction", "cue", "cue_start", "cue_end")]
        return pl.all_horizontal(part == pl.col("stance").is_null() for part in parts)


class Cooccurrences(dy.Schema):
    """One pair of entities in one scope, with the 2x2 table behind every statistic."""

    scope = c.scope("The unit that is counted")
    entity_a = c.entity("The first entity by id", key=True)
    entity_b = c.entity("The second entity by id", key=True)
    n_both = c.count("Units that name both; each counts once, however often it names them.", low=1)
    n_a = c.count("Units that name `entity_a`.", low=1)
    n_b = c.count("Units that name `entity_b`.", low=1)
    n_units = c.count("Units of the scope with a mention of anything, source lines aside.", low=1)
    n_documents = c.count("Texts with at least one such unit.", low=1)
    n_stories = c.count(
        "Stories (`documents.story_id`) of those texts, so that a report counts once however often "
        "it is printed.",
        low=1,
    )
    n_publishers = c.count("Distinct publishers of those texts; unknown publishers do not count.")
    n_asserted = c.count(
        "Sentences that name both and state it as a fact; the same in every scope."
    )
    n_negated = c.count("Sentences that name both in what they say is not so.")
    n_hypothetical = c.count(
        "Sentences that name both in what may be, is feared, planned or asked."
    )
    n_attributed = c.count("Sentences that name both in what someone else says.")
    proximity = dy.Float64(
        min=0,
        description="Sum over pairs of mentions in a text of exp(-distance in sentences), up to 5 "
        "sentences apart (LOAD weighting, Spitz & Gertz 2016); the same in every scope.",
    )
    npmi = dy.Float64(
        nullable=True,
        min=-1,
        max=1,
        description="Normalised pointwise mutual information (Bouma 2009), -1 to 1; null where "
        "every unit names both.",
    )
    log_likelihood = dy.Float64(
        nullable=True,
        description="Log-likelihood ratio G2 of the 2x2 table (Dunning 1993), negative where the "
        "pair meets less often than chance; null where a margin fills the table.",
    )
    log_dice = dy.Float64(
        max=14, description="logDice (Rychlý 2008), 14 where neither is named without the other."
    )
    jaccard = dy.Float64(
        min=0, max=1, description="Share of the units naming either that name both (Jaccard)."
    )
    t_score = dy.Float64(
        description="Observed less expected joint units, in standard errors of the observed "
        "(Church et al. 1991)."
    )
    p_value = dy.Float64(
        min=0,
        max=1,
        description="Probability of at least n_both joint units by chance: one-sided Fisher exact "
        "test, hypergeometric; 0 where it is smaller than any number.",
    )
    q_value = dy.Float64(
        min=0,
        max=1,
        description="False discovery rate at which the pair passes (Benjamini & Hochberg 1995) "
        "within the scope; every two entities are a test, those that never meet as well.",
    )

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        """A pair is kept once, in order of ids."""
        return pl.col("entity_a") < pl.col("entity_b")

    @dy.rule()
    def margins(cls) -> pl.Expr:
        """The 2x2 table has no negative cell."""
        both, a, b, units = (pl.col(x) for x in ("n_both", "n_a", "n_b", "n_units"))
        return (both <= a) & (both <= b) & (a + b - both <= units)


class Alignments(dy.Schema):
    """One pair of entities that some sentence puts on sides."""

    entity_a = c.entity("The first entity by id", key=True)
    entity_b = c.entity("The second entity by id", key=True)
    n_allied = c.count("Sentences that say they are allied, as a fact or in someone's words.")
    n_hostile = c.count("Sentences that say they are hostile, as a fact or in someone's words.")
    n_allied_unasserted = c.count("Sentences with such a cue in a hypothetical or negated clause.")
    n_hostile_unasserted = c.count("Sentences with such a cue in a hypothetical or negated clause.")
    n_allied_stories = c.count(
        "Stories (`documents.story_id`) behind n_allied: a sentence printed again adds none."
    )
    n_hostile_stories = c.count("Stories behind n_hostile.")
    stance = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(categories.STANCES)},
        description="What more of n_allied and n_hostile say; null where they are equal.",
    )
    stance_score = c.balance(
        "(n_allied - n_hostile) / (n_allied + n_hostile): 1 allied, -1 hostile."
    )
    stance_low = c.balance("Lower end of its 95% interval (Wilson 1927).")
    stance_high = c.balance("Upper end of its 95% interval.")
    first_date = dy.Date(
        nullable=True, description="First day those n_allied + n_hostile sentences speak of."
    )
    last_date = dy.Date(nullable=True, description="Last day they speak of.")

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        """A pair is kept once, in order of ids."""
        return pl.col("entity_a") < pl.col("entity_b")


class Balance(dy.Schema):
    """Three entities of which every two are on sides (structural balance)."""

    entity_a = c.entity("The first entity by id", key=True)
    entity_b = c.entity("The second entity by id", key=True)
    entity_c = c.entity("The third entity by id", key=True)
    stance_ab = c.stance("a and b")
    stance_ac = c.stance("a and c")
    stance_bc = c.stance("b and c")
    is_balanced = dy.Bool(
        description="Whether none or two of the three are hostile, so that the enemy of an enemy "
        "is an ally (Cartwright & Harary 1956)."
    )
    n_least = c.count("Sentences behind the side that the fewest speak for.", low=1)

    @dy.rule()
    def ordered(cls) -> pl.Expr:
        """A triad is kept once, in order of ids."""
        return (pl.col("entity_a") < pl.col("entity_b")) & (pl.col("entity_b") < pl.col("entity_c"))


class Centrality(dy.Schema):
    """One entity in the network that the significant pairs of one scope make."""

    scope = c.scope("The unit whose pairs make the network")
    entity_id = c.entity("The entity", key=True)
    community_id = c.community("in this scope")
    degree = c.degree("in this scope")
    weighted_degree = c.weighted_degree()
    pagerank = c.pagerank()


class Timeline(dy.Schema):
    """One entity, or pair of entities in one sentence, in one period."""

    period = dy.String(
        check={"known": lambda x: x.is_in(categories.PERIODS)},
        description="day, week (from Monday), month or year.",
    )
    period_start = dy.Date(description="Its first day.")
    entity_a = c.entity("The entity, or the first of the pair, by id")
    entity_b = dy.String(
        nullable=True,
        min_length=1,
        description="The second of the pair; null for an entity.",
        metadata=c.AN_ENTITY,
    )
    n_documents = c.count("Texts with such a sentence.", low=1)
    n_stories = c.count("Stories (`documents.story_id`) of those texts.", low=1)
    n_mentions = c.count(
        "Namings of the entity, or sentences that name both, that speak of a time inside the "
        "period: `sentences.date_from` to `date_to`, the day of the text where the sentence has no "
        "time of its own.",
        low=1,
    )
