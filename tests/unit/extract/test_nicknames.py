"""Persons with a nickname in quotes."""

import polars as pl
import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.extract.nicknames import bare


@pytest.fixture(scope="module")
def persons(shipped, in_one_batch):
    read = in_one_batch(lambda *texts: extract(documents_of(list(texts)), shipped).mentions)
    return lambda text: read(text).filter(kind="person").select("surface", "name").rows()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            'They met Mary "Tex" Zork. Zork left.',
            [('Mary "Tex" Zork', "Mary Zork"), ("Zork", "Mary Zork")],
        ),
        ("They met Mary J. “Wee Hen” Zork.", [("Mary J. “Wee Hen” Zork", "Mary J. Zork")]),
        ("They met Colonel Mary 'Tex' Zork.", [("Mary 'Tex' Zork", "Mary Zork")]),
        ('They met Donald "Don" Trump.', [('Donald "Don" Trump', "Donald Trump")]),
        (
            'They met Mary "Tex" Ali "Wee" Hassan.',
            [('Mary "Tex" Ali', "Mary Ali"), ("Hassan", "Hassan")],
        ),
        # No nicknames.
        ("They met Mary “the Hen” Zork.", [("Mary “the Hen” Zork", "Mary Zork")]),
        ('They asked Mary "Are you there" Zork said.', [("Mary", "Mary"), ("Zork", "Zork")]),
        ('They saw Mary "Tex" Monday.', [("Mary", "Mary")]),
        ('They read Daily "Zork" News.', []),
    ],
)
def test_nicknames(persons, text, expected):
    assert persons(text) == expected


def test_surface_and_offsets_hold_the_nickname(shipped):
    text = 'They met Mary "Tex" Zork.'
    row = extract(documents_of([text]), shipped).mentions.row(0, named=True)
    assert text[row["start"] : row["end"]] == row["surface"] == 'Mary "Tex" Zork'


@pytest.mark.parametrize(
    ("written", "name"),
    [
        ("Mary ‘Tex’ Zork", "Mary Zork"),
        ("Mary\n“Wee Hen” Zork", "Mary Zork"),
        # Letters of the name that look like marks.
        ("Ali ʿAlaʾ Zork", "Ali ʿAlaʾ Zork"),
    ],
)
def test_names_without_nicknames(written, name):
    assert pl.select(bare(pl.lit(written))).item() == name
