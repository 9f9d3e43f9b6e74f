"""A Dask cluster of two worker processes: the same bytes, also when one of them is killed."""

import logging
import os
import signal
from collections.abc import Iterator
from importlib.util import find_spec
from pathlib import Path
from typing import TYPE_CHECKING

import pytest

from flows import progress
from flows.errors import AlongsideError
from tests.pipeline.corpus import Corpus, MakeCorpus, sha256_of_datasets
from tests.pipeline.killing import PRELOADED

if TYPE_CHECKING:
    from distributed import LocalCluster

pytestmark = pytest.mark.skipif(
    find_spec("prefect_dask") is None, reason="the extra alongside[dask] is not installed"
)


@pytest.fixture(scope="module")
def cluster(prefect_server: str) -> "Iterator[LocalCluster]":
    import dask  # noqa: PLC0415 - an extra
    from distributed import LocalCluster  # noqa: PLC0415 - an extra
    from distributed.utils import get_mp_context  # noqa: PLC0415 - an extra

    # Workers are forks of one process, so that only that one has to import Dask and Prefect.
    with dask.config.set({"distributed.worker.multiprocessing-method": "forkserver"}):
        get_mp_context().set_forkserver_preload(["prefect_dask", *PRELOADED])
        with LocalCluster(
            n_workers=2,
            threads_per_worker=1,
            host="127.0.0.1",
            dashboard_address=None,
            silence_logs=logging.CRITICAL,
        ) as cluster:
            yield cluster


def test_a_cluster_makes_the_same_bytes(
    another: MakeCorpus, cluster: "LocalCluster", some_samples: Path
) -> None:
    plain, spread = another("plain"), another("spread")
    plain.run(some_samples)
    pids = [cluster.workers[0].process.pid]

    def kill(event: progress.Event) -> None:
        if event.stage == "extract" and event.documents and pids:
            os.kill(pids.pop(), signal.SIGKILL)

    with progress.listening(kill):
        spread.flow(
            some_samples, runner="dask", cluster=cluster.scheduler_address, part_bytes=1_000
        )
    assert len(list(spread.warehouse.glob("parts/documents/*.parquet"))) > 4
    assert pids == []
    assert sha256_of_datasets(spread.warehouse) == sha256_of_datasets(plain.warehouse)


@pytest.mark.usefixtures("prefect_server")
def test_a_cluster_that_does_not_answer(corpus: Corpus) -> None:
    import dask  # noqa: PLC0415 - an extra

    with (
        dask.config.set({"distributed.comm.timeouts.connect": "1s"}),
        pytest.raises(AlongsideError, match=r"does not answer: .*127\.0\.0\.1:1"),
    ):
        corpus.flow(corpus.texts, runner="dask", cluster="tcp://127.0.0.1:1")
