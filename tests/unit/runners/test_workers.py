"""Worker processes: the same parts, whoever dies in the middle."""

import pickle
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from pathlib import Path

import psutil
import pytest

from flows.errors import AlongsideError
from flows.extraction import Part, extract_part
from flows.runners.processes import Workers
from flows.store import Warehouse
from flows.store.parts import documents_path, extracted_path
from flows.store.rubbish import sweep

_PATIENCE = 120
#: Seconds between two looks at the processes of the machine, which cost milliseconds each.
_PAUSE = 0.1

RUN = """
import pickle, sys
from flows.runners.processes import Workers
parts = pickle.loads(bytes.fromhex(sys.argv[1]))
with Workers(1) as workers:
    workers.extract(parts[0])
    print("one", flush=True)
    for part in parts[1:]:
        workers.extract(part)
    print("all", flush=True)
    sys.stdin.read()
"""


def folder_of(part: Part) -> Path:
    return extracted_path(Warehouse(part.warehouse), part.recipe, part.key)


def bytes_of(part: Part) -> dict[str, bytes]:
    return {path.name: path.read_bytes() for path in folder_of(part).iterdir()}


def workers_of(process: psutil.Process) -> list[psutil.Process]:
    """Worker processes that a process has started and that live."""
    return [
        child
        for child in process.children()
        if child.status() != psutil.STATUS_ZOMBIE and "flows.runners" in " ".join(child.cmdline())
    ]


@contextmanager
def killing(at_most: int) -> Iterator[list[int]]:
    """Kill the first workers of this process as soon as they are there."""
    killed: list[int] = []

    def kill() -> None:
        until = time.monotonic() + _PATIENCE
        while len(killed) < at_most and time.monotonic() < until:
            for worker in workers_of(psutil.Process()):
                worker.kill()
                killed.append(worker.pid)
            time.sleep(_PAUSE)

    with ThreadPoolExecutor(1) as pool:
        done = pool.submit(kill)
        yield killed
        done.result()


def test_workers_make_the_parts_that_this_process_makes(
    parts_with_tables: list[Part], tmp_path: Path
) -> None:
    parts = parts_with_tables
    with Workers(2) as workers, ThreadPoolExecutor(2) as pool:
        told = list(pool.map(workers.extract, parts))
        assert 1 <= len(workers_of(psutil.Process())) <= 2
    assert workers_of(psutil.Process()) == []
    theirs = [bytes_of(part) for part in parts]
    for part in parts:
        folder_of(part).rename(tmp_path / part.key)
    assert [extract_part(part) for part in parts] == told
    assert [bytes_of(part) for part in parts] == theirs


def test_a_worker_that_is_killed_costs_only_time(parts: list[Part]) -> None:
    with Workers(1) as workers:
        with killing(1) as killed:
            assert workers.extract(parts[0]).documents == 1
        assert len(killed) == 1
        # Idle ones are missed only when they are needed.
        (idle,) = workers_of(psutil.Process())
        idle.kill()
        assert workers.extract(parts[1]).documents == 1


def test_a_part_that_kills_twice_is_named(parts: list[Part]) -> None:
    message = rf"died of the part {parts[0].key} \(SIGKILL, SIGKILL\); if memory ran out, fewer"
    with Workers(1) as workers, killing(2), pytest.raises(AlongsideError, match=message):
        workers.extract(parts[0])
    assert not folder_of(parts[0]).exists()


def test_what_fails_in_a_worker_is_told_in_one_line(parts: list[Part]) -> None:
    documents_path(Warehouse(parts[0].warehouse), parts[0].key).write_bytes(b"no Parquet")
    with Workers(1) as workers:
        with pytest.raises(AlongsideError, match=r"cannot be read .*--full") as raised:
            workers.extract(parts[0])
        assert "\n" not in str(raised.value)
        # The worker itself is none the worse.
        assert workers.extract(parts[1]).documents == 1


@pytest.mark.parametrize("after", ["", "one", "all"], ids=["starting", "working", "idle"])
def test_workers_end_with_the_run(after: str, parts: list[Part], repository: Path) -> None:
    given = pickle.dumps(parts).hex()
    with subprocess.Popen(
        [sys.executable, "-c", RUN, given],
        cwd=repository,
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as run:
        assert run.stdout is not None
        while after and run.stdout.readline().strip() != after:
            pass
        workers: list[psutil.Process] = []
        while not workers:
            time.sleep(_PAUSE)
            workers = workers_of(psutil.Process(run.pid))
        run.kill()
        gone, alive = psutil.wait_procs(workers, timeout=_PATIENCE)
    assert (len(gone), alive) == (1, [])
    sweep(Warehouse(parts[0].warehouse))
    # What is there is whole, and the rest can be made.
    done = [bytes_of(part) for part in parts if folder_of(part).exists()]
    assert all(files.keys() == done[0].keys() for files in done)
    assert extract_part(parts[2]).stage == "extract"


def test_a_worker_must_see_the_warehouse(parts: list[Part]) -> None:
    nowhere = parts[0]._replace(warehouse=Path("/nowhere/warehouse"))
    with pytest.raises(AlongsideError, match="sees no folder /nowhere/warehouse/staging"):
        extract_part(nowhere)


def test_a_worker_must_be_of_the_run_s_version(parts: list[Part]) -> None:
    with pytest.raises(AlongsideError, match="another version of alongside"):
        extract_part(parts[0]._replace(recipe="0" * 64))
