"""The categories that columns may hold: kinds, scopes, modalities and the like."""

KINDS = ("person", "organization", "place", "group", "event", "other")
SCOPES = ("sentence", "paragraph", "document")
METHODS = ("lexicon", "names")
ALIAS_BASES = ("name", "alias", "acronym", "demonym", "short", "variant")
#: From the weakest to the strongest: where several apply, the later one counts.
MODALITIES = ("asserted", "attributed", "negated", "hypothetical")
STANCES = ("allied", "hostile")
DIRECTIONS = ("a_to_b", "b_to_a", "mutual")
PERIODS = ("day", "month", "week", "year")
QUOTATION_KINDS = ("direct", "reported", "turn")
SPEAKER_BASES = ("named", "label", "pronoun")
DATE_BASES = ("explicit", "year_inferred", "relative", "document_date")
DATE_KINDS = ("date", "time", "duration", "set")
DATE_PRECISIONS = (
    "day", "week", "weekend", "month", "quarter", "season", "half", "year", "decade", "century",
    "part", "range",
)  # fmt: skip
ROLES = (
    "killed", "wounded", "captured", "displaced", "missing", "rescued", "fighters", "strikes",
    "money", "share",
)  # fmt: skip
PUBLISHED_BASES = ("record", "front_matter", "page", "mail_header", "url", "file_name")
