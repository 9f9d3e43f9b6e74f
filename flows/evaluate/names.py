"""Names against gold labels, whose kinds are mapped to PER, ORG, LOC and MISC.

Groups, events and others count as MISC, as in CoNLL-2003. Where a gold file labels no MISC at all
(UNER, Broad Twitter), found MISC is not counted. Where it labels pronouns and common nouns too
(re3d), only its capitalised mentions are scored: those that begin with a capital behind the article
and are no pronouns, which owe theirs to the beginning of a sentence. Nested ones all count.
"""

import polars as pl

from flows.evaluate.gold import Gold
from flows.evaluate.report import Report
from flows.evaluate.spans import ARTICLE, SPAN, compare, surfaces, worst

PER, ORG, LOC, MISC = "PER", "ORG", "LOC", "MISC"
#: The labels of gold files in terms of the four; labels not listed are no names.
LABELS = {
    **dict.fromkeys(("PER", "person", "politician", "Person"), PER),
    **dict.fromkeys(("ORG", "organisation", "politicalparty", "Organisation", "corporation"), ORG),
    **dict.fromkeys(("LOC", "location", "country", "Location"), LOC),
    **dict.fromkeys(("MISC", "misc", "event", "election", "creative-work", "product"), MISC),
    **dict.fromkeys(("Nationality", "MilitaryPlatform", "Weapon"), MISC),
    "group": ORG,
}
#: The project's kinds in terms of the four.
KINDS = {
    "person": PER,
    "organization": ORG,
    "place": LOC,
    "group": MISC,
    "event": MISC,
    "other": MISC,
}
_WITH_COMMON_NOUNS = "Organisation"
_CAPITALISED = r"^\p{Lu}"
_PRONOUN = r"^(?:I|We|He|She|It|They|You|My|Our|His|Her|Its|Their|Your|This|That|These|Those|Who)$"


def score_names(gold: Gold, mentions: pl.DataFrame, *, most: int = 20) -> Report:
    """Figures and commonest errors of mentions (doc_id, start, end, kind; a project's kind)."""
    texts = gold.documents["text"]
    labelled = gold_names(gold)
    numbers = gold.documents.select("doc_id").with_row_index("doc")
    found = mentions.join(numbers, on="doc_id", how="inner", maintain_order="left").select(
        *SPAN, kind=pl.col("kind").replace_strict(KINDS, return_dtype=pl.String)
    )
    if not (labelled["kind"] == MISC).any():
        found = found.filter(pl.col("kind") != MISC)
    return Report(compare(labelled, found, texts), worst(labelled, found, texts, most=most))


def gold_names(gold: Gold) -> pl.DataFrame:
    """The names of a gold file: doc, start, end, kind (PER, ORG, LOC, MISC)."""
    texts = gold.documents["text"]
    labels = gold.spans("ents")
    # `group` is a people here, a band or a team in WNUT.
    known = KINDS if labels["label"].is_in(list(KINDS)).all() else LABELS
    names = labels.select(
        *SPAN, kind=pl.col("label").replace_strict(known, default=None, return_dtype=pl.String)
    ).drop_nulls("kind")
    if not (labels["label"] == _WITH_COMMON_NOUNS).any():
        return names
    bare = surfaces(names, texts).str.replace(ARTICLE, "")
    return names.filter(bare.str.contains(_CAPITALISED) & ~bare.str.contains(_PRONOUN))
