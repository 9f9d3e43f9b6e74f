"""Turns for work that shares a machine's memory: beside other work, or alone."""

import threading
from collections.abc import Iterator
from contextlib import contextmanager


class Turns:
    """Any number work together; who wants to be alone waits for them, and whoever comes later waits
    until nobody wants that any more.
    """

    def __init__(self) -> None:
        self._changed = threading.Condition()
        self._n_together = 0
        self._n_alone = 0
        self._somebody_is_alone = False

    @contextmanager
    def together(self) -> Iterator[None]:
        """A turn beside others."""
        with self._changed:
            self._changed.wait_for(lambda: not self._n_alone)
            self._n_together += 1
        try:
            yield
        finally:
            with self._changed:
                self._n_together -= 1
                self._changed.notify_all()

    @contextmanager
    def alone(self) -> Iterator[None]:
        """A turn with nobody else at work."""
        with self._changed:
            self._n_alone += 1
            self._changed.wait_for(lambda: not self._n_together and not self._somebody_is_alone)
            self._somebody_is_alone = True
        try:
            yield
        finally:
            with self._changed:
                self._n_alone -= 1
                self._somebody_is_alone = False
                self._changed.notify_all()
