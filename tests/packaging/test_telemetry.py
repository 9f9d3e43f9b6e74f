"""Prefect sends nothing about our runs unless the user wants it to."""

import os
import subprocess
import sys

import pytest

from tests.network_guard import PYTHON_PATH

SEEN = """
import os
import flows.prefect_defaults
from prefect.settings import get_current_settings
print(get_current_settings().server.analytics_enabled, os.environ["DO_NOT_TRACK"])
"""
OWN = ("DO_NOT_TRACK", "PREFECT_SERVER_ANALYTICS_ENABLED")


@pytest.mark.parametrize(("given", "analytics"), [({}, "False"), ({OWN[1]: "true"}, "True")])
def test_what_prefect_sees(given: dict[str, str], analytics: str) -> None:
    environment = {name: value for name, value in os.environ.items() if name not in OWN}
    done = subprocess.run(
        [sys.executable, "-c", SEEN],
        env=environment | {"PYTHONPATH": PYTHON_PATH} | given,
        capture_output=True,
        text=True,
        check=True,
    )
    assert done.stdout == f"{analytics} 1\n"
