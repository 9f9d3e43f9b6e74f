"""CSV: a header line, then one text per row, all columns strings."""

import csv
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import Final, NamedTuple

import polars as pl

from flows.ingest.batch import BadInputError, Batch, SourceFile
from flows.ingest.decode import transcoded
from flows.ingest.documents import METADATA, RECORDS, Assembler, no_text_field
from flows.ingest.lines import REJECTED, LineDecoder, chunks, long_line
from flows.ingest.options import ReadOptions
from flows.ingest.streams import blocks

_DELIMITERS: Final = (",", ";", "\t", "|")
#: Lines that the delimiter is judged by.
_SAMPLE_LINES: Final = 100
_MAX_ROWS: Final = 50_000

# The limit of the csv module is one for the process and far below the length of a text; here the
# length of a record is bounded by `_Lines`.
csv.field_size_limit(2**31 - 1)


class _Line(NamedTuple):
    number: int
    text: str
    encoding: str


class _Row(NamedTuple):
    line: _Line
    values: list[str]
    problem: str | None


def read_delimited(file: SourceFile, options: ReadOptions) -> Iterator[Batch]:
    """Batches of a CSV file with a header; the delimiter is `,`, `;`, tab or `|`.

    A record with the wrong number of fields is rejected; so is the first line of one whose
    quotation never ends, and reading goes on with the line after it. Identity is the row's id,
    else its address, else the number of the line it begins in. Raises BadInputError, after the good
    rows, where the file breaks.
    """
    marked, stream = transcoded(blocks(file, options.max_file_bytes))
    lost: list[pl.DataFrame] = []
    source = _decoded_lines(stream, LineDecoder(marked), options, lost)
    sample = list(islice(source, _SAMPLE_LINES))
    lines = _Lines(source, options.max_record_bytes)
    lines.put_back(sample)
    delimiter = _delimiter([line.text for line in sample], options)
    rows = _rows(lines, delimiter)
    header = next(rows, None)
    if header is None:
        raise BadInputError("empty", "The file has no content.")
    if header.problem:
        raise BadInputError("malformed_file", f"The header cannot be read. {header.problem}")
    if not options.columns("text", header.values):
        raise no_text_field(header.values, options)
    assembler = Assembler(file, options)
    for part, failure in _parts(rows, options.batch_bytes):
        records, rejected = _records(part, header.values, options)
        yield assembler.batch(records, pl.concat([rejected, *lost]))
        lost.clear()
        if failure is not None:
            raise failure


def _decoded_lines(
    stream: Iterator[bytes], decoder: LineDecoder, options: ReadOptions, lost: list[pl.DataFrame]
) -> Iterator[_Line]:
    """Decoded lines; the rejections of those that cannot be had are added to `lost`."""
    for chunk in chunks(stream, options.batch_bytes, options.max_record_bytes):
        if chunk.dropped:
            lost.append(long_line(chunk))
            continue
        lines, undecodable = decoder.lines(chunk)
        lost.append(undecodable)
        yield from map(_Line._make, lines.select("record_no", "line", "encoding").iter_rows())


class _Lines(Iterator[str]):
    """Feeds the csv module and keeps the lines of the record in progress, to go back to them."""

    def __init__(self, source: Iterator[_Line], max_chars: int) -> None:
        self._source = source
        self._ahead: deque[_Line] = deque()
        self._max_chars = max_chars
        self._n_chars = 0
        self.record: list[_Line] = []

    def __next__(self) -> str:
        line = self._ahead.popleft() if self._ahead else next(self._source)
        self.record.append(line)
        self._n_chars += len(line.text)
        if self._n_chars > self._max_chars:
            raise csv.Error("a quotation does not end")
        return line.text

    def begin_record(self) -> None:
        self.record.clear()
        self._n_chars = 0

    def put_back(self, lines: list[_Line]) -> None:
        self._ahead.extendleft(reversed(lines))


def _rows(lines: _Lines, delimiter: str) -> Iterator[_Row]:
    """Records, each with its first line; blank lines are ignored."""
    reader = csv.reader(lines, delimiter=delimiter, strict=True)
    n_fields: int | None = None
    while True:
        lines.begin_record()
        try:
            values = next(reader)
        except StopIteration:
            return
        except csv.Error as error:
            first, *rest = lines.record
            yield _Row(first, [], f"Line {first.number} is no CSV record: {error}.")
            lines.put_back(rest)
            reader = csv.reader(lines, delimiter=delimiter, strict=True)
            continue
        if not values:
            continue
        n_fields = n_fields or len(values)
        problem = None
        if len(values) != n_fields:
            problem = (
                f"The record in line {lines.record[0].number} has {len(values)} fields, but the "
                f"header has {n_fields}; is a quotation mark missing?"
            )
        yield _Row(lines.record[0], values, problem)


def _delimiter(sample: list[str], options: ReadOptions) -> str:
    """The delimiter that finds a text column, then most rows as wide as the header, then width."""

    def score(delimiter: str) -> tuple[bool, float, int]:
        try:
            rows = [row for row in csv.reader(sample, delimiter=delimiter) if row]
        except csv.Error:
            return False, 0, 0
        if not rows:
            return False, 0, 0
        fitting = sum(len(row) == len(rows[0]) for row in rows) / len(rows)
        return bool(options.columns("text", rows[0])), fitting, len(rows[0])

    return max(_DELIMITERS, key=score)


def _parts(
    rows: Iterator[_Row], max_chars: int
) -> Iterator[tuple[list[_Row], BadInputError | None]]:
    """Rows in runs of about `max_chars`; with the last one comes what broke the file, if so."""
    part: list[_Row] = []
    n_chars = 0
    try:
        for row in rows:
            part.append(row)
            n_chars += sum(map(len, row.values))
            if n_chars >= max_chars or len(part) >= _MAX_ROWS:
                yield part, None
                part, n_chars = [], 0
    except BadInputError as error:
        yield part, error
        return
    yield part, None


def _records(
    part: list[_Row], header: list[str], options: ReadOptions
) -> tuple[pl.DataFrame, pl.DataFrame]:
    """Columns RECORDS of the good rows, and (record_no, reason, detail) of the others."""
    good = [row for row in part if row.problem is None]
    bad = [(row.line.number, "malformed_record", row.problem) for row in part if row.problem]
    columns = {
        column: _column(good, [header.index(name) for name in options.columns(role, header)])
        for role, column in {"text": "text", **METADATA}.items()
    }
    records = {
        "record_no": [row.line.number for row in good],
        "problem": [None] * len(good),
        "encoding": [row.line.encoding for row in good],
        **columns,
    }
    frame = pl.DataFrame(records, schema={name: RECORDS[name] for name in records})
    return frame.select(RECORDS.names()), pl.DataFrame(bad, schema=REJECTED, orient="row")


def _column(rows: list[_Row], places: list[int]) -> list[str | None]:
    """Of each row the first value that is not blank in these places."""
    if len(places) == 1:
        (place,) = places
        return [row.values[place] for row in rows]
    return [next((row.values[p] for p in places if row.values[p].strip()), None) for row in rows]
