import os
import socket
import tempfile
from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.errors import AlongsideError
from flows.ingest import Root, fingerprint, list_files
from flows.store import Warehouse

_NOBODY = 65534


@pytest.fixture
def root(tmp_path: Path) -> Root:
    (tmp_path / "root").mkdir()
    return Root("root", str(tmp_path / "root"))


def paths(root: Root) -> list[str]:
    return [file.path for file in list_files(root).files]


def write(root: Root, *names: str) -> None:
    for name in names:
        path = Path(root.location, name)
        path.parent.mkdir(parents=True, exist_ok=True)
        path.write_text(f"Text of {name!r}.")


def test_files_come_in_order_with_their_size(root: Root) -> None:
    write(root, "b.txt", "a/z.md", "a.txt", "c.JSONL.GZ")
    assert paths(root) == ["a.txt", "a/z.md", "b.txt", "c.JSONL.GZ"]
    first = list_files(root).files[0]
    assert (first.root, first.size, first.uri) == ("root", 16, "root/a.txt")


def test_a_file_is_a_root_with_an_empty_path(root: Root) -> None:
    write(root, "a.txt")
    (file,) = list_files(Root("one", f"{root.location}/a.txt")).files
    assert (file.path, file.uri) == ("", "one")


def test_odd_names_stay_apart(root: Root) -> None:
    names = ["'\".txt", "*?[x].txt", "-n.txt", "a\nb.txt", r"a\x0ab.txt", "a\\b.txt", "x" * 251]
    write(root, *names[:-1], names[-1] + ".txt", os.fsdecode(b"\xff.txt"))
    listed = paths(root)
    assert len(set(listed)) == len(names) + 1
    assert {r"a\x0ab.txt", r"a\\x0ab.txt", r"\xff.txt"} <= set(listed)
    assert all(file.location.exists() for file in list_files(root).files)


def test_what_is_hidden_is_skipped(root: Root) -> None:
    write(root, "a.txt", ".b.txt", ".git/c.txt", ".git/d.txt")
    listing = list_files(root)
    assert (len(listing.files), listing.n_skipped) == (1, 2)


def test_a_warehouse_among_the_texts_is_none_of_them(root: Root) -> None:
    write(root, "a.txt", "parts/b.txt", "results/snapshots/1/data.parquet", "results/README.md")
    Warehouse.at(Path(root.location, "results")).create()
    listing = list_files(root)
    assert [file.path for file in listing.files] == ["a.txt", "parts/b.txt"]
    assert listing.n_skipped == 1


def test_texts_in_the_folder_of_a_warehouse_are_read(root: Root) -> None:
    Warehouse.at(Path(root.location)).create()
    write(root, "a.txt", "more/b.txt", "parts/c.txt", "runs.jsonl", "CURRENT.json")
    listing = list_files(root)
    assert [file.path for file in listing.files] == ["a.txt", "more/b.txt"]
    # snapshots, parts, ledger, staging, runs.jsonl, CURRENT.json
    assert listing.n_skipped == 6


def test_what_cannot_be_read_is_rejected_with_its_reason(root: Root, tmp_path: Path) -> None:
    write(root, "a.txt", "photo.JPEG", "noending", "b.parquet.gz")
    os.mkfifo(Path(root.location, "pipe.txt"))
    Path(root.location, "broken.txt").symlink_to("gone")
    with socket.socket(socket.AF_UNIX) as server:
        here = Path.cwd()
        os.chdir(root.location)
        server.bind("socket.txt")
        os.chdir(here)
        listing = list_files(root)
    found = dict(listing.rejected.select("source_uri", "reason").iter_rows())
    assert found == {
        "root/b.parquet.gz": "unsupported_format",
        "root/broken.txt": "broken_link",
        "root/noending": "unsupported_format",
        "root/photo.JPEG": "unsupported_format",
        "root/pipe.txt": "special_file",
        "root/socket.txt": "special_file",
    }
    assert ".jpeg" in listing.rejected.filter(source_uri="root/photo.JPEG")["detail"].item()
    assert set(listing.rejected["stage"]) == {"discover"}


def test_each_file_is_listed_once_however_many_links_lead_to_it(root: Root, tmp_path: Path) -> None:
    write(root, "sub/a.txt", "b.txt")
    (tmp_path / "outside").mkdir()
    (tmp_path / "outside" / "c.txt").write_text("C.")
    here = Path(root.location)
    (here / "0.txt").symlink_to("sub/a.txt")
    (here / "0dir").symlink_to("sub")
    (here / "sub" / "up").symlink_to("..")
    (here / "sub" / "top").symlink_to(tmp_path.parent)
    (here / "self").symlink_to("self")
    (here / "out").symlink_to(tmp_path / "outside")
    (here / "out2.txt").symlink_to(tmp_path / "outside" / "c.txt")
    (tmp_path / "outside" / "back").symlink_to(here)
    listing = list_files(root)
    assert [file.path for file in listing.files] == ["b.txt", "out/c.txt", "sub/a.txt"]
    assert listing.n_skipped == 7
    assert listing.rejected.is_empty()


def test_globs(root: Root) -> None:
    write(root, "a.txt", "b.md", "sub/c.txt", "sub/deep/d.txt", "[x]/e.txt", ".h.txt")

    def found(pattern: str) -> list[str]:
        return paths(Root("root", f"{root.location}/{pattern}"))

    assert found("*.txt") == ["a.txt"]
    assert found("*/*.txt") == ["[x]/e.txt", "sub/c.txt"]
    assert found("**/*.txt") == ["[x]/e.txt", "a.txt", "sub/c.txt", "sub/deep/d.txt"]
    assert found("s*") == ["sub/c.txt", "sub/deep/d.txt"]
    assert found("[[]x]/*") == ["[x]/e.txt"]
    assert found("?.md") == ["b.md"]


def test_deep_folders_are_no_problem(root: Root) -> None:
    deep = "d/" * 300
    here = Path.cwd()
    os.chdir(root.location)
    for _ in range(300):
        Path("d").mkdir()
        os.chdir("d")
    Path("a.txt").write_text("A.")
    os.chdir(here)
    assert paths(root) == [f"{deep}a.txt"]


def test_a_root_that_is_gone_lists_nothing() -> None:
    listing = list_files(Root("gone", "/no/such/folder"))
    assert (listing.files, len(listing.rejected), listing.n_skipped) == ([], 0, 0)


def test_fingerprints_follow_the_bytes(root: Root) -> None:
    write(root, "a.txt")
    (file,) = list_files(root).files
    before = fingerprint(file)
    file.location.write_text("Other.")
    assert fingerprint(file) != before
    file.location.unlink()
    with pytest.raises(AlongsideError, match=r"root/a\.txt"):
        fingerprint(file)


@pytest.fixture
def unprivileged() -> Iterator[Root]:
    """A root of a user who may not read everything: for root, who may, somebody else."""
    with tempfile.TemporaryDirectory() as folder:
        if os.geteuid() != 0:
            yield Root("root", folder)
            return
        os.chown(folder, _NOBODY, -1)
        os.setresuid(_NOBODY, _NOBODY, 0)
        try:
            yield Root("root", folder)
        finally:
            os.setresuid(0, 0, 0)


def test_no_permission(unprivileged: Root) -> None:
    write(unprivileged, "a.txt", "b.txt", "sub/c.txt")
    Path(unprivileged.location, "a.txt").chmod(0)
    Path(unprivileged.location, "sub").chmod(0)
    listing = list_files(unprivileged)
    Path(unprivileged.location, "sub").chmod(0o700)
    assert [file.path for file in listing.files] == ["b.txt"]
    found = listing.rejected.select("source_uri", "reason").rows()
    assert found == [("root/a.txt", "unreadable"), ("root/sub", "unreadable")]
