"""Found labels against gold labels that carry values: the span first, then each value.

Scored after TempEval-3 (UzZaman et al. 2013): *strict*, where both spans are the same, and
*relaxed*, where they overlap. A label counts once: of several it could be matched with, with the
one that shares most characters, of equals with the earlier. The figures of a value count the
matched labels whose value is right too, over all that are labelled and found; `accuracy of` a value
counts them over the matched ones alone.
"""

from typing import NamedTuple

import polars as pl

from flows.evaluate.report import Report
from flows.evaluate.spans import SPAN, in_context, rates, surfaces

STRICT, RELAXED = "strict", "relaxed"


_COUNTS = {"n_gold": pl.Int64(), "n_found": pl.Int64(), "n_right": pl.Int64()}


class _Labels(NamedTuple):
    """Gold and found labels, the names of their values, and which label matches which."""

    gold: pl.DataFrame
    found: pl.DataFrame
    values: list[str]
    pairs: pl.DataFrame

    def right(self, pairs: pl.DataFrame) -> pl.DataFrame:
        """Per pair and value, whether they agree."""
        one, other = self.gold[pairs["row_gold"]], self.found[pairs["row_found"]]
        return pl.DataFrame({name: one[name].eq_missing(other[name]) for name in self.values})


def score_matched(
    gold: pl.DataFrame, found: pl.DataFrame, texts: pl.Series, values: list[str], *, most: int
) -> Report:
    """Figures and errors of labels (doc UInt32, start, end Int32, and columns of values).

    Figures have measures `span`, each value, and `accuracy of` each. A null is a value like any
    other. Errors list what was missed or spurious, then wrong extents and each wrong value, in
    order of place, at most `most` of each.
    """
    gold = gold.select(*SPAN, *values).unique(SPAN, keep="first", maintain_order=True)
    found = found.select(*SPAN, *values).unique(SPAN, keep="first", maintain_order=True)
    labels = _Labels(gold, found, values, matched(gold, found))
    some = {STRICT: labels.pairs.filter("same"), RELAXED: labels.pairs}
    figures = [
        _figures(labels, pairs).select(pl.lit(name).alias("matching"), pl.all())
        for name, pairs in some.items()
    ]
    return Report(rates(pl.concat(figures)), _errors(labels, texts, most))


def matched(gold: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Which labels overlap, one to one: row_gold, row_found (UInt32), same (Boolean).

    Reads doc, start, end.
    """
    left = gold.select(SPAN).with_row_index("row_gold")
    right = found.select(SPAN).with_row_index("row_found")
    both = left.join(right, on="doc", suffix="_found").with_columns(
        shared=pl.min_horizontal("end", "end_found") - pl.max_horizontal("start", "start_found"),
        same=(pl.col("start") == pl.col("start_found")) & (pl.col("end") == pl.col("end_found")),
    )
    order = ["same", "shared", "row_gold", "row_found"]
    both = both.filter(pl.col("shared") > 0).sort(order, descending=[True, True, False, False])
    chosen: list[tuple[int, int, bool]] = []
    taken_gold: set[int] = set()
    taken_found: set[int] = set()
    for one, other, same in both.select("row_gold", "row_found", "same").iter_rows():
        if one not in taken_gold and other not in taken_found:
            chosen.append((one, other, same))
            taken_gold.add(one)
            taken_found.add(other)
    schema = {"row_gold": pl.UInt32, "row_found": pl.UInt32, "same": pl.Boolean}
    return pl.DataFrame(chosen, schema=schema, orient="row").sort("row_gold")


def _figures(labels: _Labels, pairs: pl.DataFrame) -> pl.DataFrame:
    n_gold, n_found, n = labels.gold.height, labels.found.height, pairs.height
    right = labels.right(pairs)
    rows = [("span", n_gold, n_found, n)]
    rows += [(name, n_gold, n_found, right[name].sum()) for name in labels.values]
    rows += [(f"accuracy of {name}", n, n, right[name].sum()) for name in labels.values]
    return pl.DataFrame(rows, schema={"measure": pl.String(), **_COUNTS}, orient="row")


def _errors(labels: _Labels, texts: pl.Series, most: int) -> pl.DataFrame:
    values, pairs, right = labels.values, labels.pairs, labels.right(labels.pairs)
    one, other = labels.gold[pairs["row_gold"]], labels.found[pairs["row_found"]]
    nothing, first = pl.lit(None, dtype=pl.String), pl.col(values[0]).cast(pl.String)
    missed = labels.gold.with_row_index("row_gold").join(pairs, on="row_gold", how="anti")
    spurious = labels.found.with_row_index("row_found").join(pairs, on="row_found", how="anti")
    parts = [
        missed.select(*SPAN, error=pl.lit("missed"), gold_kind=first, found_kind=nothing),
        spurious.select(*SPAN, error=pl.lit("spurious"), gold_kind=nothing, found_kind=first),
        one.select(
            *SPAN,
            error=pl.lit("extent"),
            gold_kind=surfaces(one, texts),
            found_kind=surfaces(other, texts),
        ).filter(~pairs["same"]),
    ]
    parts += [
        one.select(
            *SPAN,
            error=pl.lit(name),
            gold_kind=pl.col(name).cast(pl.String),
            found_kind=other[name].cast(pl.String),
        ).filter(~right[name])
        for name in values
    ]
    rows = pl.concat([part.sort(SPAN).head(most) for part in parts])
    return in_context(rows, texts).select(
        "error",
        n=pl.lit(1, dtype=pl.Int64),
        surface=surfaces(rows, texts),
        gold_kind="gold_kind",
        found_kind="found_kind",
        before="before",
        behind="behind",
    )
