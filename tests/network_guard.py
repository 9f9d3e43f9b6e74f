"""No test speaks to anything but this machine, and neither does a process that a test starts.

An audit hook refuses every connection, datagram and look-up of a name that leads elsewhere. Child
processes get it too: this module's folder `network_guard_site` holds a sitecustomize, which Python
imports at its start from PYTHONPATH. (What native code sends by itself passes no hook.)
"""

import ipaddress
import os
import sys
from pathlib import Path

SITE = Path(__file__).parent / "network_guard_site"
#: PYTHONPATH for a process that is started with an environment of its own.
PYTHON_PATH = os.pathsep.join([str(Path(__file__).parent.parent), str(SITE)])
_EVENTS = {"socket.connect", "socket.sendto", "socket.sendmsg"}
_LOOK_UPS = {"socket.getaddrinfo", "socket.gethostbyname"}


class OutboundConnectionError(RuntimeError):
    """A test tried to reach another machine."""


def _is_here(host: object) -> bool:
    if host in {None, "", "localhost", b"localhost", b""}:
        return True
    name = host.decode() if isinstance(host, bytes) else str(host)
    try:
        address = ipaddress.ip_address(name.partition("%")[0])
    except ValueError:
        return False
    return address.is_loopback or address.is_unspecified


def _refuse(event: str, arguments: tuple[object, ...]) -> None:
    if event in _EVENTS:
        address = arguments[1]
        # Sockets of the file system have a path for an address, connected ones none.
        if not isinstance(address, tuple) or _is_here(address[0]):
            return
        raise OutboundConnectionError(f"{event} to {address}")
    if event in _LOOK_UPS and not _is_here(arguments[0]):
        raise OutboundConnectionError(f"{event} of {arguments[0]!r}")


def install() -> None:
    """Guard this process, and those it starts with its environment."""
    sys.addaudithook(_refuse)
    paths = os.environ.get("PYTHONPATH", "").split(os.pathsep)
    if str(SITE) not in paths:
        os.environ["PYTHONPATH"] = os.pathsep.join(filter(None, [str(SITE), *paths]))


def pytest_configure() -> None:
    install()
