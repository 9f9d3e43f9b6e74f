"""Reported speech: behind its verb, before it, or around a source.

Behind a reporting verb (`officials said that …`) to the end of the sentence or to a semicolon,
`but`, `while` or `although`; before it where it follows its passage (`…, officials said on
Friday.`), or on both sides of it where it interrupts; and the rest of a sentence with `according
to`.
"""

import numpy as np

from flows.extract.reporting import SUBJECTS, behind_circumstance, tells
from flows.extract.speech import REPORTED, Passages, Speech
from flows.extract.words import (
    ADVERB,
    AND,
    AUXILIARY,
    BE,
    BUT,
    CLOSE,
    COMMA,
    CONJUNCTION,
    DASH,
    DETERMINER,
    END,
    LOCATIVE,
    LOWER,
    PARTICIPLE,
    PREPOSITION,
    QUOTE,
    RELATIVE,
    REPORTING,
    SEMICOLON,
    SUBORDINATOR,
    THAT,
    VERB,
)

_NEAR = 12
#: What may stand before a number that begins what is said, and what behind `at` or `as` does.
_BEFORE_NUMBER = ("about", "over", "under", "around", "between", "above", "below")
_HEDGES = ("least", "most", "many", "much", "few", "little")
#: Tokens from a verb to the `that` of what is said; tellers say to whom before.
_THAT_WITHIN, _THAT_BEHIND_ADDRESSEE = 8, 14
_MOST_CAPITALS = 4
_LONGEST_DATELINE = 12
#: Tokens of a speaker's name, and words of what is said before it.
_LONGEST_NAME, _FEWEST_WORDS = 5, 3
#: Verbs that things are reported by as well as clauses: declared a ceasefire, reported losses.
_OF_THINGS = (
    *("announce", "announced", "announces", "announcing", "claim", "claimed", "claiming", "claims"),
    *("confirm", "confirmed", "confirming", "confirms", "declare", "declared", "declares"),
    *("declaring", "disclose", "disclosed", "estimated", "estimates", "indicated", "indicates"),
    *("proclaim", "proclaimed", "proclaiming", "proclaims", "reiterated", "reiterates"),
    *("report", "reported", "reports", "reveal", "revealed", "revealing", "reveals"),
    *("stressed", "stresses", "underlined", "underlines"),
)
#: What speakers do, and most others too; `on` as in went on.
_LASTING = ("continued", "continues", "on", "began", "begins")
#: What is insisted on is not what is said.
_ON_THINGS = ("agreed", "insist", "insisted", "insists", "reported")
#: Nouns whose `that` leads in what they say: reiterated its position that, the claim that.
_TELLING = (
    *("allegation", "allegations", "assertion", "assurance", "belief", "claim", "claims"),
    *("commitment", "conclusion", "conviction", "discovery", "fact", "fear", "fears", "news"),
    *("opinion", "position", "promise", "report", "reports", "rumours", "stance", "statement"),
    *("suspicion", "threat", "view", "warning"),
)


def reported_speech(speech: Speech) -> Passages:
    """Passages in the words of the text, in no order."""
    parts = [_behind(speech), _before(speech), _sourced(speech)]
    first, stop, cue = (np.concatenate(column) for column in zip(*parts, strict=True))
    last = _trimmed(speech, first, stop)
    holds = (last >= first) & (speech.words[np.maximum(last, first) + 1] - speech.words[first] > 1)
    # Behind `that` any clause, else something that has a verb for sure: no `state of emergency as
    # a storm is expected`.
    before, here = np.maximum(first - 1, 0), np.minimum(first, len(speech.bits) - 1)
    that = (speech.bits[before] & THAT) > 0
    that &= speech.read.sentence_of[before] == speech.read.sentence_of[here]
    verb = speech.next(first, VERB)
    thing = speech.read.among(speech.cues.first[cue], _OF_THINGS)
    thing &= before == speech.cues.last[cue]
    led = np.minimum(speech.next(first, SUBORDINATOR | RELATIVE | THAT | COMMA), last + 1)
    holds &= that | (verb <= last) & (~thing | (verb < led))
    return Passages.told(first[holds], last[holds], cue[holds], REPORTED)


def _follows(speech: Speech) -> np.ndarray:
    """Whether a verb stands behind what it reports: `…, officials said.`, `…, said Ali Hassan.`"""
    cues, bits = speech.cues, speech.bits
    n = len(bits) - 1
    after = np.minimum(cues.last + 1, n)
    past = behind_circumstance(speech.read, bits, cues)
    then = np.minimum(past, n)
    ends = (bits[then] & (END | COMMA | QUOTE | SEMICOLON | DASH)) > 0
    ends |= past >= speech.read.sentence_ends(cues.first)
    # "…, but the loss is said to be minor" says so itself.
    being = (speech.before(cues.first) & BE) > 0
    adverbial = (bits[then] & (LOCATIVE | ADVERB)) > 0
    adverbial &= ~(being & speech.read.among(after, ("to",)))
    comma = speech.previous(cues.first, COMMA | QUOTE)
    near = (cues.first - comma <= _NEAR) & (comma >= speech.read.sentence_starts(cues.first))
    inverted = (comma == cues.first - 1) & near
    quoted = (speech.before(cues.first) & QUOTE) > 0
    named = ~(speech.read.of(after, "is_lower") | speech.read.of(after, "is_number"))
    inverted &= (named & ~_acts(speech, after)) | ends | quoted
    # "The man, who fled, told Reuters" has its subject before the comma.
    near &= ~(
        tells(speech.read, cues) & (past > cues.last + 1) & (comma == cues.first - 1) & ~quoted
    )
    # "The attack, if confirmed, …" is nobody's words, nor is "He left, saying …".
    near &= ((speech.before(cues.first) & CONJUNCTION) == 0) & ~_is_ing(speech)
    # "After that, the man said, “Hands up”": what is said follows.
    quote, word = np.minimum(cues.last + 2, n), np.minimum(cues.last + 3, n)
    leads = ((bits[after] & (COMMA | SEMICOLON)) > 0) & ((bits[quote] & QUOTE) > 0)
    leads &= speech.read.of(word, "is_capital") & ((bits[np.maximum(comma, 0)] & QUOTE) == 0)
    near &= ~(leads & (word < speech.read.sentence_ends(cues.first)))
    # "In a speech, he said “we won”", "he also said: …": so it does.
    opens = ((bits[after] & QUOTE) > 0) | speech.read.among(after, (":",))
    near &= ~(opens & ((bits[np.maximum(comma, 0)] & QUOTE) == 0))
    near &= ~(speech.read.among(cues.last, _ON_THINGS) & speech.read.among(after, ("on",)))
    # "…, no casualties reported" is no part of what stands before.
    bare = speech.read.among(np.minimum(comma + 1, n), ("no",))
    # “We left,” he went on; but the war went on.
    bare |= speech.read.among(cues.last, _LASTING) & ((bits[np.maximum(comma, 0)] & QUOTE) == 0)
    return near & ~bare & (ends | adverbial | inverted) & (speech.frame < 2) & ~_is_noun(speech)


def _acts(speech: Speech, at: np.ndarray) -> np.ndarray:
    """Whether capitals from these tokens on have a verb behind them: said Ali Hassan had left."""
    n, capital = len(speech.bits) - 1, speech.read.column("is_capital")
    for _ in range(_MOST_CAPITALS):
        at = np.minimum(at + capital[speech.read.type_of[at]], n)
    return (speech.bits[at] & (VERB | AUXILIARY)) > 0


def _is_ing(speech: Speech) -> np.ndarray:
    ing = speech.read.types["word"].str.ends_with("ing").to_numpy()
    return ing[speech.read.type_of[speech.cues.first]]


def _is_noun(speech: Speech) -> np.ndarray:
    """A warning, the saying, an estimated 40."""
    shaped = _is_ing(speech) | speech.read.among(speech.cues.first, ("estimated",))
    return shaped & ((speech.before(speech.cues.first) & DETERMINER) > 0)


def _hedges_number(speech: Speech, at: np.ndarray) -> np.ndarray:
    """Whether prepositions lead in a number: said at least 40, said about 40, said as many as."""
    read = speech.read
    behind = np.minimum(at + 1, len(read.type_of) - 1)
    before_number = read.among(at, _BEFORE_NUMBER) & read.of(behind, "is_number")
    return before_number | (read.among(at, ("at", "as")) & read.among(behind, _HEDGES))


def _behind(speech: Speech) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """First token, stop and cue of passages behind their verb."""
    cues, bits = speech.cues, speech.bits
    end = speech.read.sentence_ends(cues.first)
    past = behind_circumstance(speech.read, bits, cues)
    that = speech.next(cues.last, THAT)
    said_that = _leads_in(speech, past, that) & (that < end)
    that_inside = _ends_with_that(speech)
    after = np.minimum(cues.last + 1, len(bits) - 1)
    # "announced its plan to build a reactor that …" says which reactor.
    thing = speech.read.among(cues.first, _OF_THINGS) & ((bits[after] & DETERMINER) > 0)
    told = speech.read.among(np.minimum(that, len(bits) - 1) - 1, _TELLING)
    said_that &= ~thing | (that == cues.last + 1) | told
    then = np.minimum(past, len(bits) - 1)
    object_only = (bits[then] & (PREPOSITION | END | COMMA | QUOTE | SEMICOLON | CLOSE)) > 0
    object_only &= ~_hedges_number(speech, then)
    plain = (speech.frame == 0) & ~object_only & (past < end)
    start = np.where(said_that & ~that_inside, that + 1, past)
    chosen = (speech.frame < 2) & (said_that | that_inside | plain)
    chosen &= ~(_follows(speech) & ~said_that) & ~_is_noun(speech)
    rows = np.flatnonzero(chosen)
    return start[rows], _stops(speech, start[rows], rows), rows


def _leads_in(speech: Speech, past: np.ndarray, that: np.ndarray) -> np.ndarray:
    """Whether a `that` leads in what is said: it stands near the verb, and no clause begins before
    it (said they were not told that …; claimed it, raising fears that …).
    """
    cues, read = speech.cues, speech.read
    within = np.where(tells(read, cues), _THAT_BEHIND_ADDRESSEE, _THAT_WITHIN)
    near = that < cues.last + within
    then = np.minimum(past, len(speech.bits) - 1)
    near &= ~read.among(then, SUBJECTS) & ~(speech.next(past, AUXILIARY) < that)
    comma = speech.next(past, COMMA)
    again = speech.next(np.minimum(comma + 1, len(speech.bits)), COMMA)
    parted = (comma > past) & (comma < that - 1) & (again > that)
    return near & ~parted


def _stops(speech: Speech, start: np.ndarray, rows: np.ndarray) -> np.ndarray:
    """Where passages behind the verbs of some cues end (exclusive)."""
    cues, bits, end = speech.cues, speech.bits, speech.read.sentence_ends(speech.cues.first[rows])
    stop = np.minimum(end, speech.next(start, SEMICOLON | BUT | CONJUNCTION))
    # `if` right behind the verb opens what is said, so only a later conjunction closes it.
    own = stop == start
    later = np.minimum(end, speech.next(start + 1, SEMICOLON | BUT))
    stop = np.where(own, later, stop)
    # `said that … and denied that …`: two passages.
    places = speech.places(AND)
    following, sentence = np.minimum(places + 1, len(bits) - 1), speech.read.sentence_of
    again = places[(bits[following] & REPORTING > 0) & (sentence[following] == sentence[places])]
    again = np.append(again, len(bits))
    stop = np.minimum(stop, again[np.searchsorted(again, start)])
    segment = speech.clauses.at(cues.first[rows])
    inside = speech.clauses.stop[segment]
    aside = (inside < end) & ((bits[np.minimum(inside - 1, len(bits) - 1)] & DASH) > 0)
    return np.where(aside & (inside > start), np.minimum(stop, inside), stop)


def _ends_with_that(speech: Speech) -> np.ndarray:
    return (speech.bits[speech.cues.last] & THAT) > 0


def _before(speech: Speech) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """Passages before their verb; those it interrupts go on to the end of the sentence."""
    cues = speech.cues
    rows = np.flatnonzero(_follows(speech))
    comma = _before_speaker(speech, cues.first[rows])
    first = _behind_dateline(speech, speech.read.sentence_starts(cues.first[rows]))
    first = np.maximum(first, speech.previous(comma, SEMICOLON) + 1)
    after = np.minimum(speech.cues.last[rows] + 1, len(speech.bits) - 1)
    end = np.minimum(speech.read.sentence_ends(first), speech.next(after, SEMICOLON | QUOTE))
    following = speech.bits[np.minimum(after + 1, len(speech.bits) - 1)]
    interrupts = ((speech.bits[after] & COMMA) > 0) & ((following & (PARTICIPLE | AND)) == 0)
    interrupts &= speech.next(after, VERB) < end
    return first, np.where(interrupts, end, comma), rows


def _behind_dateline(speech: Speech, start: np.ndarray) -> np.ndarray:
    """The first token of sentences behind a dateline: KABUL, Afghanistan — | The troops left."""
    loud = speech.read.of(start, "is_upper")
    dash = speech.next(start, DASH)
    near = loud & (dash - start <= _LONGEST_DATELINE) & (dash < speech.read.sentence_ends(start))
    for step in range(_LONGEST_DATELINE):
        at = np.minimum(start + step, len(speech.bits) - 1)
        near &= ((speech.bits[at] & LOWER) == 0) | (at >= dash)
    return np.where(near, dash + 1, start)


def _before_speaker(speech: Speech, verb: np.ndarray) -> np.ndarray:
    """The comma or mark behind what is said: the last one, or the one before the speaker who is
    explained between two more (…, Ali Hassan, a police spokesman, said).
    """
    last = speech.previous(verb, COMMA | QUOTE)
    inner = speech.previous(last, COMMA | QUOTE)
    outer = speech.previous(inner, COMMA | QUOTE)
    starts = speech.read.sentence_starts(verb)
    bits = speech.bits
    explained = (last == verb - 1) & (outer >= starts) & ((bits[np.maximum(last, 0)] & COMMA) > 0)
    explained &= (bits[np.maximum(inner, 0)] & COMMA) > 0
    explained &= (bits[np.maximum(inner + 1, 0)] & DETERMINER) > 0
    words = inner - outer - 1
    capital = speech.read.of(np.maximum(outer + 1, 0), "is_capital")
    explained &= capital & (words >= 1) & (words <= _LONGEST_NAME)
    explained &= speech.words[np.maximum(outer, 0)] - speech.words[starts] >= _FEWEST_WORDS
    return np.where(explained, outer, last)


def _sourced(speech: Speech) -> tuple[np.ndarray, np.ndarray, np.ndarray]:
    """The rest of the sentence around `according to …`."""
    rows = np.flatnonzero(speech.frame == 2)
    at = speech.cues.first[rows]
    first, end = speech.read.sentence_starts(at), speech.read.sentence_ends(at)
    comma = speech.next(at, COMMA)
    leads = at - first <= 1
    start = np.where(leads, comma + 1, first)
    return np.minimum(start, end), np.where(leads, end, at), rows


def _trimmed(speech: Speech, first: np.ndarray, stop: np.ndarray) -> np.ndarray:
    """Last token of passages without the punctuation at their end."""
    last = stop - 1
    marks = np.uint32(END | COMMA | QUOTE | SEMICOLON | DASH)
    for _ in range(3):
        loose = ((speech.bits[np.maximum(last, 0)] & marks) > 0) & (last >= first)
        last = last - loose
    return last
