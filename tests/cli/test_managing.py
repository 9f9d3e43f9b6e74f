"""run, forget, snapshots, rollback, pin, gc, and the help of every command."""

import json
import re
from pathlib import Path

import pytest

from flows.cli.commands import COMMANDS
from flows.store import Warehouse, snapshots
from tests.cli.conftest import Type


@pytest.mark.parametrize("command", COMMANDS)
def test_help_has_a_summary_and_an_example(alongside: Type, command: str) -> None:
    said = alongside(command, "--help")
    assert said.code == 0
    _, summary, *others = re.split(r"\n\s*\n", said.out.strip())
    assert " ".join(summary.split()) == COMMANDS[command][1]
    # `plot` is several commands, each with examples of its own.
    assert command == "plot" or "alongside" in "\n".join(others).split("Example", 1)[1]


def test_a_warehouse_from_its_first_run_to_its_last(
    alongside: Type, prefect_server: str, tmp_path: Path
) -> None:
    texts, where = tmp_path / "texts", ("--warehouse", str(tmp_path / "warehouse"))
    texts.mkdir()
    (texts / "one.txt").write_text("Iran and Iraq met in Baghdad.")
    (texts / "empty.txt").touch()
    place = Warehouse.at(tmp_path / "warehouse")

    first = alongside("run", str(texts), *where)
    assert first.code == 0
    assert "published snapshot 000001-" in first.out
    assert "1 new, 0 changed, 0 unchanged, 0 removed, 1 quarantined" in first.out
    assert "texts/empty.txt: The file has no content." in first.out

    assert "nothing changed: snapshot 000001-" in alongside("run", *where).out
    machine = alongside("run", "--json", *where)
    assert (machine.code, machine.err) == (0, "")
    facts = json.loads(machine.out)
    assert (facts["outcome"], facts["snapshot"][:7]) == ("unchanged", "000001-")
    assert facts["texts"]["unchanged"] == 1
    assert alongside("run", "--quiet", *where) == (0, "", "")

    (texts / "two.txt").write_text("Turkey met Iran.")
    assert "1 new, 0 changed, 1 unchanged" in alongside("run", *where).out
    assert "0 new, 0 changed, 0 unchanged, 2 removed" in alongside("forget", "texts", *where).out

    assert "first is snapshot 000001-" in alongside("pin", "first", "000001", *where).out
    assert "snapshot 000002-" in alongside("rollback", "000002", *where).out
    listed = alongside("snapshots", *where).out.splitlines()
    assert [line.startswith("*") for line in listed[1:]] == [False, True, False]
    assert "first" in listed[1]

    runs = json.loads(alongside("runs", "--format", "json", *where).out)
    outcomes = ["published", "published", *["unchanged"] * 3, "published"]
    assert [each["outcome"] for each in runs] == outcomes
    manifest = snapshots.resolve(place, "000001").manifest
    assert [each["name"] for each in manifest["inputs"]] == [str(texts)]
    written = {each["name"]: each["outputFacets"] for each in manifest["outputs"]}
    assert written["documents"]["outputStatistics"]["rowCount"] == 1

    assert "removed 0 snapshots" in alongside("gc", *where).out
    assert "removed 0 snapshots" in alongside("gc", "--keep", "1", "--days", "0", *where).out
    assert snapshots.ids(place) == [each.id for each in snapshots.every(place)]
    alongside("rollback", "first", *where)
    said = alongside("gc", "--keep", "1", "--days", "0", *where)
    assert "removed 1 snapshot and 2 parts" in said.out
    assert [each[:6] for each in snapshots.ids(place)] == ["000001", "000003"]


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("run", "/nowhere/at/all"), "no file or folder /nowhere/at/all"),
        (("run", "--lexicon", "/nowhere"), "/nowhere"),
        (("run", "--field", "body"), "say NAME=COLUMN"),
        (("forget", "unknown"), "knows no root 'unknown'"),
        (("rollback", "000009"), "no snapshot '000009'"),
        (("pin", "000001-abcdef12"), "looks like a snapshot's id"),
    ],
)
def test_what_cannot_be_understood_is_exit_code_2(
    alongside: Type, prefect_server: str, published: Path, words: tuple[str, ...], says: str
) -> None:
    said = alongside(*words, "--warehouse", str(published))
    assert said.code == 2
    assert says in said.err
    assert "Traceback" not in said.err


def test_a_failure_is_json_too(alongside: Type, prefect_server: str, published: Path) -> None:
    said = alongside("run", "/nowhere/at/all", "--json", "--warehouse", str(published))
    assert (said.code, said.err) == (2, "")
    failure = json.loads(said.out)
    assert failure["outcome"] == "failed"
    assert "no file or folder /nowhere/at/all" in failure["reason"]
    assert failure["notes"][0].startswith("still published: snapshot 000001-")


def test_a_warehouse_that_cannot_be_is_exit_code_1(
    alongside: Type, prefect_server: str, tmp_path: Path
) -> None:
    in_the_way = tmp_path / "file"
    in_the_way.touch()
    said = alongside("run", "--warehouse", str(in_the_way))
    assert said.code == 1
    assert "cannot write to the warehouse" in said.err


@pytest.mark.parametrize(
    "command",
    [
        "run",
        "forget news",
        "serve --every 1h",
        "sql FROM\tentities",
        "why Iran Iraq",
        "path mentions",
        "aliases",
        "changes",
        "export --output network.csv",
        "plot network",
        "snapshots",
        "rollback 000001",
        "pin before",
        "gc",
        "runs",
        "verify",
    ],
)
def test_a_warehouse_on_object_storage_is_refused(alongside: Type, command: str) -> None:
    words = [word.replace("\t", " ") for word in command.split(" ")]
    said = alongside(*words, "--warehouse", "s3://bucket/warehouse")
    assert said.code == 2
    (line,) = said.err.splitlines()
    assert "a folder of this machine, not s3://bucket/warehouse: name a folder" in line


@pytest.mark.parametrize(
    ("name", "value"),
    [("WORKERS", "x"), ("BUILD_MEMORY", "8gigs"), ("BUILD_MEMORY", "lots"), ("BUILD_MEMORY", "8")],
)
def test_a_setting_that_cannot_be_is_named(
    alongside: Type, monkeypatch: pytest.MonkeyPatch, name: str, value: str
) -> None:
    monkeypatch.setenv(f"ALONGSIDE_{name}", value)
    said = alongside("run", "texts")
    assert said.code == 2
    assert f"ALONGSIDE_{name} cannot be '{value}'" in said.err
    assert "Traceback" not in said.err
