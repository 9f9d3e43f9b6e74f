"""How well the tables say what people who labelled the same texts say."""

from flows.evaluate.dates import score_dates
from flows.evaluate.gold import Gold, read_gold
from flows.evaluate.links import score_links
from flows.evaluate.modality import score_modality
from flows.evaluate.names import score_names
from flows.evaluate.peers import spacy_mentions
from flows.evaluate.places import score_places
from flows.evaluate.quantities import score_quantities
from flows.evaluate.registry import EVALUATIONS, Evaluation
from flows.evaluate.report import Report
from flows.evaluate.spans import compare, worst
from flows.evaluate.stance import score_stance

__all__ = [
    "EVALUATIONS",
    "Evaluation",
    "Gold",
    "Report",
    "compare",
    "read_gold",
    "score_dates",
    "score_links",
    "score_modality",
    "score_names",
    "score_places",
    "score_quantities",
    "score_stance",
    "spacy_mentions",
    "worst",
]
