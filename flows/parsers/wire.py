"""What goes over the socket between a run and its parser: JSON, then blobs of bytes.

JSON and no pickle: a parser that a hostile document has taken over can send wrong answers, but
none that runs as code.
"""

import json
import socket
from collections.abc import Sequence
from typing import Any, NamedTuple

_LENGTH = 8
_BLOCK = 1 << 20


class Message(NamedTuple):
    """A request or a reply: facts that JSON can hold, and bytes that go with them."""

    facts: dict[str, Any]
    blobs: Sequence[bytes] = ()


class Unparsable(Exception):  # noqa: N818 - says what the document is
    """A document cannot be read; `reason` is a short code, `detail` the same in words."""

    def __init__(self, reason: str, detail: str) -> None:
        super().__init__(detail)
        self.reason = reason
        self.detail = detail


def send(connection: socket.socket, message: Message) -> None:
    """Write a message; raises OSError where nobody listens."""
    sizes = [len(blob) for blob in message.blobs]
    head = json.dumps({"facts": message.facts, "sizes": sizes}).encode()
    connection.sendall(len(head).to_bytes(_LENGTH, "big") + head)
    for blob in message.blobs:
        connection.sendall(blob)


def receive(connection: socket.socket) -> Message | None:
    """Read a message; None where the other side has gone, TimeoutError as the socket is set."""
    length = _read(connection, _LENGTH)
    head = length and _read(connection, int.from_bytes(length, "big"))
    if not head:
        return None
    parsed = json.loads(head)
    blobs = []
    for size in parsed["sizes"]:
        blob = _read(connection, size)
        if blob is None:
            return None
        blobs.append(blob)
    return Message(parsed["facts"], blobs)


def _read(connection: socket.socket, size: int) -> bytes | None:
    data = bytearray()
    while len(data) < size:
        block = connection.recv(min(size - len(data), _BLOCK))
        if not block:
            return None
        data += block
    return bytes(data)
