"""A command of the user's that hears of failed runs.

The command is a setting of the machine that runs, never a parameter of the flow: who may start
runs over Prefect's API does not choose what is executed here. No shell reads it, and what it is
told comes on its standard input.
"""

import json
import shlex
import shutil
import subprocess
from typing import Any

from prefect import Flow
from prefect.client.schemas.objects import FlowRun, State

from flows.errors import UsageError
from flows.settings import Settings

_SECONDS = 60


def words_of(command: str) -> list[str]:
    """The words of a command, as a shell would split them.

    Raises:
        UsageError: It has an open quote, no word, or a program that is not there.
    """
    try:
        words = shlex.split(command)
    except ValueError as error:
        raise UsageError(f"--on-failure {command}: {error}") from error
    if not words or shutil.which(words[0]) is None:
        program = words[0] if words else ""
        raise UsageError(f"--on-failure: there is no program {program!r} that could be run")
    return words


def tell_failure(flow: Flow[..., Any], flow_run: FlowRun, state: State[Any]) -> None:
    """Prefect's hook for runs that failed or crashed: hand the command the run as JSON."""
    command = Settings().on_failure
    if command is None:
        return
    facts = {
        "flow_run": flow_run.name,
        "id": str(flow_run.id),
        "state": state.name,
        "message": state.message,
        "at": state.timestamp.isoformat(),
        "parameters": flow_run.parameters,
    }
    text = json.dumps(facts, ensure_ascii=False, default=str) + "\n"
    subprocess.run(words_of(command), input=text.encode(), timeout=_SECONDS, check=True)  # noqa: S603 - the words are the user's own setting
