import os
from pathlib import Path

import pytest

from flows.errors import UsageError
from flows.ingest import Root, list_files, resolve

ODD_NAMES = ["it's", 'a "quote"', "a*b?[c]", "two\nlines", "-rf", "a=b", "ünï", " "]


@pytest.fixture
def texts(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    folder = tmp_path / "texts"
    (folder / "sub").mkdir(parents=True)
    (folder / "a.txt").write_text("A.")
    (folder / "sub" / "b.txt").write_text("B.")
    monkeypatch.chdir(tmp_path)
    return folder


def test_files_folders_and_globs_are_named_after_themselves(texts: Path) -> None:
    assert resolve("texts", {}) == Root("texts", str(texts))
    assert resolve("texts/", {}) == Root("texts", str(texts))
    assert resolve("texts/a.txt", {}) == Root("a.txt", str(texts / "a.txt"))
    assert resolve("texts/*.txt", {}) == Root("texts", str(texts / "*.txt"))
    assert resolve("mine=texts", {}) == Root("mine", str(texts))


@pytest.mark.parametrize("name", ODD_NAMES)
def test_odd_paths_are_taken_literally(texts: Path, name: str) -> None:
    odd = texts.parent / name
    odd.mkdir()
    (odd / "x.txt").write_text("X.")
    root = resolve(name, {})
    assert root.location == str(odd)
    assert [file.location for file in list_files(root).files] == [odd / "x.txt"]


def test_bytes_that_are_no_utf8(texts: Path) -> None:
    name = os.fsdecode(b"caf\xe9.txt")
    (texts / name).write_text("X.")
    assert resolve(f"texts/{name}", {}).name == r"caf\xe9.txt"


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("", "empty"),
        ("nowhere", "no file or folder nowhere"),
        ("name=nowhere", "no file or folder nowhere"),
        ("texts/*.pdf", "No file matches"),
        ("/", "NAME=/"),
        ("dangling", "leads nowhere"),
    ],
)
def test_what_cannot_be_read_is_said(texts: Path, source: str, words: str) -> None:
    (texts.parent / "dangling").symlink_to("gone")
    with pytest.raises(UsageError, match=words.replace("/", "/")):
        resolve(source, {})


def test_the_same_location_is_the_same_root(texts: Path) -> None:
    known = {"old": str(texts)}
    assert resolve("texts", known) == Root("old", str(texts))
    assert resolve("old=texts", known) == Root("old", str(texts))
    (texts.parent / "link").symlink_to("texts")
    assert resolve("link", known) == Root("old", str(texts))
    with pytest.raises(UsageError, match="already the root old"):
        resolve("new=texts", known)


def test_a_name_belongs_to_one_location(texts: Path) -> None:
    other = texts.parent / "elsewhere" / "texts"
    other.mkdir(parents=True)
    known = {"texts": str(texts)}
    with pytest.raises(UsageError, match=r"type a name|texts-2="):
        resolve("elsewhere/texts", known)
    assert resolve("texts-2=elsewhere/texts", known) == Root("texts-2", str(other))
    (texts).rename(texts.parent / "moved")
    assert resolve("texts=moved", known) == Root("texts", str(texts.parent / "moved"))


@pytest.mark.parametrize(
    ("source", "known"),
    [
        ("texts/sub", "texts"),
        ("texts/a.txt", "texts"),
        ("texts", "texts/sub"),
        ("texts/*.txt", "texts/a.txt"),
        ("texts/**/*.txt", "texts/sub"),
        ("texts/sub", "texts/**/*.txt"),
    ],
)
def test_roots_do_not_share_files(texts: Path, source: str, known: str) -> None:
    with pytest.raises(UsageError, match="alongside run"):
        resolve(f"new={source}", {"old": str(texts.parent / known)})


def test_globs_over_different_files_live_side_by_side(texts: Path) -> None:
    (texts / "c.md").write_text("C.")
    known = {"texts": str(texts / "*.txt")}
    assert resolve("notes=texts/*.md", known).name == "notes"


@pytest.mark.skipif(os.geteuid() == 0, reason="root may read everything")
def test_no_permission_is_said(texts: Path) -> None:
    texts.chmod(0)
    with pytest.raises(UsageError, match="permission"):
        resolve("texts", {})
    texts.chmod(0o700)
