"""Found labels against gold labels that carry values: the span first, then each value.

Scored after TempEval-3 (UzZaman et al. 2013): *strict*, where both spans are the same, and
*relaxed*, where they overlap. A label counts once: of several it could be matched with, with the
one that shares most characters, of equals with the earlier. The figures of a value count the
matched labels whose value is right too, over all that are labelled and found; `accuracy of` a value
counts them over the matched ones alone.
"""

import polars as pl

from flows.evaluate.report import Report
from flows.evaluate.spans import SPAN, around, rates, surfaces

STRICT, RELAXED = "strict", "relaxed"


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
    pairs = matched(gold, found)
    figures = [
        _figures(gold, found, some, values).select(matching=pl.lit(name), *_COUNTS, **rates())
        for name, some in ((STRICT, pairs.filter("same")), (RELAXED, pairs))
    ]
    return Report(pl.concat(figures), _errors(gold, found, pairs, texts, values, most))


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


_COUNTS = ("measure", "n_gold", "n_found", "n_right")


def _figures(
    gold: pl.DataFrame, found: pl.DataFrame, pairs: pl.DataFrame, values: list[str]
) -> pl.DataFrame:
    right = _right(gold, found, pairs, values)
    rows = [("span", gold.height, found.height, pairs.height)]
    rows += [(name, gold.height, found.height, right[name].sum()) for name in values]
    rows += [
        (f"accuracy of {name}", pairs.height, pairs.height, right[name].sum()) for name in values
    ]
    schema = {"measure": pl.String} | dict.fromkeys(_COUNTS[1:], pl.Int64)
    return pl.DataFrame(rows, schema=schema, orient="row")


def _right(
    gold: pl.DataFrame, found: pl.DataFrame, pairs: pl.DataFrame, values: list[str]
) -> pl.DataFrame:
    """Per pair and value, whether they agree."""
    one, other = gold[pairs["row_gold"]], found[pairs["row_found"]]
    return pl.DataFrame({name: one[name].eq_missing(other[name]) for name in values})


def _errors(
    gold: pl.DataFrame,
    found: pl.DataFrame,
    pairs: pl.DataFrame,
    texts: pl.Series,
    values: list[str],
    most: int,
) -> pl.DataFrame:
    one, other = gold[pairs["row_gold"]], found[pairs["row_found"]]
    right = _right(gold, found, pairs, values)
    missed = pl.Series(range(gold.height), dtype=pl.UInt32).is_in(pairs["row_gold"].implode())
    spurious = pl.Series(range(found.height), dtype=pl.UInt32).is_in(pairs["row_found"].implode())
    nothing = pl.lit(None, dtype=pl.String)
    first = pl.col(values[0]).cast(pl.String)
    parts = [
        gold.filter(~missed).select(*SPAN, error=pl.lit("missed"), gold=first, found=nothing),
        found.filter(~spurious).select(*SPAN, error=pl.lit("spurious"), gold=nothing, found=first),
        _extents(one, other, texts).filter(~pairs["same"]),
    ]
    parts += [
        one.select(
            *SPAN,
            error=pl.lit(name),
            gold=pl.col(name).cast(pl.String),
            found=other[name].cast(pl.String),
        ).filter(~right[name])
        for name in values
    ]
    rows = pl.concat([part.sort(SPAN).head(most) for part in parts])
    return rows.select(
        "error",
        n=pl.lit(1, dtype=pl.Int64),
        surface=surfaces(rows, texts),
        gold_kind="gold",
        found_kind="found",
        before=around(rows, texts, before=True),
        behind=around(rows, texts, before=False),
    )


def _extents(one: pl.DataFrame, other: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    words = {"gold": surfaces(one, texts), "found": surfaces(other, texts)}
    return one.select(*SPAN, error=pl.lit("extent")).with_columns(**words)
