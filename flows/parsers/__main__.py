"""The parser process: `python -m flows.parsers SOCKET BYTES`, started by `worker`.

It reads requests from the socket until that closes. A document that takes too long is ended by
the kernel's alarm clock, which needs no cooperation of the code that hangs.
"""

import contextlib
import importlib
import os
import resource
import select
import signal
import socket
import sys
import threading

from flows.parsers.wire import Message, Unparsable, receive, send

_PARSERS = ("html", "pdf", "mail", "web_archive")
#: Characters of a foreign error message that are worth reading.
_EXCERPT = 200


def main(connection: socket.socket, memory: int) -> None:
    """Answer requests until nobody asks."""
    resource.setrlimit(resource.RLIMIT_AS, (memory, memory))
    resource.setrlimit(resource.RLIMIT_CORE, (0, 0))
    threading.Thread(target=_follow, args=[connection.fileno()], daemon=True).start()
    while True:
        request = receive(connection)
        if request is None:
            return
        send(connection, answer(request))


def answer(request: Message) -> Message:
    """What the parser that is asked for says; trouble of any kind is an answer, too."""
    kind, seconds = request.facts["kind"], request.facts["seconds"]
    try:
        if kind not in _PARSERS:
            raise Unparsable("unsupported_format", f"There is no parser {kind}.")
        parser = importlib.import_module(f"flows.parsers.{kind}")
        signal.setitimer(signal.ITIMER_REAL, seconds)
        return parser.parse(request.blobs[0], request.facts)
    except Unparsable as problem:
        return _problem(problem.reason, problem.detail)
    except MemoryError:
        return _problem("out_of_memory", "Reading it takes more memory than parser_memory allows.")
    except RecursionError:
        return _problem("too_deep", "Its parts are nested too deeply to be read.")
    # A panic of the native parser of web archives is no Exception.
    except BaseException as error:
        what = f"{type(error).__name__}: {error}"[:_EXCERPT]
        return _problem("malformed_file", f"The parser cannot read it ({what}).")
    finally:
        signal.setitimer(signal.ITIMER_REAL, 0)


def _problem(reason: str, detail: str) -> Message:
    return Message({"problem": [reason, detail]})


def _follow(descriptor: int) -> None:
    """End this process as soon as the other side has gone, also amid a document."""
    hangup = select.poll()
    hangup.register(descriptor, select.POLLHUP)
    hangup.poll()
    os._exit(0)


if __name__ == "__main__":
    with contextlib.suppress(OSError):
        main(socket.socket(fileno=int(sys.argv[1])), int(sys.argv[2]))
