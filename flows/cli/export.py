"""`alongside export`: the network of entities for Gephi, NetworkX, igraph and spreadsheets."""

import sys
from collections.abc import Callable
from datetime import datetime
from pathlib import Path
from typing import Annotated, BinaryIO

import duckdb
import typer
from rich.markup import escape

from flows.categories import KINDS, PERIODS, SCOPES
from flows.cli.console import amount, err, out
from flows.cli.options import SnapshotOption, WarehouseOption
from flows.errors import AlongsideError, UsageError
from flows.exchange import (
    Network,
    Selection,
    edge_table,
    node_table,
    read_network,
    write_gexf,
    write_graphml,
    write_lines,
)
from flows.store.connection import connect
from flows.store.files import replace_atomically

FORMATS = ("gexf", "graphml", "csv", "jsonl")

_HELP = """Write the network of entities for other programs.

Nodes are entities with their kind, country, coordinates, counts, community and centrality; edges
are pairs with their counts, association and sides. The weight of an edge is n_both.

  gexf     Gephi; with --slices a network in time, for its timeline
  graphml  NetworkX, igraph, Gephi, Cytoscape
  csv      two tables, FILE-nodes.csv and FILE-edges.csv, for spreadsheets and Gephi
  jsonl    a line for each node, then for each edge

With --from or --to, counts and sides are those of the sentences that speak of a time inside the
period; association, communities and centrality stay those of all texts. --slices leaves out what
no sentence dates.

Examples:

  alongside export --output network.gexf
  alongside export --kind person --kind organization --limit 200 --output actors.graphml
  alongside export --from 2014-08-01 --to 2014-08-31 --max-q 1 --output august.csv
  alongside export --slices month --output months.gexf
  alongside export --format jsonl --scope document | jq .label
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(export)


def export(
    format: Annotated[
        str | None, typer.Option(metavar="|".join(FORMATS), help="Else as OUTPUT ends.")
    ] = None,
    output: Annotated[
        Path | None, typer.Option(metavar="FILE", help="Write to a file, else to standard output.")
    ] = None,
    scope: Annotated[
        str, typer.Option(metavar="|".join(SCOPES), help="What names a pair.")
    ] = "sentence",
    max_q: Annotated[
        float, typer.Option(min=0, max=1, help="Highest q_value of a pair; 1 keeps all.")
    ] = 0.05,
    min_count: Annotated[int, typer.Option(min=1, help="Lowest n_both of a pair.")] = 1,
    kind: Annotated[
        list[str] | None,
        typer.Option(
            metavar="KIND", help=f"Kinds of entities, again for more: {', '.join(KINDS)}."
        ),
    ] = None,
    first: Annotated[
        datetime | None,
        typer.Option("--from", formats=["%Y-%m-%d"], metavar="DATE", help="First day, 2014-08-01."),
    ] = None,
    last: Annotated[
        datetime | None,
        typer.Option("--to", formats=["%Y-%m-%d"], metavar="DATE", help="Last day, included."),
    ] = None,
    limit: Annotated[
        int | None,
        typer.Option(min=1, help="The strongest pairs only: by G², in a period by n_both."),
    ] = None,
    slices: Annotated[
        str | None, typer.Option(metavar="|".join(PERIODS), help="Slices of a gexf in time.")
    ] = None,
    snapshot: SnapshotOption = None,
    warehouse: WarehouseOption = None,
) -> None:
    """Write the network of entities for other programs."""
    wanted = _format(format, output)
    _expect("--scope", [scope], SCOPES)
    _expect("--kind", kind or [], KINDS)
    _expect("--slices", [slices] if slices else [], PERIODS)
    selection = Selection(
        scope,
        max_q,
        min_count,
        tuple(kind or ()),
        first.date() if first else None,
        last.date() if last else None,
        limit,
        slices,
    )
    _expect_sense(selection, wanted)
    with connect(snapshot, warehouse) as connection:
        network = _read(connection, selection)
    _write(network, wanted, output, dynamic=slices is not None)
    if not network.edges.height:
        err.print("no pair passes these filters: the network is empty")


def _format(given: str | None, output: Path | None) -> str:
    chosen = given or (output.suffix.lstrip(".") if output else "")
    if not chosen:
        raise UsageError(f"say --format {'|'.join(FORMATS)}, or --output FILE with such an ending")
    if chosen not in FORMATS:
        raise UsageError(f"there is no format {chosen!r}; there are {', '.join(FORMATS)}")
    if chosen == "csv" and output is None:
        raise UsageError("csv makes two files: say --output FILE")
    return chosen


def _expect(option: str, given: list[str], known: tuple[str, ...]) -> None:
    for each in given:
        if each not in known:
            raise UsageError(f"{option} {each}: there are {', '.join(known)}")


def _expect_sense(selection: Selection, wanted: str) -> None:
    """Options that contradict each other."""
    if selection.slices and wanted != "gexf":
        raise UsageError("--slices is for gexf: the other formats know no time")
    dated = selection.first or selection.last or selection.slices
    if dated and selection.scope != "sentence":
        raise UsageError(
            "--from, --to and --slices need --scope sentence: only sentences have dates"
        )
    if selection.first and selection.last and selection.first > selection.last:
        raise UsageError(f"--from {selection.first} is later than --to {selection.last}")


def _read(connection: duckdb.DuckDBPyConnection, selection: Selection) -> Network:
    try:
        return read_network(connection, selection)
    except (duckdb.CatalogException, duckdb.BinderException) as error:
        reason = str(error).splitlines()[0]
        message = f"the snapshot is of another version, run again to renew it: {reason}"
        raise AlongsideError(message) from error
    except duckdb.Error as error:
        raise AlongsideError(str(error)) from error


def _write(network: Network, wanted: str, output: Path | None, *, dynamic: bool) -> None:
    writers: dict[str, Callable[[BinaryIO], None]] = {
        "gexf": lambda file: write_gexf(network, file, dynamic=dynamic),
        "graphml": lambda file: write_graphml(network, file),
        "jsonl": lambda file: write_lines(network, file),
    }
    if output is None:
        writers[wanted](sys.stdout.buffer)
        sys.stdout.buffer.flush()
        return
    if wanted == "csv":
        name = output.name.removesuffix(".csv")
        paths = [output.with_name(f"{name}-{part}.csv") for part in ("nodes", "edges")]
        _replace(paths[0], node_table(network).write_csv)
        _replace(paths[1], edge_table(network).write_csv)
    else:
        paths = [output]
        _replace(output, writers[wanted])
    nodes, edges = amount(network.nodes.height, "node"), amount(network.edges.height, "edge")
    written = " and ".join(str(path) for path in paths)
    out.print(f"{nodes} and {edges} in {escape(written)}")


def _replace(path: Path, write: Callable[[BinaryIO], object]) -> None:
    """Write a file that appears whole or not at all.

    Raises:
        AlongsideError: It cannot be written.
    """

    def fill(temporary: Path) -> None:
        with temporary.open("wb") as file:
            write(file)

    try:
        replace_atomically(path, fill)
    except OSError as error:
        raise AlongsideError(f"cannot write {path}: {error.strerror}") from error
