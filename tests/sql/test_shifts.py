"""Pairs that became more or less frequent: given days, expect rows; figures against SciPy."""

import math
from collections.abc import Iterator
from datetime import date, timedelta
from pathlib import Path

import duckdb
import numpy as np
import polars as pl
import pytest

from flows.contracts.periods import LEAST_SENTENCES
from flows.statistics import shift_significance
from flows.store.build import SQL, Build
from tests.sql.given import Given, Text, rows

JULY, AUGUST, OCTOBER = date(2014, 7, 9), date(2014, 8, 14), date(2014, 10, 2)
COUNTS = ["n_before", "n_after", "n_units_before", "n_units_after"]


def sentences(count: int, words: str, day: date | None) -> Text:
    return Text(" / ".join([words] * count), day=day)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    texts = [
        sentences(1, "A B", JULY),
        sentences(9, "C", JULY),
        sentences(2, "x", JULY),
        sentences(4, "A B", AUGUST),
        sentences(5, "A C", AUGUST),
        sentences(4, "B C", AUGUST),
        # Nobody speaks of September, so October has no month before it.
        sentences(7, "A B", OCTOBER),
        sentences(9, "A B", None),
    ]
    with Given(tmp_path_factory.mktemp("shifts"), texts).built() as built:
        yield built


def test_counts_of_two_periods_stand_side_by_side(build: Build) -> None:
    query = (
        "SELECT period, period_start, entity_a || ' ' || entity_b, n_before, n_after, "
        "n_units_before, n_units_after FROM shifts"
    )
    assert rows(build, query) == [
        # B C has too few sentences, `x` names nobody, and years and weeks have no neighbour.
        ("month", date(2014, 8, 1), "A B", 1, 4, 10, 13),
        ("month", date(2014, 8, 1), "A C", 0, 5, 10, 13),
    ]


def test_a_pair_that_vanished_has_a_row(tmp_path: Path) -> None:
    week = timedelta(days=7)
    texts = [
        sentences(5, "A B", JULY),
        sentences(1, "A", JULY + week),
        # The turn of the year ends a year and a month, and may part a week's days.
        sentences(6, "A B", date(2014, 12, 31)),
        sentences(2, "C", date(2015, 1, 1)),
    ]
    with Given(tmp_path, texts).built() as built:
        query = "SELECT period, period_start, n_before, n_after FROM shifts"
        assert rows(built, query) == [
            ("month", date(2015, 1, 1), 6, 0),
            ("week", date(2014, 7, 14), 5, 0),
            ("year", date(2015, 1, 1), 11, 0),
        ]


def test_a_pair_that_every_sentence_names_has_no_likelihood(tmp_path: Path) -> None:
    texts = [sentences(3, "A B", JULY), sentences(3, "A B", AUGUST)]
    with Given(tmp_path, texts).built() as built:
        query = "SELECT log_likelihood, log_ratio, p_value, q_value FROM shifts"
        assert rows(built, query) == [(None, 0.0, 1.0, 1.0)]


def random_tables(n: int) -> pl.DataFrame:
    """Tables of every size, most of them near equal rates, and the edges of what one can be."""
    rng = np.random.default_rng(20140901)
    before, after = ((np.exp(rng.uniform(0, 13, n))).astype(np.int64) + 5 for _ in range(2))
    rate = np.exp(-rng.uniform(0, 9, n))
    pair_before = rng.binomial(before, rate)
    pair_after = rng.binomial(after, np.clip(rate * np.exp(rng.normal(0, 0.7, n)), 0, 1))
    tables = pl.DataFrame([pair_before, pair_after, before, after], schema=COUNTS)
    edges = [(0, 5, 1, 5), (5, 0, 5, 1), (5, 5, 5, 5), (0, 99_999, 10**6, 10**6), (3, 2, 3, 10**7)]
    tables = pl.concat([tables, pl.DataFrame(edges, schema=COUNTS, orient="row")])
    enough = pl.col("n_before") + pl.col("n_after") >= LEAST_SENTENCES
    return tables.filter(enough).unique(maintain_order=True)


@pytest.fixture(scope="module")
def tables() -> pl.DataFrame:
    return random_tables(3000)


@pytest.fixture(scope="module")
def found(tables: pl.DataFrame) -> pl.DataFrame:
    with duckdb.connect() as connection:
        for name in ("log_ratio", "log_likelihood"):
            connection.execute((SQL / "macros" / f"{name}.sql").read_text())
        connection.register("tables", tables)
        return connection.sql("""
            SELECT
                log_ratio(n_after, n_units_after, n_before, n_units_before) AS log_ratio,
                log_ratio_reach(n_after, n_units_after, n_before, n_units_before) AS reach,
                log_likelihood(n_after, n_before + n_after, n_units_after,
                    n_units_before + n_units_after) AS log_likelihood
            FROM tables
        """).pl()


def plain_g2(
    before: int, after: int, units_before: int, units_after: int
) -> tuple[float | None, float]:
    """Two rates against one rate for both, cell by cell; and the largest term, which sets the scale
    of what cancels.
    """
    both, units = before + after, units_before + units_after
    if both == units:
        return None, 0
    terms = []
    for n, n_units in ((before, units_before), (after, units_after)):
        for cell, share in ((n, both / units), (n_units - n, 1 - both / units)):
            terms.append(2 * cell * math.log(cell / (n_units * share)) if cell else 0)
    sign = after * units_before - before * units_after
    return math.copysign(max(0.0, sum(terms)), sign), max(map(abs, terms))


def test_log_likelihood_is_the_plain_one(tables: pl.DataFrame, found: pl.DataFrame) -> None:
    for table, g2 in zip(tables.iter_rows(), found["log_likelihood"], strict=True):
        expected, scale = plain_g2(*table)
        if expected is None:
            assert g2 is None
        else:
            assert g2 == pytest.approx(expected, rel=1e-9, abs=1e-9 * max(1, scale)), table


def test_log_ratio_and_its_interval(tables: pl.DataFrame, found: pl.DataFrame) -> None:
    for table, (ratio, reach) in zip(
        tables.iter_rows(), found.select("log_ratio", "reach").iter_rows(), strict=True
    ):
        before, after, units_before, units_after = (n + 0.5 for n in table)
        expected = math.log2(after / units_after / (before / units_before))
        error = math.sqrt(1 / after - 1 / units_after + 1 / before - 1 / units_before)
        assert ratio == pytest.approx(expected, rel=1e-9, abs=1e-9)
        assert reach == pytest.approx(1.959963984540054 * error / math.log(2), rel=1e-6)


@pytest.fixture(scope="module")
def tested(tables: pl.DataFrame) -> pl.DataFrame:
    given = tables.with_columns(period=pl.lit("week"), n_pairs=pl.lit(1))
    found = shift_significance(given)
    return tables.join(found, on=COUNTS, how="left", maintain_order="left")


def test_p_value_is_scipy_s(tables: pl.DataFrame, tested: pl.DataFrame) -> None:
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow to import, and needed by one worker

    before, after, units_before, units_after = (tables[name].to_numpy() for name in COUNTS)
    table = (units_before + units_after, before + after)
    rarer = hypergeom.sf(before - 1, *table, units_before)
    oftener = hypergeom.sf(after - 1, *table, units_after)
    expected = np.minimum(1, 2 * np.minimum(rarer, oftener))
    assert np.allclose(tested["p_value"], expected, rtol=1e-9, atol=1e-300)


def test_q_value_is_scipy_s(tested: pl.DataFrame) -> None:
    from scipy.stats import false_discovery_control  # noqa: PLC0415 - slow to import, and needed by one worker

    expected = false_discovery_control(tested["p_value"].to_numpy(), method="bh")
    assert np.allclose(tested["q_value"], expected, rtol=1e-9)


def test_pairs_with_one_table_are_tests_of_their_own() -> None:
    from scipy.stats import false_discovery_control  # noqa: PLC0415 - slow to import, and needed by one worker

    one = pl.DataFrame(
        [(0, 9, 50, 50, 3), (4, 5, 50, 50, 2)], schema=[*COUNTS, "n_pairs"], orient="row"
    )
    found = shift_significance(one.with_columns(period=pl.lit("week")))
    many = false_discovery_control(np.repeat(found["p_value"].to_numpy(), [3, 2]), method="bh")
    assert found["q_value"].to_list() == pytest.approx([many[0], many[3]])


def test_the_tail_of_g2_is_near_where_sentences_are_many_and_too_small_where_few() -> None:
    from scipy.stats import chi2, contingency  # noqa: PLC0415 - slow to import, and needed by one worker

    few, many = (0, 10, 1000, 1000), (4800, 5000, 10**6, 10**6)
    given = pl.DataFrame([few, many], schema=COUNTS, orient="row")
    found = shift_significance(given.with_columns(period=pl.lit("week"), n_pairs=pl.lit(1)))
    exact = dict(zip(found["n_before"], found["p_value"], strict=True))
    tails = {table[0]: chi2.sf(abs(plain_g2(*table)[0] or 0), 1) for table in (few, many)}
    assert tails[4800] == pytest.approx(exact[4800], rel=0.05)
    assert tails[0] < exact[0] / 5
    _, pvalue, *_ = contingency.chi2_contingency(
        [[0, 10], [1000, 990]], correction=False, lambda_="log-likelihood"
    )
    assert pvalue == pytest.approx(tails[0], rel=1e-9)
