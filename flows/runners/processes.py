"""Worker processes of one run on this machine.

Extraction is thousands of short calls into Polars and NumPy, and between them threads wait for one
another at the interpreter's lock; processes do not. They are started by exec, never by fork, which
threads of Polars and DuckDB do not survive, and unlike those of `multiprocessing` they do not
import the program that started the run again.
"""

import os
import signal
import subprocess
import sys
import threading
from multiprocessing import Pipe
from types import TracebackType
from typing import Self, cast

from flows.errors import AlongsideError
from flows.extraction import Part
from flows.progress import Event

_PROGRAM = "import sys; sys.path[:] = {path!r}; from flows.runners.worker import serve; serve({fd})"
_LAPSES = (EOFError, OSError)


class Workers:
    """Worker processes, each started when a part finds no other idle."""

    def __init__(self, at_most: int) -> None:
        self._threads = max(1, (os.cpu_count() or 1) // at_most)
        self._all: list[_Worker] = []
        self._idle: list[_Worker] = []
        self._closed = False
        self._lock = threading.Lock()

    def extract(self, part: Part) -> Event:
        """Have a worker extract a part; called by as many threads as there are to be workers.

        A worker that dies is replaced and the part given to another, once: it may have been in
        somebody's way, but what dies twice will die again.

        Raises:
            AlongsideError: The part cannot be extracted, or two workers died of it.
        """
        deaths: list[str] = []
        while len(deaths) < 2:
            worker = self._take()
            try:
                answer = worker.ask(part)
            except _LAPSES:
                deaths.append(worker.death())
                continue
            self._idle.append(worker)
            if isinstance(answer, Event):
                return answer
            raise AlongsideError(str(answer))
        raise AlongsideError(
            f"two worker processes died of the part {part.key} ({', '.join(deaths)}); if memory "
            "ran out, fewer --workers or smaller parts (ALONGSIDE_PART_BYTES) need less"
        )

    def _take(self) -> "_Worker":
        with self._lock:
            if self._closed:
                raise AlongsideError("the run has been stopped")
            if self._idle:
                return self._idle.pop()
            worker = _Worker(self._threads)
            self._all.append(worker)
            return worker

    def __enter__(self) -> Self:
        return self

    def __exit__(
        self,
        kind: type[BaseException] | None,
        error: BaseException | None,
        traceback: TracebackType | None,
    ) -> None:
        with self._lock:
            self._closed = True
        for worker in self._all:
            worker.kill()


class _Worker:
    def __init__(self, threads: int) -> None:
        self._connection, theirs = Pipe()
        with theirs:
            self._process = subprocess.Popen(  # noqa: S603 - this program itself
                [sys.executable, "-c", _PROGRAM.format(path=sys.path, fd=theirs.fileno())],
                # What a user has set stays.
                env={"POLARS_MAX_THREADS": str(threads)} | os.environ,
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                pass_fds=[theirs.fileno()],
                # Ctrl-C at the terminal is for the run, which ends its workers itself.
                process_group=0,
            )

    def ask(self, part: Part) -> object:
        self._connection.send(part)
        return cast("object", self._connection.recv())

    def death(self) -> str:
        """What a worker that no longer answers died of."""
        code = self._process.wait()
        return signal.Signals(-code).name if code < 0 else f"exit code {code}"

    def kill(self) -> None:
        # A part is whole or not there at all, so nothing is lost by an abrupt end.
        self._process.kill()
        self._process.wait()
        self._connection.close()
