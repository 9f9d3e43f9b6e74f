"""Meanings made intervals: against the text's date, a year nearby, or the date spoken of last."""

import numpy as np
import polars as pl

from flows.categories import DATE_BASES
from flows.extract.dates.calendar import (
    CODE,
    FIRST_DAY,
    LAST_DAY,
    add_months,
    days_of,
    index_of,
    month_start,
)  # fmt: skip
from flows.extract.dates.precision import precision
from flows.extract.dates.surroundings import NOWHEN, Place, Signs, document_days
from flows.extract.reading import Reading
from flows.lexicon import Lexicon

#: How far back a date spoken of, or a year, still counts: sentences.
_NEAR = 5
_YEAR_NEAR = 2
_MOST_ROUNDS = 100
_YEAR, _MONTH, _DAY, _WEEKEND = (CODE[name] for name in ("year", "month", "day", "weekend"))
#: The unit a position is counted in, by unit: the week for days, else the year.
_NONE = NOWHEN
_CYCLE = np.array([7, 1, 1, 12, 4, 4, 2, 1, 1, 1])
#: Rough length in days, by unit.
_SIZE = np.array([1, 7, 7, 31, 92, 92, 183, 366, 3660, 36600])
_MONTHS_IN = {"month": 1, "quarter": 3, "year": 12, "decade": 120, "century": 1200}


_EXPLICIT, _YEAR_INFERRED, _RELATIVE, _DOCUMENT_DATE = range(len(DATE_BASES))
_NO_BASIS = -1


def anchor(
    rows: pl.DataFrame, read: Reading, published: np.ndarray, lexicon: Lexicon
) -> pl.DataFrame:
    """Rows with date_from, date_to, anchor (Date), basis, precision (String), and `index` known.

    `published`: day of every document, NaT where unknown. What has no anchor keeps null.
    """
    at = rows["at"].to_numpy()
    place = Place(
        read.tokens["doc"].to_numpy()[at],
        read.sentence_of[at].astype(np.int64),
        read.sentences["paragraph_no"].to_numpy()[read.sentence_of[at]],
    )
    day = document_days(rows, read, place, published)
    return _Solver(rows, place, day[place.doc], Signs.of(read, rows, lexicon)).solve()


class _Solver:
    """Columns of the rows as arrays, and what is found out about them."""

    def __init__(self, rows: pl.DataFrame, place: Place, today: np.ndarray, signs: Signs) -> None:
        self.rows, self.place, self.today, self.signs = rows, place, today, signs
        self.how = rows["how"].to_numpy().astype(str)
        self.unit = rows["unit"].fill_null(0).to_numpy().astype(np.int64)
        self.the_weekend = (rows["said"] == "the weekend").to_numpy()
        self.narrative = rows["narrative"].to_numpy()
        self.definite = rows["definite"].to_numpy()
        self.first = np.full(len(rows), _NONE)
        self.last = np.full(len(rows), _NONE)
        self.anchor = np.full(len(rows), _NONE)
        self._known: dict[str, np.ndarray] = {}
        self.index = self._numbers("index").copy()
        self.basis = np.zeros(len(rows), dtype=np.int64)
        self.direction = self._numbers("direction")

    def _numbers(self, name: str) -> np.ndarray:
        if name not in self._known:
            self._known[name] = self.rows[name].cast(pl.Int64).fill_null(_NONE).to_numpy()
        return self._known[name]

    def solve(self) -> pl.DataFrame:
        self._fixed()
        self._slashed()
        self._from_years_nearby()
        against = np.isin(self.how, ("cycle", "within", "shift", "span")) & (self.index == _NONE)
        against &= self.first == _NONE
        direct = np.flatnonzero(against & ~self.narrative & (self.today != _NONE))
        self._resolve(direct, self.today[direct])
        self._from_narrative(np.flatnonzero(against & self.narrative))
        return self._result()

    def _fixed(self) -> None:
        at = np.flatnonzero(self.how == "fixed")
        self._settle(at, self.index[at])
        self.basis[at] = _EXPLICIT
        second = self._numbers("index2")
        ranged = np.flatnonzero(second != _NONE)
        self.last[ranged] = days_of(self.unit[ranged], second[ranged]).last

    def _slashed(self) -> None:
        """Month/day/year or day/month/year: where both can be, the one nearer to the text's day."""
        at = np.flatnonzero(self.how == "slashed")
        year, one, two = (self._numbers(name)[at] for name in ("index", "first", "second"))
        american = _day_in(year, one, two)
        european = _day_in(year, two, one)
        both = (american != _NONE) & (european != _NONE) & (american != european)
        today = self.today[at]
        nearer = np.where(abs(american - today) <= abs(european - today), american, european)
        unsure = np.where(today == _NONE, _NONE, nearer)
        single = np.where(american != _NONE, american, european)
        found = np.where(both, unsure, single)
        good = found != _NONE
        self.index[at[good]] = found[good]
        self.index[at[~good]] = _NONE
        self.unit[at] = _DAY
        self.first[at], self.last[at] = found, found
        self.basis[at] = np.where(both, _DOCUMENT_DATE, _EXPLICIT)
        self.anchor[at] = np.where(both & good, today, _NONE)

    def _from_years_nearby(self) -> None:
        """A month, season or quarter without a year: the year just spoken of."""
        wants = (self.how == "cycle") & (self.unit != _DAY) & (self.direction == _NONE)
        wants &= ~self.narrative
        gives = (self.how == "fixed") & (self.unit >= _MONTH) & (self.unit <= _YEAR)
        gives &= (self._numbers("index2") == _NONE) & ~self.signs.since
        source = _last_before(gives)
        at = np.flatnonzero(wants & (source >= 0))
        source = source[at]
        undated = self.today[at] == _NONE
        place = self.place
        near = place.doc[source] == place.doc[at]
        gap = place.sentence[at] - place.sentence[source]
        close = (gap <= _YEAR_NEAR) & (place.paragraph[at] == place.paragraph[source])
        close &= (gap == 0) | self.signs.opens[source]
        near &= close | (undated & (self.unit[source] != _YEAR))
        at, source = at[near], source[near]
        year = index_of(np.full(len(at), _YEAR), self.first[source])
        self._settle(at, year * _CYCLE[self.unit[at]] + self._numbers("position")[at])
        self.basis[at] = _YEAR_INFERRED
        self.anchor[at] = self.first[source]

    def _from_narrative(self, at: np.ndarray) -> None:
        """Against the last date before, which may itself hang on one before: round by round."""
        dated = np.isin(self.rows["kind"].to_numpy().astype(str), ("date", "time"))
        # What looks back (two days earlier) leaves the story where it was.
        back = self.narrative & (self.how == "shift") & (self._numbers("steps") < 0)
        source = _last_before(dated & (self.how != "none") & ~back)[at]
        place = self.place
        near = (source >= 0) & (place.doc[source] == place.doc[at])
        near &= place.sentence[at] - place.sentence[source] <= _NEAR
        gap = place.sentence[at] - place.sentence[source]
        # A clock time belongs to a day of its own sentence or the one before.
        clock = self.rows["clock"].is_not_null().to_numpy()[at]
        near &= ~clock | ((gap <= 1) & (place.paragraph[at] == place.paragraph[source]))
        near &= ~self.definite[at] | (gap == 0)
        # Nobody knows which days follow a year.
        known = np.where(self._numbers("day") == _NONE, _SIZE[self.unit], 1)
        near &= known[source] <= _SIZE[self.unit[at]]
        own = at[~near & self.definite[at] & (self.today[at] != _NONE)]
        self._resolve(own, self.today[own])
        at, source = at[near], source[near]
        for _ in range(_MOST_ROUNDS):
            ready = self.first[source] != _NONE
            if not ready.any():
                break
            self._resolve(at[ready], self.first[source[ready]])
            at, source = at[~ready], source[~ready]

    def _resolve(self, at: np.ndarray, day: np.ndarray) -> None:
        """Cycles, shifts and spans against these days."""
        unit, position = self.unit[at], self._numbers("position")[at]
        steps = self._numbers("steps")[at]
        how = self.how[at]
        here, cycle = index_of(unit, day), _CYCLE[unit]
        # Of a weekend that is over, the last one.
        over = (unit == _WEEKEND) & self.the_weekend[at] & (self.signs.tense[at] < 0)
        here = here - (over & (day < days_of(unit, here).first))
        within = here - (here + np.where(unit == _DAY, 3, 0)) % cycle + steps * cycle + position
        index = np.where(how == "within", within, here + steps)
        index = np.where(how == "cycle", self._nearest(at, here, position, cycle), index)
        known = (how != "span") & (steps != _NONE)
        self._settle(at[known], index[known])
        self._span(at[how == "span"], day[how == "span"])
        found = self.first[at] != _NONE
        inferred = (how == "cycle") & (unit != _DAY) & (self.direction[at] == _NONE)
        self.basis[at[found]] = np.where(inferred, _YEAR_INFERRED, _RELATIVE)[found]
        self.anchor[at[found]] = day[found]

    def _nearest(
        self, at: np.ndarray, here: np.ndarray, position: np.ndarray, cycle: np.ndarray
    ) -> np.ndarray:
        """The nearest period with this position before (or in) the anchor's, or after it."""
        direction = self.direction[at]
        ahead = np.where(direction == _NONE, self.signs.tense[at], direction) > 0
        strict = direction != _NONE
        offset = np.where(self.unit[at] == _DAY, 3, 0)
        back = (here + offset - position) % cycle
        back = np.where(strict & (back == 0), cycle, back)
        forth = (position - here - offset) % cycle
        forth = np.where(strict & (forth == 0), cycle, forth)
        # Nobody calls a day of eleven months ago by its day and month alone.
        named = self._numbers("day")[at] != _NONE
        ahead |= named & ~strict & (self.signs.tense[at] == 0) & (forth == 1)
        return np.where(ahead, here + forth, here - back)

    def _span(self, at: np.ndarray, day: np.ndarray) -> None:
        """So many units up to the day, or from it."""
        count = self.rows["count"].fill_null(1.0).to_numpy()[at]
        names = self.rows["per"].gather(at).fill_null("").to_numpy().astype(str)
        months = np.array([_MONTHS_IN.get(name, 0) for name in names], dtype=np.int64)
        length = np.select([names == "day", names == "week", names == "fortnight"], [1, 7, 14], 0)
        vague = self.rows["vague"].fill_null(value=False).to_numpy()[at]
        many = self.rows["plural"].to_numpy()[at]
        told = ~self.rows["count"].is_null().to_numpy()[at] | ~many
        good = (months + length > 0) & (count % 1 == 0) & ~vague & told & (count < 2000)
        at, day, count = at[good], day[good], count[good].astype(np.int64)
        months, length = months[good] * count, length[good] * count
        sign = np.where(self.direction[at] > 0, 1, -1)
        edge = np.where(months > 0, add_months(day, sign * months), day + sign * length)
        self.first[at] = np.where(sign > 0, day, edge + 1)
        self.last[at] = np.where(sign > 0, edge, day)

    def _settle(self, at: np.ndarray, index: np.ndarray) -> None:
        """Rows have these periods; a day of the month and a part narrow them down."""
        first, last = days_of(self.unit[at], index)
        day, day2 = self._numbers("day")[at], self._numbers("day2")[at]
        named = (day != _NONE) & (self.unit[at] == _MONTH)
        exists = ~named | (first + day - 1 <= last)
        last_named = np.where(day2 == _NONE, day, day2)
        exists &= ~named | ((last_named >= day) & (first + last_named - 1 <= last))
        part = self.rows["part"].gather(at).fill_null("").to_numpy().astype(str)
        part = np.where(np.isin(part, ("start", "mid", "end")), part, "")
        size = last - first + 1
        low = np.select([part == "mid", part == "end"], [size // 3, size - size // 3], 0)
        high = np.select([part == "start", part == "mid"], [size // 3, size - size // 3], size)
        low = np.where(named, day - 1, np.minimum(low, size - 1))
        high = np.where(named, last_named, np.maximum(high, low + 1))
        exists &= (first > FIRST_DAY) & (last < LAST_DAY)
        self.index[at] = np.where(exists, index, _NONE)
        self.first[at] = np.where(exists, first + low, _NONE)
        self.last[at] = np.where(exists, first + high - 1, _NONE)

    def _result(self) -> pl.DataFrame:
        none = self.first == _NONE
        return self.rows.with_columns(
            _days("date_from", self.first),
            _days("date_to", self.last),
            _days("anchor", np.where(none, _NONE, self.anchor)),
            pl.Series("basis", np.where(none, _NO_BASIS, self.basis)).replace_strict(
                dict(enumerate(DATE_BASES)), default=None, return_dtype=pl.String
            ),
            pl.Series("index", np.where(none, _NONE, self.index)).replace(_NONE, None),
            pl.Series("unit", self.unit.astype(np.uint8)),
        ).with_columns(precision=precision())


def _days(name: str, days: np.ndarray) -> pl.Series:
    return pl.Series(name, days).replace(_NONE, None).cast(pl.Int32).cast(pl.Date)


def _day_in(year: np.ndarray, month: np.ndarray, day: np.ndarray) -> np.ndarray:
    """Day of a date, _NONE where there is no such date."""
    good = (month >= 1) & (month <= 12) & (day >= 1)
    start = month_start(year * 12 + np.where(good, month, 1) - 1)
    good &= start + day - 1 < month_start(year * 12 + np.where(good, month, 1))
    return np.where(good, start + day - 1, _NONE)


def _last_before(wanted: np.ndarray) -> np.ndarray:
    """For every row, the last wanted row before it; -1 where there is none."""
    marks = np.where(wanted, np.arange(len(wanted)), -1)
    return np.concatenate(([-1], np.maximum.accumulate(marks)[:-1])) if len(marks) else marks
