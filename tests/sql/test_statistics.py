"""Association statistics against SciPy and NLTK, on thousands of 2x2 tables."""

import warnings
from fractions import Fraction
from math import comb

import duckdb
import numpy as np
import pytest

from flows.settings import RESOURCES
from flows.statistics import upper_tail

MACROS = ("npmi", "log_likelihood", "log_dice", "jaccard", "t_score")
#: n_both, n_a, n_b, n_units at the edges of what a table can be.
EXTREMES = [
    (1, 1, 1, 1),
    (1, 1, 1, 2),
    (1, 1, 1, 50_000_000),
    (1, 1, 50_000_000, 50_000_000),
    (1, 25_000_000, 25_000_001, 50_000_000),
    (7, 7, 7, 7),
    (7, 7, 7, 50_000_000),
    (20_000, 20_000, 20_000, 1_000_000),
    (1, 500_000, 500_000, 1_000_000),
    (250_000, 500_000, 500_000, 1_000_000),
    (249_000, 500_000, 500_000, 1_000_000),
    (499_999, 500_000, 500_000, 1_000_000),
    (3, 3, 4, 4),
    (1, 2, 3, 4),
]


def random_tables(n: int) -> np.ndarray:
    """Tables of every size, most of them near what chance would make of their margins."""
    rng = np.random.default_rng(20140901)
    units = np.exp(rng.uniform(0, 16, n)).astype(np.int64) + 1
    a, b = (
        np.maximum(1, (units * np.exp(-rng.uniform(0, 12, n))).astype(np.int64)) for _ in range(2)
    )
    mean = a * b / units
    near = np.round(mean + rng.normal(0, 3, n) * np.sqrt(mean + 1)).astype(np.int64)
    low, high = np.maximum(1, a + b - units), np.minimum(a, b)
    both = np.where(rng.random(n) < 0.3, rng.integers(low, high + 1), np.clip(near, low, high))
    return np.stack((both, a, b, units), axis=1)


@pytest.fixture(scope="module")
def tables() -> np.ndarray:
    return np.concatenate((np.array(EXTREMES), random_tables(4000)))


@pytest.fixture(scope="module")
def found(tables: np.ndarray) -> dict[str, np.ndarray]:
    columns = dict(zip(("n_both", "n_a", "n_b", "n_units"), tables.T, strict=True))
    with duckdb.connect() as connection:
        for name in MACROS:
            connection.execute((RESOURCES / "sql" / "macros" / f"{name}.sql").read_text())
        connection.register("tables", columns)
        return connection.sql("""
            SELECT
                npmi(n_both, n_a, n_b, n_units) AS npmi,
                log_likelihood(n_both, n_a, n_b, n_units) AS log_likelihood,
                log_dice(n_both, n_a, n_b) AS log_dice,
                jaccard(n_both, n_a, n_b) AS jaccard,
                t_score(n_both, n_a, n_b, n_units) AS t_score
            FROM tables
        """).fetchnumpy() | {"p_value": upper_tail(*tables.T)}


def by_nltk(measure: str, tables: np.ndarray) -> np.ndarray:
    from nltk.metrics import BigramAssocMeasures  # noqa: PLC0415 - slow to import, and needed by one worker

    score = getattr(BigramAssocMeasures, measure)
    return np.array([score(int(both), (int(a), int(b)), int(n)) for both, a, b, n in tables])


def test_p_value_is_scipy_s(tables, found) -> None:
    from scipy.stats import hypergeom  # noqa: PLC0415 - slow to import, and needed by one worker

    both, a, b, units = tables.T
    # Beyond that SciPy itself is further off than 1e-9.
    small = units <= 1_000_000
    with warnings.catch_warnings():
        # SciPy's own, of tails too small for it.
        warnings.simplefilter("ignore", RuntimeWarning)
        expected = hypergeom.sf(both - 1, units, a, b)
    assert np.allclose(found["p_value"][small], expected[small], rtol=1e-9, atol=1e-300)


def test_p_value_is_exact(tables, found) -> None:
    countable = np.flatnonzero(tables[:, 1:3].min(axis=1) <= 300)
    for row in countable[::7]:
        both, a, b, units = (int(n) for n in tables[row])
        a, b = max(a, b), min(a, b)
        ways = sum(comb(a, x) * comb(units - a, b - x) for x in range(both, b + 1))
        exact = float(Fraction(ways, comb(units, b)))
        assert found["p_value"][row] == pytest.approx(exact, rel=1e-11, abs=1e-300)


def test_log_likelihood_is_nltk_s(tables, found) -> None:
    both, a, b, units = tables.T.astype(np.float64)
    inside = (a < units) & (b < units)
    assert (np.ma.getmaskarray(found["log_likelihood"]) == ~inside).all()
    cells = np.stack((both, a - both, b - both, units - a - b + both))
    chance = np.stack((a * b, a * (units - b), (units - a) * b, (units - a) * (units - b))) / units
    with np.errstate(divide="ignore", invalid="ignore"):
        terms = np.where(cells > 0, 2 * cells * np.log(cells / chance), 0)
    sign = np.where(both * units < a * b, -1, 1)
    expected = sign * np.maximum(0, terms.sum(axis=0))
    # The terms cancel, so they set the scale.
    wrong = abs(np.ma.getdata(found["log_likelihood"]) - expected)
    assert (wrong <= 1e-9 * np.maximum(1, abs(terms).max(axis=0)))[inside].all()
    # NLTK adds a little to every cell, which shows least where none is empty.
    full = inside & (cells >= 5).all(axis=0) & (abs(expected) > 1)
    assert full.sum() > 200
    nltk = by_nltk("likelihood_ratio", tables[full])
    assert np.allclose(nltk, abs(expected[full]), rtol=1e-9)


def test_jaccard_is_nltk_s(tables, found) -> None:
    assert np.allclose(found["jaccard"], by_nltk("jaccard", tables), rtol=1e-9)


def test_t_score_is_nltk_s(tables, found) -> None:
    assert np.allclose(found["t_score"], by_nltk("student_t", tables), rtol=1e-9, atol=1e-9)


def test_log_dice_is_rychly_s(tables, found) -> None:
    expected = 14 + np.log2(by_nltk("dice", tables))
    assert np.allclose(found["log_dice"], expected, rtol=1e-9)


def test_npmi_is_bouma_s(tables, found) -> None:
    both, a, b, units = tables.T.astype(np.float64)
    told = both < units
    assert (np.ma.getmaskarray(found["npmi"]) == ~told).all()
    with np.errstate(divide="ignore", invalid="ignore"):
        expected = np.log(both * units / (a * b)) / -np.log(both / units)
    assert np.allclose(
        np.ma.getdata(found["npmi"])[told], np.clip(expected, -1, 1)[told], rtol=1e-9, atol=1e-9
    )
