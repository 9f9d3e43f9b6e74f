"""Hypergeometric tails of 2x2 tables: how likely so many joint units are by chance.

One-sided Fisher exact test. Probabilities of single tables after Loader (2000), *Fast and accurate
computation of binomial probabilities*: a ratio of three binomials, each written with deviances and
Stirling's error, so that no two large logarithms are subtracted. Tails are sums of such
probabilities, each got from the one before by a ratio, away from the mode, until nothing changes.
"""

import math

import numpy as np

_EPSILON = 1e-18
_HALF_LOG_2_PI = 0.5 * math.log(2 * math.pi)
#: Up to here Stirling's error is taken from factorials, from here on from its series.
_TABLE = 16
_STIRLING_ERROR = np.array(
    [0.0]
    + [
        math.log(math.factorial(n)) - ((n + 0.5) * math.log(n) - n + _HALF_LOG_2_PI)
        for n in range(1, _TABLE)
    ]
)
_SERIES = (1 / 12, -1 / 360, 1 / 1260, -1 / 1680, 1 / 1188, -691 / 360360)


def upper_tail(
    n_both: np.ndarray, n_a: np.ndarray, n_b: np.ndarray, n_units: np.ndarray
) -> np.ndarray:
    """Probability of at least `n_both` joint units where n_a and n_b of n_units are drawn
    independently (Float64, 0 to 1); 0 where it is below the smallest number.

    Reads whole numbers, 0 <= n_both <= min(n_a, n_b), n_a + n_b - n_both <= n_units.
    """
    both, a, b, units = (np.asarray(x, dtype=np.float64) for x in (n_both, n_a, n_b, n_units))
    above = both * units > a * b
    # At or below the mean the tail is what the other one leaves.
    first = np.where(above, both, both - 1)
    rest = units - a - b
    exists = (first >= 0) & (rest + first >= 0)
    density = np.zeros(len(both))
    at = np.flatnonzero(exists)
    density[at] = np.exp(_log_density(first[at], a[at], b[at], units[at]))
    tail = density * _relative_sum(np.where(exists, first, 0), a, b, rest, above)
    return np.clip(np.where(above, tail, 1 - tail), 0, 1)


def _relative_sum(
    first: np.ndarray, a: np.ndarray, b: np.ndarray, rest: np.ndarray, up: np.ndarray
) -> np.ndarray:
    """Sum of the tail from `first` on, upwards or downwards, in units of its first term."""
    total = np.ones(len(first))
    at = np.arange(len(first))
    x, term = first.copy(), np.ones(len(first))
    while len(at):
        a_, b_, rest_ = a[at], b[at], rest[at]
        with np.errstate(divide="ignore", invalid="ignore"):
            rising = (a_ - x) * (b_ - x) / ((x + 1) * (rest_ + x + 1))
            falling = x * (rest_ + x) / ((a_ - x + 1) * (b_ - x + 1))
        term = term * np.where(up[at], rising, falling)
        x = x + np.where(up[at], 1, -1)
        total[at] += term
        going = term > _EPSILON * total[at]
        at, x, term = at[going], x[going], term[going]
    return total


def _log_density(x: np.ndarray, a: np.ndarray, b: np.ndarray, units: np.ndarray) -> np.ndarray:
    """Logarithm of the probability of exactly x joint units."""
    p = b / units
    joint, alone = _log_binomial(x, a, p), _log_binomial(b - x, units - a, p)
    return joint + alone - _log_binomial(b, units, p)


def _log_binomial(x: np.ndarray, n: np.ndarray, p: np.ndarray) -> np.ndarray:
    """Logarithm of the binomial probability of x in n."""
    q = 1 - p
    with np.errstate(divide="ignore", invalid="ignore"):
        inner = (
            _stirling_error(n)
            - _stirling_error(x)
            - _stirling_error(n - x)
            - _deviance(x, n * p)
            - _deviance(n - x, n * q)
            + 0.5 * np.log(n / (x * (n - x)))
            - _HALF_LOG_2_PI
        )
        none = np.where(n == 0, 0.0, n * np.log1p(-p))
        all_ = np.where(n == 0, 0.0, n * np.log(p))
    return np.where(x == 0, none, np.where(x == n, all_, inner))


def _stirling_error(n: np.ndarray) -> np.ndarray:
    """log(n!) less Stirling's formula for it."""
    small = _STIRLING_ERROR[np.minimum(n, _TABLE - 1).astype(np.int64)]
    large = np.maximum(n, _TABLE)
    power, square = 1 / large, 1 / (large * large)
    series = np.zeros(len(n))
    for coefficient in _SERIES:
        series += coefficient * power
        power = power * square
    return np.where(n < _TABLE, small, series)


def _deviance(x: np.ndarray, mean: np.ndarray) -> np.ndarray:
    """x log(x / mean) + mean - x, without cancelling where x is near the mean."""
    difference = x - mean
    v = difference / (x + mean)
    total, term = difference * v, 2 * x * v
    for j in range(1, 10):
        term = term * v * v
        total = total + term / (2 * j + 1)
    plain = x * np.log(x / mean) - difference
    return np.where(abs(difference) < 0.1 * (x + mean), total, plain)
