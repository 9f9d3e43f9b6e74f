"""A schedule that nobody watches: it takes in what changes, and ends when it is told to."""

import subprocess
from pathlib import Path

import polars as pl
import psutil
import pytest

from flows.store import Warehouse
from flows.store.lock import exclusive
from flows.store.runs import history
from tests.pipeline.corpus import TEXTS, assert_whole, read, write_texts
from tests.pipeline.serving import SERVE, ask, environment, scheduling_server
from tests.sharing import prefect_home, wait_until

COUNTS = ["new", "changed", "removed"]


def published(warehouse: Path) -> list[tuple[int, ...]]:
    """What each run that published found: texts that were new, changed and removed."""
    runs = history(Warehouse.at(warehouse)).reverse().filter(pl.col("outcome") == "published")
    return runs.select(COUNTS).rows()


@pytest.mark.usefixtures("prefect_server")
def test_a_schedule_takes_in_what_is_new_changed_and_gone(
    session_folder: Path, tmp_path: Path
) -> None:
    home = prefect_home(tmp_path / "home", session_folder)
    texts, warehouse = write_texts(tmp_path / "texts", TEXTS), tmp_path / "news"
    words = [str(texts), "--every", "5s", "--warehouse", str(warehouse)]
    with (
        scheduling_server(home) as url,
        subprocess.Popen([*SERVE, *words], env=environment(home, PREFECT_API_URL=url)) as serving,
    ):
        try:
            for change, counts in (
                (lambda: None, (3, 0, 0)),
                (lambda: write_texts(texts, {"new.txt": "Turkey spoke in Ankara."}), (1, 0, 0)),
                (lambda: write_texts(texts, {"mosul.txt": "ISIS left Mosul."}), (0, 1, 0)),
                ((texts / "tikrit.txt").unlink, (0, 0, 1)),
            ):
                change()
                before = len(published(warehouse))
                wait_until(lambda n=before: len(published(warehouse)) > n, serving)
                assert published(warehouse)[-1] == counts
            family = psutil.Process(serving.pid).children(recursive=True)
        finally:
            serving.terminate()
        assert serving.wait() == 0
        psutil.wait_procs(family)
        runs = ask(url, "flow_runs")
        (deployment,) = ask(url, "deployments")
        reports = ask(url, "artifacts")

    assert read(warehouse, "documents").get_column("path").sort().to_list() == [
        "amerli.md",
        "mosul.txt",
        "new.txt",
    ]
    assert_whole(warehouse)
    # One run was asked for at once, the others by the interval; who met another was sent away.
    assert [run["auto_scheduled"] for run in runs].count(False) == 1
    ended = [run for run in runs if run["state_name"] == "Completed"]
    assert len(ended) >= len(published(warehouse))
    assert {str(run["state_name"]) for run in runs} <= {"Completed", "Cancelled", "Scheduled"}
    assert len(reports) == len(ended)
    assert {report["key"] for report in reports} == {"alongside-news"}
    # Nothing is left: no run will come, nobody holds the warehouse, nothing is half done.
    assert deployment["paused"]
    with exclusive(Warehouse.at(warehouse)):
        assert not any(Warehouse.at(warehouse).staging.iterdir())
