"""Sentence -> modality of each name, with the lexicon as shipped."""

from functools import cache

import polars as pl
import pytest

from flows.describe import extract


@pytest.fixture(scope="module")
def modality(shipped, documents, in_one_batch):
    @cache
    def read(*texts):
        return extract(documents(*texts), shipped)

    sentences = in_one_batch(lambda *texts: read(*texts).sentences)
    mentions = in_one_batch(lambda *texts: read(*texts).mentions)

    def of(text):
        named = mentions(text).select("surface", "modality").iter_rows()
        return sentences(text)["modality"][0], dict(named)

    return of


ASSERTED, ATTRIBUTED, NEGATED, HYPOTHETICAL = "asserted", "attributed", "negated", "hypothetical"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey shelled Kobani.", {"Turkey": ASSERTED, "Kobani": ASSERTED}),
        ("Turkey did not shell Kobani.", {"Turkey": NEGATED, "Kobani": NEGATED}),
        ("Talks aimed at ending it began in Syria.", {"Syria": HYPOTHETICAL}),
        ("Strikes aimed at Syria began.", {"Syria": ASSERTED}),
        ("Turkey could shell Kobani.", {"Turkey": HYPOTHETICAL, "Kobani": HYPOTHETICAL}),
        ("Turkey would never shell Kobani.", {"Kobani": HYPOTHETICAL}),
        ("Turkey threatened to shell Kobani.", {"Turkey": ASSERTED, "Kobani": HYPOTHETICAL}),
        ("Turkey plans to enter Syria.", {"Turkey": ASSERTED, "Syria": HYPOTHETICAL}),
        ("Turkey decided not to enter Syria.", {"Turkey": ASSERTED, "Syria": NEGATED}),
        (
            "Turkey is preparing an attack on Kobani.",
            {"Turkey": ASSERTED, "Kobani": HYPOTHETICAL},
        ),
        ("Iran denied that it had armed Hezbollah.", {"Iran": ASSERTED, "Hezbollah": NEGATED}),
        ("Iran feared an attack on Basra.", {"Iran": ASSERTED, "Basra": HYPOTHETICAL}),
        ("Iran calls on Turkey to leave Syria.", {"Iran": ASSERTED, "Syria": HYPOTHETICAL}),
        ("There is little to indicate that Iran left Syria.", {"Iran": NEGATED}),
        ("Iran said that Turkey had left Syria.", {"Iran": ASSERTED, "Turkey": ATTRIBUTED}),
        ("Turkey had left Syria, Iran said.", {"Iran": ASSERTED, "Turkey": ATTRIBUTED}),
        ("Turkey, Iran said, had left Syria.", {"Turkey": ATTRIBUTED, "Syria": ATTRIBUTED}),
        ("According to Iran, Turkey left Syria.", {"Iran": ASSERTED, "Syria": ATTRIBUTED}),
        ("Turkey left Syria, according to Iran.", {"Iran": ASSERTED, "Syria": ATTRIBUTED}),
        ("Iran said that Turkey may leave Syria.", {"Iran": ASSERTED, "Syria": HYPOTHETICAL}),
        ("If Turkey leaves Syria, prices fall.", {"Syria": HYPOTHETICAL}),
        ("Did Turkey leave Syria?", {"Turkey": HYPOTHETICAL, "Syria": HYPOTHETICAL}),
        ("Turkey not only left Syria.", {"Turkey": ASSERTED}),
        ("It left Syria in May.", {"Syria": ASSERTED}),
        ("Police said at least 40 people died in Basra.", {"Basra": ATTRIBUTED}),
        ("Police said about 40 people died in Basra.", {"Basra": ATTRIBUTED}),
        ("Iran said it would leave Syria.", {"Iran": ASSERTED, "Syria": HYPOTHETICAL}),
        ("Iran is said to have left Syria.", {"Iran": ATTRIBUTED, "Syria": ATTRIBUTED}),
        ("Rebels claim that Turkey has left Syria.", {"Turkey": ATTRIBUTED}),
        ("Rebels report that Turkish troops attack Syria.", {"Syria": ATTRIBUTED}),
        ("Iran claims it has left Syria.", {"Iran": ASSERTED, "Syria": ATTRIBUTED}),
        ("Iran claims to have left Syria.", {"Iran": ASSERTED, "Syria": ATTRIBUTED}),
        ("Iran claims victory in Syria.", {"Iran": ASSERTED, "Syria": ASSERTED}),
        ("Iran reports its first case in Basra.", {"Basra": ASSERTED}),
        ("Iran made calls to attack Turkey.", {"Turkey": HYPOTHETICAL}),
        ("Iran has permission to bomb Syria.", {"Syria": HYPOTHETICAL}),
        ("Iran warned against entering Syria.", {"Iran": ASSERTED, "Syria": HYPOTHETICAL}),
        ("Iran warned Turkey against entering Syria.", {"Turkey": ASSERTED, "Syria": HYPOTHETICAL}),
        ("Iran asked Turkey to leave Syria.", {"Turkey": ASSERTED, "Syria": HYPOTHETICAL}),
        ("Iran wants Turkish troops to leave Syria.", {"Syria": HYPOTHETICAL}),
        ("Iran invited Turkey to the talks on Syria.", {"Syria": ASSERTED}),
        ("Iran kept Turkey from entering Syria.", {"Iran": ASSERTED, "Syria": NEGATED}),
        ("Iran kept troops from Syria.", {"Iran": ASSERTED, "Syria": ASSERTED}),
        ("Had Turkey left Syria, Iran said nothing.", {"Turkey": HYPOTHETICAL, "Iran": ASSERTED}),
        ("Iran came close to entering Syria.", {"Syria": NEGATED}),
        ("Fearing an attack on Basra, Iran left.", {"Basra": HYPOTHETICAL, "Iran": ASSERTED}),
        ("Suppose Turkey leaves Syria.", {"Turkey": HYPOTHETICAL, "Syria": HYPOTHETICAL}),
        ("It is not true that Turkey left Syria.", {"Turkey": NEGATED}),
        ("Police foiled an attack on Basra.", {"Basra": HYPOTHETICAL}),
        ("Iran's planned attack on Basra was known.", {"Basra": HYPOTHETICAL}),
        ("Iran could not enter Basra.", {"Basra": NEGATED}),
        ("Nobody could enter Basra.", {"Basra": NEGATED}),
        ("Iran denied on Monday that it had armed Hezbollah.", {"Hezbollah": NEGATED}),
        ("Iran did not rule out an attack on Basra.", {"Basra": HYPOTHETICAL}),
        ("Iran seemed to have left Basra.", {"Iran": ASSERTED, "Basra": HYPOTHETICAL}),
        ("Without Iran, Turkey left Syria.", {"Iran": NEGATED, "Turkey": ASSERTED}),
        ("Iran sent a warning to Turkey.", {"Iran": ASSERTED, "Turkey": ASSERTED}),
    ],
)
def test_of_the_clause_that_holds_the_name(modality, text, expected):
    assert expected.items() <= modality(text)[1].items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "Turkey left Syria, but Iran might stay in Iraq.",
            {"Syria": ASSERTED, "Iran": HYPOTHETICAL, "Iraq": HYPOTHETICAL},
        ),
        (
            "Turkey entered Syria and could reach Raqqa.",
            {"Turkey": ASSERTED, "Syria": ASSERTED, "Raqqa": HYPOTHETICAL},
        ),
        (
            "They asked what follows if the guards – trained by Iran – march on Kirkuk, Erbil "
            "and Dohuk.",
            dict.fromkeys(("Iran", "Kirkuk", "Erbil", "Dohuk"), HYPOTHETICAL),
        ),
        (
            "If guards, who came from Iran, march on Kirkuk, Turkey is ready.",
            {"Kirkuk": HYPOTHETICAL, "Turkey": ASSERTED},
        ),
        (
            "Iran, which has not left Syria, armed Hezbollah.",
            {"Iran": ASSERTED, "Syria": NEGATED, "Hezbollah": ASSERTED},
        ),
        (
            "Iran said that it had left Syria; Turkey stayed in Iraq.",
            {"Syria": ATTRIBUTED, "Turkey": ASSERTED},
        ),
        ("“Turkey left Syria,” Iran said.", {"Turkey": ATTRIBUTED, "Iran": ASSERTED}),
        ("They want to “free” Iraq.", {"Iraq": HYPOTHETICAL}),
        ("They came to “free” Iraq.", {"Iraq": ASSERTED}),
    ],
)
def test_scope_ends_with_its_clause(modality, text, expected):
    assert expected.items() <= modality(text)[1].items()


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("Turkey left Syria.", ASSERTED),
        ("The troops were seen today in three towns, though some may leave.", ASSERTED),
        ("Iran said that Turkey had left Syria.", ATTRIBUTED),
        ("Turkey has not left Syria.", NEGATED),
        ("Turkey could leave Syria.", HYPOTHETICAL),
    ],
)
def test_a_sentence_is_what_half_of_its_words_are(modality, text, expected):
    assert modality(text)[0] == expected


def test_nothing_to_read(shipped, documents):
    found = extract(documents("", " "), shipped)
    assert found.quotations.height == 0
    assert found.sentences.schema["modality"] == pl.String
