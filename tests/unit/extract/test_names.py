import pytest

from flows.describe import extract


@pytest.fixture(scope="module")
def names(lexicon, documents, in_one_batch):
    read = in_one_batch(lambda *texts: extract(documents(*texts), lexicon).mentions)
    return lambda text: read(text).select("surface", "kind").rows()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("He met President Ali Hassan.", [("Ali Hassan", "person")]),
        ("It cost the US some US$30 million.", [("US", "place")]),
        ("It was Abu bin Talib al-Tikriti.", [("Abu bin Talib al-Tikriti", "person")]),
        ("We saw General J. Corso.", [("J. Corso", "person")]),
        ("It was at the University of Baghdad.", [("University of Baghdad", "organization")]),
        ("He left Baghdad International Airport.", [("Baghdad International Airport", "place")]),
        (
            "It hit the Iraqi Ministry of Oil.",
            [("Iraqi", "group"), ("Ministry of Oil", "organization")],
        ),
        ("He was in the town of Samarra.", [("Samarra", "place")]),
        ("He saw the Samarra town.", [("Samarra", "place")]),
        ("It was Michael Baghdad.", [("Michael Baghdad", "person")]),
        ("The General Assembly met.", [("General Assembly", "organization")]),
        ("He was at Camp Speicher.", [("Camp Speicher", "place")]),
        ("He read of the Punic War.", [("Punic War", "event")]),
        ("He met Kim Min-seok.", [("Kim Min-seok", "person")]),
        ("It was Grelb Madoff-style fraud.", [("Grelb Madoff", "person")]),
        ("We read that the Grelb Average falls.", [("Grelb Average", "organization")]),
        ("We met on Monday in May.", []),
        ("Yesterday it was brave.", []),
    ],
)
def test_kinds(names, text, expected):
    assert names(text) == expected


def test_surnames_follow_the_full_name(names):
    text = "He met Ali Hassani. Then Hassani left."
    assert names(text) == [("Ali Hassani", "person"), ("Hassani", "person")]


def test_words_the_document_writes_small_are_no_names(names):
    assert names("We ask all States. These states agree.") == []


def test_possessive_and_article_stay_outside(names):
    assert names("We saw Ali Hassan's and The Nile University.") == [
        ("Ali Hassan", "person"),
        ("Nile University", "organization"),
    ]


def test_confidence_differs_with_the_evidence(lexicon, documents):
    text = "He met President Ali Hassan and it was Grelb."
    found = extract(documents(text), lexicon).mentions
    titled, bare = found["confidence"].to_list()
    assert titled == 0.9
    assert bare == 0.3


def test_names_do_not_reach_into_the_text_before(lexicon, documents):
    found = extract(documents("It was 6", "Ali Zork left.", "It is 6Zork."), lexicon).mentions
    assert found.select("doc_id", "surface").rows() == [
        (f"{1:016x}", "Ali Zork"),
        (f"{2:016x}", "6Zork"),
    ]


def test_names_share_no_token(names):
    assert names("It was flying B-1B bombers.") == [("B-1", "organization")]


def test_a_name_that_ends_in_an_apostrophe_does_not_end_in_a_full_stop(shipped, documents):
    found = extract(documents("He was in Jalawla. She was in Jalawla' then."), shipped).mentions
    assert found["surface"].to_list() == ["Jalawla", "Jalawla'"]
