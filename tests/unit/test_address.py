"""Addresses of object storage, and where none is taken."""

from pathlib import Path

import pytest

from flows.address import is_address, parse_address, refuse_secret
from flows.errors import UsageError
from flows.store import Warehouse, ledger, lineage

KEY = "AKIA/x+y"


@pytest.mark.parametrize(
    ("source", "address"),
    [
        ("s3://bucket", "s3://bucket"),
        ("s3://bucket/", "s3://bucket"),
        ("S3://bucket//a//b/", "s3://bucket/a/b"),
        ("gcs://bucket/a b#c%20?.txt", "gs://bucket/a b#c%20?.txt"),
        ("abfs://container/a", "az://container/a"),
        (
            "abfss://container@account.dfs.core.windows.net/a",
            "abfss://container@account.dfs.core.windows.net/a",
        ),
    ],
)
def test_address_is_kept_in_one_form(source: str, address: str) -> None:
    assert is_address(source)
    assert str(parse_address(source)) == address


@pytest.mark.parametrize(
    ("source", "words"),
    [
        ("http://host/a", "not http:"),
        ("s3://", "name of one bucket"),
        ("s3://buck*t/a", "name of one bucket"),
        ("s3://bucket/../other/a", "no parts"),
    ],
)
def test_what_is_no_address_is_said(source: str, words: str) -> None:
    with pytest.raises(UsageError, match=words):
        parse_address(source)


@pytest.mark.parametrize(
    "source",
    [
        f"s3://somebody:{KEY}@bucket/a",
        f"news=s3://somebody:{KEY}@bucket/a",
        f"gs://{KEY.replace('/', '')}@bucket/a",
        f"az://container/a?sv=2026&sig={KEY}",
        f"s3://bucket/a?X-Amz-Signature={KEY}",
    ],
)
def test_no_secret_is_remembered_or_repeated(source: str) -> None:
    with pytest.raises(UsageError, match="no key, password or signature") as raised:
        refuse_secret(source)
    assert KEY[:4] not in str(raised.value)


@pytest.mark.parametrize("path", ["texts", "a:b/c", "./s3", "/s3:/x", "s3=x/y"])
def test_a_path_is_no_address(path: str) -> None:
    assert not is_address(path)
    refuse_secret(path)
    assert Warehouse.at(Path(path)).folder == Path(path).absolute()


@pytest.mark.parametrize("address", ["s3://bucket/w", "gs://bucket", "abfss://c@a.host/w"])
def test_a_warehouse_is_no_address(address: str) -> None:
    with pytest.raises(UsageError, match="folder of this machine, not " + address):
        Warehouse.at(Path(address))


def test_lineage_names_buckets_as_openlineage_does() -> None:
    roots = {"a": {"location": "/data/texts"}, "b": {"location": "s3://bucket/a/b"}}
    named = [(each["namespace"], each["name"]) for each in lineage.inputs(ledger.empty(), roots)]
    assert named == [("file", "/data/texts"), ("s3://bucket", "a/b")]
