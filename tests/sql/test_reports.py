"""What one snapshot changes against another, and when that is too much."""

import shutil
from collections.abc import Callable, Iterator
from contextlib import ExitStack
from functools import cache
from pathlib import Path

import polars as pl
import pytest

from flows.contracts import DATASETS
from flows.errors import AlongsideError, Collapsed
from flows.store import Warehouse
from flows.store.build import Build
from flows.store.changes import compare_snapshots, key_of
from flows.store.collapse import LEAST_ROWS, LEAST_TEXTS, stop_collapse
from flows.store.compared import Compared
from flows.store.export import export
from flows.store.layout import DATA_FILE
from flows.store.snapshots import Snapshot
from tests.sql.given import Given, Text, doc_id

Make = Callable[[list[Text]], Build]
Export = Callable[[str, list[Text]], Path]
OLD = [Text("A B / A B C"), Text("A D"), Text("B C")]
NEW = [Text("A B / A B / C"), Text("A D"), Text("B C"), Text("A B / A B")]


@pytest.fixture(scope="module")
def build_of(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Make]:
    """The build of some texts, which is made and exported once."""
    with ExitStack() as stack:

        @cache
        def make(texts: tuple[Text, ...]) -> Build:
            given = Given(tmp_path_factory.mktemp("given"), texts)
            build = stack.enter_context(given.built())
            export(build)
            return build

        yield lambda texts: make(tuple(texts))


@pytest.fixture
def exported(build_of: Make, tmp_path: Path) -> Export:
    """Export texts as the snapshot of a name; returns its folder."""

    def make(name: str, texts: list[Text]) -> Path:
        folder = Warehouse.at(tmp_path).snapshot(name)
        for dataset in DATASETS:
            shutil.copytree(build_of(texts).folder / dataset, folder / dataset)
        return folder

    return make


def compared(folder: Path, old: str = "old", new: str = "new") -> Compared:
    return compare_snapshots(Warehouse.at(folder), Snapshot(new, {}), Snapshot(old, {}))


def counts(found: Compared, dataset: str) -> tuple[object, ...]:
    row = found.changes.filter(dataset=dataset)
    return row.select("compared", "n_before", "n_after", "n_added", "n_removed", "n_changed").row(0)


def test_rows_are_added_removed_and_changed(exported: Export, tmp_path: Path) -> None:
    old, new = exported("old", OLD), exported("new", NEW)
    found = compared(tmp_path)
    assert found.changes["dataset"].to_list() == sorted(DATASETS)
    assert found.changes["parent"].unique().to_list() == ["old"]
    # One text changed, one came.
    assert counts(found, "documents") == ("all", 3, 4, 1, 0, 1)
    assert counts(found, "evidence") == ("all", 6, 6, 2, 2, 0)
    assert counts(found, "quarantine") == ("all", 0, 0, 0, 0, 0)
    # Every row again, plainly.
    for name, dataset in DATASETS.items():
        key = list(key_of(dataset))
        before, after = (pl.read_parquet(each / name / DATA_FILE) for each in (old, new))
        both = before.join(after, on=key, nulls_equal=True)
        same = before.join(after, on=before.columns, nulls_equal=True).height
        gone, come = before.height - both.height, after.height - both.height
        expected = (before.height, after.height, come, gone, both.height - same)
        assert counts(found, name)[1:] == expected, name


def test_pairs_that_moved_are_ordered_by_how_unlikely_that_is(
    exported: Export, tmp_path: Path
) -> None:
    exported("old", OLD)
    exported("new", NEW)
    moved = compared(tmp_path).movements
    figures = ("name_a", "name_b", "n_before", "n_after", "n_units_before", "n_units_after")
    # A D and B C in text 3 are as they were, though of more sentences.
    assert moved.select(figures).rows() == [
        ("A", "C", 1, 0, 4, 7),
        ("B", "C", 2, 1, 4, 7),
        ("A", "B", 2, 4, 4, 7),
    ]
    assert moved["rank"].to_list() == [1, 2, 3]
    assert moved["log_likelihood"].sign().to_list() == [-1, -1, 1]


def test_an_entity_that_has_gone_keeps_its_name(exported: Export, tmp_path: Path) -> None:
    exported("old", OLD)
    exported("new", OLD[:1])
    assert ("A", "D") in compared(tmp_path).movements.select("name_a", "name_b").rows()


def test_a_snapshot_against_itself_changes_nothing(exported: Export, tmp_path: Path) -> None:
    exported("old", OLD)
    found = compared(tmp_path, "old", "old")
    assert (
        found.changes.select(pl.col("n_added", "n_removed", "n_changed").sum()).row(0) == (0,) * 3
    )
    assert found.movements.is_empty()


def test_a_snapshot_of_another_contract_is_compared_by_what_both_have(
    exported: Export, tmp_path: Path
) -> None:
    old = exported("old", OLD)
    exported("new", OLD)

    def rewrite(dataset: str, change: Callable[[pl.DataFrame], pl.DataFrame]) -> None:
        path = old / dataset / DATA_FILE
        change(pl.read_parquet(path)).write_parquet(path)

    rewrite("documents", lambda rows: rows.drop("title").with_columns(former=pl.lit("x")))
    rewrite("mentions", lambda rows: rows.with_columns(pl.col("confidence").cast(pl.Float32)))
    rewrite("entities", lambda rows: rows.rename({"entity_id": "id"}))
    (old / "shifts" / DATA_FILE).unlink()
    rewrite("cooccurrences", lambda rows: rows.drop("n_both"))
    found = compared(tmp_path)
    assert counts(found, "documents") == ("shared", 3, 3, 0, 0, 0)
    assert counts(found, "mentions") == ("shared", 9, 9, 0, 0, 0)
    assert counts(found, "entities") == ("none", 4, 4, 4, 4, 0)
    assert counts(found, "shifts") == ("none", 0, 0, 0, 0, 0)
    # What pairs moved needs columns that are not there.
    assert found.movements.is_empty()


def test_a_damaged_snapshot_is_told(exported: Export, tmp_path: Path) -> None:
    exported("new", OLD)
    (exported("old", NEW) / "entities" / DATA_FILE).write_bytes(b"damaged")
    with pytest.raises(AlongsideError, match="snapshot old cannot be compared with"):
        compared(tmp_path)


def publish(build: Build, parent: Path, **options: object) -> None:
    """Have the check look at a build that would be published."""
    stop_collapse(build, parent, **{"roots": {"given"}, "max_loss": 0.5} | options)


MANY = [Text(" / ".join(["A B C"] * 5))] * 20


@pytest.mark.parametrize(
    ("texts", "says"),
    [
        ([Text("x")] * 20, "mentions would fall from 300 rows to 0 (-100%); evidence"),
        (MANY[:9], "root given would fall from 20 texts to 9 (-55%)"),
        ([Text("A B")] * 20, "sentences would fall from 100 rows to 20 (-80%)"),
    ],
)
def test_most_rows_do_not_go_unasked(
    exported: Export, build_of: Make, texts: list[Text], says: str
) -> None:
    parent = exported("old", MANY)
    with pytest.raises(Collapsed) as raised:
        publish(build_of(texts), parent)
    assert str(raised.value).startswith("more than 50% would be gone: ")
    assert says in str(raised.value)
    assert "`alongside run --allow-collapse`" in str(raised.value)


def test_what_may_go(exported: Export, build_of: Make) -> None:
    parent = exported("old", MANY)
    publish(build_of(MANY[:10]), parent)
    publish(build_of([Text("x")] * 20), parent, max_loss=1.0)
    # The root was forgotten, and another came.
    publish(build_of([]), parent, roots={"other"})
    publish(build_of([]), parent, roots=set())


def test_a_few_texts_may_go_but_not_the_last(exported: Export, build_of: Make) -> None:
    few = [Text("A B C")] * LEAST_TEXTS
    parent = exported("old", few)
    assert len(few) * 3 < LEAST_ROWS
    publish(build_of(few[:1]), parent)
    with pytest.raises(Collapsed, match=r"root given would fall from 10 texts to 0 \(-100%\)"):
        publish(build_of([]), parent)


def test_rows_of_a_forgotten_root_are_no_loss(exported: Export, build_of: Make) -> None:
    parent = exported("old", MANY)
    path = parent / "documents" / DATA_FILE
    kept = [doc_id(number) for number in (1, 2)]
    other = pl.when(pl.col("doc_id").is_in(kept)).then(pl.lit("given")).otherwise(pl.lit("gone"))
    pl.read_parquet(path).with_columns(root=other).write_parquet(path)
    # 10 sentences of 100 are left, which is all that was not forgotten.
    publish(build_of(MANY[:2]), parent)
    with pytest.raises(Collapsed, match="root gone would fall from 18 texts to 0"):
        publish(build_of(MANY[:2]), parent, roots={"given", "gone"})
