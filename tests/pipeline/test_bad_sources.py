"""Broken input: the good texts are published, and every bad one has a reason in words."""

import gzip
import os
import shutil
from pathlib import Path

import pytest

from flows.errors import Collapsed
from flows.outcome import Outcome
from tests.pipeline.corpus import Corpus, assert_whole

GOOD = {
    "good.txt": b"Iran spoke.",
    "good.md": b"---\ntitle: T\n---\nIraq spoke.",
    "good.jsonl": b'{"text": "Turkey spoke."}\n{"text": "Turkey and Iran spoke."}',
    "good.csv": b"text\nMosul fell.\n",
    'it\'s "odd" *?[x].txt': b"Baghdad was quiet.",
    "two\nlines.txt": b"Baghdad was quiet.",
    "-rf.txt": b"Baghdad was quiet.",
}
BAD = {
    "empty.txt": (b"", "empty"),
    "blank.txt": (b" \n\t\n", "empty"),
    "only front matter.md": (b"---\ntitle: T\n---\n", "empty"),
    "binary.txt": (bytes(range(256)), "binary"),
    "picture.txt": (b"\x89PNG\r\n\x1a\n", "binary"),
    "word.txt": (b"PK\x03\x04 word/document.xml", "binary"),
    "long.txt": (b"x" * 2000, "too_long"),
    "lying mark.txt": (b"\xef\xbb\xbf\xff\xfe\xfd", "undecodable"),
    "cut.txt.gz": (gzip.compress(b"Text that is cut.")[:-6], "malformed_file"),
    "no gzip.jsonl.gz": (b'{"text": "not packed"}', "malformed_file"),
    "no zstd.csv.zst": (b"text\nnot packed\n", "malformed_file"),
    "packed twice.jsonl": (gzip.compress(b"{}"), "binary"),
    "cut.jsonl": (b'{"text": "cut', "malformed_record"),
    "array.jsonl": (b'[{"text": "A."}]', "malformed_record"),
    "null.jsonl": (b'{"text":null}', "missing_text"),
    "other names.jsonl": (b'{"words": "A."}', "no_text_field"),
    "other names.csv": (b"words\nA.\n", "no_text_field"),
    "cut.parquet": (b"PAR1 and nothing more", "malformed_file"),
    "archive.zip": (b"PK\x03\x04", "malformed_file"),
    "no ending": (b"Text.", "unsupported_format"),
}


@pytest.fixture(scope="module")
def broken(tmp_path_factory: pytest.TempPathFactory) -> Path:
    folder = tmp_path_factory.mktemp("sources") / "broken"
    folder.mkdir()
    for name, data in GOOD.items():
        (folder / name).write_bytes(data)
    for name, (data, _) in BAD.items():
        (folder / name).write_bytes(data)
    (folder / os.fsdecode(b"caf\xe9.txt")).write_bytes(b"Iran spoke.")
    (folder / "loop").symlink_to(folder)
    (folder / "gone.txt").symlink_to("nowhere")
    os.mkfifo(folder / "pipe.txt")
    return folder


@pytest.fixture(scope="module")
def first(broken: Path, tmp_path_factory: pytest.TempPathFactory) -> tuple[Corpus, Outcome]:
    """A first run on them; for reading only."""
    corpus = Corpus(tmp_path_factory.mktemp("first"))
    return corpus, corpus.run(broken, max_document_chars=1_000)


def test_twenty_kinds_of_broken_input(first: tuple[Corpus, Outcome]) -> None:
    corpus, outcome = first
    assert outcome.snapshot is not None
    assert outcome.tally.identity()
    assert_whole(corpus.warehouse)

    published = corpus.read("documents")["path"].unique()
    escaped = {name.replace("\n", r"\x0a") for name in GOOD} | {r"caf\xe9.txt"}
    assert set(published) == escaped

    quarantine = corpus.read("quarantine")
    reasons = {
        uri.removeprefix("broken/").partition("#")[0]: reason
        for uri, reason in quarantine.select("source_uri", "reason").iter_rows()
    }
    expected = {name: reason for name, (_, reason) in BAD.items()}
    assert reasons == expected | {"gone.txt": "broken_link", "pipe.txt": "special_file"}
    assert quarantine["detail"].str.len_chars().min() > 15
    assert outcome.quarantine.equals(quarantine.sort(quarantine.columns))


def test_a_second_run_does_not_try_again(
    first: tuple[Corpus, Outcome], corpus: Corpus, broken: Path
) -> None:
    before, outcome = first
    shutil.copytree(before.warehouse, corpus.warehouse, symlinks=True)
    second = corpus.run(broken, max_document_chars=1_000)
    assert second.snapshot is None
    assert second.tally.quarantined == outcome.tally.quarantined
    # A higher limit is another way to read, so the long text is tried again and taken.
    assert corpus.run(broken).tally.new == 1


def test_a_mended_text_leaves_quarantine(corpus: Corpus) -> None:
    (corpus.texts / "later.txt").touch()
    corpus.run(corpus.texts)
    assert corpus.read("quarantine")["reason"].to_list() == ["empty"]
    (corpus.texts / "later.txt").write_text("Turkey spoke.")
    assert corpus.run().tally.new == 1
    assert corpus.read("quarantine").is_empty()


def test_a_warehouse_without_a_text_is_published_all_the_same(corpus: Corpus) -> None:
    empty = corpus.folder / "empty"
    empty.mkdir()
    (empty / "empty.txt").touch()
    outcome = corpus.run(empty)
    assert outcome.snapshot is not None
    assert_whole(corpus.warehouse)
    rows = {name: count for name, count in outcome.rows.items() if count}
    assert rows == {"quarantine": 1}
    assert corpus.run().snapshot is None


def test_a_folder_that_became_empty_is_published_without_rows(published: Corpus) -> None:
    for file in published.texts.iterdir():
        file.unlink()
    with pytest.raises(Collapsed, match="from 3 texts to 0"):
        published.run()
    outcome = published.run(max_loss=1)
    assert outcome.tally.removed == 3
    assert not any(outcome.rows.values())
    assert_whole(published.warehouse)
