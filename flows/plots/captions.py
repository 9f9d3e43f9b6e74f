"""The words around each picture: what is shown, what was filtered, and from which snapshot."""

from collections.abc import Sequence

import polars as pl

from flows.plots.matrix import MEASURES, Matrix
from flows.plots.network import STRENGTHS, Network
from flows.plots.selection import Selection
from flows.plots.style import Words
from flows.plots.timeline import Time

_UNSURE = "Pale and hollow, on few sentences: the 95% interval of the stance score includes 0."
_MOST_NAMED_OUTSIDE = 5


def network_words(found: Network, wanted: Selection, names: Sequence[str], snapshot: str) -> Words:
    """Words for a network, around the entities of these names or of all."""
    drawn, n_pairs = found.edges.height, found.edges["n_pairs"][0]
    unit = f"{wanted.scope}s"
    if names:
        n_own = found.edges.filter(
            pl.col("entity_a").is_in(list(wanted.ids)) | pl.col("entity_b").is_in(list(wanted.ids))
        ).height
        title = f"Who is named with {_listed(names)}"
        shown = (
            f"Drawn: {n_own:,} of {n_pairs:,} such pairs with {_listed(names)}, the strongest, "
            f"and {drawn - n_own:,} between those so found."
        )
    else:
        title = "Who is named with whom"
        shown = f"Drawn: the {drawn:,} strongest of {n_pairs:,} such pairs."
    return Words(
        title,
        f"Pairs that {unit} name together more often than chance would have it",
        f"{_filters(wanted.max_q, wanted.min_count, unit)} {_kinds(wanted.kinds)}{shown} "
        f"Area of a node: its mentions. Width of a line: {STRENGTHS[wanted.by]}. Signs: which side "
        f"more sentences tell. {_UNSURE} {_source(snapshot)}",
    )


def timeline_words(
    shown: Sequence[tuple[str, int, int]], time: Time, measure: str, pair: bool, snapshot: str
) -> Words:
    """Words for a timeline of names, each with its mentions in the time shown, and in all."""
    counted = "Texts" if measure == "n_documents" else "Sentences" if pair else "Mentions"
    names = _listed([name for name, _, _ in shown])
    unit = "sentences" if pair else "mentions"
    others = f" The others speak of other times, of more than one {time.by}, or of none."
    others = others if any(here < total for _, here, total in shown) else ""
    shares = "; ".join(f"{name} {here:,} of {total:,}" for name, here, total in shown)
    return Words(
        f"{names} in one sentence" if pair else f"When: {names}",
        f"{counted} per {time.by}, by the day that a sentence speaks of, or else that of its text",
        f"Shown: the {time.by}s that hold {time.first} to {time.last}, with {shares} {unit}."
        f"{others} {_source(snapshot)}",
    )


def places_words(
    found: pl.DataFrame,
    shown: pl.DataFrame,
    unit: str,
    names: tuple[str | None, str | None],
    snapshot: str,
) -> Words:
    """Words for a map: `names` are those of the entity and of the country asked for, if any."""
    entity, within = names
    title = f"Places named with {entity}" if entity else "Places that the texts name"
    known = found.drop_nulls("latitude")
    outside = known.join(shown, on="entity_id", how="anti", maintain_order="left")
    left_out = ", ".join(
        f"{name} {n:,}"
        for name, n in outside.head(_MOST_NAMED_OUTSIDE).select("name", "n").iter_rows()
    )
    return Words(
        f"{title} in {within}" if within else title,
        f"By {unit}; a country or region stands on one point",
        f"Shown: {shown.height:,} of {known.height:,} places with known coordinates, with "
        f"{shown['n'].sum():,} of {known['n'].sum():,} {unit}. "
        + (f"Not shown, above all: {left_out}. " if left_out else "")
        + f"Without coordinates: {found.height - known.height:,} places. Outlines: Natural Earth. "
        + _source(snapshot),
    )


def association_words(matrix: Matrix, wanted: Selection, snapshot: str) -> Words:
    """Words for a matrix of associations."""
    unit = f"{wanted.scope}s"
    return Words(
        "Who is named with whom",
        f"{MEASURES[wanted.by][0]} of pairs that {unit} name together more often than chance",
        f"{_filters(wanted.max_q, wanted.min_count, unit)} {_kinds(wanted.kinds)}Of the up to "
        f"{wanted.limit} most named entities with such a pair, the {len(matrix.names)} that have "
        "one with each other, in an order that brings together who is named together. Blank: no "
        "such pair. "
        f"{_source(snapshot)}",
    )


def stance_words(matrix: Matrix, wanted: Selection, snapshot: str) -> Words:
    """Words for a matrix of sides."""
    return Words(
        "Who is on whose side",
        "How many more sentences say allied (+) than hostile (−), as a fact or in someone's words",
        f"{_kinds(wanted.kinds)}Of the {wanted.limit} entities that most sentences put on a side, "
        f"the {len(matrix.names)} that are so with one another. Blank: no sentence tells. "
        f"{_UNSURE.replace('Pale and hollow', 'Pale')} {_source(snapshot)}",
    )


def _filters(max_q: float, min_count: int, unit: str) -> str:
    return (
        f"Pairs with q ≤ {max_q:g} (share of chance findings) and at least {min_count:,} joint "
        f"{unit if min_count > 1 else unit[:-1]}."
    )


def _kinds(kinds: Sequence[str]) -> str:
    return f"Only {_listed(kinds)}. " if kinds else ""


def _listed(names: Sequence[str]) -> str:
    return " and ".join([", ".join(names[:-1]), names[-1]] if len(names) > 1 else names)


def _source(snapshot: str) -> str:
    return f"Drawn by alongside from snapshot {snapshot}."
