"""`alongside …`: the command line."""

import os
import sys
from typing import Any

import typer

from flows.cli.commands import LazyGroup, list_commands
from flows.errors import AlongsideError, UsageError
from flows.teardown import hush_teardown

app = typer.Typer(
    name="alongside",
    cls=LazyGroup,
    help="Turn a pile of texts into tables: who is named, where, when, with whom, and which "
    "sentence says so.",
    no_args_is_help=True,
    rich_markup_mode="rich",
    pretty_exceptions_enable=False,
    context_settings={"help_option_names": ["-h", "--help"]},
)
list_commands(app)


def main() -> None:
    """Run the command line: exit code 2 for what cannot be understood, 1 for a failure."""
    hush_teardown()
    sys.exit(run_command())


def run_command() -> int:
    """Run what `sys.argv` says; return the exit code."""
    try:
        app(standalone_mode=True)
    except SystemExit as left:
        # Typer's way of returning, always with a number.
        return int(left.code or 0)
    except AlongsideError as error:
        from flows.cli.console import fail  # noqa: PLC0415 - only what prints waits for Rich

        return fail(error, 2 if isinstance(error, UsageError) else 1)
    except ValueError as error:
        # Of pydantic, which only commands that have settings import.
        if getattr(error, "title", None) != "Settings":
            raise
        from flows.cli.console import fail  # noqa: PLC0415 - as above

        return fail(UsageError(_wrong_settings(error)), 2)
    except BrokenPipeError:
        # The reader (`| head`) has seen enough; Python would complain once more at exit.
        os.dup2(os.open(os.devnull, os.O_WRONLY), sys.stdout.fileno())
    return 0


def _wrong_settings(error: ValueError) -> str:
    """Which settings are not what they should be."""
    wrong: list[dict[str, Any]] = error.errors()  # pyright: ignore[reportAttributeAccessIssue]
    return "; ".join(
        f"ALONGSIDE_{str(each['loc'][0]).upper()} cannot be {each['input']!r}: {each['msg']}"
        for each in wrong
    )
