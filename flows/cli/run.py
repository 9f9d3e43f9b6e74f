"""`alongside run` and `alongside forget`: the commands that publish."""

from collections.abc import Sequence
from contextlib import nullcontext
from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer

from flows.cli.bars import progress_bars
from flows.cli.console import err
from flows.cli.machine import failures_as_json, print_json
from flows.cli.options import WarehouseOption
from flows.cli.prefect_log import quiet_prefect
from flows.cli.summary import print_outcome
from flows.errors import AlongsideError, UsageError
from flows.settings import Runner, Settings
from flows.store import snapshots
from flows.store.layout import Warehouse

if TYPE_CHECKING:
    from flows.outcome import Outcome

_ROLES = ("text", "title", "id", "url", "published_at", "publisher", "language")

_RUN = """Take in texts and publish a snapshot.

SOURCE is a file, a folder or a glob ([cyan].txt .md .jsonl .ndjson .csv .html .warc .eml[/], these
also as [cyan].gz .zst[/], and [cyan].parquet .pdf .zip[/]), on this machine or at [cyan]s3://[/],
[cyan]gs://[/] or [cyan]az://[/], or NAME=SOURCE to choose the name the rows carry. Without SOURCE
every root the warehouse knows is refreshed; a new warehouse starts with the sample texts.

Examples:

  alongside run
  alongside run reports/ wires.jsonl.gz
  alongside run 'archive/2014-*.txt' --warehouse /data/warehouse
  alongside run 'news=s3://bucket/prefix/*.jsonl.gz'
  alongside run --runner processes
  alongside run --full
  alongside run --allow-collapse
  alongside run --json
"""

_FORGET = """Drop a root, and every row that came from it, in a new snapshot.

Example:

  alongside forget wires.jsonl.gz
"""


def register(app: typer.Typer) -> None:
    """Add the commands."""
    app.command(help=_RUN)(run)
    app.command(help=_FORGET)(forget)


def run(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", show_default=False, help="What to read.")
    ] = None,
    warehouse: WarehouseOption = None,
    lexicon: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of lexicon CSVs.")
    ] = None,
    workers: Annotated[
        int | None, typer.Option(min=1, help="Parts extracted at a time \\[default: cores].")
    ] = None,
    runner: Annotated[
        Runner | None,
        typer.Option(help="What extracts the parts \\[default: threads].", show_default=False),
    ] = None,
    cluster: Annotated[
        str | None,
        typer.Option(
            metavar="ADDRESS",
            help="Of the Dask scheduler, e.g. tcp://10.0.0.5:8786, or the Ray head, e.g. "
            "10.0.0.5:6379 \\[default: a cluster on this machine].",
        ),
    ] = None,
    full: Annotated[
        bool, typer.Option("--full", help="Read and extract everything again.")
    ] = False,
    field: Annotated[
        list[str] | None,
        typer.Option(
            metavar="NAME=COLUMN",
            help="Where record files keep text, title, id, url, published_at, publisher or "
            "language, e.g. --field text=body.",
        ),
    ] = None,
    allow_collapse: Annotated[
        bool,
        typer.Option(
            "--allow-collapse", help="Publish even where most texts or rows would be gone."
        ),
    ] = False,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's log.")] = False,
    quiet: Annotated[
        bool, typer.Option("--quiet", "-q", help="Say nothing, unless the run fails.")
    ] = False,
    as_json: Annotated[
        bool,
        typer.Option("--json", help="Say it all, a failure too, in one JSON object."),
    ] = False,
) -> None:
    """Take in texts and publish a snapshot."""
    with failures_as_json(as_json):
        given = {
            "warehouse": warehouse,
            "lexicon": lexicon,
            "workers": workers,
            "runner": runner,
            "cluster": cluster,
            "fields": _fields(field) if field else None,
            "max_loss": 1.0 if allow_collapse else None,
        }
        settings = Settings(**{name: value for name, value in given.items() if value is not None})
        silent = quiet or as_json
        outcome = _publish(settings, verbose, silent=silent, sources=sources or [], full=full)
        if as_json:
            print_json(outcome.summary())
        elif not quiet:
            print_outcome(outcome, settings.warehouse)


def _fields(given: list[str]) -> dict[str, str]:
    """`NAME=COLUMN` options as a mapping."""
    pairs = [each.partition("=") for each in given]
    for each, (role, _, column) in zip(given, pairs, strict=True):
        if role not in _ROLES or not column:
            roles = ", ".join(_ROLES)
            raise UsageError(f"--field {each}: say NAME=COLUMN, NAME one of {roles}")
    return {role: column for role, _, column in pairs}


def forget(
    root: Annotated[str, typer.Argument(metavar="ROOT", help="Name of the root.")],
    warehouse: WarehouseOption = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's log.")] = False,
) -> None:
    """Drop a root and every row that came from it."""
    settings = Settings() if warehouse is None else Settings(warehouse=warehouse)
    # Before Prefect starts, which takes seconds.
    Warehouse.at(settings.warehouse).require()
    print_outcome(_publish(settings, verbose, forget=root), settings.warehouse)


def _publish(
    settings: Settings,
    verbose: bool,
    *,
    silent: bool = False,
    sources: Sequence[str] = (),
    full: bool = False,
    forget: str | None = None,
) -> "Outcome":
    # Refuses what can be no warehouse, before Prefect starts.
    Warehouse.at(settings.warehouse)
    if not verbose:
        quiet_prefect()
    from flows.pipeline import run as run_flow  # noqa: PLC0415 - two seconds reading can do without

    try:
        with nullcontext() if silent else progress_bars(err):
            return run_flow(sources, settings, full=full, forget=forget)
    except AlongsideError as error:
        error.add_note(_still_published(settings))
        raise


def _still_published(settings: Settings) -> str:
    try:
        current = snapshots.current_id(Warehouse.at(settings.warehouse))
    except AlongsideError:
        return "`alongside verify` says what is damaged"
    return f"still published: snapshot {current}" if current else "nothing is published yet"
