import io
import zipfile
from collections.abc import Callable

import polars as pl
import pytest

from flows.ingest import Batch
from tests.unit.ingest.formats import PAGE, PAGE_TEXT, mail, pdf, record, warc_gz, zipped

ReadAll = Callable[..., Batch]


def uris(batch: Batch) -> list[str]:
    return batch.documents["source_uri"].to_list()


def reasons(batch: Batch) -> dict[str, str]:
    return dict(batch.rejected.select("source_uri", "reason").iter_rows())


def test_members_are_read_like_files_in_a_folder(read_bytes: ReadAll) -> None:
    table = io.BytesIO()
    pl.DataFrame({"text": ["Iran spoke.", "Iraq spoke."]}).write_parquet(table)
    archive = zipped(
        ("2014/", ""),
        ("2014/wire-2014-08-31.txt", "Iran spoke."),
        ("2014/page.html", PAGE),
        ("2014/report.pdf", pdf(["Turkey spoke."])),
        ("wires.jsonl", '{"text": "Syria spoke."}\n{"text": "Jordan spoke."}\n'),
        ("wires.parquet", table.getvalue()),
        ("m.eml", mail()),
        ("crawl.warc.gz", warc_gz(record("http://a.example/1", PAGE))),
    )
    batch = read_bytes("a.zip", archive)
    assert batch.rejected.is_empty()
    assert uris(batch) == [
        "a.zip/2014/wire-2014-08-31.txt",
        "a.zip/2014/page.html",
        "a.zip/2014/report.pdf",
        "a.zip/wires.jsonl#1",
        "a.zip/wires.jsonl#2",
        "a.zip/wires.parquet#1",
        "a.zip/wires.parquet#2",
        "a.zip/m.eml",
        "a.zip/crawl.warc.gz#urn:uuid:00000000-0000-0000-0000-000000000001",
    ]
    assert batch.documents["path"][0] == "2014/wire-2014-08-31.txt"
    assert batch.documents["published_basis"][0] == "file_name"
    assert batch.documents["text"][1] == PAGE_TEXT
    assert batch.documents["doc_id"].n_unique() == 9


def test_names_that_lead_elsewhere_or_mean_nothing(read_bytes: ReadAll) -> None:
    link = zipfile.ZipInfo("link.txt")
    link.external_attr = 0o120777 << 16
    archive = zipped(
        ("../up.txt", "x"),
        ("a/../../up.txt", "x"),
        ("/etc/passwd.txt", "x"),
        ("C:/windows.txt", "x"),
        (link, "/etc/passwd"),
        ("table.docx", "x"),
        (".hidden/a.txt", "x"),
        ("__MACOSX/a.txt", "x"),
        ("a\\b.txt", "Iran spoke."),
        ("good.txt", "Iran spoke."),
    )
    batch = read_bytes("a.zip", archive)
    assert uris(batch) == ["a.zip/a/b.txt", "a.zip/good.txt"]
    expected = ["special_file", *["unsafe_name"] * 4, "unsupported_format"]
    assert sorted(batch.rejected["reason"]) == expected
    assert batch.n_skipped == 2


def test_odd_names_are_written_as_those_of_files_are(read_bytes: ReadAll) -> None:
    archive = zipped(("cafX.txt", "Iran spoke."), ("two\nlines.txt", "Iraq spoke."))
    archive = archive.replace(b"cafX", b"caf\xe9")
    assert uris(read_bytes("a.zip", archive)) == [r"a.zip/caf\xe9.txt", r"a.zip/two\x0alines.txt"]
    utf8 = zipped(("Überlingen.txt", "Iran spoke."))
    assert uris(read_bytes("b.zip", utf8)) == ["b.zip/Überlingen.txt"]


@pytest.mark.filterwarnings("ignore:Duplicate name")
def test_of_two_members_of_one_name_the_first_is_kept(read_bytes: ReadAll) -> None:
    batch = read_bytes("a.zip", zipped(("a.txt", "First."), ("./a.txt", "Second.")))
    assert batch.documents["text"].to_list() == ["First."]
    assert batch.rejected["reason"].to_list() == ["duplicate_name"]


def test_a_bomb_beside_a_text(read_bytes: ReadAll) -> None:
    archive = zipped(("bomb.txt", bytes(70_000_000)), ("good.txt", "Iran spoke."))
    batch = read_bytes("a.zip", archive)
    assert uris(batch) == ["a.zip/good.txt"]
    assert reasons(batch) == {"a.zip/bomb.txt": "too_compressed"}


def test_bombs_in_archives_in_archives(read_bytes: ReadAll) -> None:
    level = zipped(*((f"{n}.txt", b"Iran. " * 5_000_000) for n in range(4)))
    level = zipped(*((f"{n}.zip", level) for n in range(4)))
    batch = read_bytes("a.zip", level, max_document_chars=1_000)
    assert batch.documents.is_empty()
    found = batch.rejected["reason"].value_counts().rows()
    # Two of the texts fit into what archives of this size may unpack to.
    assert dict(found) == {"too_long": 2, "too_compressed": 4}


def test_archives_in_archives_are_opened_so_far_and_no_further(read_bytes: ReadAll) -> None:
    level = zipped(("text.txt", "Deepest."))
    for n in range(4):
        level = zipped((f"in{n}.zip", level), ("text.txt", f"Level {n}."))
    batch = read_bytes("a.zip", level, max_depth=3)
    assert batch.documents["text"].to_list() == ["Level 1.", "Level 2.", "Level 3."]
    assert batch.rejected["reason"].to_list() == ["too_deep"]


def test_more_members_than_allowed(read_bytes: ReadAll) -> None:
    archive = zipped(*((f"{n}.txt", "Iran.") for n in range(5)))
    batch = read_bytes("a.zip", archive, max_members=3)
    assert len(batch.documents) == 3
    assert reasons(batch) == {"a.zip": "too_many_members"}


def encrypted() -> bytes:
    """The flag alone does it: nothing is tried with a password."""
    data = bytearray(zipped(("secret.txt", "Iran spoke.")))
    data[6] |= 1
    data[data.index(b"PK\x01\x02") + 8] |= 1
    return bytes(data)


def damaged() -> bytes:
    with_bytes = io.BytesIO()
    with zipfile.ZipFile(with_bytes, "w", zipfile.ZIP_STORED) as archive:
        archive.writestr("a.txt", "Iran spoke.")
        archive.writestr("b.txt", "Iraq spoke.")
    return with_bytes.getvalue().replace(b"Iran spoke.", b"Iran broke.")


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"", {"a.zip": "empty"}),
        (b"PK\x03\x04", {"a.zip": "malformed_file"}),
        (zipped(("a.txt", "Iran."))[:-10], {"a.zip": "malformed_file"}),
        (zipped(), {"a.zip": None}),
        (encrypted(), {"a.zip/secret.txt": "encrypted"}),
        (damaged(), {"a.zip/a.txt": "malformed_file"}),
        (zipped(("in.zip", "no archive")), {"a.zip/in.zip": "malformed_file"}),
    ],
)
def test_archives_that_are_broken(
    read_bytes: ReadAll, data: bytes, reason: dict[str, str | None]
) -> None:
    found = reasons(read_bytes("a.zip", data))
    assert found == {uri: why for uri, why in reason.items() if why}
