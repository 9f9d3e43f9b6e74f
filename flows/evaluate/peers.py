"""Other taggers under the same contract, for comparison and for other languages."""

import polars as pl

from flows.errors import UsageError

#: The kinds of spaCy's pipelines (OntoNotes, and the four of WikiNER) in the project's terms;
#: dates, numbers and money are no names.
_KINDS = {
    "PERSON": "person",
    "PER": "person",
    "ORG": "organization",
    "GPE": "place",
    "LOC": "place",
    "FAC": "place",
    "NORP": "group",
    "EVENT": "event",
    "PRODUCT": "other",
    "WORK_OF_ART": "other",
    "LAW": "other",
    "LANGUAGE": "other",
    "MISC": "other",
}


def spacy_mentions(documents: pl.DataFrame, pipeline: str) -> pl.DataFrame:
    """Names that a spaCy pipeline finds in documents (`doc_id`, `text`).

    Returns doc_id, start, end (Int32), surface, kind. Raises UsageError where spaCy or the pipeline
    is not installed.
    """
    try:
        import spacy  # noqa: PLC0415  # pyright: ignore[reportMissingImports] - an optional extra
    except ImportError as error:
        raise UsageError("spaCy is not installed: pip install 'alongside[spacy]'.") from error
    try:
        model = spacy.load(pipeline, exclude=["parser", "lemmatizer", "attribute_ruler"])
    except OSError as error:
        raise UsageError(
            f"spaCy has no pipeline {pipeline}; install it or name another."
        ) from error
    model.max_length = max(model.max_length, int(documents["text"].str.len_chars().max() or 0))  # type: ignore[arg-type]
    pairs = zip(documents["text"], documents["doc_id"], strict=True)
    rows = [
        (doc_id, entity.start_char, entity.end_char, entity.text, entity.label_)
        for doc, doc_id in model.pipe(pairs, as_tuples=True)
        for entity in doc.ents
    ]
    schema = {"doc_id": pl.String, "start": pl.Int32, "end": pl.Int32, "surface": pl.String}
    found = pl.DataFrame(rows, schema=schema | {"kind": pl.String}, orient="row")
    kind = pl.col("kind").replace_strict(_KINDS, default=None, return_dtype=pl.String)
    return found.with_columns(kind=kind).drop_nulls("kind")
