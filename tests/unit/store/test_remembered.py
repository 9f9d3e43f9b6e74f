"""What is remembered of objects, so that they need not be read again."""

from datetime import UTC, datetime, timedelta

import pytest

from flows.store import Warehouse
from flows.store.remembered import Remembered, Seen

NOW = datetime(2026, 11, 22, 12, tzinfo=UTC)
OLD, YOUNG = NOW - timedelta(days=1), NOW - timedelta(seconds=5)
SEEN = Seen("news", "s3://bucket/a.txt", 7, OLD)


@pytest.fixture
def remembered(warehouse: Warehouse) -> Remembered:
    first = Remembered(warehouse, NOW)
    first.note(SEEN, "hash")
    first.note(Seen("other", "s3://bucket/b.txt", 7, OLD), "hash of b")
    first.note(Seen("news", "s3://bucket/young.txt", 7, YOUNG), "hash of the young")
    first.write({"news", "other"}, {"news", "other"})
    return Remembered(warehouse, NOW)


@pytest.mark.parametrize(
    ("seen", "sha256"),
    [
        (SEEN, "hash"),
        (SEEN._replace(size=8), None),
        (SEEN._replace(modified_at=OLD + timedelta(seconds=1)), None),
        (SEEN._replace(root="other"), None),
        # It could have been replaced in the second in which it was listed.
        (Seen("news", "s3://bucket/young.txt", 7, YOUNG), None),
    ],
)
def test_an_object_is_known_while_size_and_time_are_the_same(
    remembered: Remembered, seen: Seen, sha256: str | None
) -> None:
    assert remembered.sha256(seen) == sha256


def test_what_is_gone_from_a_root_is_forgotten(
    remembered: Remembered, warehouse: Warehouse
) -> None:
    remembered.write({"news", "other"}, {"news"})
    after = Remembered(warehouse, NOW)
    assert after.sha256(SEEN) is None
    assert after.sha256(Seen("other", "s3://bucket/b.txt", 7, OLD)) == "hash of b"


@pytest.mark.parametrize("damage", [b"", b"PAR1", None])
def test_without_the_file_nothing_is_known(
    remembered: Remembered, warehouse: Warehouse, damage: bytes | None
) -> None:
    warehouse.objects.unlink()
    if damage is not None:
        warehouse.objects.write_bytes(damage)
    assert Remembered(warehouse, NOW).sha256(SEEN) is None
