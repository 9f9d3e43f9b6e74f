"""Text -> passages with kind, verb and speaker, with the lexicon as shipped."""

import pytest

from flows.describe import extract


@pytest.fixture(scope="module")
def passages(shipped, documents, in_one_batch):
    read = in_one_batch(lambda *texts: extract(documents(*texts), shipped).quotations)
    return lambda text: read(text).select("kind", "surface", "verb", "speaker_entity_id").rows()


DIRECT, REPORTED = "direct", "reported"
OBAMA = "person:barack-obama"
SYRIA = "country:SY"


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        (
            "“We are leaving Syria,” Obama said.",
            (DIRECT, "We are leaving Syria,", "said", "person:barack-obama"),
        ),
        (
            '"We are leaving Syria," said Obama.',
            (DIRECT, "We are leaving Syria,", "said", "person:barack-obama"),
        ),
        (
            "Obama told reporters: “We are leaving.”",
            (DIRECT, "We are leaving.", "told", "person:barack-obama"),
        ),
        (
            "“We are leaving,” Obama, the president of the country and commander-in-chief of its "
            "army, said.",
            (DIRECT, "We are leaving,", "said", "person:barack-obama"),
        ),
        ("“We are leaving,” he said.", (DIRECT, "We are leaving,", "said", None)),
        ("“We are leaving,” a nurse said.", (DIRECT, "We are leaving,", "said", None)),
        ("“No,” Obama said.", (DIRECT, "No,", "said", "person:barack-obama")),
        (
            "Obama said that the troops had left.",
            (REPORTED, "the troops had left", "said", "person:barack-obama"),
        ),
        ("Officials said the troops had left.", (REPORTED, "the troops had left", "said", None)),
        (
            "A spokesman for Hezbollah said it was over.",
            (REPORTED, "it was over", "said", "org:hezbollah"),
        ),
        (
            "The troops had left, Hezbollah said on Friday.",
            (REPORTED, "The troops had left", "said", "org:hezbollah"),
        ),
        (
            "According to Hezbollah, the troops had left.",
            (REPORTED, "the troops had left", "According to", "org:hezbollah"),
        ),
        (
            "A nurse in Syria said that the troops had left.",
            (REPORTED, "the troops had left", "said", None),
        ),
        # Whom a passage names does not speak it, unless as the group.
        (
            "Hezbollah had left Syria, officials said.",
            (REPORTED, "Hezbollah had left Syria", "said", None),
        ),
        (
            "Hezbollah had left Syria, the group said.",
            (REPORTED, "Hezbollah had left Syria", "said", "org:hezbollah"),
        ),
        # Whose man a speaker is.
        (
            "“It is over,” said US President Obama.",
            (DIRECT, "It is over,", "said", "person:barack-obama"),
        ),
        (
            "“It is over,” said a spokesman for Hezbollah, Colonel Hassan Nasrallah.",
            (DIRECT, "It is over,", "said", "person:hassan-nasrallah"),
        ),
        (
            "“It is over,” said Iran after Hassan Nasrallah had left.",
            (DIRECT, "It is over,", "said", "country:IR"),
        ),
        (
            "According to Hezbollah, Barack Obama had left.",
            (REPORTED, "Barack Obama had left", "According to", "org:hezbollah"),
        ),
        (
            "“It is over today,” Obama, the host, told Hezbollah.",
            (DIRECT, "It is over today,", "told", "person:barack-obama"),
        ),
        # Behind a comma it is said, before a name that acts or a number.
        (
            "A nurse, who gave no name, said 40 of them had left.",
            (REPORTED, "40 of them had left", "said", None),
        ),
        (
            "A nurse, who gave no name, said Hezbollah had left.",
            (REPORTED, "Hezbollah had left", "said", None),
        ),
        (
            "The troops had left, said Barack Obama on Monday.",
            (REPORTED, "The troops had left", "said", "person:barack-obama"),
        ),
        # The subject of two verbs, and not the name before the second.
        (
            "Obama met Hezbollah in Beirut and said that troops had left.",
            (REPORTED, "troops had left", "said", "person:barack-obama"),
        ),
        (
            "A nurse in Syria met Obama and said that troops had left.",
            (REPORTED, "troops had left", "said", None),
        ),
        (
            "Syria confirmed its troops had left as talks began.",
            (REPORTED, "its troops had left as talks began", "confirmed", "country:SY"),
        ),
        (
            "Syria reiterated its position that troops had left.",
            (REPORTED, "troops had left", "reiterated", "country:SY"),
        ),
        # What is said follows the second comma; who says so is no part of it.
        (
            "After asking him for money, Obama said, “Give me everything.”",
            (DIRECT, "Give me everything.", "said", "person:barack-obama"),
        ),
        (
            "Obama, 57, who lives near them, said: “We are leaving.”",
            (DIRECT, "We are leaving.", "said", "person:barack-obama"),
        ),
        (
            "“We are leaving,” said Iraq government spokesman Barack Obama.",
            (DIRECT, "We are leaving,", "said", "person:barack-obama"),
        ),
        (
            "The troops had left, killing many, Barack Obama, the president, said.",
            (REPORTED, "The troops had left, killing many", "said", OBAMA),
        ),
        (
            "KABUL, Afghanistan (AP) — The troops had left, Hezbollah said on Friday.",
            (REPORTED, "The troops had left", "said", "org:hezbollah"),
        ),
        (
            "NATO troops had left — all of them — in May, Hezbollah said on Friday.",
            (REPORTED, "NATO troops had left — all of them — in May", "said", "org:hezbollah"),
        ),
        ("“We are leaving,” states Obama.", (DIRECT, "We are leaving,", "states", OBAMA)),
        # What is said follows the verb, so it does not stand before it as well.
        (
            "After ten men were killed, Obama said “everyone has great strengths”.",
            (DIRECT, "everyone has great strengths", "said", OBAMA),
        ),
        # Whom somebody tells, and when, is no part of what is said, nor do they say it.
        (
            "Obama told Hezbollah on Monday the war was over.",
            (REPORTED, "the war was over", "told", OBAMA),
        ),
        (
            "Obama told Hezbollah leader Zork Blurk by telephone on Monday that he had left.",
            (REPORTED, "he had left", "told", OBAMA),
        ),
        ("Many told her they had left.", (REPORTED, "they had left", "told", None)),
        ("The troops left, a source told Hezbollah.", (REPORTED, "The troops left", "told", None)),
        ("Syria said Friday's attack failed.", (REPORTED, "Friday's attack failed", "said", SYRIA)),
        # A clause that begins goes on past its own `that`, and past the colon of a time.
        (
            "Syria said they were not aware that troops had left.",
            (REPORTED, "they were not aware that troops had left", "said", SYRIA),
        ),
        ("Syria said it got a call at 12:15.", (REPORTED, "it got a call at 12:15", "said", SYRIA)),
        # Who is described by a people's name does not speak for it.
        (
            "Obama, one of the leading Syrian voices, said he was appalled.",
            (REPORTED, "he was appalled", "said", OBAMA),
        ),
        (
            "A Syrian man who claims that troops left was there.",
            (REPORTED, "troops left was there", "claims that", None),
        ),
        ("Syrian officials said troops had left.", (REPORTED, "troops had left", "said", SYRIA)),
        (
            "Reports seen by Hezbollah suggest that troops left.",
            (REPORTED, "troops left", "suggest that", None),
        ),
        # Who does something, saying why.
        (
            "Obama apologized for the long and bitter war in all of Syria, saying it was over.",
            (REPORTED, "it was over", "saying", OBAMA),
        ),
        (
            "Obama calls for Hezbollah to leave, saying it was over.",
            (REPORTED, "it was over", "saying", OBAMA),
        ),
        # Who is explained at length; who is no speaker: an agency in a dateline, a neighbourhood.
        (
            "“We are leaving,” Obama, the director of the Hezbollah hospital in the old part of "
            "the city in the south of Syria, said in May.",
            (DIRECT, "We are leaving,", "said", OBAMA),
        ),
        (
            "BEIRUT (Hezbollah) — Talks failed after the owner said troops had left.",
            (REPORTED, "troops had left", "said", None),
        ),
        (
            "The mother of the Zork Heights victim admitted that troops had left.",
            (REPORTED, "troops had left", "admitted that", None),
        ),
        (
            "Troops had left, officials announced Wednesday morning.",
            (REPORTED, "Troops had left", "announced", None),
        ),
        (
            "On announcing the new plan, a nurse asked Obama, “Why should we leave now?”",
            (DIRECT, "Why should we leave now?", "asked", None),
        ),
        # A question, and who asks it in the next sentence.
        ("“Has the war ended?” Obama asked.", (DIRECT, "Has the war ended?", "asked", OBAMA)),
    ],
)
def test_a_passage(passages, text, expected):
    assert passages(text) == [expected]


@pytest.mark.parametrize(
    "text",
    [
        "They came to “liberate” the town.",
        "On 3 May (as reported), rebels left Syria.",
        "The talks failed, and the war went on.",
        "She read “The Old Bridge of Mostar” twice.",
        "The troops left.",
        "He told Wire One.",
        "Syria declared a state of emergency as floods were expected.",
        "Syria announced its plan to build a road that will open in May.",
        "Ten people were taken to hospital, no deaths reported.",
        "Losses were heavy, but the harvest is said to be good.",
        "The attack on Syria, if confirmed, would be the first.",
        "An estimated half-million people are born there.",
        "In a long interview, he also said:",
        "Syria declared war on Iran and left.",
        "Asked about the aid that came from Syria, Obama sighed.",
        "No group claimed responsibility, which raised fears that more would come.",
        "Syria left, or Obama insisted on all of it.",
        "Syria heard of it on Monday, from news reports.",
        "Syria read the explanatory notes of the bill.",
        "Many left Syria, its first loss since 1980, for all of it or from news reports.",
    ],
)
def test_no_passage(passages, text):
    assert passages(text) == []


def test_direct_speech_crosses_sentences(passages):
    found = passages("“They came at night. We ran,” Obama said.")
    assert [row[1] for row in found] == ["They came at night. We ran,"]


def test_speech_goes_on_behind_the_verb(passages):
    found = passages("“They came at night,” Obama said. “We ran to the river.”")
    assert [row[3] for row in found] == ["person:barack-obama"] * 2


def test_speech_of_several_paragraphs(passages):
    found = passages("Obama said: “They came at night.\n\n“We ran to the river.”")
    assert [row[1] for row in found] == ["They came at night.", "We ran to the river."]


def test_two_verbs_two_passages(passages):
    found = passages("Obama said that it was over and denied that troops had left.")
    assert [row[1] for row in found] == ["it was over", "troops had left"]


@pytest.mark.parametrize(
    ("text", "speakers"),
    [
        ("Obama said it was over. He said more would come.", [OBAMA, OBAMA]),
        ("“We won,” Obama said. “It was hard,” he also added.", [OBAMA, OBAMA]),
        ("“We won,” Obama said.\n\nHe left.\n\n“It was hard,” said he.", [OBAMA, OBAMA]),
        ("Obama said it was over. All of it, he said, had been paid.", [OBAMA, OBAMA]),
        # Somebody else was named last, or is quoted; somebody unnamed spoke in between.
        ("Obama said it was over. Assad left. He said more would come.", [OBAMA, None]),
        ("“We met Assad,” Obama said. He said more would come.", [OBAMA, OBAMA]),
        ("Obama said Assad's plan had failed. He said more would come.", [OBAMA, OBAMA]),
        ("It failed, said Obama. More of it, he said, would come.", [OBAMA, OBAMA]),
        ("“We won,” said Obama. “It was hard and it was long.”", [OBAMA, OBAMA]),
        # Somebody new, who begins to speak; but not who is spoken to, or is one of two.
        ("One of them is Obama. “I come from Syria,” he said.", [OBAMA]),
        ("One of them met Assad and Obama. “I come from Syria,” he said.", [None]),
        ("Obama said it was over. A nurse said so too. He said she lied.", [OBAMA, None]),
        # Nobody has spoken yet; the other one; he and she would be one person.
        ("Obama left Iraq behind him. He said it was over.", [None]),
        ("He said it was over. Then Obama said it was not.", [None, OBAMA]),
        ("Obama said it was over. They said more would come.", [OBAMA, None]),
        ("Obama said it was over. She told Obama that it was not.", [OBAMA, None]),
        ("Mrs. Obama said it was over. He said more would come.", [OBAMA, None]),
        ("Obama said so was life. He said it was over. She said it was not.", [OBAMA, None, None]),
        # Inside quotation marks he is somebody else.
        ("Obama said it was over. “Then he said they lied,” a nurse said.", [OBAMA, None]),
        (
            "Obama said it was over." + " It rained." * 8 + " He said more would come.",
            [OBAMA, None],
        ),
    ],
)
def test_he_is_who_spoke_last(passages, text, speakers):
    assert [speaker for *_, speaker in passages(text)] == speakers


def test_how_a_speaker_is_known(shipped, documents):
    text = "“We won,” Obama said. “It was hard,” he said. Officials said it was."
    found = extract(documents(text), shipped).quotations
    assert found["speaker_basis"].to_list() == ["named", "pronoun", None]
