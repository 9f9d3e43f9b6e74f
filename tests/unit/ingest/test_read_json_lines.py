import gzip
import hashlib
import json
from collections.abc import Callable
from datetime import UTC, datetime
from pathlib import Path

import pyarrow as pa
import pytest

from flows.ingest import Batch, ReadOptions, Root, list_files, read

ReadAll = Callable[..., Batch]


def jsonl(*records: object) -> str:
    return "".join(json.dumps(record) + "\n" for record in records)


def reasons(batch: Batch) -> dict[int, str]:
    return dict(batch.rejected.select("record_no", "reason").iter_rows())


def test_fields_are_found_by_their_usual_names(read_bytes: ReadAll) -> None:
    record = {
        "Body": "Text.",
        "headline": "Title",
        "_id": 17,
        "link": "https://example.org/17",
        "Date": "2014-08-31T06:00:00+03:00",
        "source": "Wire One",
        "lang": "en",
        "extra": {"ignored": True},
    }
    document = read_bytes("a.jsonl", jsonl(record)).documents.row(0, named=True)
    assert document["text"] == "Text."
    assert document["title"] == "Title"
    assert document["external_id"] == "17"
    assert document["url"] == "https://example.org/17"
    assert document["published_at"] == datetime(2014, 8, 31, 3, tzinfo=UTC)
    assert document["published_basis"] == "record"
    assert document["publisher"] == "Wire One"
    assert document["language"] == "en"
    assert document["source_uri"] == "a.jsonl#17"
    assert document["doc_id"] == hashlib.sha256(b"a.jsonl\0\x0017").hexdigest()[:16]


def test_named_fields_win(read_bytes: ReadAll) -> None:
    data = jsonl({"text": "Summary.", "a/b~c": "Whole text."})
    assert read_bytes("a.jsonl", data, text="a/b~c").documents["text"].item() == "Whole text."


def test_identity_is_id_then_address_then_line(read_bytes: ReadAll) -> None:
    data = jsonl(
        {"id": "x", "url": "u", "text": "A."}, {"url": "u", "text": "B."}, {"text": "C."},
        {"id": "3", "text": "D."},
    )  # fmt: skip
    documents = read_bytes("a.jsonl", data).documents
    assert documents["source_uri"].to_list() == [f"a.jsonl#{key}" for key in ("x", "u", 3, 3)]
    assert documents["doc_id"].n_unique() == 4


def test_bad_records_cost_no_neighbours(read_bytes: ReadAll) -> None:
    lines = [
        '{"id": 1, "text": "Good."}',
        '{"id": 2, "text": "cut',
        "[1, 2]",
        '"text"',
        "",
        "   ",
        '{"id": 3}',
        '{"id": 4, "text": null}',
        '{"id": 5, "text": " \\n"}',
        '{"id": 6, "text": {"en": "nested"}}',
        '{"id": 7, "text": 5}',
        '{"id": 8, "text": "nul \\u0000 inside"}',
        '{"id": 9, "text": "lone \\ud800 surrogate"}',
        '{"id": 1, "text": "Again."}',
        '{"id": 10, "text": "too long by far"}',
        '{"id": 11, "text": "Good too"}',
    ]
    batch = read_bytes("a.jsonl", "\r\n".join(lines), max_document_chars=14)
    assert batch.documents["text"].to_list() == ["Good.", "Good too"]
    assert reasons(batch) == {
        2: "malformed_record",
        3: "malformed_record",
        4: "malformed_record",
        7: "missing_text",
        8: "missing_text",
        9: "missing_text",
        10: "missing_text",
        11: "missing_text",
        12: "binary",
        13: "malformed_record",
        14: "duplicate_id",
        15: "too_long",
    }
    details = dict(batch.rejected.select("record_no", "detail").iter_rows())
    assert 'begins: {"id": 2, "text": "cut' in details[2]
    assert "JSON array" in details[3]
    assert "JSON object, not a string" in details[10]


def test_a_repeated_id_is_found_in_a_later_batch(read_bytes: ReadAll) -> None:
    data = jsonl(*({"id": n % 30, "text": f"Text {n}."} for n in range(40)))
    batch = read_bytes("a.jsonl", data, batch_bytes=100)
    assert batch.documents["text"].to_list() == [f"Text {n}." for n in range(30)]
    assert list(reasons(batch)) == list(range(31, 41))


def test_the_first_good_record_of_an_id_is_kept(read_bytes: ReadAll) -> None:
    batch = read_bytes("a.jsonl", jsonl({"id": 1}, {"id": 1, "text": "A."}))
    assert batch.documents["text"].to_list() == ["A."]


def test_a_file_without_any_text_field_is_refused_as_one(read_bytes: ReadAll) -> None:
    batch = read_bytes("a.jsonl", jsonl({"id": 1, "words": "A."}, {"id": 2, "words": "B."}))
    assert reasons(batch) == {None: "no_text_field"}
    assert "'words'" in batch.rejected["detail"].item()


@pytest.mark.parametrize("raw", ["lately", "2014", 5])
def test_a_date_that_is_none_is_said_but_costs_no_text(read_bytes: ReadAll, raw: object) -> None:
    batch = read_bytes("a.jsonl", jsonl({"id": "x", "text": "A.", "date": raw}))
    assert batch.documents.select("published_at", "published_basis").row(0) == (None, None)
    assert batch.warnings["source_uri"].item() == "a.jsonl#x"
    assert f"`{raw}`" in batch.warnings["detail"].item()


def test_foreign_lines_are_detected_apart(read_bytes: ReadAll) -> None:
    latin = '{"text": "L\'été à Tikrit, où l\'armée résistait déjà."}\n'
    data = '{"text": "Überlingen"}\n'.encode() + latin.encode("latin-1")
    documents = read_bytes("a.jsonl", data).documents
    assert documents["encoding"].to_list() == ["utf-8", "cp1252?"]
    assert documents["text"].to_list()[1].startswith("L'été à")


@pytest.mark.parametrize("codec", ["utf-8-sig", "utf-16", "utf-32"])
def test_byte_order_marks(read_bytes: ReadAll, codec: str) -> None:
    data = '{"text": "Überlingen 𝔄"}\n'.encode(codec)
    document = read_bytes("a.jsonl", data).documents.row(0, named=True)
    assert document["text"] == "Überlingen 𝔄"
    assert document["encoding"].startswith(codec)


@pytest.mark.parametrize("ending", ["gz", "zst"])
def test_what_was_read_before_damage_is_kept(read_bytes: ReadAll, ending: str) -> None:
    texts = [hashlib.sha256(bytes([n % 256, n // 256])).hexdigest() for n in range(20_000)]
    data = jsonl(*({"text": text} for text in texts)).encode()
    packed = gzip.compress(data) if ending == "gz" else pa.compress(data, "zstd", asbytes=True)
    assert read_bytes(f"a.jsonl.{ending}", packed).documents["text"].to_list() == texts
    batch = read_bytes(f"b.jsonl.{ending}", packed[: len(packed) // 2], batch_bytes=50_000)
    assert batch.documents["text"].to_list() == texts[: len(batch.documents)]
    assert len(batch.documents) > 5_000
    assert reasons(batch) == {None: "malformed_file"}


def test_members_of_a_gzip_file_follow_each_other(read_bytes: ReadAll) -> None:
    data = gzip.compress(jsonl({"text": "A."}).encode()) + gzip.compress(b'{"text": "B."}')
    assert read_bytes("a.jsonl.gz", data + bytes(512)).documents["text"].to_list() == ["A.", "B."]


def test_more_than_max_file_bytes_is_not_unpacked(read_bytes: ReadAll) -> None:
    data = gzip.compress(jsonl(*({"text": f"Text {n:03}."} for n in range(100))).encode())
    batch = read_bytes("a.jsonl.gz", data, max_file_bytes=1000)
    assert len(batch.documents) == 1000 // len('{"text": "Text 000."}\n')
    assert reasons(batch) == {None: "too_large"}


def test_a_very_long_line_is_passed_over(tmp_path: Path, read_all: ReadAll) -> None:
    path = tmp_path / "a.jsonl"
    with path.open("w") as file:
        file.write('{"text": "Before."}\n{"text": "')
        for _ in range(20):
            file.write("x" * 1_000_000)
        file.write('"}\n{"text": "After."}\n')
    batch = read_all(path, max_document_chars=1000)
    assert batch.documents["text"].to_list() == ["Before.", "After."]
    assert reasons(batch) == {2: "too_long"}
    assert "20,000,013 bytes" in batch.rejected["detail"].item()


def test_batches_are_bounded(tmp_path: Path) -> None:
    path = tmp_path / "a.jsonl"
    path.write_text(jsonl(*({"text": "x" * 999} for _ in range(1000))))
    (file,) = list_files(Root("a", str(path))).files
    sizes = [
        int(b.documents["n_chars"].sum()) for b in read(file, ReadOptions(batch_bytes=100_000))
    ]
    assert sum(sizes) == 999_000
    assert max(sizes) <= 2_000_000
