"""Closed-class words as bits: one gather per batch tells every rule what each token is.

Lower-case words of a sentence are told by list and ending alone, without a part-of-speech tagger:
a word counts as a verb (`VERB`) when it is an auxiliary, a listed irregular past, a reporting or
stance verb of the lexicon, or ends in -ed or -ing. That is enough to see where clauses begin.
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.arrays import with_edge
from flows.extract.known import Known
from flows.extract.reading import Reading
from flows.lexicon import VERBS, Lexicon

(
    COMMA,
    SEMICOLON,
    DASH,
    OPEN,
    CLOSE,
    QUOTE,
    QUESTION,
    END,
    CONJUNCTION,
    SUBORDINATOR,
    THAT,
    RELATIVE,
    AND,
    BUT,
    AUXILIARY,
    BE,
    VERB,
    PARTICIPLE,
    PRONOUN,
    DETERMINER,
    LOCATIVE,
    OF,
    BY,
    PREPOSITION,
    ADVERB,
    LOWER,
    REPORTING,
    PLACE_NOUN,
    WORD,
) = (1 << n for n in range(29))

_LISTS: dict[int, str] = {
    COMMA: ", ، ，",
    SEMICOLON: "; : ；",
    DASH: "– — -- ― -",
    OPEN: "( [",
    CLOSE: ") ]",
    QUOTE: '" “ ” „ « » ‘',
    QUESTION: "? ？ ؟",
    END: ". ! ? … ？ ؟ 。",
    CONJUNCTION: "if when while although because unless whether though whereas lest",
    SUBORDINATOR: "after before since until once as why how",
    THAT: "that",
    RELATIVE: "who which whom whose where",
    AND: "and or nor &",
    BUT: "but yet however",
    BE: "is are was were be been being am isn't aren't wasn't weren't",
    AUXILIARY: "is are was were be been being am has have had do does did will would can could may "
    "might shall should must cannot isn't aren't wasn't weren't hasn't haven't hadn't don't "
    "doesn't didn't won't wouldn't can't couldn't",
    VERB: "went came fell held led left took taken gave given made met began begun became saw seen "
    "knew known got kept lost won sent built brought bought caught drove fled flew grew hid laid "
    "lay let put ran rose sat sought sold shot spent split spoke stood swept threw thrown told "
    "withdrew wrote broke chose cut dealt drew fed felt fought found forgot froze hit struck "
    "took understood retook overran rebuilt says wants needs remains controls holds calls faces "
    "includes seems appears leads leaves takes makes gives goes comes becomes continues believe "
    "believes conceive suffers means allow allows can't go goes get gets make take want win fight "
    "begins belongs brings keeps finds knows thinks feels sees seeks tries becomes loses sends "
    "lets meets pays asks dies",
    PRONOUN: "he she it they we i you this these those there one everyone nobody somebody many "
    "others he's it's they're we're i'm he'd we've they've i've he'll we'll they'll",
    DETERMINER: "the a an its his her their our my your some any these those this that such other "
    "several many few two three four five six more most all both no at least about over",
    LOCATIVE: "in near at on outside around inside across throughout within along toward towards "
    "into onto through during via above below between amid beyond",
    OF: "of from",
    BY: "by",
    PREPOSITION: "in near at on outside around inside across throughout within along toward "
    "towards into onto through during via above below between amid beyond of from by with for to "
    "against about over under without despite like than as except including",
    ADVERB: "also then now again once still already often even never not just only have has had be "
    "been is are was were to jointly always recently later soon",
    PLACE_NOUN: "town towns city cities province provinces village villages region regions border "
    "borders coast district area areas territory capital soil airspace side governorate "
    "neighbourhood neighborhood suburb desert countryside mountains oil market kurdistan "
    "embassy consulate waters language court courts tribunal judge",
}


def marks(read: Reading, lexicon: Lexicon) -> np.ndarray:
    """The bits (UInt32) of every token."""
    of_type = _type_marks(read, lexicon)
    bits = of_type[read.type_of]
    # A lone hyphen is a dash only with white space around it; apart from that it joins words.
    space = read.tokens["space"].to_numpy()
    dash = np.flatnonzero(bits & DASH)
    hyphen = (read.types["word"] == "-").to_numpy()[read.type_of[dash]]
    tight = (space[dash] == 0) | (space[np.maximum(dash - 1, 0)] == 0)
    bits[dash[hyphen & tight]] = 0
    colon = np.flatnonzero(bits & SEMICOLON)
    before, after = np.maximum(colon - 1, 0), np.minimum(colon + 1, len(bits) - 1)
    time = (space[colon] == 0) & read.of(before, "is_number") & read.of(after, "is_number")
    bits[colon[time]] = 0
    return bits


def _type_marks(read: Reading, lexicon: Lexicon) -> np.ndarray:
    listed, of_listed = _listed(lexicon)
    word = pl.col("word")
    endings = read.types.select(
        lower="is_lower",
        ed=word.str.contains(r"^\p{Ll}{2,}ed$"),
        ing=word.str.contains(r"^\p{Ll}{2,}ing$"),
        ly=word.str.contains(r"^\p{Ll}{2,}ly$"),
        word="is_word",
    )
    bits = of_listed[listed.rows(read.types["folded"])]
    for name, flag in (
        ("lower", LOWER),
        ("ed", VERB | PARTICIPLE),
        ("ing", VERB | PARTICIPLE),
        ("ly", ADVERB),
        ("word", WORD),
    ):
        bits[endings[name].to_numpy()] |= np.uint32(flag)
    return bits


@lru_cache(maxsize=4)
def _listed(lexicon: Lexicon) -> tuple[Known, np.ndarray]:
    """Every listed word, and the bits of each; a last one for all others."""
    rows = [(word, bit) for bit, words in _LISTS.items() for word in words.split()]
    reporting = lexicon.reporting_verbs.filter(pl.col("frame") != "source")["verb"].to_list()
    rows += [(verb, REPORTING | VERB) for verb in reporting if " " not in verb]
    acting = lexicon.stance_cues.filter(pl.col("frame").is_in(VERBS))["cue"].to_list()
    # Base forms are nouns as often as verbs (attack, support): only inflected ones tell.
    rows += [(verb, VERB) for verb in acting if " " not in verb and verb.endswith(("ed", "ing"))]
    frame = pl.DataFrame(rows, schema={"word": pl.String, "bit": pl.UInt32}, orient="row")
    listed = (
        frame.unique(maintain_order=True)
        .group_by("word", maintain_order=True)
        .agg(bits=pl.col("bit").sum())
        .with_columns(
            pl.col("bits") | pl.when(pl.col("bits") & AUXILIARY > 0).then(VERB).otherwise(0)
        )
        .with_columns(pl.col("bits").cast(pl.UInt32))
    )
    return Known(listed["word"]), with_edge(listed["bits"].to_numpy(), 0)
