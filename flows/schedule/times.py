"""When to run: `15m`, `1h30m` or a cron expression, to Prefect's schedules."""

import re
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

from prefect.client.schemas.schedules import CronSchedule
from prefect.schedules import Cron, Interval, Schedule

from flows.errors import UsageError

_UNITS = {"w": "weeks", "d": "days", "h": "hours", "m": "minutes", "s": "seconds"}
_DURATION = re.compile("".join(rf"(?:(?P<{unit}>\d{{1,6}}){unit})?" for unit in _UNITS))
_LONGEST = timedelta(days=366)
#: Monday midnight UTC, so that runs are at the same times whenever the schedule was started.
_ANCHOR = datetime(2024, 1, 1, tzinfo=UTC)


def duration(text: str) -> timedelta:
    """A length of time as people type it: `90s`, `15m`, `1h30m`, `1d`, `2w`.

    Raises:
        UsageError: It is no such length, nothing, or longer than a year.
    """
    found = _DURATION.fullmatch(text.strip().lower())
    amounts = {unit: int(amount) for unit, amount in found.groupdict("0").items()} if found else {}
    length = timedelta(**{_UNITS[unit]: amount for unit, amount in amounts.items()})
    if not length:
        raise UsageError(f"{text!r} is no length of time; type one like 90s, 15m, 1h30m, 1d or 2w")
    if length > _LONGEST:
        raise UsageError(f"{text!r} is longer than a year")
    return length


def schedule(every: str | None, cron: str | None, timezone: str) -> Schedule:
    """When to run: every so often, counted from a Monday midnight UTC, or as cron says, in
    `timezone`.

    Raises:
        UsageError: Neither or both are given, or they cannot be understood.
    """
    if (every is None) == (cron is None):
        raise UsageError("say when to run: either --every, e.g. 15m, or --cron, e.g. '15 3 * * *'")
    if every is not None:
        return Interval(duration(every), anchor_date=_ANCHOR)
    expression = str(cron)
    try:
        ZoneInfo(timezone)
    except (KeyError, ValueError, OSError) as error:
        message = f"there is no time zone {timezone!r}; type one like Europe/Berlin or UTC"
        raise UsageError(message) from error
    try:
        CronSchedule(cron=expression)
    except ValueError as error:
        message = (
            f"{cron!r} is no cron expression; type minute, hour, day, month and weekday, e.g. "
            "'15 3 * * *' for 3:15 every night"
        )
        raise UsageError(message) from error
    return Cron(expression, timezone=timezone)
