"""Calendar units as numbered periods: which days a period has, which period a day lies in.

Days count from 1970-01-01. A season is numbered year * 4 + 0 to 3 for spring (March) to winter
(December to February, counted to the year it begins in); weeks begin on Monday (ISO 8601); the
20th century is number 19, 1901 to 2000. Northern seasons.
"""

from typing import NamedTuple

import numpy as np

UNITS = (
    "day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century",
)  # fmt: skip
CODE = {name: code for code, name in enumerate(UNITS)}
#: Months of a unit, and the month that period 0 begins with; 0 for units of days.
_MONTHS = np.array([0, 0, 0, 1, 3, 3, 6, 12, 120, 1200])
_OFFSET = np.array([0, 0, 0, 0, 0, 2, 0, 0, 0, 12])
_DAYS = np.array([1, 7, 2, 0, 0, 0, 0, 0, 0, 0])
_EPOCH = 1970 * 12
#: 1970-01-01 was a Thursday.
_MONDAY = 3
_SATURDAY = 5
#: Days that a datetime can hold: the years 1 to 9999.
FIRST_DAY, LAST_DAY = -719162, 2932896


class Period(NamedTuple):
    """First and last day."""

    first: np.ndarray
    last: np.ndarray


def month_start(month: np.ndarray) -> np.ndarray:
    """First day of months numbered year * 12 + 0 to 11."""
    return (month - _EPOCH).astype("datetime64[M]").astype("datetime64[D]").astype(np.int64)


def month_of(day: np.ndarray) -> np.ndarray:
    """Month of days."""
    months = day.astype("datetime64[D]").astype("datetime64[M]")
    return months.astype(np.int64) + _EPOCH


def days_of(unit: np.ndarray, index: np.ndarray) -> Period:
    """Days of periods; `unit` holds codes."""
    by_month = _MONTHS[unit] > 0
    month = np.where(by_month, index * _MONTHS[unit] + _OFFSET[unit], 0)
    week = index * 7 - _MONDAY + np.where(unit == CODE["weekend"], _SATURDAY, 0)
    in_days = np.where(unit == CODE["day"], index, week)
    first = np.where(by_month, month_start(month), in_days)
    after = np.where(by_month, month_start(month + _MONTHS[unit]), in_days + _DAYS[unit])
    return Period(first, after - 1)


def index_of(unit: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Period that days lie in."""
    by_month = _MONTHS[unit] > 0
    month = (month_of(day) - _OFFSET[unit]) // np.maximum(_MONTHS[unit], 1)
    in_days = np.where(unit == CODE["day"], day, (day + _MONDAY) // 7)
    return np.where(by_month, month, in_days)


def add_months(day: np.ndarray, months: np.ndarray) -> np.ndarray:
    """The same day of the month so many months later, or the last day of a shorter month."""
    month = month_of(day)
    into = day - month_start(month)
    return np.minimum(month_start(month + months) + into, month_start(month + months + 1) - 1)
