"""`alongside serve`: runs on a schedule, with Prefect's UI to watch them."""

import os
from typing import Annotated

import typer
from rich.markup import escape

from flows.cli.console import err
from flows.cli.options import WarehouseOption
from flows.cli.prefect_log import quiet_console
from flows.ingest import resolve
from flows.store.layout import Warehouse

_HELP = """Run on a schedule until Ctrl-C.

Each run does what [cyan]alongside run SOURCE ...[/] does; without SOURCE every root the warehouse
knows is refreshed. A Prefect server must be running ([cyan]prefect server start[/]); its UI shows
the runs, each with a report. With --every the first run starts at once, the others are counted from
midnight UTC (15m: at 0, 15, 30 and 45 past). A run that comes while another is going on is dropped.
Lexicon, workers and all else come from ALONGSIDE_... variables.

Examples:

  alongside serve --every 15m
  alongside serve reports/ --every 1h --warehouse /data/warehouse
  alongside serve --cron '15 3 * * *' --timezone Europe/Berlin
  alongside serve --every 1d --timeout 6h --on-failure 'mail -s "alongside failed" me@example.org'
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(serve)


def serve(
    sources: Annotated[
        list[str] | None, typer.Argument(metavar="SOURCE", show_default=False, help="What to read.")
    ] = None,
    every: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="How often: 90s, 15m, 1h30m, 1d, 2w.")
    ] = None,
    cron: Annotated[
        str | None,
        typer.Option(metavar="EXPR", help="When: minute, hour, day, month and weekday."),
    ] = None,
    timezone: Annotated[str, typer.Option(metavar="ZONE", help="Time zone of --cron.")] = "UTC",
    warehouse: WarehouseOption = None,
    timeout: Annotated[
        str | None, typer.Option(metavar="LENGTH", help="End a run that takes longer, e.g. 6h.")
    ] = None,
    on_failure: Annotated[
        str | None,
        typer.Option(
            metavar="COMMAND",
            help="Run this when a run has failed; it reads the run as JSON on standard input.",
        ),
    ] = None,
    name: Annotated[
        str | None,
        typer.Option(help="Name of the schedule in Prefect \\[default: the warehouse's folder]."),
    ] = None,
    verbose: Annotated[bool, typer.Option("--verbose", "-v", help="Show Prefect's log.")] = False,
) -> None:
    """Run on a schedule until Ctrl-C."""
    if not verbose:
        quiet_console()
    # ruff: noqa: PLC0415 - seconds that reading can do without
    from flows.schedule.notice import words_of
    from flows.schedule.serving import Plan, Served
    from flows.schedule.serving import serve as serve_plan
    from flows.schedule.times import duration, schedule

    folder = Warehouse.at(warehouse).folder
    when = schedule(every, cron, timezone)
    for source in sources or []:
        resolve(source, {})
    # Runs are processes of their own, and take what is no parameter from their environment.
    if timeout is not None:
        os.environ["ALONGSIDE_RUN_SECONDS"] = str(duration(timeout).total_seconds())
    if on_failure is not None:
        words_of(on_failure)
        os.environ["ALONGSIDE_ON_FAILURE"] = on_failure

    typed = f"every {every}" if every else f"at {cron} ({timezone})"
    plan = Plan(when, typed, sources or [], folder, name or folder.name)

    def ready(served: Served) -> None:
        err.print(f"serving [bold]{escape(served.name)}[/] {escape(typed)}; Ctrl-C ends it")
        err.print(f"  [dim]watch:[/]   {escape(served.page)}")
        err.print(f"  [dim]run now:[/] prefect deployment run '{escape(served.name)}'")

    serve_plan(plan, ready)
    err.print("ended; the schedule is paused")
