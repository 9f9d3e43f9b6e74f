import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of


@pytest.fixture(scope="module")
def credits(shipped, in_one_batch):
    read = in_one_batch(lambda *texts: extract(documents_of(list(texts)), shipped).mentions)

    def find(text):
        return read(text).filter("is_credit").select("name", "kind", "subkind").rows()

    return find


def media(*names):
    return [(name, "organization", "media") for name in names]


@pytest.mark.parametrize(
    ("text", "names"),
    [
        ("Talks failed. (BBC) (Reuters via UTC-Zork)", ["BBC", "Reuters", "UTC-Zork"]),
        # One name, whatever its words look like, and the lexicon's medium of that name.
        ("Talks failed. (BBC) (Latin American Zork)", ["BBC", "Latin American Zork"]),
        ("Talks failed. (Mary Zork) (via The Zork)", ["Mary Zork", "The Zork"]),
        ("Talks failed. (Dawn)", ["Dawn (newspaper)"]),
        ("Talks failed. (The Australian)", ["The Australian (newspaper)"]),
        # The mark is no end of a sentence.
        ("Talks failed. (AP via Yahoo! News)", ["Associated Press", "Yahoo News"]),
        # Without a full stop, without a blank, in a dateline.
        ("It raised the rate to 4.5% (BBC)", ["BBC"]),
        ("Talks failed.(CNN).", ["CNN"]),
        ("KABUL (Reuters) - Talks failed.", ["Reuters"]),
        # Unknown ones at the end of a paragraph.
        ("Talks failed. (Zork Bulletin)\n\nMore followed.", ["Zork Bulletin"]),
        # What else brackets hold.
        ("Talks failed. (Applause)", []),
        ("Talks failed. (Zork Bulletin) Iran left.", []),
        ("It sold the British Broadcasting Corporation (BBC).", []),
        ("It sold the British Broadcasting Corporation (BBC)", []),
        ("Then reporters (of the BBC) left.", []),
        ("((", []),
    ],
)  # fmt: skip
def test_source_lines(credits, text, names):
    assert credits(text) == media(*names)
