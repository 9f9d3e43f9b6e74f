"""Transcripts -> turns with their speakers, with the lexicon as shipped."""

import polars as pl
import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of

OBAMA, KERRY, CAMERON = "Barack Obama", "John Kerry", "David Cameron"


@pytest.fixture(scope="module")
def extracted(shipped, in_one_batch):
    return {
        table: in_one_batch(
            lambda *texts, table=table: getattr(extract(documents_of(list(texts)), shipped), table)
        )
        for table in ("quotations", "mentions", "sentences")
    }


@pytest.fixture(scope="module")
def turns(extracted):
    """Who is found to say what: (speaker, passage)."""

    def read(text):
        names = dict(extracted["mentions"](text).select("entity_id", "name").iter_rows())
        rows = extracted["quotations"](text).filter(kind="turn")
        said = rows.select("speaker_entity_id", "surface").iter_rows()
        return [(names.get(speaker), surface) for speaker, surface in said]

    return read


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        pytest.param(
            "BARACK OBAMA, U.S. PRESIDENT: We left Iraq.\n\nQ: When?\n\nOBAMA: In 2011.",
            [(OBAMA, "We left Iraq."), (None, "When?"), (OBAMA, "In 2011.")],
            id="capitals, and a question",
        ),
        pytest.param(
            "Mr. Kerry (United States): We left Iraq.\nThe President: Thank you.\n"
            "Mr. Kerry: We left in 2011.",
            [(KERRY, "We left Iraq."), (None, "Thank you."), (KERRY, "We left in 2011.")],
            id="titles and countries",
        ),
        pytest.param(
            "The Prime Minister (David Cameron): We left.\nJohn Blurk (North Zork): When?\n"
            "The Prime Minister: In 2011.",
            [(CAMERON, "We left."), ("John Blurk", "When?"), (CAMERON, "In 2011.")],
            id="who has an office keeps it",
        ),
        pytest.param(
            "The Prime Minister (David Cameron): We left.\nThe Foreign Minister: When?\n"
            "The Prime Minister: In 2011.",
            [(CAMERON, "We left."), (None, "When?"), (CAMERON, "In 2011.")],
            id="two offices that end in the same word are two",
        ),
        pytest.param(
            "Q (Mary Blurk, CNN): Who left?\nMR. KERRY: We did.\nQ: When?\nMR. KERRY: In 2011.",
            [("Mary Blurk", "Who left?"), (KERRY, "We did."), (None, "When?"), (KERRY, "In 2011.")],
            id="who asks once does not ask again",
        ),
        pytest.param(
            "State Department: We left.\nThe Guardian: When?\nState Department: In 2011.\n"
            "The Guardian: Who else?\nMr. Young: We did.",
            [
                ("US Department of State", "We left."),
                ("The Guardian", "When?"),
                ("US Department of State", "In 2011."),
                ("The Guardian", "Who else?"),
                ("Young", "We did."),
            ],
            id="bodies are no persons",
        ),
        pytest.param(
            "We met the minister, Zork Blurk.\n\nSPIEGEL: Who left?\n\nBlurk: The army.\n\n"
            "SPIEGEL: And who stayed?\n\nBlurk: We did.",
            [
                ("Der Spiegel", "Who left?"),
                ("Zork Blurk", "The army."),
                ("Der Spiegel", "And who stayed?"),
                ("Zork Blurk", "We did."),
            ],
            id="a medium, and one who is introduced before",
        ),
        pytest.param(
            "[00:00:05] Mary Blurk: Who left?\n[00:01:10] Speaker 2: The army.\n"
            "[00:02:00] Mary Blurk: And who stayed?",
            [("Mary Blurk", "Who left?"), (None, "The army."), ("Mary Blurk", "And who stayed?")],
            id="behind times",
        ),
        pytest.param(
            "INTERVIEWER:\nWho left?\nMS. ZORK:\nThe army.\nINTERVIEWER:\nAnd who stayed?",
            [(None, "Who left?"), ("ZORK", "The army."), (None, "And who stayed?")],
            id="on lines of their own",
        ),
        pytest.param(
            "ZORK BLURK, ANCHOR (voice-over): They left.\n\n(BEGIN VIDEO CLIP)\n\n"
            "UNIDENTIFIED MALE: We stayed.\n\n(END VIDEO CLIP) BLURK: So some stayed.",
            [("ZORK BLURK", "They left."), (None, "We stayed."), ("ZORK BLURK", "So some stayed.")],
            id="directions",
        ),
        pytest.param(
            "Time: noon JEN BLURK: Hello. Q: Who left? MS. BLURK: The army. (Laughter.) Q: When?",
            [(None, "Who left?"), ("JEN BLURK", "The army. (Laughter.)"), (None, "When?")],
            id="without their lines",
        ),
        pytest.param(
            "Q: Who left?\n\nA: The army did.\n\nIt left in May.\n\nQ: And who stayed?",
            [
                (None, "Who left?"),
                (None, "The army did."),
                (None, "It left in May."),
                (None, "And who stayed?"),
            ],
            id="a turn goes on over paragraphs",
        ),
        pytest.param(
            "SOL ZORK, ANCHOR: Who left?\nMAX ZORK, ANCHOR: Well?\nQ: The army.\nS. ZORK: When?",
            [
                ("SOL ZORK", "Who left?"),
                ("MAX ZORK", "Well?"),
                (None, "The army."),
                ("SOL ZORK", "When?"),
            ],
            id="an initial tells two of one surname apart",
        ),
    ],
)
def test_turns(turns, text, expected):
    assert turns(text) == expected


@pytest.mark.parametrize(
    "text",
    [
        pytest.param("Obama: we left Iraq\n\nPresident Obama said so on Monday.", id="headline"),
        pytest.param(
            "DATE: 4 May\nLOCATION: Mosul\nCASUALTIES: 12\n\nDATE: 5 May\nLOCATION: Kirkuk",
            id="a form",
        ),
        pytest.param("IRAQ: Ten left.\n\nSYRIA: All stayed.\n\nIRAQ: More left.", id="a digest"),
        pytest.param(
            "MR. PRESIDENT: We left.\n\nEXCELLENCIES: We did.\n\nMR. PRESIDENT: Thank you.",
            id="who is spoken to",
        ),
        pytest.param("NATO: all left.\nREPORTER: Who?\nNATO: Some stayed.", id="bodies alone"),
        pytest.param("Mary Blurk: chair\nAli Zork: vice-chair\nJohn Zurk: clerk", id="a list"),
    ],
)
def test_no_turns(turns, text):
    assert turns(text) == []


def test_references_are_no_transcript(turns):
    lines = [f"{n}. Zork A. A trial of it. [PMID: 16198{n}] Link" for n in range(1, 6)]
    lines += ["Dr. Zork: 441 Engineering", "Dr. Blurk: 12 Hall"]
    assert turns("\n\n".join(lines)) == []


def test_few_labels_do_not_make_a_report_speech(turns):
    report = "\n\n".join(["The army left in May."] * 20)
    text = f"Q: Who left?\n\nA: The army.\n\nQ: When?\n\n{report}"
    assert [said for _, said in turns(text)] == ["Who left?", "The army.", "When?"]


TALK = """ZORK BLURK, WIRE ONE ANCHOR: Who left Mosul?

GEN. MAX ZURK: I told the Kurds that we would stay. Officials said that Iran had left.

BLURK: Thank you."""


def test_what_is_said_is_attributed(extracted):
    sentences = extracted["sentences"](TALK)
    assert sentences["modality"].to_list() == [
        *("asserted", "hypothetical"),
        *("asserted", "hypothetical", "attributed"),
        *("asserted", "attributed"),
    ]


def test_a_label_is_a_sentence_and_names_one_person(extracted):
    in_labels = extracted["mentions"](TALK).filter(pl.col("sentence_no").is_in([0, 2, 5]))
    assert in_labels.select("sentence_no", "surface", "kind", "name").rows() == [
        (0, "ZORK BLURK", "person", "ZORK BLURK"),
        (2, "MAX ZURK", "person", "MAX ZURK"),
        (5, "BLURK", "person", "ZORK BLURK"),
    ]


def test_who_says_i_has_the_turn(extracted):
    told = extracted["quotations"](TALK).filter(kind="reported")
    names = dict(extracted["mentions"](TALK).select("entity_id", "name").iter_rows())
    assert [names.get(speaker) for speaker in told["speaker_entity_id"]] == ["MAX ZURK", None]
