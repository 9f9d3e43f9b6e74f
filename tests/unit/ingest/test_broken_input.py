"""A folder of everything that goes wrong: the good texts come out, each bad thing has a reason."""

import gzip
import os
from pathlib import Path

import polars as pl
import pytest

from flows.ingest import ReadOptions, Root, list_files, read

GOOD = {
    "good.txt": b"Good.",
    "good.md": b"---\ntitle: T\n---\nGood.",
    "good.jsonl": b'{"text": "Good."}\n{"text": "Good too."}',
    "good.csv": b"text\nGood.\n",
    "good latin.txt": "Där är det, på ön, där våra vänner står.".encode("latin-1"),
    'it\'s "odd" *?[x].txt': b"Good.",
    "two\nlines.txt": b"Good.",
    "-rf.txt": b"Good.",
}
#: File -> content, and the reasons that the records or the file itself are rejected for.
BAD = {
    "empty.txt": (b"", ["empty"]),
    "blank.txt": (b" \n\t\n", ["empty"]),
    "only front matter.md": (b"---\ntitle: T\n---\n", ["empty"]),
    "binary.txt": (bytes(range(256)), ["binary"]),
    "picture.txt": (b"\x89PNG\r\n\x1a\n", ["binary"]),
    "word.txt": (b"PK\x03\x04 word/document.xml", ["binary"]),
    "long.txt": (b"x" * 2000, ["too_long"]),
    "lying mark.txt": (b"\xef\xbb\xbf\xff\xfe\xfd", ["undecodable"]),
    "cut.txt.gz": (gzip.compress(b"Text that is cut.")[:-6], ["malformed_file"]),
    "no gzip.jsonl.gz": (b'{"text": "not packed"}', ["malformed_file"]),
    "no zstd.csv.zst": (b"text\nnot packed\n", ["malformed_file"]),
    "packed twice.jsonl": (gzip.compress(b"{}"), ["binary"]),
    "cut.jsonl": (b'{"text": "cut', ["malformed_record"]),
    "array.jsonl": (b'[{"text": "A."}]', ["malformed_record"]),
    "deep.jsonl": (b"[" * 1500 + b"]" * 1500, ["malformed_record"]),
    "repeated.jsonl": (b'{"id":1,"text":"A."}\n{"id":1,"text":"B."}', ["duplicate_id"]),
    "null.jsonl": (b'{"text":null}\n{"text":1}\n{}', ["missing_text"] * 3),
    "other names.jsonl": (b'{"words": "A."}', ["no_text_field"]),
    "other names.csv": (b"words\nA.\n", ["no_text_field"]),
    "ragged.csv": (b"id,text\n1,A.,x\n2\n3,C.", ["malformed_record"] * 2),
    "open.csv": (b'id,text\n1,"A.\n2,B.\n', ["malformed_record"]),
    "cut.parquet": (b"PAR1 and nothing more", ["malformed_file"]),
    "archive.zip": (b"PK\x03\x04", ["malformed_file"]),
    "no ending": (b"Text.", ["unsupported_format"]),
}


@pytest.fixture
def folder(tmp_path: Path) -> Path:
    for name, data in GOOD.items():
        (tmp_path / name).write_bytes(data)
    for name, (data, _) in BAD.items():
        (tmp_path / name).write_bytes(data)
    (tmp_path / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Good.")
    (tmp_path / "loop").symlink_to(tmp_path)
    (tmp_path / "gone.txt").symlink_to("nowhere")
    os.mkfifo(tmp_path / "pipe.txt")
    return tmp_path


def test_every_bad_thing_is_explained(folder: Path) -> None:
    listing = list_files(Root("root", str(folder)))
    options = ReadOptions(max_document_chars=1000)
    batches = [batch for file in listing.files for batch in read(file, options)]
    documents = pl.concat(batch.documents for batch in batches)
    rejected = pl.concat([listing.rejected, *(batch.rejected for batch in batches)])
    expected = {name: reasons for name, (_, reasons) in BAD.items()}
    expected |= {"gone.txt": ["broken_link"], "pipe.txt": ["special_file"]}
    found = rejected.with_columns(name=pl.col("source_uri").str.extract("^root/([^#]+)"))
    for name, reasons in expected.items():
        assert found.filter(name=name)["reason"].to_list() == reasons, name
    assert len(rejected) == sum(map(len, expected.values()))
    assert rejected["detail"].str.len_chars().min() > 15
    assert listing.n_skipped == 1
    assert documents["doc_id"].n_unique() == len(documents)
    assert documents.filter(pl.col("path").str.starts_with("good"))["text"].len() == 6
    bad_neighbours = {"repeated.jsonl": "A.", "ragged.csv": "C.", "open.csv": "B."}
    for name, text in bad_neighbours.items():
        assert documents.filter(path=name)["text"].to_list() == [text]
    odd = {'it\'s "odd" *?[x].txt', r"two\x0alines.txt", "-rf.txt", r"caf\xe9.txt"}
    assert odd <= set(documents["path"])
    assert len(documents) == 6 + len(odd) + len(bad_neighbours)


def test_two_readings_are_the_same(folder: Path) -> None:
    def everything() -> list[list[tuple]]:
        listing = list_files(Root("root", str(folder)))
        batches = (batch for file in listing.files for batch in read(file, ReadOptions()))
        return [frame.rows() for batch in batches for frame in batch[:3]]

    assert everything() == everything()
