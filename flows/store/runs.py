"""The run log: two JSON lines per run, when it began and what it came to.

Only the process that holds the warehouse appends, so an end belongs to the beginning before it. A
beginning without an end is the run that goes on now, or one that was killed.
"""

import json
import os
import socket
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager, suppress
from datetime import UTC, datetime
from pathlib import Path
from typing import Any

import polars as pl

from flows import __version__
from flows.store.layout import Warehouse

_COUNTS = ("new", "changed", "unchanged", "removed", "quarantined")
_SCHEMA = {
    "began_at": pl.Datetime("us", "UTC"),
    "seconds": pl.Float64,
    "outcome": pl.String,
    "snapshot": pl.String,
    **dict.fromkeys(_COUNTS, pl.Int64),
    "reason": pl.String,
    "process": pl.Int64,
    "host": pl.String,
    "alongside": pl.String,
}


class RunLog:
    """The open entry of a run; the caller holds the lock."""

    def __init__(self, path: Path) -> None:
        self.seconds: dict[str, float] = {}
        """Seconds per step, to be set as soon as there are any."""
        self._path = path
        self._end: dict[str, Any] = {}

    def came_to(self, summary: Mapping[str, Any]) -> None:
        """Note what the run came to: `outcome`, and whatever else there is to say of it."""
        self._end = dict(summary)

    def _append(self, event: str, **facts: object) -> None:
        entry = {"event": event, "at": datetime.now(UTC).isoformat(timespec="microseconds")} | facts
        data = f"{json.dumps(entry, ensure_ascii=False)}\n".encode()
        with self._path.open("ab+") as file:
            # A power cut may have torn the last line; it must not take this one with it.
            if file.tell() and os.pread(file.fileno(), 1, file.tell() - 1) != b"\n":
                data = b"\n" + data
            file.write(data)


@contextmanager
def recording(warehouse: Warehouse, sources: Sequence[str], *, full: bool) -> Iterator[RunLog]:
    """Note a run's beginning and, whatever it comes to, its end."""
    log = RunLog(warehouse.runs)
    log._append(
        "began",
        process=os.getpid(),
        host=socket.gethostname(),
        alongside=__version__,
        sources=list(sources),
        full=full,
    )
    try:
        yield log
    except BaseException as error:
        # Where nothing more can be written the error says more than a line could.
        with suppress(OSError):
            reason = str(error) or type(error).__name__
            seconds = {name: round(value, 3) for name, value in log.seconds.items()}
            log._append("ended", outcome="failed", reason=reason, seconds=seconds)
        raise
    log._append("ended", **log._end)


def history(warehouse: Warehouse) -> pl.DataFrame:
    """Every run, the latest first: `began_at` (UTC), `seconds` it took, `outcome` (published,
    unchanged, failed, running, killed, or unfinished on another host), `snapshot`, counts of texts,
    `reason`, where it ran.
    """
    entries: list[dict[str, Any]] = []
    for entry in _lines(warehouse.runs):
        if entry["event"] == "began":
            entries.append({"began": entry, "ended": None})
        elif entries:
            entries[-1]["ended"] = entry
    rows = [
        _row(**entry, unfinished=_without_end(entry["began"]) if entry is entries[-1] else "killed")
        for entry in entries
    ]
    return pl.DataFrame(rows[::-1], schema=_SCHEMA)


def _without_end(began: dict[str, Any]) -> str:
    """What became of the last run, as far as can be told without touching the lock."""
    if began.get("host") != socket.gethostname():
        return "unfinished"
    try:
        os.kill(int(began["process"]), 0)
    except PermissionError:
        return "running"
    except (OSError, KeyError, ValueError):
        return "killed"
    return "running"


def _lines(path: Path) -> Iterator[dict[str, Any]]:
    try:
        lines = path.read_bytes().splitlines()
    except (FileNotFoundError, NotADirectoryError):
        return
    for line in lines:
        with suppress(ValueError):
            entry = json.loads(line)
            if isinstance(entry, dict) and {"event", "at"} <= entry.keys():
                yield entry


def _row(began: dict[str, Any], ended: dict[str, Any] | None, unfinished: str) -> dict[str, object]:
    end = ended or {"outcome": unfinished}
    at = datetime.fromisoformat(began["at"])
    took = (datetime.fromisoformat(ended["at"]) - at).total_seconds() if ended else None
    return {
        "began_at": at,
        "seconds": took,
        "outcome": end.get("outcome"),
        "snapshot": end.get("snapshot"),
        **{name: end.get("texts", {}).get(name) for name in _COUNTS},
        "reason": end.get("reason"),
        **{name: began.get(name) for name in ("process", "host", "alongside")},
    }
