"""Labels of turns in transcripts: who speaks, and a colon.

A label stands at the beginning of a line, behind a time or a bullet or nothing, or, if all of it is
in capitals, of a sentence (a text may have lost its lines). It holds

- a name in capitals, with more in brackets or behind a comma (`JEN PSAKI, WHITE HOUSE:`), unless
  one of its words is a common one (`PRESS RELEASE:`); if it is one word, only where it comes again;
- a name behind a title, one that begins with a given name, or a person's of the lexicon
  (`Mr. Lavrov (Russian Federation):`), and the last word of a name that stands in a label or
  elsewhere in the text (`Lavrov:`);
- a medium of the lexicon (`Spiegel:`), or what somebody is called in transcripts (`Q:`,
  `THE PRESIDENT:`, `Speaker 2:`);
- in texts that are transcripts anyway, another body of the lexicon (`THE WHITE HOUSE:`).

One such line proves nothing (`Obama: we will not rest`, a headline). A text is a transcript if it
has three of them at least, by two speakers, one of whom speaks again, and half of all its lines
that begin with a few capitalised words and a colon are such.
"""

from functools import lru_cache
from typing import NamedTuple

import numpy as np
import polars as pl

from flows.extract.known import Known
from flows.extract.tokens import BLANK, Tokens
from flows.extract.turns.lines import Lines
from flows.lexicon import Lexicon

_FEWEST, _FEWEST_SPEAKERS = 3, 2
_MOST_TITLES = 4
#: Whose turns are those of one person for the whole of a text.
_OFFICES = (
    "moderator", "interviewer", "interviewee", "interpreter", "translator", "narrator", "announcer",
    "operator", "host", "anchor", "presenter", "speaker", "president", "chairman", "chairwoman",
    "chairperson", "chair", "minister", "secretary", "spokesman", "spokeswoman", "spokesperson",
    "ambassador",
)  # fmt: skip
_ROLES = (
    *_OFFICES, "q", "a", "question", "answer", "reporter", "reporters", "journalist",
    "correspondent", "senator", "participant", "respondent", "caller", "witness",
)  # fmt: skip
#: What speaks only with one of the words below before it (a senior official, an unknown man).
_SOMEBODY = ("male", "female", "man", "woman", "voice", "member", "official", "person", "general")
_WHICH = (
    "the", "unidentified", "unknown", "another", "male", "female", "first", "second", "third",
    "senior", "audience", "prime", "foreign", "defense", "defence", "secretary", "attorney", "vice",
    "deputy", "administration", "department", "state", "military",
)  # fmt: skip
#: Who is spoken to (`EXCELLENCIES:`), and what comes before an office that is (`Mr. President:`).
_ADDRESSED = (
    "excellency", "excellencies", "majesties", "highnesses", "ladies", "gentlemen", "colleagues",
    "friends", "delegates", "sir", "sirs", "brothers", "sisters", "compatriots",
)  # fmt: skip
_ADDRESSING = ("mr", "mr.", "madam", "madame", "mrs", "mrs.", "ms", "ms.", "monsieur")


class TurnLabels(NamedTuple):
    """Per label: its `first` token and its `colon`, the tokens of the name from `name` to before
    `stop`, titles left out, whether they are a person's name (`is_name`), and what is equal for
    labels of one text that name the same office (`office`; no two others have the same).
    """

    first: np.ndarray
    colon: np.ndarray
    name: np.ndarray
    stop: np.ndarray
    is_name: np.ndarray
    office: np.ndarray


def turn_labels(read: Tokens, lexicon: Lexicon) -> TurnLabels:
    """The labels of all transcripts of a batch, by place."""
    lines = Lines.of(read, _FEWEST)
    if not len(lines):
        none = lines.first
        return TurnLabels(none, none, none, none, none > 0, none)
    name = _behind_titles(lines, lexicon)
    addressed = _is_addressed(lines)
    role = ~addressed & _is_role(lines)
    medium, body = (
        ~addressed & _is_known(lines, name, lexicon, what) for what in ("media", "body")
    )
    other = addressed | role | medium | body
    is_name = ~other & _is_name(lines, name, lexicon)
    # Whoever was introduced in full is known by the last word.
    is_name |= ~other & np.isin(lines.key, lines.key[is_name])
    able = ~lines.inside | _is_shouted(lines)
    # Prime and foreign ministers are two, John Kirby and Kirby one.
    speaker = np.where(is_name, lines.key, -1 - lines.whole)
    chosen = _in_transcripts(lines, able & (role | medium | is_name), able & body, speaker)
    office = np.where(role & lines.among(_OFFICES)[lines.last], lines.whole, -1 - lines.first)
    found = TurnLabels(lines.first, lines.colon, name, lines.stop, is_name, office)
    return TurnLabels(*(column[chosen] for column in found))


def _in_transcripts(
    lines: Lines, speaks: np.ndarray, body: np.ndarray, speaker: np.ndarray
) -> np.ndarray:
    """Which lines are labels of transcripts, of those that name who may speak; bodies make no text
    one, but speak where it is.
    """
    told = {"doc": lines.doc, "speaker": speaker, "speaks": speaks, "body": body}
    n_speaking = pl.col("speaks").sum()
    n_speakers = pl.col("speaker").filter("speaks").n_unique()
    transcript = (
        (n_speaking >= _FEWEST)
        & (n_speakers >= _FEWEST_SPEAKERS)
        & (n_speakers < n_speaking)
        & (2 * n_speaking >= (~pl.col("body")).sum())
    )
    labels = (pl.col("speaks") | pl.col("body")) & transcript.over("doc")
    return pl.DataFrame(told).select(labels).to_series().to_numpy()


def _behind_titles(lines: Lines, lexicon: Lexicon) -> np.ndarray:
    """First tokens of names, titles before them left out."""
    title = _titles(lexicon).among(lines.read.types["folded"]) | lines.among((*_WHICH, "."))
    name = lines.head
    for _ in range(_MOST_TITLES):
        name = name + (title[lines.type_of[name]] & (name < lines.stop - 1))
    return name


def _is_addressed(lines: Lines) -> np.ndarray:
    """Whether lines begin with those who are spoken to."""
    office = lines.among(_ADDRESSING)[lines.type_of[lines.head]] & lines.among(_ROLES)[lines.last]
    return office | lines.among(_ADDRESSED)[lines.last]


def _is_known(lines: Lines, name: np.ndarray, lexicon: Lexicon, what: str) -> np.ndarray:
    """Whether the lexicon knows names, with the words before them or without, to be something."""
    known = _known(lexicon, what)
    return known.among(lines.words(lines.head)) | known.among(lines.words(name))


def _is_role(lines: Lines) -> np.ndarray:
    """Whether lines begin with what somebody is called in transcripts."""
    word, led = lines.of_type(pl.col("is_word")), lines.among(_WHICH)
    n_words = lines.count(word, lines.head, lines.stop)
    n_before = n_words - 1
    # A role that says which one, too, is counted with the words before it.
    n_led = lines.count(led, lines.head, lines.stop) - led[lines.last]
    role, somebody = lines.among(_ROLES)[lines.last], lines.among(_SOMEBODY)[lines.last]
    somebody &= n_before > 0
    return (role | somebody) & (n_led == n_before) | somebody & _is_shouted(lines)


def _is_name(lines: Lines, name: np.ndarray, lexicon: Lexicon) -> np.ndarray:
    """Whether lines begin with the name of a person."""
    common = lines.of_type(pl.col("is_common") & ~pl.col("is_particle"))
    first = lines.type_of[name]
    n_words = lines.count(lines.of_type(pl.col("is_word")), name, lines.stop)
    n_common = lines.count(common, name, lines.stop)
    begins = lines.of_type(pl.col("is_given"))[first]
    given = begins & (n_words > 1) & (n_common == common[first])
    letters = lines.count(lines.of_type(pl.col("is_upper")), name, lines.stop) == 0
    shouted = _is_shouted(lines) & ~letters
    again = pl.Series(lines.key).is_duplicated().to_numpy()
    several = n_words > 1
    own = (several & shouted) | (~several & ((shouted & again) | _is_introduced(lines)))
    # Mr. Young, but no First Steps.
    courtesy = lines.among(_ADDRESSING)[lines.type_of[lines.head]]
    titled = (name > lines.head) & (courtesy | (n_common == 0))
    own &= n_common == 0
    known = _known(lexicon, "person").among(lines.words(name))
    return given | known | (titled | own) & ~_is_known(lines, name, lexicon, "other")


def _is_shouted(lines: Lines) -> np.ndarray:
    """Whether the first words of lines are all in capitals, letters that stand alone aside."""
    one = pl.col("n_chars") == 1
    small = lines.of_type(pl.col("is_word") & ~(pl.col("is_upper") | pl.col("is_initial") | one))
    return lines.count(small, lines.head, lines.stop) == 0


def _is_introduced(lines: Lines) -> np.ndarray:
    """Whether last words stand behind another capital somewhere in their texts."""
    tokens, code = lines.read.tokens, lines.read.types["code"].to_numpy().astype(np.int64)
    doc = tokens["doc"].to_numpy().astype(np.int64)
    proper = lines.of_type(pl.col("is_capital") & ~pl.col("is_common"))
    before = proper[lines.type_of] & (tokens["space"].to_numpy() == BLANK)
    sought = np.zeros(len(code), dtype=bool)
    sought[code[lines.last]] = True
    at = np.flatnonzero(before[:-1] & sought[code[lines.type_of[1:]]]) + 1
    place = doc[at] * len(code) + code[lines.type_of[at]]
    return np.isin(lines.doc * np.int64(len(code)) + code[lines.last], place)


@lru_cache(maxsize=4)
def _titles(lexicon: Lexicon) -> Known:
    """Capitalised words of titles, with and without their full stop."""
    words = lexicon.titles["title"].str.split(" ").explode()
    words = words.filter(words.str.contains(r"^\p{Lu}")).str.to_lowercase()
    return Known(pl.concat([words, words.str.strip_chars_end(".")]))


@lru_cache(maxsize=12)
def _known(lexicon: Lexicon, what: str) -> Known:
    """Names in the lexicon of persons (`person`), media (`media`), other organizations (`body`), or
    anything else (`other`).
    """
    named = lexicon.aliases.join(lexicon.entities, on="entity_id").select(
        pl.col("alias").str.to_lowercase(),
        what=pl.when(pl.col("kind") == "person")
        .then(pl.lit("person"))
        .when(pl.col("subkind") == "media")
        .then(pl.lit("media"))
        .when(pl.col("kind") == "organization")
        .then(pl.lit("body"))
        .otherwise(pl.lit("other")),
    )
    return Known(named.filter(what=what)["alias"])
