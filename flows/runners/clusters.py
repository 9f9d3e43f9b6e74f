"""Clusters: each task runner behind its extra, imported only by a run that asks for it."""

import logging
import os
import socket
from typing import TYPE_CHECKING, Any

from flows.errors import AlongsideError, UsageError
from flows.settings import Settings

if TYPE_CHECKING:
    from prefect.futures import PrefectFuture
    from prefect.task_runners import TaskRunner
    from prefect_dask.task_runners import DaskTaskRunner

#: Bytes, about the least that Ray takes: what tasks hand on are names of parts.
_OBJECT_STORE = 80_000_000
#: Ray reads these when it is imported.
_RAY_DEFAULTS = {
    # Under `uv run` Ray would send the current folder, warehouse and all, to its workers.
    "RAY_ENABLE_UV_RUN_RUNTIME_ENV": "0",
}
_RAY_ON_THIS_MACHINE = {
    # The name notwithstanding: Ray's processes listen on the loopback address only.
    "RAY_ENABLE_WINDOWS_OR_OSX_CLUSTER": "0",
}


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
    level = _talkativeness()
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


def ray_runner(settings: Settings) -> "TaskRunner[PrefectFuture[Any]]":
    """Workers of the Ray cluster at `settings.cluster`, or of a cluster on this machine.

    Raises:
        UsageError: The extra is not installed, or the address is not HOST:PORT.
        AlongsideError: The cluster does not answer.
    """
    for name, value in (_RAY_DEFAULTS | ({} if settings.cluster else _RAY_ON_THIS_MACHINE)).items():
        os.environ.setdefault(name, value)
    try:
        from prefect_ray.task_runners import (  # noqa: PLC0415  # pyright: ignore[reportMissingImports] - an extra
            RayTaskRunner,
        )
    except ImportError as error:
        raise UsageError("--runner ray needs Ray: install alongside[ray]") from error

    # Ray is to be as talkative as Prefect.
    level = _talkativeness()
    quiet = {"logging_level": level, "log_to_driver": level <= logging.INFO}
    if settings.cluster:
        _knock(settings.cluster)
        return RayTaskRunner(settings.cluster, quiet)
    alone = {"include_dashboard": False, "object_store_memory": _OBJECT_STORE}
    # Without an address Ray takes a cluster that somebody else has started.
    return RayTaskRunner("local", quiet | alone | {"num_cpus": settings.workers})


def _knock(cluster: str) -> None:
    """See whether anybody listens at an address of Ray's, which itself tries for minutes."""
    host, _, port = cluster.rpartition(":")
    if not host or "/" in host or not port.isdecimal() or int(port) > 65_535:
        raise UsageError(f"--cluster {cluster}: with --runner ray it is HOST:PORT")
    try:
        socket.create_connection((host.strip("[]"), int(port)), timeout=10).close()
    except OSError as error:
        raise AlongsideError(f"the cluster does not answer: {cluster}: {error}") from error


def _talkativeness() -> int:
    return logging.getLogger("prefect").getEffectiveLevel()


#: Runners that work elsewhere, by the names that settings give them.
CLUSTERS = {"dask": dask_runner, "ray": ray_runner}
