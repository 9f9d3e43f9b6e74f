"""Everything the README says to type is typed here, in its order, on the sample corpus."""

import gzip
import json
import os
import re
import shlex
import subprocess
import sys
from pathlib import Path
from typing import NamedTuple

import pytest
from prefect.client.schemas.schedules import CronSchedule

from flows.schedule.times import schedule
from flows.store import connect
from tests.docs.readme import README, SET_UP, TESTS, Block, blocks
from tests.docs.regenerate import regenerated
from tests.network_guard import PYTHON_PATH
from tests.object_server import Bucket, credentials, serving
from tests.sharing import WITHOUT_RECORDS, prefect_home
from tests.unit.ingest.formats import PAGE, mail, pdf, record, scan, warc_gz, zipped

TYPED = blocks("sh", "python")
QUERIES = blocks("sql")


class Reader(NamedTuple):
    """A reader who has followed the README: where, and what each block came to."""

    folder: Path
    results: dict[int, dict[str, str | None]]


@pytest.fixture(scope="session")
def reader(
    prefect_server: str, session_folder: Path, tmp_path_factory: pytest.TempPathFactory
) -> Reader:
    folder = tmp_path_factory.mktemp("reader")
    _put_texts_the_readme_speaks_of(folder)
    environment = {name: value for name, value in os.environ.items() if "ALONGSIDE" not in name}
    with serving() as endpoint:
        wire = (folder / "wires.jsonl.gz").read_bytes()
        Bucket(endpoint, "wire-archive").put("2014/september.jsonl.gz", wire)
        done = subprocess.run(
            [sys.executable, "-m", "tests.docs.reader"],
            input=json.dumps(TYPED),
            cwd=folder,
            env=environment
            | credentials(endpoint)
            | WITHOUT_RECORDS
            | {
                "PYTHONPATH": PYTHON_PATH,
                "PREFECT_HOME": str(prefect_home(folder / "prefect", session_folder)),
                "COLUMNS": "120",
            },
            capture_output=True,
            text=True,
            check=False,
        )
    assert done.returncode == 0, done.stderr
    return Reader(folder, {result["line"]: result for result in json.loads(done.stdout)})


def _put_texts_the_readme_speaks_of(folder: Path) -> None:
    reports = folder / "reports"
    reports.mkdir()
    (reports / "2014-09-02.txt").write_text("Iran armed the Badr Organization, Iraq said.\n")
    (reports / "nothing.txt").touch()
    wire = {"id": 1, "date": "2014-09-03", "body": "Turkey and Iran met in Ankara."}
    text = "Iran armed 40 men."
    labels = {"ents": [[0, 4, "LOC"]], "quantities": [[11, 17, 40, 40, "men", None]]}
    (folder / "labelled.jsonl").write_text(json.dumps({"text": text} | labels))
    clippings = folder / "clippings"
    clippings.mkdir()
    (clippings / "siege.html").write_text(PAGE)
    (clippings / "scan.pdf").write_bytes(scan())
    (clippings / "report-2014-08-31.pdf").write_bytes(pdf(["Turkey and Iran met in Ankara."]))
    (clippings / "crawl.warc.gz").write_bytes(warc_gz(record("http://a.example/1", PAGE)))
    (clippings / "box.zip").write_bytes(zipped(("letter.eml", mail())))
    (folder / "wires.jsonl.gz").write_bytes(gzip.compress(json.dumps(wire).encode()))


@pytest.mark.parametrize("block", TYPED, ids=str)
def test_typed_block_works(block: Block, reader: Reader) -> None:
    result = reader.results[block.line]
    assert not result["failure"], result["failure"]
    speaks = block.text.strip() != TESTS and "flows.pipeline reports" not in block.text
    assert bool(result["output"]) == speaks


@pytest.mark.parametrize("block", QUERIES, ids=str)
def test_query_has_an_answer(block: Block, reader: Reader) -> None:
    with connect(warehouse=reader.folder / "warehouse") as connection:
        rows = connection.sql(block.text).pl()
    assert rows.height > 0
    assert all(rows[name].null_count() < rows.height for name in rows.columns)


def test_there_are_ten_queries_the_passage_and_the_stories() -> None:
    assert len(QUERIES) == 12


def test_the_passages_of_a_pair_are_as_many_as_its_number(reader: Reader) -> None:
    with connect(warehouse=reader.folder / "warehouse") as connection:
        rows = connection.sql(QUERIES[-1].text).pl()
    assert rows["n_both"].unique().to_list() == [rows.height]


@pytest.mark.parametrize("shown", blocks("text"), ids=str)
def test_shown_output_is_what_the_command_above_prints(shown: Block, reader: Reader) -> None:
    line = max(line for line in reader.results if line < shown.line)
    assert reader.results[line]["output"] == shown.text


def test_schedule_can_be_put_into_a_crontab() -> None:
    (block,) = blocks("crontab")
    *fields, command = block.text.split(maxsplit=5)
    assert CronSchedule(cron=" ".join(fields))
    assert SET_UP.rpartition("&& ")[2] in command


def test_schedule_that_is_served_can_be_understood() -> None:
    """Both run on and on: here they are read, and tests/pipeline/test_schedule.py runs them."""
    (block,) = blocks("console")
    start, serve = block.text.splitlines()
    assert start.endswith("uv run prefect server start")
    *_, tool, name, reports, option, every = shlex.split(serve)
    assert (tool, name, reports, option) == ("alongside", "serve", "reports/", "--every")
    assert schedule(every, None, "UTC").interval


def test_every_block_is_one_that_tests_know() -> None:
    known = [*TYPED, *QUERIES, *blocks("text", "crontab", "console", "mermaid")]
    assert README.read_text(encoding="utf-8").count("\n```") == 2 * len(known)


def test_set_up_is_two_commands() -> None:
    assert [block.text.strip() for block in blocks("sh")[:2]] == [SET_UP, TESTS]


def test_generated_sections_are_up_to_date() -> None:
    text = README.read_text(encoding="utf-8")
    assert text == regenerated(text), "run `python -m tests.docs.regenerate`"


def test_files_that_are_linked_to_exist(repository: Path) -> None:
    targets = re.findall(r"\]\((?!https?:|#)([^)]+)\)", README.read_text(encoding="utf-8"))
    assert targets
    assert [target for target in targets if not (repository / target).exists()] == []
