"""Gold files: one JSON object a line, `text` and lists of labelled spans."""

import json
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.errors import UsageError

_SPAN, _PLACE = 3, 5


class Gold(NamedTuple):
    """A gold file: `documents` (doc_id, text, body_start) and its parsed lines."""

    path: Path
    documents: pl.DataFrame
    records: list[dict[str, object]]

    def places(self) -> pl.DataFrame:
        """Labelled places: doc (UInt32), start, end (Int32), geonames_id, latitude, longitude
        (degrees; null where the label has none).

        Raises UsageError where the file has no `places` or one of them is no [start, end, id,
        latitude, longitude].
        """
        rows: list[tuple[int, object, object, int | None, object, object]] = []
        for number, record in enumerate(self.records):
            for span in _list(self.path, number, record, "places"):
                if not isinstance(span, list) or len(span) != _PLACE:
                    raise UsageError(
                        f"{self.path}, line {number + 1}: {span} is no "
                        "[from, to, GeoNames id, latitude, longitude]"
                    )
                start, end, known, *degrees = span
                rows.append((number, start, end, None if known is None else int(known), *degrees))
        spans = {"doc": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "geonames_id": pl.Int64}
        schema = spans | {"latitude": pl.Float64, "longitude": pl.Float64}
        return pl.DataFrame(rows, schema=schema, orient="row")

    def spans(self, field: str) -> pl.DataFrame:
        """Labelled spans of one field: doc (UInt32), start, end (Int32), label (String).

        Raises UsageError where the file has no such field or one of its spans is no
        [start, end, label].
        """
        rows: list[tuple[int, object, object, object]] = []
        for number, record in enumerate(self.records):
            for span in _list(self.path, number, record, field):
                if not isinstance(span, list) or len(span) < _SPAN:
                    raise UsageError(
                        f"{self.path}, line {number + 1}: {span} is no [from, to, label]"
                    )
                rows.append((number, *span[:_SPAN]))
        schema = {"doc": pl.UInt32, "start": pl.Int32, "end": pl.Int32, "label": pl.String}
        return pl.DataFrame(rows, schema=schema, orient="row")


def read_gold(path: Path) -> Gold:
    """Read a gold file; raises UsageError, with the line, for what is not in its format."""
    if not path.is_file():
        raise UsageError(f"{path} is not there; name a file of JSON lines with `text`.")
    records: list[dict[str, object]] = []
    # Not splitlines: texts may hold other line separators (U+2028).
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        try:
            record = json.loads(line)
        except ValueError as error:
            raise UsageError(f"{path}, line {number}: no JSON ({error})") from error
        if not isinstance(record, dict) or not isinstance(record.get("text"), str):
            raise UsageError(f"{path}, line {number}: an object with `text` is wanted")
        records.append(record)
    return Gold(path, documents_of([str(record["text"]) for record in records]), records)


def documents_of(texts: list[str]) -> pl.DataFrame:
    """Texts as documents, with made-up ids that number them."""
    return pl.DataFrame(
        {
            "doc_id": [f"{number:016x}" for number in range(len(texts))],
            "text": texts,
            "body_start": [0] * len(texts),
        },
        schema={"doc_id": pl.String, "text": pl.String, "body_start": pl.Int32},
    )


def _list(path: Path, number: int, record: dict[str, object], field: str) -> list[object]:
    found = record.get(field)
    if not isinstance(found, list):
        raise UsageError(f"{path}, line {number + 1}: there is no list `{field}`")
    return found
