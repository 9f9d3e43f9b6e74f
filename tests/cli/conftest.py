"""The command line, typed in this process, on one published warehouse."""

import sys
from collections.abc import Callable
from pathlib import Path
from typing import NamedTuple

import pytest

from flows import cli
from flows.settings import Settings
from tests.pipeline.bare import run

TEXTS = {
    "amerli.md": "---\npublisher: Wire One\npublished_at: 2014-08-31\n---\n"
    "Iran and the United States helped Iraq at Amerli. ISIS fled.\n",
    "mosul.txt": "ISIS took Mosul in June. American jets came later.\n",
}


class Said(NamedTuple):
    """What a command left: exit code, standard output, standard error."""

    code: int
    out: str
    err: str


Type = Callable[..., Said]


@pytest.fixture
def alongside(capfd: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch) -> Type:
    """Type a command: `alongside("why", "Iran")`."""

    def typed(*words: str) -> Said:
        monkeypatch.setattr(sys, "argv", ["alongside", *words])
        try:
            code = cli.run_command()
        except SystemExit as leaving:
            code = int(leaving.code or 0)
        return Said(code, *capfd.readouterr())

    return typed


@pytest.fixture(scope="session")
def published(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A warehouse with two texts."""
    folder = tmp_path_factory.mktemp("cli")
    texts = folder / "texts"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    run([str(texts)], Settings(warehouse=folder / "warehouse", workers=1))
    return folder / "warehouse"
