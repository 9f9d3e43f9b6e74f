"""SQL files: read, ordered by what they read, and refused with their name when they are wrong."""

from collections.abc import Mapping
from pathlib import Path

import duckdb
import polars as pl
import pytest

from flows.errors import AlongsideError
from flows.steps import STEPS
from flows.store.build import SQL
from flows.store.models import Step, dependencies, read_models
from tests.sql import given


def order(folder: Path, steps: Mapping[str, Step] = {}) -> list[str]:
    return list(dependencies(read_models(folder, "staging", "marts"), steps).static_order())


def write(folder: Path, **models: str) -> Path:
    """Models by name; those that begin with `stg` are staging."""
    for name, sql in models.items():
        layer = folder / ("staging" if name.startswith("stg") else "marts")
        layer.mkdir(exist_ok=True)
        (layer / f"{name}.sql").write_text(sql)
    return folder


def test_a_model_comes_after_those_it_reads(tmp_path: Path) -> None:
    folder = write(
        tmp_path,
        a="select * from b join (select * from stg_x) using (n)",
        b="with c as (select * from stg_x) select * from c where n in (select n from c)",
        c="select (select max(n) from a) as n from b",
        stg_x="select 1 as n",
    )
    # b's own c is no model: read as one, the two would form a circle.
    assert order(folder) == ["stg_x", "b", "a", "c"]


def test_a_step_comes_between_the_models(tmp_path: Path) -> None:
    folder = write(tmp_path, a="select * from made", stg_x="select 1 as n")
    step = Step(("stg_x",), pl.DataFrame.clear)
    assert order(folder, {"made": step}) == ["stg_x", "made", "a"]


def test_a_circle_is_named(tmp_path: Path) -> None:
    folder = write(tmp_path, a="select * from b", b="select * from c", c="select * from a")
    with pytest.raises(AlongsideError, match=r"form a circle: (\w -> ){3}\w"):
        order(folder)


def test_a_name_is_given_once(tmp_path: Path) -> None:
    write(tmp_path, stg_a="select 1 as n")
    (tmp_path / "marts").mkdir()
    (tmp_path / "marts" / "stg_a.sql").write_text("select 2 as n")
    with pytest.raises(AlongsideError, match="two models are called stg_a"):
        order(tmp_path)


@pytest.mark.parametrize("sql", ["select from where", "drop table documents", "select 1; select 2"])
def test_what_is_no_query_is_named(tmp_path: Path, sql: str) -> None:
    with pytest.raises(AlongsideError, match=r"sql/marts/a\.sql does not parse"):
        order(write(tmp_path, a=sql))


def test_the_project_s_models_say_what_a_row_is() -> None:
    for model in read_models(SQL, "staging", "marts").values():
        assert model.sql.startswith("-- grain: "), model.name
        if model.layer == "staging":
            assert "-- kept as: " in model.sql, model.name


def test_staging_comes_before_the_marts_that_read_it() -> None:
    names = order(SQL, STEPS)
    assert names.index("stg_mentions") < names.index("stg_unit_pairs")
    assert names.index("stg_unit_pairs") < names.index("cooccurrences")


def test_what_finds_no_memory_beside_others_is_done_alone(
    tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    step, calls = STEPS["stg_story_texts"], 0

    def make(*frames: pl.DataFrame) -> pl.DataFrame:
        nonlocal calls
        calls += 1
        if calls == 1:
            raise duckdb.OutOfMemoryException("others have it all")
        return step.make(*frames)

    monkeypatch.setattr(given, "STEPS", STEPS | {"stg_story_texts": Step(step.reads, make)})
    with given.Given(tmp_path, [given.Text("A B")]).built() as build:
        assert given.rows(build, "select count(*) from cooccurrences") == [(3,)]
    assert calls == 2
