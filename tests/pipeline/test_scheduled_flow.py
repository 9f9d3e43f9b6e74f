"""One run of a schedule: what it says when it is kept out or fails, and to whom."""

import json
from pathlib import Path

import pytest
from prefect.client.orchestration import get_client
from prefect.client.schemas.objects import TaskRun
from prefect.states import Failed, State

from flows.errors import AlongsideError, CheckFailed, Collapsed, UsageError, WarehouseLocked
from flows.schedule.reports import of_failure, plain
from flows.schedule.scheduled import attempt, scheduled, worth_another_try
from flows.schedule.times import duration, schedule
from flows.store import Warehouse
from flows.store.lock import exclusive


@pytest.fixture
def warehouse(prefect_server: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Path:
    monkeypatch.setenv("ALONGSIDE_ON_FAILURE", f"tee '{tmp_path / 'told ; $(x).json'}'")
    return tmp_path / "news"


def told(warehouse: Path) -> Path:
    return warehouse.parent / "told ; $(x).json"


def test_a_run_that_finds_the_lock_held_says_so_and_ends_well(warehouse: Path) -> None:
    place = Warehouse.at(warehouse)
    place.create()
    with exclusive(place):
        state = scheduled([], warehouse, return_state=True)
    assert state.is_completed()
    assert state.name == "Skipped"
    assert "is being written by process" in (state.message or "")
    assert not told(warehouse).exists()


def test_a_failed_run_is_reported_to_the_command_and_the_page(warehouse: Path) -> None:
    state = scheduled([str(warehouse / "missing")], warehouse, return_state=True)
    assert state.is_failed()
    assert "There is no file or folder" in (state.message or "")
    facts = json.loads(told(warehouse).read_text())
    assert facts["message"] == state.message
    assert facts["parameters"]["warehouse"] == str(warehouse)
    with get_client(sync_client=True) as client:
        (report,) = (
            report
            for report in client.read_artifacts()
            if report.flow_run_id == state.state_details.flow_run_id
        )
    assert report.key == "alongside-news"
    assert str(report.data).startswith("# Failed\n")


@pytest.mark.parametrize(
    ("error", "again"),
    [
        (UsageError(""), False),
        (CheckFailed("", {}), False),
        (Collapsed(""), False),
        (WarehouseLocked(""), False),
        (AlongsideError("disk full"), True),
        (OSError("stale file handle"), True),
    ],
)
def test_only_what_may_pass_is_tried_again(error: Exception, again: bool) -> None:
    state: State = Failed(data=error)
    assert worth_another_try(attempt, TaskRun(task_key="a", dynamic_key="0"), state) is again


def test_what_took_too_long_is_not_tried_again() -> None:
    state: State = Failed(name="TimedOut", data=TimeoutError())
    assert not worth_another_try(attempt, TaskRun(task_key="a", dynamic_key="0"), state)


@pytest.mark.parametrize(
    ("text", "seconds"),
    [("90s", 90), ("15m", 900), ("1h30m", 5400), ("1d", 86400), (" 2W ", 1209600)],
)
def test_lengths_of_time(text: str, seconds: int) -> None:
    assert duration(text).total_seconds() == seconds


@pytest.mark.parametrize("text", ["", "15", "m", "0s", "-1m", "1m1h", "1.5h", "9999d", "١m15"])
def test_what_is_no_length_of_time(text: str) -> None:
    with pytest.raises(UsageError):
        duration(text)


@pytest.mark.parametrize(
    ("every", "cron", "zone"),
    [
        (None, None, "UTC"),
        ("1h", "0 3 * * *", "UTC"),
        (None, "99 * * * *", "UTC"),
        (None, "0 3 * * *", "Mars/Olympus"),
        (None, "0 3 * * *", "../../etc/passwd"),
        (None, "", "UTC"),
    ],
)
def test_what_is_no_schedule(every: str | None, cron: str | None, zone: str) -> None:
    with pytest.raises(UsageError) as refused:
        schedule(every, cron, zone)
    assert "\n" not in str(refused.value)


def test_names_are_no_markup() -> None:
    assert plain("<b>|*a*\n[x](y)") == r"\<b\>\|\*a\* \[x\]\(y\)"
    assert "    <script>" in of_failure(CheckFailed("no", {"keys": "<script>"}))
