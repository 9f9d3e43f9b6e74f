import pytest

from flows.extract.tokens import tokenize


@pytest.fixture
def words(lexicon, documents):
    def split(text):
        read = tokenize(documents(text), lexicon)
        return read.types["word"].gather(read.tokens["type"]).to_list()

    return split


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("U.S. Gen. J. Smith", ["U.S.", "Gen.", "J.", "Smith"]),
        ("So do I. Yes.", ["So", "do", "I", ".", "Yes", "."]),
        ("al-Maliki", ["al", "-", "Maliki"]),
        ("Iran's and Iraq’s", ["Iran", "'s", "and", "Iraq", "’s"]),
        ("Da'wah Da’wah O'Brien Sana'a don't", ["Da'wah", "Da’wah", "O'Brien", "Sana'a", "don't"]),
        ("1.2m 1,500 3.5.", ["1.2", "m", "1,500", "3.5", "."]),
        ("see www.example.org/a, now", ["see", "www.example.org/a", ",", "now"]),
        ("中文。", ["中", "文", "。"]),
        ("“Go!”", ["“", "Go", "!", "”"]),
        ("\u200eThe\u200b Tigris.\ufeff", ["The", "Tigris", "."]),
    ],
)
def test_words(words, text, expected):
    assert words(text) == expected


def test_front_matter_is_skipped_and_offsets_count_from_the_start(lexicon, documents):
    read = tokenize(documents("---\nx\n---\n Erbil", body_start=9), lexicon)
    assert read.tokens.select("start", "end").rows() == [(11, 16)]


def test_spaces_behind_tokens(lexicon, documents):
    read = tokenize(documents("a b\nc\n  d\r\n\r\ne\u2029f"), lexicon)
    assert read.tokens["space"].to_list() == [1, 2, 3, 4, 4, 2]


def test_types_are_described_once_each(lexicon, documents):
    read = tokenize(documents("Ürümqi ISIS Ürümqi McCain’s U.S. 1,500"), lexicon)
    types = read.types.select("word", "folded", "shape").rows()
    assert types[:3] == [
        ("Ürümqi", "urumqi", "Xx"),
        ("ISIS", "isis", "XX"),
        ("McCain", "mccain", "XxXx"),
    ]
    assert [row[2] for row in types[4:]] == ["X.X.", "9,9"]


def test_nothing_to_read(lexicon, documents):
    read = tokenize(documents("", " \n"), lexicon)
    assert read.tokens.height == 0
    assert read.types.height == 0
