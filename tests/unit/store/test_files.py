from pathlib import Path

import pytest

from flows.store.files import replace_atomically, replace_symlink, sha256_of, sync_tree


def test_a_file_is_replaced_whole(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def write(temporary: Path) -> None:
        temporary.write_text("new")
        assert path.read_text() == "old"

    replace_atomically(path, write)
    assert path.read_text() == "new"
    assert list(tmp_path.iterdir()) == [path]


def test_a_write_that_fails_leaves_the_old_file_alone(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")

    def write(temporary: Path) -> None:
        temporary.write_text("half")
        raise RuntimeError("disk full")

    with pytest.raises(RuntimeError, match="disk full"):
        replace_atomically(path, write)
    assert path.read_text() == "old"
    assert list(tmp_path.iterdir()) == [path]


def test_who_has_the_old_file_open_keeps_it(tmp_path: Path) -> None:
    path = tmp_path / "file"
    path.write_text("old")
    with path.open() as reader:
        replace_atomically(path, lambda temporary: temporary.write_text("new"))
        assert reader.read() == "old"


def test_a_symlink_is_relative_so_that_the_warehouse_can_move(tmp_path: Path) -> None:
    (tmp_path / "snapshots").mkdir()
    for name in ("one", "two"):
        target = tmp_path / "snapshots" / name
        target.write_text(name)
        replace_symlink(tmp_path / "link", target)
        assert (tmp_path / "link").read_text() == name
    assert (tmp_path / "link").readlink() == Path("snapshots/two")
    assert sorted(path.name for path in tmp_path.iterdir()) == ["link", "snapshots"]


def test_sha256_and_sync_of_a_tree(tmp_path: Path) -> None:
    (tmp_path / "a" / "b").mkdir(parents=True)
    file = tmp_path / "a" / "b" / "file"
    file.write_bytes(b"abc")
    sync_tree(tmp_path)
    assert sha256_of(file).startswith("ba7816bf8f01cfea")
