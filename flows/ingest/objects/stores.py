"""A bucket of a store, reached with what the environment says of credentials and endpoint."""

from __future__ import annotations

import os
import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import datetime, timedelta
from typing import TYPE_CHECKING, Literal, NamedTuple
from urllib.parse import urlsplit

import pyarrow as pa

from flows.address import Address
from flows.errors import AlongsideError, UsageError

if TYPE_CHECKING:
    from pyarrow import fs

_DENIED = re.compile(r"ACCESS_DENIED|PERMISSION_DENIED|UNAUTHENTICATED|Authoriz|Authentic")
#: What a store adds for its own staff.
_FOR_STAFF = re.compile(
    r"\s*\(Request ID:.*?\)|[\s.]*Detail: .*| error_info=.*|\s*RequestId:.*", re.DOTALL
)
_RETRYING = timedelta(seconds=30)


class Stamp(NamedTuple):
    """What tells that an object was replaced; stores set the time themselves."""

    size: int
    modified_at: datetime


class Store:
    """One bucket. Every question raises UsageError where it may not be asked, and AlongsideError
    where no answer came.
    """

    def __init__(self, address: Address) -> None:
        self.address = address
        with self._telling(address):
            self._files = _CONNECT[address.scheme](address)

    def kind(self, key: str) -> Literal["object", "folder"] | None:
        """What has this key, or None; where both an object and a folder do, the object counts."""
        with self._telling(self.address):
            found = self._files.get_file_info(self._path(key))
        if found.is_file:
            return "object"
        return None if found.type.name == "NotFound" else "folder"

    def stamp(self, key: str) -> Stamp | None:
        """Size and time of an object, or None where there is none."""
        with self._telling(self.address._replace(key=key)):
            found = self._files.get_file_info(self._path(key))
        return _stamp(found) if found.is_file else None

    def objects(self, key: str) -> Iterator[tuple[str, Stamp]]:
        """Key and stamp of every object below a folder, in no order."""
        from pyarrow import fs  # noqa: PLC0415 - loads three clients

        with self._telling(self.address):
            found = self._files.get_file_info(fs.FileSelector(self._path(key), recursive=True))
        skip = len(self.address.bucket) + 1
        return ((each.path[skip:], _stamp(each)) for each in found if each.is_file)

    def open(self, key: str) -> pa.NativeFile:
        """An object's bytes, with `size` and `metadata`; raises OSError and ArrowException."""
        return self._files.open_input_file(self._path(key))

    def _path(self, key: str) -> str:
        return f"{self.address.bucket}/{key}" if key else self.address.bucket

    @contextmanager
    def _telling(self, address: Address) -> Iterator[None]:
        try:
            yield
        except (OSError, ValueError, pa.ArrowException) as error:
            why = in_words(error)
            if _DENIED.search(why):
                raise UsageError(f"No permission to read {address}: {why}") from error
            raise AlongsideError(f"{address} cannot be reached: {why}") from error


class StoredObject(NamedTuple):
    """An object of a root; `path` is inside the root, and empty where the root is the object."""

    root: str
    path: str
    key: str
    stamp: Stamp
    store: Store

    @property
    def uri(self) -> str:
        """`source_uri` of the object as a whole."""
        return f"{self.root}/{self.path}" if self.path else self.root

    @property
    def address(self) -> str:
        """Where it lies."""
        return str(self.store.address._replace(key=self.key))

    @property
    def name(self) -> str:
        """The last part of its key, whose ending tells its format."""
        return self.key.rpartition("/")[2]


def in_words(error: Exception) -> str:
    """What a store's client says, on one line."""
    said = getattr(error, "strerror", None) or str(error)
    return " ".join(_FOR_STAFF.sub("", said).split()).rstrip(".") + "."


def _stamp(found: fs.FileInfo) -> Stamp:
    return Stamp(found.size or 0, found.mtime)


def _s3(address: Address) -> fs.FileSystem:
    from pyarrow import fs  # noqa: PLC0415

    endpoint = _first("AWS_ENDPOINT_URL_S3", "AWS_ENDPOINT_URL")
    region = _first("AWS_REGION", "AWS_DEFAULT_REGION")
    if region is None:
        region = "us-east-1" if endpoint else fs.resolve_s3_region(address.bucket)
    return fs.S3FileSystem(
        endpoint_override=endpoint, region=region, anonymous=_is_set("AWS_SKIP_SIGNATURE")
    )


def _gs(_: Address) -> fs.FileSystem:
    from pyarrow import fs  # noqa: PLC0415

    endpoint = _first("STORAGE_EMULATOR_HOST")
    if endpoint is None:
        return fs.GcsFileSystem(_is_set("GOOGLE_SKIP_SIGNATURE"), retry_time_limit=_RETRYING)
    url = urlsplit(endpoint if "://" in endpoint else f"http://{endpoint}")
    return fs.GcsFileSystem(
        anonymous=True,
        scheme=url.scheme,
        endpoint_override=url.netloc,
        retry_time_limit=_RETRYING,
    )


def _az(address: Address) -> fs.FileSystem:
    from pyarrow import fs  # noqa: PLC0415

    said = _first("AZURE_STORAGE_CONNECTION_STRING") or ""
    stated = dict(pair.split("=", 1) for pair in said.split(";") if "=" in pair)
    account = address.account or _first("AZURE_STORAGE_ACCOUNT") or stated.get("AccountName")
    if account is None:
        raise UsageError(
            f"{address} does not say which account it is in: set AZURE_STORAGE_ACCOUNT, or type "
            f"abfss://{address.bucket}@ACCOUNT.dfs.core.windows.net/…"
        )
    endpoint = urlsplit(stated.get("BlobEndpoint", ""))
    elsewhere = {
        "blob_storage_authority": endpoint.netloc,
        "dfs_storage_authority": endpoint.netloc,
        "blob_storage_scheme": endpoint.scheme,
        "dfs_storage_scheme": endpoint.scheme,
    }
    return fs.AzureFileSystem(
        account,
        account_key=_first("AZURE_STORAGE_KEY") or stated.get("AccountKey"),
        sas_token=_first("AZURE_STORAGE_SAS_TOKEN") or stated.get("SharedAccessSignature"),
        **(elsewhere if endpoint.netloc else {}),
    )


def _first(*names: str) -> str | None:
    return next((os.environ[name] for name in names if os.environ.get(name)), None)


def _is_set(name: str) -> bool:
    return os.environ.get(name, "").lower() in {"1", "true", "yes"}


_CONNECT = {"s3": _s3, "gs": _gs, "az": _az}
