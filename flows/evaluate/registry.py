"""What can be evaluated, by the name `alongside evaluate --kind` knows it under."""

from collections.abc import Callable, Mapping
from typing import NamedTuple

from flows.describe import describe, extract
from flows.evaluate import peers
from flows.evaluate.dates import score_dates
from flows.evaluate.gold import Gold
from flows.evaluate.links import score_links
from flows.evaluate.modality import score_modality
from flows.evaluate.names import score_names
from flows.evaluate.places import score_places
from flows.evaluate.quantities import score_quantities
from flows.evaluate.report import Report
from flows.evaluate.stance import score_stance
from flows.lexicon import Lexicon
from flows.link.merging import merge_mentions
from flows.places import Places, with_coordinates
from flows.places.gazetteer import read_places
from flows.settings import Settings
from flows.tag import Tagger


class Evaluation(NamedTuple):
    """One kind of evaluation: what runs ours, and the peers `--compare` can run beside it.

    Both take the gold and how many errors of a sort to list; ours also takes lexicon and tagger, a
    peer the name of its model.
    """

    run: Callable[[Gold, Lexicon, Tagger | None, int], Report]
    peers: Mapping[str, Callable[[Gold, str, int], Report]]


def _names(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    return score_names(gold, extract(gold.documents, lexicon, tagger).mentions, most=most)


def _names_by_spacy(gold: Gold, model: str, most: int) -> Report:
    return score_names(gold, peers.spacy_mentions(gold.documents, model), most=most)


def _links(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    mentions = merge_mentions(extract(gold.documents, lexicon, tagger).mentions, lexicon)
    return score_links(gold, mentions, most=most)


def _places(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    folder = Settings().gazetteer
    mentions = extract(gold.documents, lexicon, tagger, Places.load(folder, lexicon)).mentions
    return score_places(gold, with_coordinates(mentions, lexicon, read_places(folder)), most=most)


def _dates(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    return score_dates(gold, extract(gold.documents, lexicon, tagger).dates, most=most)


def _quantities(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    return score_quantities(gold, extract(gold.documents, lexicon, tagger).quantities, most=most)


def _modality(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    return score_modality(gold, extract(gold.documents, lexicon, tagger).sentences, most=most)


def _stance(gold: Gold, lexicon: Lexicon, tagger: Tagger | None, most: int) -> Report:
    tables = describe(gold.documents, lexicon, tagger)
    found = tables["sentences"], tables["mentions"], tables["evidence"]
    return score_stance(gold, *found, most=most)


EVALUATIONS = {
    "names": Evaluation(_names, {"spacy": _names_by_spacy}),
    "links": Evaluation(_links, {}),
    "places": Evaluation(_places, {}),
    "dates": Evaluation(_dates, {}),
    "quantities": Evaluation(_quantities, {}),
    "modality": Evaluation(_modality, {}),
    "stance": Evaluation(_stance, {}),
}
