"""Errors a user can act on; anything else that escapes is a bug."""


class AlongsideError(Exception):
    """A failure with a reason for people: printed as it is, without a traceback (exit code 1)."""


class UsageError(AlongsideError):
    """What was asked for cannot be understood or does not exist (exit code 2)."""


class WarehouseLocked(AlongsideError):
    """Another run holds the warehouse."""


class Collapsed(AlongsideError):
    """Most of what is published would be gone, so nothing was."""


class CheckFailed(AlongsideError):
    """A check returned rows, so nothing was published."""

    def __init__(self, message: str, failures: dict[str, str]) -> None:
        super().__init__(message)
        self.failures = failures
