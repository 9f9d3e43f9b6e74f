"""Looking again and again at something that changes meanwhile."""

import threading
from collections.abc import Callable, Iterator
from contextlib import contextmanager


@contextmanager
def watching(look: Callable[[], object], every: float) -> Iterator[None]:
    """Inside the block, `look` is called every so many seconds by a thread of its own."""
    finished = threading.Event()

    def watch() -> None:
        while not finished.wait(every):
            look()

    watcher = threading.Thread(target=watch, daemon=True)
    watcher.start()
    try:
        yield
    finally:
        finished.set()
        watcher.join()
