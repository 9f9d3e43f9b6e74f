"""An S3-compatible server on the loopback address, and a client that knows no more than HTTP.

`python -m tests.object_server` runs moto's server and prints its port. It spoils what it sends of
objects with certain words in their keys, as networks and stores do.
"""

import subprocess
import sys
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from itertools import count
from typing import Any
from urllib.parse import quote
from urllib.request import Request, urlopen

#: Ends in the middle; changes with every answer; may not be read.
BROKEN, RESTLESS, CLOSED = "broken", "restless", "closed"

#: Who asks; moto believes it.
_HEADERS = {
    "Authorization": "AWS4-HMAC-SHA256 Credential=somebody/20260101/us-east-1/s3/aws4_request",
    "Content-Type": "text/plain",
}
_Answer = Callable[..., Any]


class Bucket:
    """A bucket that tests fill."""

    def __init__(self, endpoint: str, name: str) -> None:
        self.url, self.name = f"{endpoint}/{name}", name
        self._send("PUT", "")

    def put(self, key: str, data: str | bytes) -> None:
        content = data.encode() if isinstance(data, str) else data
        self._send("PUT", f"/{quote(key)}", content)

    def remove(self, key: str) -> None:
        self._send("DELETE", f"/{quote(key)}")

    def _send(self, method: str, path: str, data: bytes | None = None) -> None:
        with urlopen(Request(self.url + path, data, _HEADERS, method=method)):
            pass


def credentials(endpoint: str) -> dict[str, str]:
    """The environment of somebody who may ask the server."""
    return {
        "AWS_ENDPOINT_URL": endpoint,
        "AWS_ACCESS_KEY_ID": "somebody",
        "AWS_SECRET_ACCESS_KEY": "secret",
        "AWS_REGION": "us-east-1",
        # Or the client looks for a machine that knows more.
        "AWS_EC2_METADATA_DISABLED": "true",
    }


@contextmanager
def serving() -> Iterator[str]:
    """The address of a server in a process of its own."""
    command = [sys.executable, "-m", "tests.object_server"]
    with subprocess.Popen(command, stdout=subprocess.PIPE, text=True) as process:
        try:
            assert process.stdout is not None
            yield f"http://127.0.0.1:{int(process.stdout.readline())}"
        finally:
            process.terminate()


def _spoiling(app: _Answer) -> _Answer:
    numbers = count()

    def answer(environ: dict[str, Any], start: _Answer) -> Iterable[bytes]:
        path, asks = environ["PATH_INFO"], environ["REQUEST_METHOD"] in {"GET", "HEAD"}
        if CLOSED in path and asks:
            start("403 Forbidden", [("Content-Type", "application/xml")])
            return [b"<Error><Code>AccessDenied</Code><Message>Closed.</Message></Error>"]

        def start_otherwise(status: str, headers: list[tuple[str, str]], *rest: Any) -> Any:
            kept = [(name, value) for name, value in headers if name.lower() != "etag"]
            return start(status, [*kept, ("ETag", f'"{next(numbers)}"')], *rest)

        body = app(environ, start_otherwise if RESTLESS in path else start)
        if BROKEN in path and environ["REQUEST_METHOD"] == "GET":
            whole = b"".join(body)
            return [whole[: len(whole) // 2]]
        return body

    return answer


def main() -> None:
    """Serve until the process is ended."""
    # ruff: noqa: PLC0415 - only the server needs them
    from moto.server import DomainDispatcherApplication, create_backend_app
    from werkzeug.serving import WSGIRequestHandler, make_server

    class Quiet(WSGIRequestHandler):
        def log(self, *_: object) -> None:
            pass

    app = _spoiling(DomainDispatcherApplication(create_backend_app))
    server = make_server("127.0.0.1", 0, app, threaded=True, request_handler=Quiet)
    print(server.port, flush=True)
    server.serve_forever()


if __name__ == "__main__":
    main()
