"""What a run is doing, told to whoever listens: the progress bars, a log, a test."""

from collections.abc import Callable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass


@dataclass(frozen=True)
class Event:
    """One step forward; amounts are what has been added since the last event of the stage."""

    stage: str
    documents: int = 0
    size: int = 0
    """Bytes of text (or of source files in stage `discover`)."""


Listener = Callable[[Event], None]
_listeners: list[Listener] = []


def emit(stage: str, *, documents: int = 0, size: int = 0) -> None:
    """Tell every listener; called from any thread of the run."""
    tell(Event(stage, documents, size))


def tell(event: Event) -> None:
    """Tell every listener of an event, which may come from another process."""
    for listener in tuple(_listeners):
        listener(event)


@contextmanager
def listening(listener: Listener) -> Iterator[None]:
    """Have `listener` called for every event inside the block."""
    _listeners.append(listener)
    try:
        yield
    finally:
        _listeners.remove(listener)
