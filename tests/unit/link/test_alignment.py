import polars as pl
import pytest

from flows.link.alignment import abbreviated, shares_initials


@pytest.mark.parametrize(
    ("short", "long", "begin"),
    [
        ("fpu", "free patriotic union", 0),
        ("isil", "islamic state of iraq and the levant", 0),
        ("unhcr", "un high commissioner for refugees", 0),
        ("unesco", "united nations educational, scientific and cultural organization", 0),
        ("m.s.f.", "medecins sans frontieres", 0),
        ("icc", "rome statute of the international criminal court", 20),
        ("fpu", "free union", -1),
        # The first letter has to begin a word.
        ("ree", "free enterprise", -1),
        ("ab", "a long way for only two letters, b", -1),
    ],
)
def test_schwartz_and_hearst(short, long, begin):
    assert abbreviated(pl.Series([short]), pl.Series([long])).tolist() == [begin]


def test_many_pairs_are_judged_each_by_itself():
    short, long = pl.Series(["fpu", "x", "isi"]), pl.Series(["free union", "x", "islamic state i"])
    assert abbreviated(short, long).tolist() == [-1, 0, 0]


@pytest.mark.parametrize(
    ("short", "long", "expected"),
    [
        ("pkk", "kurdistan workers' party", True),
        ("pyd", "democratic union party", True),
        ("ap", "associated press", False),
        ("bbc", "ministry of defence", False),
    ],
)
def test_initials_in_any_order(short, long, expected):
    assert shares_initials(pl.Series([short]), pl.Series([long])).tolist() == [expected]


def test_no_pair_is_fine():
    none = pl.Series([], dtype=pl.String)
    assert abbreviated(none, none).tolist() == []
    assert shares_initials(none, none).tolist() == []
