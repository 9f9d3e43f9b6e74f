"""No public column changes without a version bump, and the message says what to do."""

import copy
from typing import Any

import pytest

from tests.docs.contract import CONTRACT, as_text, committed, complaint, contract

OLD: dict[str, Any] = {
    "version": "1.4.2",
    "tables": {
        "pairs": {
            "columns": {"a": "VARCHAR NOT NULL", "b": "VARCHAR NOT NULL", "n": "BIGINT"},
            "key": ["a", "b"],
            "order": ["a", "b"],
        }
    },
}


def test_public_columns_are_those_that_were_agreed_on() -> None:
    assert not (told := complaint(committed(), contract())), told
    text = as_text(contract())
    assert text == CONTRACT.read_text(encoding="utf-8"), "run `python -m tests.docs.regenerate`"


def changed(version: str, **pairs: Any) -> dict[str, Any]:
    new = copy.deepcopy(OLD)
    new["tables"]["pairs"] |= pairs
    return new | {"version": version}


COLUMNS = OLD["tables"]["pairs"]["columns"]
MORE = {"columns": COLUMNS | {"c": "DATE"}}
BREAKING = [
    ({"columns": {"a": COLUMNS["a"], "b": COLUMNS["b"]}}, "pairs.n is gone"),
    ({"columns": COLUMNS | {"n": "INTEGER"}}, "pairs.n was BIGINT and is INTEGER"),
    ({"columns": COLUMNS | {"n": "BIGINT NOT NULL"}}, "is BIGINT NOT NULL"),
    ({"columns": dict(reversed(COLUMNS.items()))}, "the columns of pairs are in another order"),
    ({"key": []}, "the key of pairs is none"),
    ({"order": ["b", "a"]}, "the order of pairs is b, a"),
]


@pytest.mark.parametrize(("change", "says"), BREAKING)
def test_what_breaks_readers_is_a_major_version(change: dict[str, Any], says: str) -> None:
    told = complaint(OLD, changed("1.5.0", **change))
    assert says in told
    assert "set CONTRACT_VERSION in flows/contracts/tables.py to 2.0.0" in told
    assert not complaint(OLD, changed("2.0.0", **change))


def test_before_1_0_a_minor_version_is_enough() -> None:
    old = OLD | {"version": "0.4.0"}
    assert "to 0.5.0" in complaint(old, changed("0.4.1", key=[]))
    assert not complaint(old, changed("0.5.0", key=[]))


def test_a_column_more_is_a_minor_version() -> None:
    told = complaint(OLD, changed("1.4.3", **MORE))
    assert "pairs.c is new" in told
    assert "to 1.5.0 and run `python -m tests.docs.regenerate`" in told
    assert not complaint(OLD, changed("1.5.0", **MORE))


def test_a_table_more_is_a_minor_version_and_one_less_a_major() -> None:
    none = OLD | {"tables": {}}
    assert "pairs is new" in complaint(none, OLD)
    assert "set CONTRACT_VERSION in flows/contracts/tables.py to 2.0.0" in complaint(OLD, none)


def test_nothing_changed_needs_no_version() -> None:
    assert not complaint(OLD, OLD)
