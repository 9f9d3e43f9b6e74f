"""Which place a name means: what is usual, and what agrees with the rest of the document.

The usual is population and feature type, the lexicon's choice and the place's own name. The rest
is minimality (Leidner 2007, Toponym Resolution in Text): of the readings of all names of a document
those are best that lie together, in few divisions, countries and areas. Each name believes in its
readings by degrees, each division, country and area has the sum of the belief in its places, and
beliefs and sums are worked out in turn; a name's own belief never speaks for itself.
"""

from typing import NamedTuple

import numpy as np

from flows.extract.arrays import among, begins
from flows.places.atlas import ADMIN1, ADMIN2, CAPITAL, COUNTRY, NONE, Atlas
from flows.places.questions import Questions

#: Logarithms of odds: per factor e of population, by feature, for the lexicon's choice and for a
#: name that is not the place's own, and where the text says what the place is in.
_POPULATION, _LEAST = 0.4, 200
_FEATURE = {COUNTRY: 3.0, ADMIN1: 1.5, ADMIN2: -0.5, CAPITAL: 1.5}
_LISTED, _ALIAS = 1.5, -2.0
#: A division that is called like a city in it is seldom meant: Mosul, Baghdad, New York.
_ECLIPSED = -3.0
_TOLD = 8.0
#: What the other names' belief in the same first-level division, country, second-level division and
#: two areas weighs, per factor e; and in more of the same kind in one list.
_AGREE = (1.5, 0.7, 1.0, 0.7, 0.7, 1.5)
_BELIEF = 4.0
_TURNS = 3
#: Beliefs that went further were right as often as this.
_SUREST = 0.97
#: Speeches that name half the world are at home nowhere.
_FEW = 8.0


class Choice(NamedTuple):
    """By question: the best place, -1 without, and how sure it is (0 to 1)."""

    place: np.ndarray
    sure: np.ndarray


def choose(questions: Questions, told: np.ndarray, listing: np.ndarray, atlas: Atlas) -> Choice:
    """The best answer to every question; `told`: answers that the text itself bears out;
    `listing`: the list that each question stands in, -1 without.
    """
    answers = questions.answers
    question = answers["question"].to_numpy().astype(np.int64)
    place = answers["place"].to_numpy()
    asked = questions.asked
    doc = asked["doc"].to_numpy().astype(np.int64)[question]
    weight = asked["weight"].to_numpy()[question]
    usual = _usual(questions, question, place, atlas) + _TOLD * told
    first = np.flatnonzero(np.diff(question, prepend=-1))
    lengths = np.diff(first, append=len(question))
    shares = _shares(doc, question, place, listing[question], atlas)
    crowd = _crowd(doc, question, weight)
    scores = usual
    for _ in range(_TURNS):
        belief = _beliefs(scores, first, lengths) * weight
        agreed = np.zeros(len(usual))
        for by, share in zip(_AGREE, shares, strict=True):
            others = share.others(belief[share.rows])
            agreed[share.rows] += by * np.log1p(_BELIEF * others * crowd[share.rows])
        scores = usual + agreed
    return _best(question, place, _beliefs(scores, first, lengths), asked.height)


def _usual(
    questions: Questions, question: np.ndarray, place: np.ndarray, atlas: Atlas
) -> np.ndarray:
    """Score of each answer without its document."""
    listed = questions.asked["listed"].fill_null(NONE).to_numpy()[question]
    own = questions.answers["own"].to_numpy()
    by_feature = np.zeros(atlas.feature.max(initial=0) + 1)
    for feature, score in _FEATURE.items():
        by_feature[feature] = score
    return (
        _POPULATION * np.log(atlas.population[place] + _LEAST)
        + by_feature[atlas.feature[place]]
        + _LISTED * (listed == place)
        + _ALIAS * ~own
        + _ECLIPSED * _eclipsed(question, place, own, atlas)
    )


def _eclipsed(question: np.ndarray, place: np.ndarray, own: np.ndarray, atlas: Atlas) -> np.ndarray:
    """Answers that are divisions around another answer."""
    n = len(atlas.feature)
    city = (atlas.feature[place] >= CAPITAL) & own
    around = [
        question[city] * n + division[place[city]] for division in (atlas.admin1, atlas.admin2)
    ]
    division = np.isin(atlas.feature[place], (ADMIN1, ADMIN2))
    return division & among(question * n + place, np.concatenate(around))


def _crowd(doc: np.ndarray, question: np.ndarray, weight: np.ndarray) -> np.ndarray:
    """What an agreement counts in each answer's document: the less, the more names there are."""
    total = np.bincount(doc, weight * begins(len(question), np.diff(question) != 0))
    return _FEW / np.maximum(total[doc], _FEW)


class _Share(NamedTuple):
    """Answers that lie in an area, by document and area: their rows, numbers of areas of documents,
    and of a question's answers in one.
    """

    rows: np.ndarray
    area: np.ndarray
    own: np.ndarray

    def others(self, belief: np.ndarray) -> np.ndarray:
        """Belief of the other questions in the area of each of these answers."""
        every = np.bincount(self.area, belief)[self.area]
        mine = np.bincount(self.own, belief)[self.own]
        return np.maximum(every - mine, 0)


def _shares(
    doc: np.ndarray, question: np.ndarray, place: np.ndarray, listing: np.ndarray, atlas: Atlas
) -> list[_Share]:
    areas = (atlas.admin1[place], atlas.country[place], atlas.admin2[place])
    # Wide places are nowhere near: their middle says nothing.
    narrow = atlas.feature[place] >= ADMIN2
    grids = [np.where(narrow, cells[place], -1) for cells in atlas.cells]
    kinds = _kinds(listing, place, atlas)
    return [_share(doc, question, area) for area in (*areas, *grids, kinds)]


def _kinds(listing: np.ndarray, place: np.ndarray, atlas: Atlas) -> np.ndarray:
    """Numbers for countries in one list, and for first-level divisions of one country in it: such
    lists hold more of the same (comma groups, Lieberman, Samet & Sankaranarayanan 2010).
    """
    feature = atlas.feature[place]
    above = np.where(feature == ADMIN1, atlas.country[place] + 1, 0)
    wide = np.isin(feature, (COUNTRY, ADMIN1)) & (listing >= 0)
    return np.where(wide, listing * (len(atlas.feature) + 1) + above, -1)


def _share(doc: np.ndarray, question: np.ndarray, area: np.ndarray) -> _Share:
    inside = np.flatnonzero(area >= 0)
    key = doc[inside] * (area.max(initial=0) + 1) + area[inside]
    # Stable, so that answers of a question stay together.
    order = np.argsort(key, kind="stable")
    rows = inside[order]
    new_area = begins(len(rows), np.diff(key[order]) != 0)
    new_own = new_area | begins(len(rows), np.diff(question[rows]) != 0)
    return _Share(rows, np.cumsum(new_area) - 1, np.cumsum(new_own) - 1)


def _beliefs(scores: np.ndarray, first: np.ndarray, lengths: np.ndarray) -> np.ndarray:
    """Probabilities of each question's answers."""
    if not len(scores):
        return scores
    odds = np.exp(scores - np.repeat(np.maximum.reduceat(scores, first), lengths))
    return odds / np.repeat(np.add.reduceat(odds, first), lengths)


def _best(question: np.ndarray, place: np.ndarray, belief: np.ndarray, n: int) -> Choice:
    """The likeliest answers; of equals the place that comes first in the gazetteer."""
    chosen, sure = np.full(n, -1), np.zeros(n)
    if not len(place):
        return Choice(chosen, sure)
    count = np.bincount(question, minlength=n)
    most = np.zeros(n)
    most[count > 0] = np.maximum.reduceat(belief, np.flatnonzero(np.diff(question, prepend=-1)))
    # Answers are ordered by question and place.
    likeliest = np.flatnonzero(belief == most[question])
    best = likeliest[begins(len(likeliest), np.diff(question[likeliest]) != 0)]
    chosen[question[best]] = place[best]
    alone = count[question[best]] == 1
    sure[question[best]] = np.where(alone, 1.0, np.minimum(belief[best], _SUREST))
    return Choice(chosen, sure)
