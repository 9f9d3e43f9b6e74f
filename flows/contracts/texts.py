"""What texts are, and what they say apart from names: sentences, dates, numbers, quotations."""

import dataframely as dy
import polars as pl

from flows import categories
from flows.contracts import columns as c


class ReadDocuments(dy.Schema):
    """One text as it was decoded, before it is held beside others."""

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
        check={"known": lambda x: x.is_in(categories.PUBLISHED_BASES)},
        description="Where `published_at` was read: a field of the record, the front matter, the "
        "metadata of a page, the header of a mail, or a full date in the page's address or the "
        "file name. Null where nothing states it; never the file's time stamp.",
    )
    retrieved_at = dy.Datetime(
        nullable=True,
        time_unit="us",
        time_zone="UTC",
        description="When a crawler fetched the page, as its web archive says; never taken for "
        "the date of publication.",
    )
    language = dy.String(nullable=True, description="Language as the source states it.")
    encoding = dy.String(
        description="Encoding the bytes were decoded from: by byte-order mark, strict UTF-8, what "
        "the page or mail declares (any other name), or detection (then the name ends in `?`); "
        "`pdf` where the document's fonts say it."
    )
    body_start = c.start("the body: what precedes it is front matter and is not read for names")
    text = dy.String(
        description="The decoded text, unchanged but for a byte-order mark; of HTML and PDF the "
        "extracted main text."
    )
    n_chars = dy.Int32(min=1, description="Length of `text` in Unicode code points.")


class Documents(ReadDocuments):
    """One text: a file or a record, as it was decoded."""

    story_id = dy.String(
        regex="^[0-9a-f]{16}$",
        description="The story: `doc_id` of its first text, the longest of the first day. A text "
        "is of a story where most of its words are those of the first text in the same order: a "
        "copy, a cut version, a correction. A text like no other is a story of its own.",
    )


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
        check={"known": lambda x: x.is_in(categories.DATE_BASES)},
        description="Where the interval comes from: the basis of the sentence's first date with an "
        "interval, or `document_date`, the day the text was published, where it has none. Null "
        "where there is neither.",
    )

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")


class Quotations(dy.Schema):
    """One passage of direct or reported speech, or of a turn in a transcript."""

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
        description="The entity that says so; null where nobody is named, or it is not sure who is "
        "meant.",
        metadata=c.AN_ENTITY,
    )
    speaker_basis = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(categories.SPEAKER_BASES)},
        description="How the speaker is known. named: as the subject of the verb; label: in the "
        "label of the turn; pronoun: he, she or I, and whoever spoke last or alone was just named. "
        "Null where nobody is.",
    )
    verb = dy.String(
        nullable=True,
        min_length=1,
        description="The words that report it, as written: `said`, `according to`; null where "
        "quotation marks stand alone, and in a turn.",
    )
    kind = dy.String(
        check={"known": lambda x: x.is_in(categories.QUOTATION_KINDS)},
        description="direct: between quotation marks; reported: in the words of the text; turn: a "
        "paragraph of a transcript, behind the name of who speaks.",
    )
    sentence_no = c.sentence_no()

    @dy.rule()
    def not_empty(cls) -> pl.Expr:
        """Start lies before end."""
        return pl.col("start") < pl.col("end")

    @dy.rule()
    def known_somehow(cls) -> pl.Expr:
        """Every speaker is known on some basis."""
        return pl.col("speaker_entity_id").is_null() == pl.col("speaker_basis").is_null()


class Dates(dy.Schema):
    """One temporal expression in a text; they never overlap."""

    doc_id = c.doc_id(key=True)
    start = c.start("the expression", key=True)
    end = c.end("the expression")
    surface = dy.String(min_length=1, description="The expression: `text[start:end]`.")
    kind = dy.String(
        check={"known": lambda x: x.is_in(categories.DATE_KINDS)},
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
        check={"known": lambda x: x.is_in(categories.DATE_PRECISIONS)},
        description="Unit of the calendar the expression names; `part` of one (early, mid and late "
        "are thirds), `range` from one to another. Seasons are northern. Null without calendar.",
    )
    basis = dy.String(
        nullable=True,
        check={"known": lambda x: x.is_in(categories.DATE_BASES)},
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
        check={"known": lambda x: x.is_in(categories.ROLES)},
        description="What became of them or what they are, where a cue says so: "
        + ", ".join(categories.ROLES)
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
