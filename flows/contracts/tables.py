"""The published datasets, one class each: the only declaration of their columns.

DuckDB tables and comments, Arrow schemas, the README's dictionary and datapackage.json all come
from these classes (see `dialects`).
"""

from typing import NamedTuple

import dataframely as dy
import polars as pl

from flows.contracts import columns as c

#: Semantic version of everything below: major where a column goes or changes its meaning, minor
#: where one comes.
CONTRACT_VERSION = "0.4.0"


class Documents(dy.Schema):
    """One text: a file or a record, as it was decoded."""

    doc_id = c.doc_id(key=True)
    source_uri = dy.String(
        description="Where the text comes from: root name, path inside the root, and `#` with the "
        "record id or line number for record files."
    )
    root = dy.String(description="Name of the root the text was found under.")
    path = dy.String(
        description="Path inside the root, `/` between parts; empty where the root is one file. "
        "Bytes that are not UTF-8 appear as `\\xNN`."
    )
    external_id = dy.String(nullable=True, description="The record's own id, if it has one.")
    url = dy.String(nullable=True, description="The text's own address, if it states one.")
    content_sha256 = dy.String(
        regex="^[0-9a-f]{64}$", description="SHA-256 of `text` in UTF-8, in hex."
    )
    title = dy.String(nullable=True, description="Title, where the source states one.")
    publisher = dy.String(nullable=True, description="Publisher or outlet, where stated.")
    published_at = dy.Datetime(
        nullable=True,
        time_unit="us",
        time_zone="UTC",
        description="When the text was published, UTC; midnight where only the day is known.",
    )
    published_basis = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.PUBLISHED_BASES)},
        description="Where `published_at` was read: a field of the record, the front matter or a "
        "date in the file name. Null where nothing states it; never the file's time stamp.",
    )
    language = dy.String(nullable=True, description="Language as the source states it.")
    encoding = dy.String(
        description="Encoding the bytes were decoded from: by byte-order mark, strict UTF-8, or "
        "detection (then the name ends in `?`)."
    )
    body_start = c.start("the body: what precedes it is front matter and is not read for names")
    text = dy.String(description="The decoded text, unchanged but for a byte-order mark.")
    n_chars = dy.Int32(min=1, description="Length of `text` in Unicode code points.")


class Sentences(dy.Schema):
    """One sentence of a text; headlines and list items count as sentences."""

    doc_id = c.doc_id(key=True)
    sentence_no = c.sentence_no(key=True)
    paragraph_no = c.paragraph_no()
    start = c.start("the sentence")
    end = c.end("the sentence")
    modality = c.modality("at least half of the sentence, by words,")
    date_from = dy.Date(nullable=True, description="First day of the time the sentence speaks of.")
    date_to = dy.Date(nullable=True, description="Last day of it, inclusive.")
    date_basis = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.DATE_BASES)},
        description="Where the interval comes from: the basis of the sentence's first date with an "
        "interval, or `document_date`, the day the text was published, where it has none. Null "
        "where there is neither.",
    )

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")


class TextMentions(dy.Schema):
    """One naming of an entity in a text, as the text by itself has it."""

    doc_id = c.doc_id(key=True)
    start = c.start("the name", key=True)
    end = c.end("the name")
    surface = dy.String(
        min_length=1,
        description="The name as the text writes it: `text[start:end]`, without a leading article "
        "and without a trailing 's.",
    )
    kind = c.kind("the name itself")
    subkind = c.subkind("the name itself")
    entity_id = c.entity("Who or what is named")
    sentence_no = c.sentence_no()
    paragraph_no = c.paragraph_no()
    method = dy.String(
        check={"known": lambda x: x.is_in(c.METHODS)},
        description="What found it: the lexicon, or the recogniser of open-vocabulary names.",
    )
    basis = dy.String(
        check={"known": lambda x: x.is_in(c.ALIAS_BASES)},
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
        "names of several texts are one; `aliases.score` says how surely.",
    )


class Quotations(dy.Schema):
    """One passage of direct or reported speech."""

    doc_id = c.doc_id(key=True)
    start = c.start("the passage, without its quotation marks", key=True)
    end = dy.Int32(
        primary_key=True,
        min=1,
        description="One past the last character of the passage, in Unicode code points.",
    )
    surface = dy.String(min_length=1, description="The passage: `text[start:end]`.")
    speaker_entity_id = dy.String(
        nullable=True,
        min_length=1,
        description="The entity that says so; null where the subject of the verb is not named.",
    )
    verb = dy.String(
        nullable=True,
        min_length=1,
        description="The words that report it, as written: `said`, `according to`; null where "
        "quotation marks stand alone.",
    )
    kind = dy.String(
        check={"known": lambda x: x.is_in(c.QUOTATION_KINDS)},
        description="direct: between quotation marks; reported: in the words of the text.",
    )
    sentence_no = c.sentence_no()

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")


class Dates(dy.Schema):
    """One temporal expression in a text; they never overlap."""

    doc_id = c.doc_id(key=True)
    start = c.start("the expression", key=True)
    end = c.end("the expression")
    surface = dy.String(min_length=1, description="The expression: `text[start:end]`.")
    kind = dy.String(
        check={"known": lambda x: x.is_in(c.DATE_KINDS)},
        description="date, time (of day), duration (how long) or set (how often), as TIMEX3 "
        "tells them apart.",
    )
    date_from = dy.Date(
        nullable=True,
        description="First day; null for sets, for durations not tied to a day, and where nothing "
        "says the year or what a relative expression counts from.",
    )
    date_to = dy.Date(nullable=True, description="Last day, inclusive.")
    precision = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.DATE_PRECISIONS)},
        description="Unit of the calendar the expression names; `part` of one (early, mid and late "
        "are thirds), `range` from one to another. Seasons are northern. Null without calendar.",
    )
    basis = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.DATE_BASES)},
        description="explicit: the words say it all; year_inferred: the year comes from `anchor`; "
        "relative: counted from `anchor`; document_date: of two readings (month/day, day/month) "
        "the one nearer to the text's date. Null where there is no interval.",
    )
    anchor = dy.Date(
        nullable=True,
        description="Day the interval was completed or counted from: the text's date or a date "
        "spoken of before. Null for explicit ones.",
    )
    value = dy.String(
        nullable=True,
        description="Normal form after TIMEX3 (ISO 8601, X for what is unknown): `2014-06-12`, "
        "`2014-W24`, `2014-SU`, `P3M`, `XXXX-WXX-5`, `PRESENT_REF`; `/` between ends of a range.",
    )
    sentence_no = c.sentence_no()

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")

    @dy.rule()
    def whole_interval(cls) -> pl.Expr:
        """An interval has two ends in order and a basis, or none of them."""
        count = pl.sum_horizontal(
            pl.col(name).is_null() for name in ("date_from", "date_to", "basis")
        )
        ordered = (pl.col("date_from") <= pl.col("date_to")).fill_null(value=True)
        return count.is_in([0, 3]) & ordered


class Quantities(dy.Schema):
    """One number in a text with what it counts; dates, ordinals and list numbers are none."""

    doc_id = c.doc_id(key=True)
    start = c.start("the quantity", key=True)
    end = c.end("the quantity")
    surface = dy.String(
        min_length=1,
        description="Number, hedge and sign of a currency or per cent: `text[start:end]`.",
    )
    lower = dy.Float64(nullable=True, description="Least value; null where there is no bound.")
    upper = dy.Float64(nullable=True, description="Greatest value; null where there is no bound.")
    lower_inclusive = dy.Bool(nullable=True, description="Whether it may be `lower` itself.")
    upper_inclusive = dy.Bool(nullable=True, description="Whether it may be `upper` itself.")
    approximate = dy.Bool(
        description="Whether the words leave it open: about, nearly, some, hundreds of."
    )
    unit = dy.String(
        nullable=True,
        description="What is counted, in the words of the text and lower case (`worshippers`), or "
        "the unit: `percent`, an ISO 4217 code or name of a currency, `km`. Null where unclear, "
        "and for parts of a whole: `a third` is 0.33 with role share.",
    )
    role = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.ROLES)},
        description="What became of them or what they are, where a cue says so: "
        + ", ".join(c.ROLES)
        + ".",
    )
    sentence_no = c.sentence_no()

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")

    @dy.rule()
    def bounded(cls) -> pl.Expr:
        """There is a bound, bounds are in order and say whether they are included."""
        ends = pl.col("lower").is_not_null() | pl.col("upper").is_not_null()
        told = pl.all_horizontal(
            pl.col(end).is_null() == pl.col(f"{end}_inclusive").is_null()
            for end in ("lower", "upper")
        )
        return ends & told & (pl.col("lower") <= pl.col("upper")).fill_null(value=True)


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
    latitude = dy.Float64(nullable=True, min=-90, max=90, description="Degrees north, WGS 84.")
    longitude = dy.Float64(nullable=True, min=-180, max=180, description="Degrees east, WGS 84.")
    geonames_id = dy.Int64(nullable=True, description="GeoNames id of a place.")
    n_mentions = c.count("Mentions of the entity.", low=1)
    n_documents = c.count("Texts that name the entity.", low=1)


class Aliases(dy.Schema):
    """One surface form of one entity: used by the texts, or known to the lexicon."""

    alias = dy.String(
        primary_key=True, min_length=1, description="The words, white space folded to one blank."
    )
    entity_id = c.entity("Who or what is named", key=True)
    basis = dy.String(
        check={"known": lambda x: x.is_in(c.ALIAS_BASES)},
        description="How the words lead to the entity, as in `mentions.basis`.",
    )
    score = dy.Float64(
        nullable=True,
        min=0,
        max=1,
        description="How sure it is that names in these words are the entity's, where some were "
        "merged across texts by their spelling; null where the lexicon and the texts say so.",
    )
    n_mentions = c.count("Mentions in these words; 0 where only the lexicon has them.")


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
        check={"known": lambda x: x.is_in(c.STANCES)},
        description="Whether the sentence says that the two are allied or hostile; null where it "
        "says neither, denies it, or says both.",
    )
    direction = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.DIRECTIONS)},
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

    scope = dy.String(
        primary_key=True,
        check={"known": lambda x: x.is_in(c.SCOPES)},
        description="The unit that is counted: sentence, paragraph or document.",
    )
    entity_a = c.entity("The first entity by id", key=True)
    entity_b = c.entity("The second entity by id", key=True)
    n_both = c.count("Units that name both; each counts once, however often it names them.", low=1)
    n_a = c.count("Units that name `entity_a`.", low=1)
    n_b = c.count("Units that name `entity_b`.", low=1)
    n_units = c.count("Units of the scope with at least one mention of anything.", low=1)
    n_documents = c.count("Texts with at least one such unit.", low=1)
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
    stance = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(c.STANCES)},
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


class Timeline(dy.Schema):
    """One entity, or pair of entities in one sentence, in one period."""

    period = dy.String(
        check={"known": lambda x: x.is_in(c.PERIODS)},
        description="day, week (from Monday), month or year.",
    )
    period_start = dy.Date(description="Its first day.")
    entity_a = c.entity("The entity, or the first of the pair, by id")
    entity_b = dy.String(
        nullable=True, min_length=1, description="The second of the pair; null for an entity."
    )
    n_documents = c.count("Texts with such a sentence.", low=1)
    n_mentions = c.count(
        "Namings of the entity, or sentences that name both, that speak of a time inside the "
        "period: `sentences.date_from` to `date_to`, the day of the text where the sentence has no "
        "time of its own.",
        low=1,
    )


class Quarantine(dy.Schema):
    """One thing that was not taken, and why."""

    source_uri = dy.String(description="What was not taken: root, path and record or line.")
    record_no = dy.Int64(
        nullable=True, min=1, description="Line or row of a record file, from 1; null for a file."
    )
    stage = dy.String(
        check={"known": lambda x: x.is_in(("discover", "read", "extract"))},
        description="Where it stopped: discover, read or extract.",
    )
    reason = dy.String(min_length=1, description="A short code, such as `empty` or `binary`.")
    detail = dy.String(min_length=1, description="The reason in words.")


class Dataset(NamedTuple):
    """A published table: its contract, and the total order its rows are kept in."""

    schema: type[dy.Schema]
    order_by: tuple[str, ...]

    @property
    def description(self) -> str:
        """First line of the contract's docstring: the grain."""
        return (self.schema.__doc__ or "").strip().splitlines()[0]


DATASETS: dict[str, Dataset] = {
    "documents": Dataset(Documents, ("doc_id",)),
    "sentences": Dataset(Sentences, ("doc_id", "sentence_no")),
    "mentions": Dataset(Mentions, ("entity_id", "doc_id", "start")),
    "quotations": Dataset(Quotations, ("doc_id", "start", "end")),
    "dates": Dataset(Dates, ("doc_id", "start")),
    "quantities": Dataset(Quantities, ("doc_id", "start")),
    "entities": Dataset(Entities, ("entity_id",)),
    "aliases": Dataset(Aliases, ("entity_id", "alias")),
    "evidence": Dataset(Evidence, ("entity_a", "entity_b", "doc_id", "sentence_no")),
    "cooccurrences": Dataset(Cooccurrences, ("scope", "entity_a", "entity_b")),
    "alignments": Dataset(Alignments, ("entity_a", "entity_b")),
    "balance": Dataset(Balance, ("entity_a", "entity_b", "entity_c")),
    "timeline": Dataset(Timeline, ("period", "entity_a", "entity_b", "period_start")),
    "quarantine": Dataset(Quarantine, ("source_uri", "record_no", "stage", "reason", "detail")),
}
