"""A folder of files of every format and one of hostile ones, from the sources to the snapshot."""

import gzip
import os
from pathlib import Path

import pytest

from tests.pipeline.corpus import Corpus, assert_whole
from tests.unit.ingest.formats import (
    PAGE,
    mail,
    of_length,
    page,
    pdf,
    record,
    scan,
    warc_gz,
    zipped,
)

REPORT = ["Turkey and Iran spoke about Mosul in An-", "kara; nobody else was there."]
GOOD = {
    "page.html": PAGE.encode(),
    "old.htm": page("<p>Iraq spoke of Amerli, said Müller.</p>").encode("latin-1"),
    "report-2014-08-31.pdf": pdf(REPORT, title="On Mosul"),
    "wire.eml": mail(html=PAGE, attachments=[("report.pdf", "application/pdf", pdf(REPORT))]),
    "crawl.warc": record("http://a.example/1", PAGE)
    + record("http://a.example/2", "x", "image/gif", number=2),
    "crawl.warc.gz": warc_gz(*(record(f"http://a.example/{n}", PAGE, number=n) for n in (1, 2))),
    "folder.zip": zipped(
        ("2014/a.txt", "Iran spoke."),
        ("2014/page.html", PAGE),
        ("more.zip", zipped(("deep.md", "Baghdad was quiet."))),
        (".hidden", "x"),
    ),
    os.fsdecode(b"caf\xe9.html"): PAGE.encode(),
}
#: How many texts each of them holds.
TEXTS = {"wire.eml": 2, "crawl.warc.gz": 2, "folder.zip": 3}
NOT_MEANT = 2

#: Texts that stand beside what is broken.
SAVED = {"cut.warc.gz": 1, "lengths.warc": 1}


def bad() -> dict[str, tuple[bytes, list[str]]]:
    """Files that are broken or hostile, and what they are rejected for."""
    two = [record(f"http://a.example/{n}", PAGE, number=n) for n in (1, 2)]
    bomb = zipped(("bomb.txt", bytes(70_000_000)))
    return {
        "deep.html": (page("<div>" * 100_000 + "Iran" + "</div>" * 100_000).encode(), ["too_deep"]),
        "menu.html": (page("<script>go()</script>").encode(), ["no_text"]),
        "picture.html": (b"\x89PNG\r\n\x1a\n", ["binary"]),
        "encrypted.pdf": (pdf(REPORT, password="secret"), ["encrypted"]),
        "broken.pdf": (pdf(REPORT)[:400], ["malformed_file"]),
        "scan.pdf": (scan(), ["no_text"]),
        "no mail.eml": (b"\x00\x01\x02" * 100, ["malformed_file"]),
        "cut.warc.gz": (warc_gz(*two)[:-40], ["malformed_file"]),
        "lengths.warc": (
            of_length(two[0], 9)
            + two[1]
            + of_length(record("http://a.example/3", PAGE, number=3), 10**12),
            ["malformed_record", "too_large"],
        ),
        "bomb.warc": (
            record("http://a.example/1", gzip.compress(bytes(10**7)), coding="gzip"),
            ["too_large"],
        ),
        "bomb.zip": (bomb, ["too_compressed"]),
        "bombs.zip": (zipped(*((f"{n}.zip", bomb) for n in range(2))), ["too_compressed"] * 2),
        "names.zip": (zipped(("../up.txt", "x"), ("/etc/x.txt", "x")), ["unsafe_name"] * 2),
        "cut.zip": (zipped(("a.txt", "Iran."))[:-10], ["malformed_file"]),
    }


def write(folder: Path, files: dict[str, bytes]) -> Path:
    folder.mkdir()
    for name, data in files.items():
        (folder / name).write_bytes(data)
    return folder


@pytest.fixture
def files(tmp_path: Path) -> Path:
    return write(tmp_path / "files", GOOD)


def count_by_file(uris: list[str]) -> dict[str, int]:
    names = [uri.split("/")[1].split("#")[0] for uri in uris]
    return {name: names.count(name) for name in names}


def test_a_folder_of_every_format(corpus: Corpus, files: Path) -> None:
    outcome = corpus.run(files)
    assert outcome.tally.identity()
    assert outcome.tally.quarantined == 0
    assert outcome.tally.skipped == NOT_MEANT
    assert_whole(corpus.warehouse)
    documents = corpus.read("documents")
    expected = {name.replace("\udce9", r"\xe9"): TEXTS.get(name, 1) for name in GOOD}
    assert count_by_file(documents["source_uri"].to_list()) == expected
    report = documents.filter(path="report-2014-08-31.pdf").row(0, named=True)
    assert report["text"] == "Turkey and Iran spoke about Mosul in Ankara; nobody else was there."
    mentions = corpus.read("mentions").filter(doc_id=report["doc_id"])
    assert set(mentions["surface"]) == {"Turkey", "Iran", "Mosul", "Ankara"}
    for start, end, surface in mentions.select("start", "end", "surface").iter_rows():
        assert report["text"][start:end] == surface


def test_a_folder_of_hostile_files(corpus: Corpus, tmp_path: Path) -> None:
    hostile = bad()
    folder = write(tmp_path / "hostile", {name: data for name, (data, _) in hostile.items()})
    with (folder / "long line.html").open("wb") as file:
        file.truncate(200_000_000)
    (folder / "good.html").write_text(PAGE)
    outcome = corpus.run(folder, max_parsed_bytes=2_000_000)
    assert outcome.tally.identity()
    assert_whole(corpus.warehouse)
    documents = corpus.read("documents")
    assert count_by_file(documents["source_uri"].to_list()) == SAVED | {"good.html": 1}
    quarantine = corpus.read("quarantine")
    found: dict[str, list[str]] = {}
    for uri, reason in quarantine.select("source_uri", "reason").sort("source_uri").iter_rows():
        found.setdefault(uri.split("/")[1].split("#")[0], []).append(reason)
    expected = {name: reasons for name, (_, reasons) in hostile.items()}
    assert found == expected | {"long line.html": ["too_large"]}
    assert quarantine["detail"].str.len_chars().min() > 15


def test_files_in_an_archive_come_change_and_go(corpus: Corpus, tmp_path: Path) -> None:
    first = {
        "wires.zip": zipped(("a.txt", "Iran spoke."), ("b.txt", "Iraq spoke.")),
        "other.zip": zipped(("a.txt", "Syria spoke.")),
    }
    folder = write(tmp_path / "archives", first)
    archive = folder / "wires.zip"
    assert corpus.run(folder).tally.new == 3
    assert corpus.run().snapshot is None
    archive.write_bytes(zipped(("a.txt", "Iran spoke at last."), ("c.txt", "Turkey spoke.")))
    tally = corpus.run().tally
    assert (tally.new, tally.changed, tally.unchanged, tally.removed) == (1, 1, 1, 1)
    assert tally.identity()
    assert corpus.paths() == ["other.zip/a.txt", "wires.zip/a.txt", "wires.zip/c.txt"]
    assert corpus.extracted == 2
    archive.unlink()
    assert corpus.run().tally.removed == 2
