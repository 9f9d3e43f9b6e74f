"""A process that extracts parts for a run; started by `processes`, it imports no Prefect.

Both ends of its socket are private to it and the run: when the run's process ends, however that
comes about, the kernel closes the other end, and the worker ends too.
"""

import os
import select
import threading
from multiprocessing.connection import Connection

from flows.errors import AlongsideError
from flows.extraction import Part, extract_part


def serve(descriptor: int) -> None:
    """Extract the parts that come over a socket, until it is closed.

    Each is answered with the `progress.Event` it came to, or with the words of an error.
    """
    threading.Thread(target=_end_with_the_run, args=(descriptor,), daemon=True).start()
    connection = Connection(descriptor)
    while True:
        try:
            connection.send(_answer(connection.recv()))
        except (EOFError, OSError):
            # The run has ended; so has everything that anybody would want to be told.
            os._exit(1)


def _answer(part: Part) -> object:
    try:
        return extract_part(part)
    except AlongsideError as error:
        return str(error)


def _end_with_the_run(descriptor: int) -> None:
    poller = select.poll()
    # No event is asked for: a hang-up is always told.
    poller.register(descriptor, 0)
    poller.poll()
    os._exit(1)
