"""The process that parses: what hangs, crashes or eats memory costs one document and no more."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from pathlib import Path

import psutil
import pytest

from flows.ingest import Batch, parsing
from flows.parsers import worker
from flows.parsers.wire import Unparsable
from flows.parsers.worker import Limits, parse
from tests.unit.ingest.formats import PAGE, mail, page, pdf, record

ReadAll = Callable[..., Batch]
LIMITS = Limits(seconds=30, memory=2_000_000_000)
#: A parser that does what a document tells it to.
OBEDIENT = """
import ctypes, os, signal, time
from flows.parsers.wire import Message, Unparsable

def parse(data, facts):
    if data == b"hang":
        time.sleep(600)
    elif data == b"hang natively":
        ctypes.PyDLL(None).sleep(600)
    elif data == b"crash":
        os.kill(os.getpid(), signal.SIGSEGV)
    elif data == b"exit":
        os._exit(3)
    elif data == b"eat":
        bytearray(10**12)
    elif data == b"recurse":
        parse(data, facts)
    elif data == b"fail":
        raise KeyError("what a bug raises")
    return Message({"pid": os.getpid()}, [data])
"""


@pytest.fixture
def obedient(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Iterator[None]:
    """The parser `mail` replaced, in the process only."""
    (tmp_path / "sitecustomize.py").write_text(
        "import sys, types\n"
        "module = types.ModuleType('flows.parsers.mail')\n"
        f"exec({OBEDIENT!r}, module.__dict__)\n"
        "sys.modules['flows.parsers.mail'] = module\n"
    )
    worker.stop()
    monkeypatch.syspath_prepend(str(tmp_path))
    yield
    worker.stop()


def ask(data: bytes, limits: Limits = LIMITS) -> int:
    return parse("mail", data, limits).facts["pid"]


@pytest.mark.parametrize(
    ("data", "reason", "words"),
    [
        (b"hang", "timed_out", "more than 0.5 seconds"),
        (b"hang natively", "timed_out", "more than 0.5 seconds"),
        (b"crash", "crashed", "SIGSEGV"),
        (b"exit", "crashed", "exit code 3"),
        (b"eat", "out_of_memory", "parser_memory"),
        (b"recurse", "too_deep", "nested"),
        (b"fail", "malformed_file", "what a bug raises"),
    ],
)
@pytest.mark.usefixtures("obedient")
def test_trouble_costs_one_document(data: bytes, reason: str, words: str) -> None:
    limits = LIMITS._replace(seconds=0.5)
    ask(b"before", limits)
    with pytest.raises(Unparsable, match=words) as problem:
        ask(data, limits)
    assert problem.value.reason == reason
    assert parse("mail", b"after", limits).blobs == [b"after"]


@pytest.mark.usefixtures("obedient")
def test_one_process_reads_many_documents() -> None:
    assert ask(b"one") == ask(b"two")
    assert ask(b"three", LIMITS._replace(memory=LIMITS.memory + 1)) != ask(b"four")


@pytest.mark.usefixtures("obedient")
def test_a_process_that_was_killed_between_documents_is_nobodys_fault() -> None:
    first = ask(b"one")
    os.kill(first, signal.SIGKILL)
    assert ask(b"two") != first


@pytest.mark.usefixtures("obedient")
def test_nothing_is_left_when_the_run_is_killed() -> None:
    code = (
        "import os, threading\n"
        "from flows.parsers.worker import Limits, parse\n"
        "limits = Limits(600, 2_000_000_000)\n"
        "print(parse('mail', b'x', limits).facts['pid'], flush=True)\n"
        "parse('mail', b'hang', limits)\n"
    )
    path = os.pathsep.join(sys.path)
    run = subprocess.Popen(
        [sys.executable, "-c", code],
        stdout=subprocess.PIPE,
        env=os.environ | {"PYTHONPATH": path},
    )
    assert run.stdout is not None
    parser = psutil.Process(int(run.stdout.readline()))
    run.kill()
    run.wait()
    run.stdout.close()
    gone, _ = psutil.wait_procs([parser], timeout=30)
    assert gone == [parser]


def test_plain_files_start_no_process(read_bytes: ReadAll) -> None:
    worker.stop()
    before = psutil.Process().children()
    read_bytes("a.txt", "Iran spoke.")
    assert psutil.Process().children() == before


@pytest.mark.parametrize(
    ("name", "data", "extra"),
    [
        ("a.html", PAGE, "html"),
        ("a.pdf", pdf(["Iran spoke."]), "pdf"),
        ("a.warc", record("http://a.example", PAGE), "warc"),
        ("a.eml", mail(None, html=PAGE), "html"),
    ],
)
def test_a_missing_extra_is_named(
    read_bytes: ReadAll, monkeypatch: pytest.MonkeyPatch, name: str, data: bytes, extra: str
) -> None:
    monkeypatch.setattr(parsing, "find_spec", lambda _: None)
    batch = read_bytes(name, data)
    assert batch.rejected["reason"].to_list() == ["missing_extra"]
    assert f"the extra {extra} " in batch.rejected["detail"].item()


def test_memory_stays_flat(read_bytes: ReadAll) -> None:
    read_bytes("a.html", page("<p>Iran spoke.</p>"))
    children = psutil.Process().children()
    (process,) = (child for child in children if "flows.parsers" in child.cmdline())
    for number in range(50):
        read_bytes("a.html", page(f"<p>{f'Iran spoke to Iraq {number}. ' * 2_000}</p>"))
    before = process.memory_info().rss
    for number in range(150):
        read_bytes("a.html", page(f"<p>{f'Turkey spoke to Iraq {number}. ' * 2_000}</p>"))
    assert process.memory_info().rss < before + 50_000_000
