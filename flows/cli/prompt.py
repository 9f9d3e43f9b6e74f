"""The interactive prompt of `alongside sql`."""

from collections.abc import Callable
from pathlib import Path

import duckdb
from prompt_toolkit import PromptSession
from prompt_toolkit.completion import WordCompleter
from prompt_toolkit.history import FileHistory
from prompt_toolkit.lexers import PygmentsLexer
from pygments.lexers.sql import SqlLexer

from flows.cli.console import fail, out
from flows.errors import AlongsideError

_HISTORY = Path("~/.local/state/alongside/sql_history")
_HELP = """\
  SELECT …;         a query, over as many lines as it takes, ends with a semicolon
  .tables           the datasets, and what a row of each is
  .schema DATASET   its columns, and what they mean
  .macros           table functions, such as kwic('Amerli', 40)
  .help             this
  .quit             leave (also Ctrl-D)"""
_TABLES = "SELECT table_name, comment FROM duckdb_tables() ORDER BY ALL"
_COLUMNS = """
    SELECT column_name, data_type, comment FROM duckdb_columns()
    WHERE table_name = $name ORDER BY column_index
"""
_MACROS = """
    SELECT function_name || '(' || array_to_string(parameters, ', ') || ')' FROM duckdb_functions()
    WHERE function_type = 'table_macro' AND NOT internal ORDER BY 1
"""


def prompt(connection: duckdb.DuckDBPyConnection, answer: Callable[[str], None]) -> None:
    """Read queries and dot commands until the user leaves; errors are printed, not raised."""
    session = _session(connection)
    out.print("Type .help for help, .quit to leave.")
    lines: list[str] = []
    while True:
        try:
            line = session.prompt("alongside> " if not lines else "        …> ")
        except KeyboardInterrupt:
            lines.clear()
            continue
        except EOFError:
            return
        if not lines and line.strip().startswith("."):
            if line.strip() in (".quit", ".exit"):
                return
            _dot_command(connection, line.split())
            continue
        lines.append(line)
        if line.rstrip().endswith(";"):
            query = "\n".join(lines)
            lines.clear()
            try:
                answer(query)
            except AlongsideError as error:
                fail(error, 1)


def _session(connection: duckdb.DuckDBPyConnection) -> PromptSession[str]:
    history = _HISTORY.expanduser()
    try:
        history.parent.mkdir(parents=True, exist_ok=True)
        kept = FileHistory(str(history))
    except OSError:
        kept = None
    columns = connection.execute("SELECT DISTINCT column_name FROM duckdb_columns()").fetchall()
    words = [
        *_tables(connection),
        *(name for (name,) in columns),
        ".tables",
        ".schema",
        ".macros",
        ".help",
    ]
    return PromptSession(
        history=kept,
        completer=WordCompleter(sorted(words), ignore_case=True),
        complete_while_typing=False,
        lexer=PygmentsLexer(SqlLexer),
    )


def _tables(connection: duckdb.DuckDBPyConnection) -> dict[str, str]:
    """What a row of each table is, by the table's name."""
    return dict(connection.execute(_TABLES).fetchall())


def _dot_command(connection: duckdb.DuckDBPyConnection, words: list[str]) -> None:
    match words:
        case [".help"]:
            print(_HELP)
        case [".tables"]:
            for name, description in _tables(connection).items():
                print(f"  {name:<15} {description}")
        case [".macros"]:
            for (signature,) in connection.execute(_MACROS).fetchall():
                print(f"  {signature}")
        case [".schema", name] if name in _tables(connection):
            for column, kind, comment in connection.execute(_COLUMNS, {"name": name}).fetchall():
                print(f"  {column:<16} {kind:<26} {comment}")
        case _:
            print(f"  there is no {' '.join(words)}; .help says what there is")
