"""Productions: what their regexes need, and that leaving out the others changes nothing."""

import polars as pl
import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from flows.extract.dates.grammar import grammar
from flows.extract.known import Known
from flows.extract.productions import Production, groups

WORDS = [
    "22 ", "2014 ", "august/month:8 ", "may/month:5 ", "of ", "the ", "last/shift:-1 ", ", ",
    "week/unit:week ", "years/units:year ", "ago ", "friday/weekday:4 ", "two/one:2 ", "and ",
    "night/daypart:NI ", "today/deixis:0 ", "summer/season:1 ", "every ", "daily/frequency:day ",
]  # fmt: skip
#: Few at a time, else every class is there.
FORMS = st.lists(st.lists(st.sampled_from(WORDS), min_size=1, max_size=6).map("".join), max_size=2)


@pytest.mark.parametrize(
    ("regex", "needs"),
    [
        (r"a/month:x b/unit:x ", [{"month"}, {"unit"}]),
        (r"(?:a/month:x )?b/unit:x ", [{"unit"}]),
        (r"(?:a/unit:x |b/units:x )c ", [{"unit", "units"}]),
        (r"(?:a/unit:x |b )c ", []),
        (r"(?P<n>(?:a/unit:x |b/unit:y )+)", [{"unit"}]),
        (r"(?:\( )?[/(]a/zone:x ", [{"zone"}]),
    ],
)
def test_needs(regex, needs):
    assert Production.of("rule", regex).needs == {frozenset(need) for need in needs}


@given(FORMS)
@settings(max_examples=40)
def test_what_is_left_out_matches_nothing(shipped, forms):
    productions = grammar(shipped)
    everything = [one._replace(needs=frozenset()) for one in productions]
    texts = pl.Series(forms, dtype=pl.String)
    names = ("month", "day", "year", "unit", "units", "shift", "weekday", "daypart")
    assert groups(texts, productions, names).equals(groups(texts, everything, names))


def test_known_words():
    known = Known(pl.Series(["b", "a", "b", "c"]))
    assert known.rows(pl.Series(["c", None, "b", "z"])).tolist() == [3, -1, 0, -1]
    assert len(known) == 3
