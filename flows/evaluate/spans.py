"""Found spans against gold spans: precision, recall, F1, and what went wrong, in context.

Spans are frames with doc (UInt32), start, end (Int32) and kind (String). Scored twice: *strict*,
as they stand, and *stripped*, without a leading article and a trailing 's on both sides, since
gold files disagree about those.
"""

import polars as pl

from flows.extract.surfaces import Texts

SPAN = ["doc", "start", "end"]
ARTICLE = r"^(?:the|The|THE|a|an)\s+"
POSSESSIVE = r"['’]s$"
_CONTEXT = 40


def compare(gold: pl.DataFrame, found: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """Figures of found spans against gold spans.

    Returns matching (strict, stripped), measure (typed, untyped, then each kind), n_gold, n_found,
    n_right, precision, recall, f1 (0 to 1; null where undefined). A span twice in a frame counts
    once, with its last kind.
    """
    stripped = _figures(strip(gold, texts), strip(found, texts))
    strict = _figures(_once(gold), _once(found))
    return rates(
        pl.concat(
            [
                figures.select(pl.lit(name).alias("matching"), pl.all())
                for name, figures in (("strict", strict), ("stripped", stripped))
            ]
        )
    )


def strip(spans: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """Spans without leading article and trailing 's, each once."""
    surface = surfaces(spans, texts)
    article = surface.str.extract(f"({ARTICLE})").str.len_chars().fill_null(0)
    possessive = surface.str.contains(POSSESSIVE)
    return _once(
        spans.with_columns(
            start=pl.col("start") + article.cast(pl.Int32),
            end=pl.col("end") - 2 * possessive.cast(pl.Int32),
        )
    )


def worst(
    gold: pl.DataFrame, found: pl.DataFrame, texts: pl.Series, *, most: int = 20
) -> pl.DataFrame:
    """The commonest errors of each sort, stripped, with the first place of each in context.

    Returns error (missed, spurious, kind), n, surface, gold_kind, found_kind, before, behind;
    at most `most` of each error, commonest first.
    """
    both = _joined(strip(gold, texts), strip(found, texts)).rename({"kind": "gold_kind"})
    wrong = both.filter(pl.col("gold_kind").ne_missing(pl.col("found_kind"))).sort(SPAN)
    error = (
        pl.when(pl.col("found_kind").is_null())
        .then(pl.lit("missed"))
        .when(pl.col("gold_kind").is_null())
        .then(pl.lit("spurious"))
        .otherwise(pl.lit("kind"))
    )
    keys = ["error", "surface", "gold_kind", "found_kind"]
    return (
        in_context(wrong, texts)
        .with_columns(error=error, surface=surfaces(wrong, texts))
        .group_by(keys, maintain_order=True)
        .agg(pl.len().cast(pl.Int64).alias("n"), pl.col("before", "behind").first())
        .sort("error", "n", "surface", "gold_kind", descending=[False, True, False, False])
        .filter(pl.int_range(pl.len()).over("error") < most)
        .select("error", "n", "surface", "gold_kind", "found_kind", "before", "behind")
    )


def _figures(gold: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    """Counts per measure."""
    both = _joined(gold, found)
    is_gold, is_found = pl.col("kind").is_not_null(), pl.col("found_kind").is_not_null()
    right = pl.col("kind") == pl.col("found_kind")

    def counts(measure: str, hit: pl.Expr, frame: pl.DataFrame) -> pl.DataFrame:
        return frame.select(
            measure=pl.lit(measure),
            n_gold=is_gold.sum().cast(pl.Int64),
            n_found=is_found.sum().cast(pl.Int64),
            n_right=hit.sum().cast(pl.Int64),
        )

    rows = [counts("typed", right, both), counts("untyped", is_gold & is_found, both)]
    for kind in sorted({*gold["kind"], *found["kind"]}):
        one = _joined(gold.filter(kind=kind), found.filter(kind=kind))
        rows.append(counts(kind, right, one))
    return pl.concat(rows)


def rates(counts: pl.DataFrame) -> pl.DataFrame:
    """Counts (n_gold, n_found, n_right) with precision, recall and f1, null where undefined."""
    n_gold, n_found, n_right = pl.col("n_gold"), pl.col("n_found"), pl.col("n_right")

    def share(part: pl.Expr, whole: pl.Expr) -> pl.Expr:
        return pl.when(whole > 0).then(part / whole)

    return counts.with_columns(
        precision=share(n_right, n_found),
        recall=share(n_right, n_gold),
        f1=share(2 * n_right, n_gold + n_found),
    )


def _joined(gold: pl.DataFrame, found: pl.DataFrame) -> pl.DataFrame:
    return gold.select(*SPAN, "kind").join(
        found.select(*SPAN, found_kind="kind"), on=SPAN, how="full", coalesce=True
    )


def _once(spans: pl.DataFrame) -> pl.DataFrame:
    return spans.select(*SPAN, "kind").unique(SPAN, keep="last", maintain_order=True)


def surfaces(spans: pl.DataFrame, texts: pl.Series) -> pl.Series:
    """The words of spans."""
    return Texts(texts).cut(*(spans[name].to_numpy() for name in SPAN))


def in_context(spans: pl.DataFrame, texts: pl.Series) -> pl.DataFrame:
    """Spans with up to 40 characters on either side: before, behind."""
    return spans.with_columns(
        before=_around(spans, texts, before=True), behind=_around(spans, texts, before=False)
    )


def _around(spans: pl.DataFrame, texts: pl.Series, *, before: bool) -> pl.Series:
    """Up to 40 characters on one side of each span, white space folded."""
    if before:
        low = (pl.col("start") - _CONTEXT).clip(0)
        sides = spans.select("doc", start=low, end="start")
    else:
        length = texts.str.len_chars().cast(pl.Int32).gather(spans["doc"])
        high = pl.min_horizontal(pl.col("end") + _CONTEXT, length)
        sides = spans.select("doc", start="end", end=high)
    return surfaces(sides, texts).str.replace_all(r"\s+", " ")
