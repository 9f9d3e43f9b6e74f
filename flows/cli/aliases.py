"""`alongside aliases`: the words that name an entity, and the names that were merged."""

import csv
import io
import sys
from typing import Annotated

import duckdb
import typer
from rich.markup import escape

from flows.cli.console import err
from flows.cli.formats import FormatOption, OutputOption, wanted_format, write_result
from flows.cli.options import SnapshotOption, WarehouseOption
from flows.cli.why import entity_of
from flows.store.connection import connect

_HELP = """Show the words that name an entity, or review the names that were merged.

Names that no lexicon knows are merged across texts where they are spellings of one another, or of
a name of the lexicon, and where texts take one name for several kinds of thing (then both are
spelled alike). Without ENTITY these merges are listed, those that move most first, with

  score           how sure the merge is, 0 to 1
  n_mentions      mentions of the merged name, beside those of the whole entity
  n_pairs_before  entities met in a sentence without this merge, and with it (n_pairs_after)
  n_both_added    sentences that the merge adds to the counts of the entity's pairs
  n_both_lost     sentences that named both, and counted them as a pair

With ENTITY (a name, an alias or an id) come all its words, or with --merged only its merges.

To undo a merge, add the two names as a line `name,other` to distinct.csv in the lexicon and run
again; to make one, add the name to aliases.csv.

Examples:

  alongside aliases
  alongside aliases ISIS
  alongside aliases "Nouri al-Maliki" --merged
  alongside aliases --limit 1000 --format csv --output merges.csv
"""

_ALIASES = """
    SELECT alias, basis, score, n_mentions
    FROM aliases
    WHERE entity_id = $entity
    ORDER BY n_mentions DESC, alias
    LIMIT $limit
"""
_MERGES = """
    FROM merges()
    WHERE $entity IS NULL OR entity_id = $entity
    LIMIT $limit
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(aliases)


def aliases(
    entity: Annotated[
        str | None, typer.Argument(metavar="ENTITY", help="A name, an alias or an id.")
    ] = None,
    merged: Annotated[bool, typer.Option("--merged", help="Only what was merged.")] = False,
    limit: Annotated[int, typer.Option(min=1, help="Rows to show.")] = 50,
    format: FormatOption = None,
    output: OutputOption = None,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Show the words that name an entity, or review the names that were merged."""
    wanted = wanted_format(format, output)
    with connect(snapshot, warehouse) as connection:
        entity_id = None if entity is None else entity_of(connection, entity)[0]
        query = _MERGES if merged or entity is None else _ALIASES
        result = connection.sql(query, params={"entity": entity_id, "limit": limit})
        write_result(result, wanted, output)
        _print_how_to_undo(connection, entity_id)


def _print_how_to_undo(connection: duckdb.DuckDBPyConnection, entity_id: str | None) -> None:
    """The line of the lexicon that undoes the first merge, if there is any."""
    first = connection.execute(_MERGES, {"entity": entity_id, "limit": 1}).fetchone()
    if first is None:
        return
    sys.stdout.flush()
    line = io.StringIO()
    csv.writer(line, lineterminator="").writerow(first[:2])
    one, other = (escape(name) for name in first[:2])
    both = f"the kinds of {one}" if one == other else f"{one} and {other}"
    err.print(
        f"\nto keep {both} apart, add this line to distinct.csv in the lexicon and run again:"
        f"\n{escape(line.getvalue())}",
        style="dim",
    )
