"""The run's side of the parser process: starts it when needed, asks it, and ends it."""

import atexit
import os
import signal
import socket
import subprocess
import sys
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from pathlib import Path
from typing import Final, NamedTuple

from flows.errors import AlongsideError
from flows.parsers.wire import Message, Unparsable, receive, send

#: Folder that the package `flows` lies in.
_HOME: Final = Path(__file__).resolve().parents[2]
#: Importing a parser may take this long on a slow disk; it does not count for the document.
_STARTING_SECONDS: Final = 60.0
_ENDING_SECONDS: Final = 5.0


class Limits(NamedTuple):
    """What one document may take: seconds, and bytes of address space of the parser process."""

    seconds: float
    memory: int


class _DiedError(Exception):
    """The parser process is no more; `code` is its exit code, a signal as a negative number."""

    def __init__(self, code: int) -> None:
        super().__init__(code)
        self.code = code


class _Worker:
    """One parser process. It reads one document after the other and dies with its owner."""

    def __init__(self, memory: int) -> None:
        self.memory = memory
        self.n_asked = 0
        self.owner = os.getpid()
        self._connection, theirs = socket.socketpair()
        with theirs:
            # A session of its own: an interrupt from the keyboard is the run's to deal with.
            self._process = subprocess.Popen(  # noqa: S603
                [sys.executable, "-P", "-m", "flows.parsers", str(theirs.fileno()), str(memory)],
                pass_fds=[theirs.fileno()],
                stdin=subprocess.DEVNULL,
                stdout=subprocess.DEVNULL,
                stderr=subprocess.DEVNULL,
                start_new_session=True,
                env=os.environ
                | {"PYTHONPATH": os.pathsep.join(filter(None, [str(_HOME), *sys.path]))},
            )

    def ask(self, request: Message, seconds: float) -> Message:
        self.n_asked += 1
        # The process ends itself when the time is over; this is for one that cannot.
        self._connection.settimeout(seconds + _STARTING_SECONDS)
        try:
            send(self._connection, request)
            reply = receive(self._connection)
        except TimeoutError:
            self.end()
            raise _DiedError(-signal.SIGALRM) from None
        except OSError:
            reply = None
        if reply is None:
            raise _DiedError(self.end())
        return reply

    def end(self) -> int:
        """Hang up, wait, and if need be kill; the exit code."""
        self._connection.close()
        try:
            return self._process.wait(_ENDING_SECONDS)
        except subprocess.TimeoutExpired:
            self._process.kill()
            return self._process.wait()

    def disown(self) -> None:
        """What a fork does with its parent's worker: nothing but let go."""
        self._connection.close()
        self._process.returncode = 0


class _Slot:
    """The one parser process of this process, shared by all of its threads that read."""

    def __init__(self) -> None:
        self.lock = threading.Lock()
        self._worker: _Worker | None = None

    def ready(self, memory: int) -> _Worker:
        """A worker of so much memory, started if need be."""
        worker = self._worker
        if worker is not None and worker.owner != os.getpid():
            worker.disown()
            worker = self._worker = None
        if worker is not None and worker.memory != memory:
            worker = self.empty()
        if worker is None:
            try:
                worker = self._worker = _Worker(memory)
            except OSError as error:
                raise AlongsideError(
                    f"The process that reads HTML, PDF and mail cannot be started: {error}"
                ) from error
        return worker

    def empty(self) -> None:
        """End the worker, if there is one."""
        worker, self._worker = self._worker, None
        if worker is not None and worker.owner == os.getpid():
            worker.end()


_slot = _Slot()


def parse(kind: str, data: bytes, limits: Limits, **facts: str | int | None) -> Message:
    """What the parser `kind` makes of a document: facts by name, and blobs for its parts.

    Raises Unparsable where the parser says so, and where it hangs (`timed_out`), dies (`crashed`)
    or needs too much memory (`out_of_memory`). Only a fresh process is believed in the latter two:
    one that has read other documents before may suffer from those. Raises AlongsideError where no
    process can be started.
    """
    request = Message({"kind": kind, "seconds": limits.seconds, **facts}, [data])
    with _slot.lock:
        while True:
            worker = _slot.ready(limits.memory)
            fresh = worker.n_asked == 0
            try:
                reply = worker.ask(request, limits.seconds)
            except _DiedError as death:
                _slot.empty()
                if fresh or death.code == -signal.SIGALRM:
                    raise _unparsable(death.code, limits) from None
                continue
            problem = reply.facts.get("problem")
            if problem is None:
                return reply
            reason, detail = problem
            if reason == "out_of_memory":
                _slot.empty()
                if not fresh:
                    continue
            raise Unparsable(reason, detail)


@contextmanager
def running() -> Iterator[None]:
    """Ends the parser process, if one was started, at the end of the block."""
    try:
        yield
    finally:
        stop()


def stop() -> None:
    """End the parser process, if there is one; the next document starts another."""
    with _slot.lock:
        _slot.empty()


def _unparsable(code: int, limits: Limits) -> Unparsable:
    if code == -signal.SIGALRM:
        return Unparsable(
            "timed_out",
            f"Reading it took more than {limits.seconds:g} seconds and was given up; "
            "raise parse_seconds to let it have more.",
        )
    how = f"exit code {code}" if code >= 0 else signal.Signals(-code).name
    return Unparsable(
        "crashed", f"The parser crashed on it ({how}), in a process of its own; nothing of it was "
        "read.",
    )  # fmt: skip


atexit.register(stop)
