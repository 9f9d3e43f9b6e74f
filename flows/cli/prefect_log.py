"""How much of Prefect's log is shown; Prefect reads that when it is imported."""

import os


def quiet_prefect() -> None:
    """Have Prefect log nothing; what the user has set stays."""
    os.environ.setdefault("PREFECT_LOGGING_LEVEL", "CRITICAL")
    os.environ.setdefault("PREFECT_LOGGING_ROOT_LEVEL", "CRITICAL")


def quiet_console() -> None:
    """Have Prefect log to its server only, so that the UI still tells what happened; what the user
    has set stays.
    """
    os.environ.setdefault("PREFECT_LOGGING_HANDLERS_CONSOLE_LEVEL", "CRITICAL")
