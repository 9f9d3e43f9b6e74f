import pytest

from flows.extract import read


@pytest.fixture
def sentences(lexicon, documents):
    def split(text):
        found = read(documents(text), lexicon).sentences
        return [text[a:b] for a, b in found.select("start", "end").iter_rows()]

    return split


@pytest.mark.parametrize(
    "expected",
    [
        ["He lives in the U.S.", "The end."],
        ["He left the U.S. Senate in May."],
        ["Gen. J. Smith met Mr. Jones of Example Inc. on Friday."],
        ["See No. 2 and 3.5.", "Next."],
        ["“Go away…!” he said.", "“Why?”", "He left."],
        ["Really?!", "Yes... perhaps.", "(So they say.)", "Done."],
        ["Well…", "The end."],
        ["95. Mr. President, welcome.", "96. Thank you."],
        ["ماذا؟", "نعم."],
        [
            "It fell.[2][a]",
            "All left.[citation needed]",
            "“We ran.”[4]",
            "Some hid.12",
            "Then, p.3.",
        ],
    ],
)
def test_sentences_in_one_paragraph(sentences, expected):
    assert sentences(" ".join(expected)) == expected


@pytest.mark.parametrize(
    "expected",
    [
        ["She won the U.S. Open.", "He told the U.N. General Assembly so.", "The U.S. Officials."],
        ["They left the U.S.", "The end came."],
        ["It fell at 10 p.m. Friday.", "He left at 9 a.m.", "Officials agreed."],
    ],
)
def test_names_behind_abbreviations(shipped, documents, expected):
    text = " ".join(expected)
    found = read(documents(text), shipped).sentences
    assert [text[a:b] for a, b in found.select("start", "end").iter_rows()] == expected


def test_scripts_without_blanks(sentences):
    assert sentences("中文。下一句。") == ["中文。", "下一句。"]


def test_headlines_and_lists_end_with_their_line(sentences):
    text = "Siege broken\n\nThe town held.\n• one\n• two\n1. A\n2. B"
    assert sentences(text) == [
        "Siege broken",
        "The town held.",
        "• one",
        "• two",
        "1. A",
        "2. B",
    ]


def test_hard_wrapped_lines_go_on(sentences):
    text = (
        "The town had held out for two\nmonths against fighters who had\nsurrounded it. It was"
        " then\nrelieved.\n  A new paragraph begins with an\nindented line."
    )
    assert sentences(text) == [
        "The town had held out for two\nmonths against fighters who had\nsurrounded it.",
        "It was then\nrelieved.",
        "A new paragraph begins with an\nindented line.",
    ]


def test_paragraph_numbers(lexicon, documents):
    found = read(documents("One. Two.\n\nThree.", "Four."), lexicon).sentences
    assert found.select("doc", "sentence_no", "paragraph_no").rows() == [
        (0, 0, 0),
        (0, 1, 0),
        (0, 2, 1),
        (1, 0, 0),
    ]
