"""`--json`: what a run came to as one JSON object on standard output, a failure too."""

import json
from collections.abc import Iterator, Mapping
from contextlib import contextmanager

import typer

from flows.errors import AlongsideError, CheckFailed, UsageError


def print_json(facts: Mapping[str, object]) -> None:
    """Print one object on one line."""
    typer.echo(json.dumps(facts, ensure_ascii=False))


@contextmanager
def failures_as_json(wanted: bool) -> Iterator[None]:
    """Print a failure inside the block as an object, where that is wanted, and leave with the exit
    code it has anyway.
    """
    try:
        yield
    except AlongsideError as error:
        if not wanted:
            raise
        failed = {"checks": error.failures} if isinstance(error, CheckFailed) else {}
        notes = {"notes": error.__notes__} if getattr(error, "__notes__", []) else {}
        print_json({"outcome": "failed", "reason": str(error)} | failed | notes)
        raise typer.Exit(2 if isinstance(error, UsageError) else 1) from error
