"""The public columns as a committed file, so that none changes without a version bump.

`contract.json` lists every published table: its columns in their order, each with type and
nullability, its key and the order of its rows. The version follows semantic versioning: a table or
a column more is a minor version; one that goes, moves, or changes its name, type, nullability, key
or order is a major one. While the version is 0.x a minor one is enough for either.
"""

import json
from pathlib import Path
from typing import Any, NamedTuple

from flows.contracts import CONTRACT_VERSION, TABLES
from flows.contracts.dialects import create_table

CONTRACT = Path(__file__).with_name("contract.json")
WHERE = "CONTRACT_VERSION in flows/contracts/tables.py"

Tables = dict[str, dict[str, Any]]


class Version(NamedTuple):
    """A semantic version."""

    major: int
    minor: int
    patch: int

    @classmethod
    def of(cls, text: str) -> "Version":
        return cls(*map(int, text.split(".")))

    def after(self, *, breaking: bool) -> "Version":
        """The least version for a change that breaks readers, or one that does not."""
        if breaking and self.major:
            return Version(self.major + 1, 0, 0)
        return Version(self.major, self.minor + 1, 0)

    def __str__(self) -> str:
        return ".".join(map(str, self))


def contract() -> dict[str, Any]:
    """The contract as the code has it."""
    tables = {}
    for name, dataset in TABLES.items():
        body = create_table(name, dataset)[0].partition("(")[2].rstrip(")")
        columns = (column.replace('"', "").partition(" ") for column in body.split(", "))
        tables[name] = {
            "columns": {column: kind for column, _, kind in columns},
            "key": list(dataset.schema.primary_key()),
            "order": list(dataset.order_by),
        }
    return {"version": CONTRACT_VERSION, "tables": tables}


def differences(old: Tables, new: Tables) -> tuple[list[str], list[str]]:
    """What breaks readers, and what is merely more, in words."""
    broken = [f"{name} is gone" for name in old if name not in new]
    added = [f"{name} is new" for name in new if name not in old]
    for name in [name for name in old if name in new]:
        was, now = old[name]["columns"], new[name]["columns"]
        broken += [f"{name}.{column} is gone" for column in was if column not in now]
        added += [f"{name}.{column} is new" for column in now if column not in was]
        kept = [column for column in was if column in now]
        broken += [
            f"{name}.{column} was {was[column]} and is {now[column]}"
            for column in kept
            if was[column] != now[column]
        ]
        if kept != [column for column in now if column in was]:
            broken.append(f"the columns of {name} are in another order")
        for what in ("key", "order"):
            if old[name][what] != new[name][what]:
                broken.append(f"the {what} of {name} is {', '.join(new[name][what]) or 'none'}")
    return broken, added


def complaint(old: dict[str, Any], new: dict[str, Any]) -> str:
    """What is to be done before `new` may replace `old`; empty where nothing is."""
    broken, added = differences(old["tables"], new["tables"])
    if not broken and not added:
        return ""
    least = Version.of(old["version"]).after(breaking=bool(broken))
    if Version.of(new["version"]) >= least:
        return ""
    listed = "\n".join(f"  {each}" for each in (*broken, *added))
    return (
        f"public columns differ from tests/docs/contract.json of version {old['version']}:\n"
        f"{listed}\nIf that is meant, set {WHERE} to {least} and run "
        "`python -m tests.docs.regenerate`."
    )


def committed() -> dict[str, Any]:
    """The contract as it was last agreed on."""
    return json.loads(CONTRACT.read_text(encoding="utf-8"))


def as_text(found: dict[str, Any]) -> str:
    """A contract as the file has it: a line per column."""
    return json.dumps(found, indent=2) + "\n"
