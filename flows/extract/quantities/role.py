"""What became of those counted: cue words beside the quantity, with nothing in between that
would make them speak of something else.

Before the number ("massacred over 40 worshippers"), behind what is counted if it is passive or
intransitive ("40 people were killed", "12 dead"), or the counted noun itself ("200 fighters").
"""

from functools import lru_cache

import numpy as np
import polars as pl

from flows.extract.arrays import ranges, with_edge
from flows.extract.known import Known
from flows.extract.quantities.lists import named_people, shared
from flows.extract.reading import Reading
from flows.extract.spotting import Spots
from flows.lexicon import Lexicon

_BEFORE, _BEHIND, _LIGHT_REACH = 6, 5, 4
_BLOCKS = (
    "in", "by", "at", "during", "since", "after", "with", "from", "near", "on", "when", "while",
    ";", ":", "(", ")", ".", "about", "for", "that", "as",
)  # fmt: skip
#: Roles that only the counted noun itself can give.
_OF_NOUNS = ("fighters", "strikes")
#: Roles of a counted noun that no verb changes.
_FINAL = ("killed", "wounded", "missing")
#: Before `their homes` alone these are cues (see `_told`).
_AWAY = ("from", "left", "leave", "abandon", "abandoned")
_INTRANSITIVE = (*_AWAY, "dead", "died", "die", "fled", "flee", "missing", "homeless", "drown",
                 "drowned", "perish", "perished",
                 "deaths", "casualties", "fatalities", "refugees", "hostages", "prisoners",
                 "detainees", "disappeared", "disappear")  # fmt: skip
#: What nobody does to those named behind: two died, and three others escaped.
_DONE_BY = ("died", "die", "dies", "fled", "flee", "drowned", "perished", "disappeared")
#: Who is sentenced or condemned to death, or faces the death penalty, is not dead.
_SENTENCING = ("sentence", "sentenced", "sentences", "sentencing", "condemn", "condemned",
               "condemns", "condemning")  # fmt: skip
_NO_DEATH = ("penalty", "penalties", "sentence", "sentences", "row", "threat", "threats", "squad",
             "squads", "warrant", "warrants")  # fmt: skip
_PEOPLE = ("people", "persons", "civilians", "victims", "others")
_PASSIVE = ("were", "was", "been", "being", "be", "are", "is", "reportedly", "reported", "got",
            "had", "have", "has", "feared", "believed", "confirmed")  # fmt: skip
#: How a toll comes to its number, and how far before it the toll may be named: words.
_TOLL_TO = ("to", "at", "is", "was", "now", "reach", "reached", "reaches", "reaching", "hit",
            "hits", "pass", "passed", "passes", "exceeded", "exceeds", "surpassed",
            "surpasses", "of", "stood", "stands")  # fmt: skip
_TOLL_REACH = 25
#: Words that a verb behind a quantity may stand further away for (were said to have been).
_LIGHT = (*_PASSIVE, "to", "said", "thought", "alleged", "known", "also", "held", "all")
#: Seven people, including a child, were killed: words that may be put in between.
_INSERTED = 14
_ENDS = (".", ",", "in", "by", "on", "and", "since", "during", "at", "when", "after", ";", ")")


def roles_of(read: Reading, spots: Spots, unit: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Per quantity its role (String), null where no cue says one."""
    cues, of_cue, names = _cues(lexicon)
    code = of_cue[cues.rows(read.types["folded"])]
    only_nouns = names.is_in(_OF_NOUNS).to_numpy()
    verb = _told(read, np.where((code >= 0) & ~only_nouns[code], code, -1), names)
    end = np.where(unit["last"].is_null(), spots.last, unit["last"].fill_null(-1).to_numpy())
    noun = np.where(unit["last"].is_null(), -1, code[read.type_of[end]])
    bars = _bars(read, spots)
    done_to = np.where(read.types_among(_DONE_BY)[read.type_of], -1, verb)
    before, far_before = _walk(read, spots.first, done_to, bars, -_BEFORE)
    behind, far_behind = _walk(read, _over(read, end), _passive(read, verb), bars, _BEHIND)
    nearest = np.where(far_before < far_behind, before, behind)
    people = named_people(read, unit, lexicon)
    nearest = shared(read, spots.first, end, people, nearest)
    # Prisoners may be killed or freed, but the dead are dead.
    final = names.is_in(_FINAL).to_numpy()
    told = np.where((noun >= 0) & (final[noun] | (nearest < 0)) & ~only_nouns[noun], noun, nearest)
    role = np.where(told >= 0, told, noun)
    if "killed" in names:
        killed = names.to_list().index("killed")
        role = np.where((role < 0) & (noun < 0) & _is_toll(read, spots, unit), killed, role)
    return pl.DataFrame({"code": role}).select(
        role=pl.col("code").replace_strict(
            dict(enumerate(names)), default=None, return_dtype=pl.String
        )
    )


def _told(read: Reading, verb: np.ndarray, names: pl.Series) -> np.ndarray:
    """Cue of every token: not of those sentenced to death, nor of the death penalty; and `from` in
    `from their homes`, whatever drove them out, or `left` in `left their homes`.
    """
    of, sentence, n = read.type_of, read.sentence_of, len(read.type_of) - 1
    cue = verb[of]
    death = np.flatnonzero(read.types_among(("death",))[of])
    to = (death > 0) & read.among(np.maximum(death - 1, 0), ("to",))
    passed = np.flatnonzero(read.types_among(_SENTENCING)[of])
    nearest = np.append(-1, passed)[np.searchsorted(passed, death)]
    sentenced = to & (nearest >= 0) & (sentence[nearest] == sentence[death])
    behind = np.minimum(death + 1, n)
    none = read.among(behind, _NO_DEATH) & (sentence[behind] == sentence[death])
    cue[death[sentenced | none]] = -1
    if "displaced" in names:
        start = np.flatnonzero(read.types_among(_AWAY)[of])
        start = start[start + 2 <= n]
        owned = read.among(start + 1, ("their",)) & read.among(start + 2, ("homes",))
        owned &= sentence[start] == sentence[start + 2]
        cue[start[owned]] = names.to_list().index("displaced")
    return cue


@lru_cache(maxsize=4)
def _cues(lexicon: Lexicon) -> tuple[Known, np.ndarray, pl.Series]:
    """Words that say a role, the number of each one's role (a last one for none), the roles."""
    cues = lexicon.quantity_words.filter(pl.col("class") == "role")
    names = cues["value"].unique(maintain_order=True)
    return Known(cues["word"]), with_edge(Known(names).rows(cues["value"]), -1), names


def _is_toll(read: Reading, spots: Spots, unit: pl.DataFrame) -> np.ndarray:
    """The death toll from the earthquake in Nepal rises to 3,218: no other number in between."""
    of, sentence = read.type_of, read.sentence_of
    death, toll, leads = map(read.types_among, (("death",), ("toll",), _TOLL_TO))
    at = np.flatnonzero(toll[of])
    at = at[(at > 0) & death[of[np.maximum(at - 1, 0)]]]
    if not len(at) or not len(spots.first):
        return np.zeros(len(spots.first), dtype=bool)
    place = np.searchsorted(at, spots.first) - 1
    nearest = at[np.maximum(place, 0)]
    good = (place >= 0) & (sentence[nearest] == sentence[spots.first])
    good &= (spots.first - nearest <= _TOLL_REACH) & (np.append(-1, spots.last[:-1]) < nearest)
    people = unit["unit"].is_null() | unit["unit"].is_in(_PEOPLE)
    return good & leads[of[np.maximum(spots.first - 1, 0)]] & people.to_numpy()


def _bars(read: Reading, spots: Spots) -> np.ndarray:
    """Tokens behind which a clause speaks of something else; other quantities among them."""
    bars = (read.types_among(_BLOCKS) | read.column("is_number"))[read.type_of]
    bars[ranges(spots.first, spots.last - spots.first + 1)] = True
    return bars


def _walk(
    read: Reading, at: np.ndarray, cue: np.ndarray, bars: np.ndarray, reach: int
) -> tuple[np.ndarray, np.ndarray]:
    """The first cue from these tokens on, up to `reach` words behind (before, if negative), and how
    far it is; -1 where something bars the way.
    """
    of, sentence, n = read.type_of, read.sentence_of, len(read.type_of) - 1
    step, reach = np.sign(reach), abs(reach)
    found, far = np.full(len(at), -1), np.full(len(at), reach + _LIGHT_REACH + 1)
    alive = np.ones(len(at), dtype=bool)
    light = read.types_among(_LIGHT) & (step > 0)
    for distance in range(1, reach + _LIGHT_REACH + 1):
        place = np.clip(at + step * distance, 0, max(n, 0))
        alive &= (sentence[place] == sentence[at]) & (place == at + step * distance)
        said = cue[place]
        hit = alive & (said >= 0)
        found, far = np.where(hit, said, found), np.where(hit, distance, far)
        alive &= ~hit & ~bars[place] & ((distance < reach) | light[of[place]])
    return found, far


def _over(read: Reading, at: np.ndarray) -> np.ndarray:
    """These tokens, or the comma or bracket that closes what is put in between behind them, where
    the clause goes on with a verb there.
    """
    of, sentence, n = read.type_of, read.sentence_of, len(read.type_of) - 1
    comma, opened, closed = map(read.types_among, ((",",), ("(",), (")",)))
    verb = read.types_among(_PASSIVE + _INTRANSITIVE)
    behind = np.minimum(at + 1, n)
    waits_comma, waits_bracket = comma[of[behind]], opened[of[behind]]
    over = at.copy()
    for distance in range(2, _INSERTED + 2):
        place = np.minimum(at + distance, n)
        near = sentence[place] == sentence[at]
        shut = (waits_comma & comma[of[place]]) | (waits_bracket & closed[of[place]])
        then = np.minimum(place + 1, n)
        goes_on = verb[of[then]] & (sentence[then] == sentence[at])
        over = np.where(near & shut & goes_on, place, over)
        waits_comma, waits_bracket = waits_comma & near & ~shut, waits_bracket & near & ~shut
    return over


def _passive(read: Reading, told: np.ndarray) -> np.ndarray:
    """Cue of every token that can say something of what stands before it."""
    of, n = read.type_of, len(read.type_of)
    by_itself, helps, closes = map(read.types_among, (_INTRANSITIVE, _PASSIVE, _ENDS))
    at = np.flatnonzero(told >= 0)
    cue = np.full(n, -1)
    before, behind, sentence = np.maximum(at - 1, 0), np.minimum(at + 1, n - 1), read.sentence_of
    helped = helps[of[before]] & (sentence[before] == sentence[at])
    closing = closes[of[behind]] | (sentence[behind] != sentence[at]) | (at == n - 1)
    good = at[by_itself[of[at]] | helped | closing]
    cue[good] = told[good]
    return cue
