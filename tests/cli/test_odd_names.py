"""Names and texts are never code: not in paths, not in SQL, not in markup, not on a terminal."""

import io
import json
import shlex
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st
from rich.markup import escape
from rich.table import Table

from flows.cli.console import Console, harmless
from flows.cli.console import out as console
from flows.cli.why import entity_of
from flows.errors import UsageError
from flows.quoting import shell_word
from flows.settings import Settings
from flows.store import connect
from tests.cli.conftest import Type
from tests.pipeline.bare import run

FILES = (
    "it's; DROP TABLE documents; --.txt",
    'say "quoted".txt',
    "*.txt",
    "[ab]?.txt",
    "{a,b}.txt",
    "a..txt..txt",
    "$(touch stolen) `touch stolen`.txt",
    "[red]markup[bold].txt",
    ":red_heart:.txt",
    "two\nlines.txt",
    "tab\tand\rreturn.txt",
    "\x1b[31mred\x1b]0;title\x07.txt",
    "\N{RIGHT-TO-LEFT OVERRIDE}txt.exe.txt",
    "zero\N{ZERO WIDTH SPACE}width.txt",
    "-rf.txt",
)
#: A record whose every field is hostile.
RECORD = {
    "id": "../../a\0b\x1b[2J",
    "title": "[bold]x[/bold]\x1b[31m",
    "publisher": "Wire \x1b]0;owned\x07 [red]One",
    "text": "Iran met \x1b[31mTurkey in [red]Ankara\N{RIGHT-TO-LEFT OVERRIDE}.",
}
STEERING = ("\x1b", "\x07", "\r", "\0", "\N{RIGHT-TO-LEFT OVERRIDE}", "\N{ZERO WIDTH SPACE}")

#: Quotes, globs, paths, markup, controls and what has no width, in any order.
odd_text = st.text(
    st.one_of(
        st.sampled_from("'\"`;-*?[]{}\\/.%$:\0\n\r\t\x1b\x07\x9b\u200b\u202e\ufeffaIé"),
        st.characters(exclude_categories=["Cs"]),
    ),
    max_size=30,
)


@pytest.fixture(scope="module")
def odd(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A folder of texts with odd names, and the warehouse they went to."""
    folder = tmp_path_factory.mktemp("odd")
    texts = folder / "[red]it's *"
    texts.mkdir()
    for name in FILES:
        (texts / name).write_text("Iran spoke to Turkey. President [red]Zork met \x1b[31mIran.\n")
    (texts / "records.jsonl").write_text(json.dumps(RECORD))
    run([str(texts)], Settings(warehouse=folder / "warehouse", workers=1))
    return texts, folder / "warehouse"


def test_every_text_is_read_under_its_name(odd: tuple[Path, Path]) -> None:
    texts, warehouse = odd
    assert sorted(path.name for path in texts.iterdir()) == sorted([*FILES, "records.jsonl"])
    assert sorted(path.name for path in texts.parent.iterdir()) == sorted([texts.name, "warehouse"])
    with connect(warehouse=warehouse) as connection:
        paths = {path for (path,) in connection.execute("SELECT path FROM documents").fetchall()}
    assert len(paths) == len(FILES) + 1
    assert not any(mark in path for path in paths for mark in ("\n", "\r", "\x1b", "\x07"))


@pytest.mark.usefixtures("prefect_server")
@pytest.mark.parametrize(
    "words",
    [
        ("why", "Iran", "--limit", "100"),
        ("why", "\x1b[31mIran"),
        ("aliases", "Iran", "--format", "table"),
        ("sql", "FROM documents", "--format", "table"),
        ("sql", "FROM mentions", "--format", "table"),
        ("sql", 'SELECT chr(27) AS "[red]\x1b[31m"', "--format", "table"),
        ("sql", "SELECT \x1b[31m"),
        ("sql", "SELECT error('\x1b[31m [red]')"),
        ("rollback", "\x1b[31m [red]"),
        ("path", "\x1b[31m [red]"),
        ("forget", "\x1b[31m [red]"),
        ("snapshots",),
        ("verify",),
    ],
)
def test_nothing_steers_the_terminal(
    alongside: Type, odd: tuple[Path, Path], words: tuple[str, ...]
) -> None:
    said = alongside(*words, "-w", str(odd[1]))
    printed = said.out + said.err
    assert printed
    assert "Traceback" not in printed
    assert [mark for mark in STEERING if mark in printed] == []


def test_markup_and_emoji_in_names_are_only_text(alongside: Type, odd: tuple[Path, Path]) -> None:
    said = alongside("sql", "SELECT path FROM documents", "--format", "table", "-w", str(odd[1]))
    assert "[red]markup[bold].txt" in said.out
    assert ":red_heart:.txt" in said.out


@pytest.mark.usefixtures("prefect_server")
def test_a_run_and_what_it_prints(alongside: Type, odd: tuple[Path, Path]) -> None:
    texts, warehouse = odd
    said = alongside("run", str(texts), "-w", str(warehouse))
    assert said.code == 0
    assert "nothing changed" in said.out


@given(odd_text)
def test_a_terminal_gets_no_control_character(text: str) -> None:
    file = io.StringIO()
    terminal = type(console)(file=file, force_terminal=True, color_system=None, emoji=False)
    assert isinstance(terminal, Console)
    table = Table(escape(text), box=None)
    table.add_row(escape(text))
    terminal.print(table)
    terminal.print(escape(text), style="bold")
    printed = file.getvalue()
    assert harmless(printed) == printed


@settings(suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(first=odd_text, second=odd_text)
def test_words_in_queries_are_only_words(published: Path, first: str, second: str) -> None:
    with connect(warehouse=published) as connection:
        for words in (first, second):
            try:
                entity_of(connection, words)
            except UsageError as error:
                assert str(error).startswith("no text names")
        connection.execute("FROM pair($a, $b)", {"a": first, "b": second}).fetchall()
        connection.execute("FROM kwic($a, 10)", {"a": first}).fetchall()
        connection.execute("FROM neighbours($a)", {"a": first}).fetchall()
        assert connection.execute("SELECT count(*) FROM documents").fetchone() == (2,)


@given(text=odd_text.filter(lambda text: "\0" not in text))
def test_a_name_is_one_word_for_a_shell(text: str) -> None:
    assert shlex.split(shell_word(text)) == [text]


def test_an_apostrophe_stays_legible() -> None:
    assert shell_word("Asa'ib Ahl al-Haq") == '"Asa\'ib Ahl al-Haq"'
    assert shell_word("Iran") == "Iran"
    assert shell_word("$(rm)") == "'$(rm)'"
