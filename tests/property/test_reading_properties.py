"""Whatever is written comes back; whatever the bytes are, every record is accounted for."""

import csv
import io
import json
import tempfile
from pathlib import Path

import polars as pl
from hypothesis import assume, example, given, settings
from hypothesis import strategies as st

from flows.contracts import Quarantine, ReadDocuments
from flows.ingest import Batch, ReadOptions, SourceFile, read

#: Files are written and read, which takes as long as the machine likes.
RELAXED = settings(max_examples=50)

TEXT = st.text(
    st.characters(exclude_categories=["Cs"], exclude_characters="\0"), min_size=1
).filter(lambda text: text.strip() != "" and pl.Series([text]).str.strip_chars().item() != "")
TEXTS = st.lists(TEXT, min_size=1, max_size=20)


def read_bytes(name: str, data: bytes, **options: int) -> Batch:
    with tempfile.TemporaryDirectory() as folder:
        path = Path(folder, name)
        path.write_bytes(data)
        file = SourceFile("root", name, path, len(data))
        batches = list(read(file, ReadOptions(**options)))
    for batch in batches:
        ReadDocuments.validate(batch.documents)
        Quarantine.validate(batch.rejected)
    frames = zip(Batch()[:3], *(batch[:3] for batch in batches), strict=True)
    return Batch(*map(pl.concat, frames), sum(batch.n_skipped for batch in batches))


def assert_comes_back(batch: Batch, texts: list[str]) -> None:
    assert batch.documents["text"].to_list() == texts
    assert batch.documents["n_chars"].to_list() == list(map(len, texts))
    assert batch.documents["doc_id"].n_unique() == len(texts)
    assert batch.rejected.is_empty()


@RELAXED
@given(TEXTS, st.booleans(), st.sampled_from([60, 8_000_000]))
def test_json_lines_come_back(texts: list[str], ascii_only: bool, batch_bytes: int) -> None:
    lines = [json.dumps({"text": text}, ensure_ascii=ascii_only) for text in texts]
    batch = read_bytes("a.jsonl", "\n".join(lines).encode(), batch_bytes=batch_bytes)
    assert_comes_back(batch, texts)


@RELAXED
@given(TEXTS, st.sampled_from(",;\t|"), st.sampled_from([60, 8_000_000]))
def test_csv_comes_back(texts: list[str], delimiter: str, batch_bytes: int) -> None:
    out = io.StringIO()
    writer = csv.writer(out, delimiter=delimiter, quoting=csv.QUOTE_ALL)
    writer.writerows([["id", "text"], *enumerate(texts)])
    assert_comes_back(read_bytes("a.csv", out.getvalue().encode(), batch_bytes=batch_bytes), texts)


@RELAXED
@given(TEXTS, st.sampled_from([60, 8_000_000]))
def test_parquet_comes_back(texts: list[str], batch_bytes: int) -> None:
    out = io.BytesIO()
    pl.DataFrame({"text": texts}).write_parquet(out)
    assert_comes_back(read_bytes("a.parquet", out.getvalue(), batch_bytes=batch_bytes), texts)


@RELAXED
@given(TEXT)
def test_plain_text_comes_back(text: str) -> None:
    assume(not text.startswith("\ufeff") and sum(c < " " or c == "\x7f" for c in text) == 0)
    data = text.encode()
    assume(b"\0" not in data)
    assert_comes_back(read_bytes("a.txt", data), [text])


@RELAXED
@given(st.binary(max_size=300))
def test_any_bytes_are_one_text_or_one_rejection(data: bytes) -> None:
    batch = read_bytes("a.txt", data)
    assert len(batch.documents) + len(batch.rejected) == 1


FRAGMENTS = st.lists(
    st.one_of(
        st.binary(max_size=30),
        st.sampled_from(
            [
                b'{"text": "A."}',
                b"\n",
                b'{"id": 1, "text": "B."}',
                b'"',
                b",",
                b"\r",
                b"\0",
                b"\xe9",
            ]
        ),
    ),
    max_size=30,
).map(b"".join)


@RELAXED
@given(FRAGMENTS, st.sampled_from([20, 8_000_000]))
@example(b"", 20)
def test_every_line_of_any_json_lines_is_accounted_for(data: bytes, batch_bytes: int) -> None:
    head = b'{"text": "First."}\n'
    batch = read_bytes("a.jsonl", head + data, batch_bytes=batch_bytes)
    lines = [line for line in data.split(b"\n") if line.decode("latin-1").strip(" \t\r\x0b\x0c")]
    counted = len(batch.documents) + len(batch.rejected) - 1
    assert counted == len(lines) - sum(_is_blank_unicode(line) for line in lines)


def _is_blank_unicode(line: bytes) -> bool:
    try:
        return pl.Series([line.decode()]).str.contains(r"^\s*$").item()
    except UnicodeDecodeError:
        return False


@RELAXED
@given(FRAGMENTS, st.sampled_from([20, 8_000_000]))
def test_any_bytes_as_csv_never_raise_and_hide_no_line(data: bytes, batch_bytes: int) -> None:
    batch = read_bytes("a.csv", b"text\nFirst.\n" + data, batch_bytes=batch_bytes)
    assert batch.documents["text"].to_list()[:1] == ["First."] or not batch.rejected.is_empty()


@RELAXED
@given(st.lists(st.lists(TEXT, min_size=1, max_size=4), min_size=1, max_size=20))
def test_every_ragged_csv_row_is_kept_or_rejected(rows: list[list[str]]) -> None:
    out = io.StringIO()
    csv.writer(out, quoting=csv.QUOTE_ALL).writerows([["id", "text"], ["first", "First."], *rows])
    batch = read_bytes("a.csv", out.getvalue().encode())
    assert len(batch.documents) + len(batch.rejected) == len(rows) + 1
