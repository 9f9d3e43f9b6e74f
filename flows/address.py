"""Addresses of what lies on object storage: `s3://bucket/key`, `gs://…`, `az://…`, `abfss://…`."""

import re
from typing import Final, NamedTuple

from flows.errors import UsageError

_ADDRESS: Final = re.compile(r"([A-Za-z][A-Za-z0-9+.-]+)://(.*)", re.DOTALL)
#: What people type -> the scheme that is kept.
_SCHEMES: Final = {
    "s3": "s3",
    "s3a": "s3",
    "gs": "gs",
    "gcs": "gs",
    "az": "az",
    "abfs": "az",
    "abfss": "az",
}
_BUCKET: Final = re.compile(r"[A-Za-z0-9$][A-Za-z0-9._-]*")
#: `container@account.dfs.core.windows.net`, as Azure writes it.
_AZURE: Final = re.compile(r"([^@/:]+)@([a-z0-9]+)\.(?:dfs|blob)\.core\.windows\.net")
#: A key that opens the door to whoever reads the address.
_SIGNATURE: Final = re.compile(r"[?&](sig|signature|x-amz-signature|x-goog-signature)=", re.I)


class Address(NamedTuple):
    """A bucket (Azure: container) and a key in it, whose parts are never paths of this machine.

    `account` is Azure's, where the address names it. Keys are taken as they are written: no
    character of them is an escape.
    """

    scheme: str
    bucket: str
    key: str
    account: str | None = None

    def __str__(self) -> str:
        where = f"{self.scheme}://{self.bucket}"
        if self.account:
            where = f"abfss://{self.bucket}@{self.account}.dfs.core.windows.net"
        return f"{where}/{self.key}" if self.key else where

    @property
    def namespace(self) -> str:
        """The address without its key."""
        return str(self._replace(key=""))

    @property
    def parts(self) -> tuple[str, ...]:
        """The key cut at its slashes."""
        return tuple(self.key.split("/")) if self.key else ()


def is_address(source: str) -> bool:
    """Whether a SOURCE is an address rather than a path of this machine."""
    return _ADDRESS.fullmatch(source) is not None


def parse_address(source: str) -> Address:
    """The address that somebody typed, without empty parts.

    Raises:
        UsageError: It is of no kind that can be read, or holds a password or signature.
    """
    matched = _ADDRESS.fullmatch(source)
    scheme = _SCHEMES.get(matched[1].lower()) if matched else None
    if matched is None or scheme is None:
        raise UsageError(
            "Sources by address are s3://BUCKET/KEY, gs://BUCKET/KEY, az://CONTAINER/KEY and "
            f"abfss://CONTAINER@ACCOUNT.dfs.core.windows.net/KEY, not {source.partition('://')[0]}:"
        )
    refuse_secret(source)
    authority, _, key = matched[2].partition("/")
    account = None
    if scheme == "az" and (named := _AZURE.fullmatch(authority)):
        authority, account = named[1], named[2]
    if not _BUCKET.fullmatch(authority):
        raise UsageError(f"{matched[1]}:// must be followed by the name of one bucket and a slash.")
    parts = [part for part in key.split("/") if part]
    if "." in parts or ".." in parts:
        raise UsageError("An address has no parts `.` or `..`: type it without them.")
    return Address(scheme, authority, "/".join(parts), account)


def refuse_secret(source: str) -> None:
    """Refuse an address that holds credentials, before anything remembers or prints it.

    Raises:
        UsageError: It does; the message does not repeat it.
    """
    found = _ADDRESS.search(source)
    if found is None:
        return
    authority = found[2].partition("/")[0]
    azure = _SCHEMES.get(found[1].lower()) == "az" and _AZURE.fullmatch(authority)
    if ":" in authority or ("@" in authority and not azure) or _SIGNATURE.search(found[2]):
        raise UsageError(
            f"An address holds no key, password or signature ({found[1]}://…), for it is "
            "remembered: set the credentials as environment variables of the run instead."
        )
