"""What a number counts: the noun its phrase ends in, found by form and word lists."""

from collections.abc import Collection

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.extract.spotting import Spots
from flows.extract.tokens import NOTHING as TIGHT
from flows.lexicon import Lexicon

#: How many words of a noun phrase may stand before its noun (`hundreds of US soldiers`).
_REACH = 6
#: Words that end in s and are no plural, and words no noun phrase goes on behind.
_STOPS = (
    "was", "is", "has", "does", "says", "its", "this", "his", "thus", "yes", "us", "as", "plus",
    "less", "unless", "across", "towards", "besides", "always", "perhaps", "the", "a", "an",
    "and", "or", "but", "nor", "in", "on", "at", "by", "from", "to", "for", "with", "without",
    "into", "onto", "over", "under", "between", "among", "after", "before", "since", "until",
    "during", "through", "about", "against", "near", "above", "below", "than", "that", "which",
    "who", "whom", "whose", "when", "where", "while", "if", "because", "were", "are", "be",
    "been", "being", "had", "have", "did", "do", "will", "would", "could", "should", "may",
    "might", "must", "can", "not", "no", "it", "he", "she", "they", "we", "you", "i", "him",
    "her", "them", "me", "each", "every", "any", "there", "here", "then", "now", "so", "out",
    "up", "down", "off", "more", "most", "one", "two", "three", "four", "five", "six", "seven",
    "eight", "nine", "ten",
)  # fmt: skip
_SINGULAR_END = r"(?:ss|us|is|ous)$"
#: Policemen, but one specimen.
_MEN = r"^\p{L}{3,}men$"
_NO_MEN = ("specimen", "regimen", "acumen", "abdomen", "stamen")
#: Behind `one`: policeman, officer, protester, journalist; adjectives that end so are none.
_PERSON = r"^\p{L}{3,}(?:man|[^e]er|or|ist)$"
_NO_PERSON = (
    "another", "however", "whether", "former", "latter", "either", "neither", "rather", "earlier",
    "further", "larger", "smaller", "younger", "bigger", "higher", "longer", "shorter", "greater",
    "richer", "poorer", "stronger", "senior", "junior", "minor", "major", "prior", "superior",
    "interior", "exterior", "proper", "german", "indoor", "outdoor",
)  # fmt: skip
#: Behind `one` too, beside people in the singular: one victim.
_SINGLE = ("death", "fatality", "casualty", "body", "boy", "girl")
_BODIES = ("police", "crew", "staff", "civilian", "militia", "infantry", "cavalry", "child")
_BELONGING = ("member", "person", "strong")
_MAGNITUDE = "magnitude"
_QUAKES = ("earthquake", "quake", "aftershock", "temblor", "tremor")
_OWNERS = ("its", "his", "her", "their", "our", "my", "your")


def counted(read: Reading, spots: Spots, lexicon: Lexicon) -> pl.DataFrame:
    """Per quantity: unit (String, lower case) and last (Int64, token of the noun), null if none."""
    kinds = _kinds(read.types, lexicon)
    of, sentence, n = read.type_of, read.sentence_of, len(read.type_of) - 1
    noun, person, skip, head_of, owner, name, more, square = (
        kinds[x].to_numpy()
        for x in ("noun", "person", "skip", "of", "owner", "name", "more", "square")
    )
    single = read.among(spots.last, ("one", "1"))
    at = spots.last.copy()
    found = np.full(len(at), -1)
    alive = np.ones(len(at), dtype=bool)
    people = np.full(len(at), -1)
    of_body, bodies = np.zeros(len(at), dtype=bool), read.types_among(_BODIES)
    # A number counts no other: "three of 40 hostages".
    limit = np.append(spots.first[1:], n + 1)
    for step in range(_REACH):
        at = np.minimum(at + 1, n)
        alive &= (sentence[at] == sentence[spots.last]) & (at > spots.last) & (at < limit)
        # "thousands of acts", "40 more men", but not "40 in all of Iraq".
        of_it = (head_of[of[at]] | more[of[at]]) & (step == 0)
        # "three of its soldiers".
        of_it |= owner[of[at]] & head_of[of[at - 1]] & (step == 1)
        hit = alive & (noun[of[at]] | (single & person[of[at]])) & ~_is_first_part(read, at)
        found = np.where(hit, at, found)
        people = np.where(alive & name[of[at]], at, people)
        # Police officers, crew members: the body goes on to its members.
        body = hit & bodies[of[at]] & ~of_body
        alive &= body | (~hit & ~of_body & (skip[of[at]] | of_it))
        of_body = body
    # "hundreds of Iraqis died": a name in the plural, where there is no noun behind it.
    found = np.where(found >= 0, found, people)
    symbols = _symbols(lexicon)
    tied = _is_tied(read, spots) & ~read.among(np.maximum(found, 0), symbols)
    found = np.where(tied, -1, found)
    unit = read.types["folded"].gather(of[np.maximum(found, 0)])
    known, area = pl.Series(found >= 0), pl.Series(square[of[np.maximum(found - 1, 0)]])
    measured = known & unit.is_in(list(symbols))
    symbol = pl.col("unit").replace(symbols)
    squared = pl.when(area & measured).then(pl.format("square {}", symbol)).otherwise(symbol)
    force, said = _of_magnitude(read, spots)
    return pl.DataFrame({"unit": unit, "last": np.where(force, said, found)}).select(
        unit=pl.when(pl.Series(force)).then(pl.lit(_MAGNITUDE)).when(known).then(squared),
        last=pl.when(pl.col("last") >= 0).then("last"),
        measured=measured | pl.Series(force),
    )


def _is_first_part(read: Reading, at: np.ndarray) -> np.ndarray:
    """Whether words say what is meant against whom: anti-personnel mines."""
    one, two = np.maximum(at - 1, 0), np.maximum(at - 2, 0)
    return read.among(one, ("-",)) & read.among(two, ("anti",))


def _is_tied(read: Reading, spots: Spots) -> np.ndarray:
    """Whether a hyphen ties numbers to a word, so that they say of what kind something is, not how
    many there are (six-party talks), unless they measure it (500-pound bombs) or say how many
    belong to it (a six-member crew).
    """
    n, space = len(read.type_of) - 1, read.tokens["space"].to_numpy()
    hyphen = np.minimum(spots.last + 1, n)
    tied = read.among(hyphen, ("-",)) & (space[spots.last] == TIGHT) & (space[hyphen] == TIGHT)
    return tied & ~read.among(np.minimum(hyphen + 1, n), _BELONGING)


def _of_magnitude(read: Reading, spots: Spots) -> tuple[np.ndarray, np.ndarray]:
    """Whether numbers are magnitudes, and the token behind that says so, or -1: a 6.3 magnitude
    earthquake, a magnitude 6.3 earthquake, an earthquake of a magnitude of 6.3, a 6.3 quake; but
    not 7 earthquake victims.
    """
    sentence, n = read.sentence_of, len(read.type_of) - 1

    def says(at: np.ndarray, words: Collection[str]) -> np.ndarray:
        at = np.clip(at, 0, n)
        return read.among(at, words) & (sentence[at] == sentence[spots.last])

    behind = spots.last + 1 + says(spots.last + 1, ("-",))
    written = says(behind, (_MAGNITUDE,)) & read.of(spots.last, "is_number")
    before = says(spots.first - 1, (_MAGNITUDE,))
    before |= says(spots.first - 1, ("of",)) & says(spots.first - 2, (_MAGNITUDE,))
    decimal = read.types["folded"].str.contains(r"^\d\.\d$").to_numpy()[read.type_of[spots.last]]
    quake = says(behind, _QUAKES) & decimal
    return written | before | quake, np.where(written, behind, -1)


def _kinds(types: pl.DataFrame, lexicon: Lexicon) -> pl.DataFrame:
    """Per type: whether it can be what is counted, and whether a phrase goes on over it."""
    words = lexicon.quantity_words.with_columns(pl.col("word").str.to_lowercase())
    nouns = words.filter(pl.col("class").is_in(["noun", "unit"]))["word"]
    people = words.filter(pl.col("class") == "people")["word"]
    folded = pl.col("folded")
    listed = folded.is_in(nouns.implode())
    plural = (
        pl.col("is_lower")
        & folded.str.contains(r"^\p{L}{2,}s$")
        & ~folded.str.contains(_SINGULAR_END)
    )
    plural |= pl.col("is_lower") & folded.str.contains(_MEN) & ~folded.is_in(_NO_MEN)
    single = [*people.filter(people.str.ends_with("s")).str.strip_suffix("s"), *_SINGLE]
    stop = folded.is_in(_STOPS) & ~pl.col("is_capital")
    return types.select(
        noun=(listed | plural) & ~stop,
        person=pl.col("is_lower")
        & (folded.str.contains(_PERSON) & ~folded.is_in(_NO_PERSON) | folded.is_in(single)),
        skip=(pl.col("is_word") & ~stop) | (pl.col("plain") == "-"),
        of=folded == "of",
        owner=folded.is_in(_OWNERS),
        more=folded == "more",
        square=folded.is_in(["square", "sq"]),
        # Nine News is no nine of anything.
        name=pl.col("is_capital")
        & folded.str.contains(r"^\p{L}{3,}s$")
        & ~pl.col("is_common")
        & (folded != "news"),
    )


def _symbols(lexicon: Lexicon) -> dict[str, str]:
    units = lexicon.quantity_words.filter(pl.col("class") == "unit")
    return dict(zip(units["word"].str.to_lowercase(), units["value"], strict=True))
