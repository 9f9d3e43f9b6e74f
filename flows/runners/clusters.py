"""Clusters: each task runner behind its extra, imported only by a run that asks for it."""

import logging
from typing import TYPE_CHECKING

from flows.errors import UsageError
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect_dask.task_runners import DaskTaskRunner


def dask_runner(settings: Settings) -> "DaskTaskRunner":
    """Workers of the Dask scheduler at `settings.cluster`, or of a cluster on this machine.

    Raises:
        UsageError: The extra is not installed.
    """
    try:
        from prefect_dask.task_runners import DaskTaskRunner  # noqa: PLC0415 - an extra
    except ImportError as error:
        raise UsageError("--runner dask needs Dask: install alongside[dask]") from error

    # Dask is to be as talkative as Prefect.
    level = logging.getLogger("prefect").getEffectiveLevel()
    logging.getLogger("distributed").setLevel(level)
    if settings.cluster:
        return DaskTaskRunner(address=settings.cluster)
    return DaskTaskRunner(
        cluster_kwargs={
            "n_workers": settings.workers,
            "threads_per_worker": 1,
            "dashboard_address": None,
            "silence_logs": level,
        }
    )
