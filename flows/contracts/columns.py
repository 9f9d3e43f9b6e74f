"""Columns that several tables share: the same quantity has the same name, type and meaning."""

import dataframely as dy

from flows.categories import KINDS, MODALITIES, SCOPES, STANCES

#: Metadata of a column: the columns of another table that it leads to, the last being its own
#: counterpart and those before it going by the same name in both.
_A_TEXT = {"references": ("documents", ("doc_id",))}
_A_SENTENCE = {"references": ("sentences", ("doc_id", "sentence_no"))}
AN_ENTITY = {"references": ("entities", ("entity_id",))}
#: Metadata of a column: what its numbers count or measure.
_CHARACTERS = {"unit": "Unicode code points"}
_COUNT = {"unit": "count"}
DEGREES = {"unit": "degrees"}

#: What `dy.Schema` columns look like when they are made by a function.
Text = dy.String
Count = dy.Int64
Offset = dy.Int32
Real = dy.Float64


def doc_id(*, key: bool = False) -> Text:
    """Identity of a text."""
    return dy.String(
        primary_key=key,
        regex="^[0-9a-f]{16}$",
        description="The text: first 16 hex digits of the SHA-256 of its source identity "
        "(root name, path inside it, record id), so that it survives edits.",
        metadata=_A_TEXT,
    )


def entity(role: str, *, key: bool = False) -> Text:
    """Identity of an entity."""
    return dy.String(
        primary_key=key,
        min_length=1,
        description=f"{role}: the lexicon's own id, `geonames:` and the GeoNames id of a place, "
        "or `name:` and 16 hex digits of the SHA-256 of kind and canonical name.",
        metadata=AN_ENTITY,
    )


def start(what: str, *, key: bool = False) -> Offset:
    """Begin of a span."""
    return dy.Int32(
        primary_key=key,
        min=0,
        description=f"First character of {what}, in Unicode code points into `documents.text`.",
        metadata=_CHARACTERS,
    )


def end(what: str) -> Offset:
    """End of a span, exclusive."""
    return dy.Int32(
        min=1,
        description=f"One past the last character of {what}, in Unicode code points.",
        metadata=_CHARACTERS,
    )


def sentence_no(*, key: bool = False) -> Offset:
    """Place of a sentence in its text."""
    return dy.Int32(
        primary_key=key,
        min=0,
        description="Number of the sentence in its text, from 0.",
        metadata=_A_SENTENCE,
    )


def paragraph_no() -> Offset:
    """Place of a paragraph in its text."""
    return dy.Int32(min=0, description="Number of the paragraph in its text, from 0.")


def kind(what: str) -> Text:
    """Kind of a mention or an entity."""
    return dy.String(
        check={"known": lambda c: c.is_in(KINDS)},
        description=f"What {what} is: " + ", ".join(KINDS[:-1]) + f" or {KINDS[-1]}.",
    )


def subkind(what: str) -> Text:
    """Refinement of the kind."""
    return dy.String(
        nullable=True,
        description=f"Refines the kind of {what} where known: armed_group, government, military, "
        "party, country, region, city, nationality, religion, ….",
    )


def modality(what: str) -> Text:
    """How something is put forward."""
    return dy.String(
        check={"known": lambda c: c.is_in(MODALITIES)},
        description=f"How {what} is put forward: asserted, attributed (someone else's word), "
        "negated or hypothetical; where several apply, the last named of these counts.",
    )


def balance(what: str) -> Real:
    """A share turned into -1 to 1."""
    return dy.Float64(nullable=True, min=-1, max=1, description=what)


def stance(who: str) -> Text:
    """On whose side."""
    return dy.String(
        check={"known": lambda c: c.is_in(STANCES)},
        description=f"What more sentences say of {who}: allied or hostile, as in `alignments`.",
    )


def scope(what: str) -> Text:
    """What a unit is."""
    return dy.String(
        primary_key=True,
        check={"known": lambda c: c.is_in(SCOPES)},
        description=f"{what}: sentence, paragraph or document.",
    )


def community(where: str, *, nullable: bool = False) -> Text:
    """Who belongs together."""
    return dy.String(
        nullable=nullable,
        min_length=1,
        description=f"Those it belongs to {where}: the id of their most central member. Found by "
        "the Leiden algorithm (Traag et al. 2019) among the pairs with a q_value below 0.05, "
        "weighed by their NPMI.",
    )


def degree(where: str) -> Count:
    """Ties of an entity."""
    return dy.Int64(
        min=0, description=f"Entities that it is paired with {where} at a q_value below 0.05."
    )


def weighted_degree() -> Real:
    """Weight of the ties of an entity."""
    return dy.Float64(min=0, description="Sum of the NPMI of those pairs.")


def pagerank(*, nullable: bool = False) -> Real:
    """How much of a walk along the ties passes an entity."""
    return dy.Float64(
        nullable=nullable,
        min=0,
        max=1,
        description="PageRank (Brin & Page 1998) among those pairs, weighed by NPMI, damping 0.85: "
        "the share of its steps that a walker from name to name spends there.",
    )


def count(what: str, *, low: int = 0) -> Count:
    """A number of things."""
    return dy.Int64(min=low, description=what, metadata=_COUNT)
