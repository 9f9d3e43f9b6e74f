"""What the environment says of a store, where it cannot be meant."""

import pytest

from flows.address import parse_address
from flows.errors import AlongsideError
from flows.ingest.objects.stores import Store, in_words


@pytest.mark.parametrize(
    ("source", "environment", "words"),
    [
        ("az://container/a", {}, "set AZURE_STORAGE_ACCOUNT"),
        (
            "abfss://container@account.dfs.core.windows.net/a",
            {"AZURE_STORAGE_KEY": "a2V5", "AZURE_STORAGE_SAS_TOKEN": "sv=1"},
            "both account_key and sas_token",
        ),
    ],
)
def test_what_cannot_be_meant_is_one_sentence(
    monkeypatch: pytest.MonkeyPatch, source: str, environment: dict[str, str], words: str
) -> None:
    for name in ("ACCOUNT", "KEY", "SAS_TOKEN", "CONNECTION_STRING"):
        monkeypatch.delenv(f"AZURE_STORAGE_{name}", raising=False)
    for name, value in environment.items():
        monkeypatch.setenv(name, value)
    with pytest.raises(AlongsideError, match=words):
        Store(parse_address(source))


@pytest.mark.parametrize(
    "said",
    [
        "There is no bucket (Request ID: u1)",
        "There is no bucket error_info={reason=, metadata={}}",
        "There is no\r\nbucket\nRequestId:1 Time:2026-11-22T17:36:29Z",
        "There is no bucket. Detail: [errno 5] Input/output error",
    ],
)
def test_what_a_store_tells_its_own_staff_is_left_out(said: str) -> None:
    assert in_words(OSError(said)) == "There is no bucket."
