"""What of the build is Python between the SQL models: tables by name, and what makes them."""

from flows.link.merging import merge_names
from flows.network import centrality
from flows.statistics import shift_significance, significance
from flows.store.models import Step
from flows.stories import group

STEPS = {
    "stg_merges": Step(
        ("stg_names", "lexicon_entities", "lexicon_aliases", "lexicon_distinct"), merge_names
    ),
    "stg_shift_significance": Step(("stg_shift_tables",), shift_significance),
    "stg_story_texts": Step(("stg_story_pairs",), group),
    "stg_centrality": Step(("stg_ties",), centrality),
    "stg_significance": Step(("stg_pair_tables", "stg_totals"), significance),
}
