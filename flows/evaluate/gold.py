"""Gold files: one JSON object a line, a text and lists of labels on it.

A line holds the text itself (`text`), or names the file it is in (`text_file`, relative to the gold
file). Lines that name the same file label the same text: their lists are joined, and what is no
list counts once. `document_time` (ISO 8601) is the day the text was written, `body_start` the
first character that is read.
"""

import json
from collections.abc import Iterator, Mapping
from datetime import datetime
from pathlib import Path
from typing import NamedTuple

import polars as pl

from flows.errors import UsageError

_SPAN, _PLACE = 3, 5
_SPAN_SCHEMA: dict[str, pl.DataType] = {
    "start": pl.Int32(),
    "end": pl.Int32(),
    "label": pl.String(),
}


class Gold(NamedTuple):
    """A gold file: `documents` (doc_id, text, body_start, published_at) and its parsed lines."""

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
        return self.labels(field, _SPAN_SCHEMA)

    def labels(self, field: str, columns: Mapping[str, pl.DataType]) -> pl.DataFrame:
        """Labels of one field, each a list [start, end, …]: doc (UInt32) and the given columns.

        Columns that a label is too short for are null, what is beyond them is left out. Raises
        UsageError where the file has no such field or a label has fewer than three parts.
        """
        width = len(columns)
        rows: list[tuple[object, ...]] = []
        for number, record in enumerate(self.records):
            for label in _list(self.path, number, record, field):
                if not isinstance(label, list) or len(label) < _SPAN:
                    raise UsageError(
                        f"{self.path}, text {number + 1}: {label} is no [from, to, label]"
                    )
                rows.append((number, *(label + [None] * width)[:width]))
        try:
            return pl.DataFrame(rows, schema={"doc": pl.UInt32(), **columns}, orient="row")
        except (pl.exceptions.PolarsError, TypeError, OverflowError) as error:
            reason = str(error).partition(";")[0]
            message = f"{self.path}: a label of `{field}` is no [{', '.join(columns)}]: {reason}"
            raise UsageError(message) from error

    def objects(self, field: str) -> Iterator[tuple[int, Mapping[str, object]]]:
        """Labels of one field that are JSON objects, each with the number of its document.

        Raises UsageError where the file has no such field or one of them is no object.
        """
        for number, record in enumerate(self.records):
            for label in _list(self.path, number, record, field):
                if not isinstance(label, dict):
                    raise UsageError(f"{self.path}, text {number + 1}: {label} is no object")
                yield number, label

    def numbered(self, rows: pl.DataFrame) -> pl.DataFrame:
        """Rows with a doc_id of the documents, in their order, with `doc` (UInt32) first."""
        numbers = self.documents.select("doc_id").with_row_index("doc")
        return numbers.join(rows, on="doc_id", how="inner", maintain_order="right").drop("doc_id")

    def has(self, field: str) -> bool:
        """Whether the labels have a field."""
        return any(field in record for record in self.records)


def read_gold(path: Path) -> Gold:
    """Read a gold file; raises UsageError, with the line, for what is not in its format."""
    if not path.is_file():
        raise UsageError(f"{path} is not there, or no file; name one of JSON lines with `text`.")
    records: list[dict[str, object]] = []
    by_file: dict[str, dict[str, object]] = {}
    # Not splitlines of text: texts may hold other line separators (U+2028).
    for number, line in enumerate(path.read_bytes().splitlines(), start=1):
        record = _parsed(path, number, line)
        name = record.get("text_file")
        if isinstance(name, str) and name in by_file:
            _join(by_file[name], record)
            continue
        if isinstance(name, str):
            record["text"] = _text_of(path, number, name)
            by_file[name] = record
        records.append(record)
    if not records:
        raise UsageError(f"{path} holds no text.")
    documents = documents_of([str(record["text"]) for record in records])
    days = pl.Series([_day(path, record) for record in records], dtype=pl.Datetime("us", "UTC"))
    starts = pl.Series([record.get("body_start", 0) for record in records], dtype=pl.Int32)
    return Gold(path, documents.with_columns(published_at=days, body_start=starts), records)


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


def _parsed(path: Path, number: int, line: bytes) -> dict[str, object]:
    try:
        record = json.loads(line)
    except ValueError as error:
        raise UsageError(f"{path}, line {number}: no JSON ({error})") from error
    wanted = ("text", "text_file")
    if not isinstance(record, dict) or not any(
        isinstance(record.get(name), str) for name in wanted
    ):
        raise UsageError(f"{path}, line {number}: an object with `text` is wanted")
    return record


def _text_of(path: Path, number: int, name: str) -> str:
    """The text a line refers to, unchanged but for a byte-order mark."""
    try:
        return (path.parent / name).read_bytes().decode("utf-8-sig")
    except (OSError, ValueError) as error:
        raise UsageError(f"{path}, line {number}: {name} cannot be read ({error})") from error


def _join(whole: dict[str, object], part: dict[str, object]) -> None:
    for field, value in part.items():
        known = whole.setdefault(field, [] if isinstance(value, list) else value)
        if isinstance(known, list) and isinstance(value, list):
            whole[field] = [*known, *value]


def _day(path: Path, record: dict[str, object]) -> datetime | None:
    """Midnight of the day a text was written, without a zone: UTC is meant."""
    day = record.get("document_time")
    if day is None:
        return None
    try:
        return datetime.fromisoformat(str(day)[:10])
    except ValueError as error:
        raise UsageError(f"{path}: document_time {day} is no date") from error


def _list(path: Path, number: int, record: dict[str, object], field: str) -> list[object]:
    found = record.get(field)
    if not isinstance(found, list):
        raise UsageError(f"{path}, text {number + 1}: there is no list `{field}`")
    return found
