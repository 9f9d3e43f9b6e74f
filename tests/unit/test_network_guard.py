"""The guard of the test suite: nothing leaves this machine, from this process or its children."""

import os
import socket
import subprocess
import sys

import pytest

from tests.network_guard import PYTHON_PATH

#: By its words: a worker process of pytest has the guard twice, and with it two such errors.
REFUSED = r"^socket\.\w+ (?:to|of) "
CONNECT = "import socket; socket.create_connection(('192.0.2.1', 9), timeout=1)"


@pytest.mark.parametrize("address", [("192.0.2.1", 9), ("2001:db8::1", 9), ("example.com", 80)])
def test_another_machine_cannot_be_reached(address: tuple[str, int]) -> None:
    with pytest.raises(RuntimeError, match=REFUSED):
        socket.create_connection(address, timeout=1)


def test_no_name_is_looked_up_and_no_datagram_sent() -> None:
    with pytest.raises(RuntimeError, match=REFUSED):
        socket.getaddrinfo("example.com", 80)
    with (
        socket.socket(socket.AF_INET, socket.SOCK_DGRAM) as sender,
        pytest.raises(RuntimeError, match=REFUSED),
    ):
        sender.sendto(b"x", ("192.0.2.1", 9))


@pytest.mark.parametrize("host", ["127.0.0.1", "localhost"])
def test_this_machine_can(host: str) -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        socket.create_connection((host, server.getsockname()[1]), timeout=5).close()


@pytest.mark.parametrize("environment", [{}, {"PYTHONPATH": PYTHON_PATH}])
def test_a_child_process_cannot_either(environment: dict[str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", CONNECT],
        env=os.environ | environment,
        capture_output=True,
        text=True,
        check=False,
    )
    assert "OutboundConnectionError: socket.getaddrinfo of '192.0.2.1'" in done.stderr
