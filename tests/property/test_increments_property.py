"""A few of the sequences that `python -m tests.benchmarks.increments` goes through by hundreds."""

import pytest
from hypothesis import HealthCheck, Phase, settings
from hypothesis.stateful import run_state_machine_as_test

from flows import pipeline
from tests.property.increments import Increments

FEW = settings(
    max_examples=2,
    stateful_step_count=12,
    # One run of the flow takes as long as a thousand examples elsewhere.
    phases=[Phase.explicit, Phase.reuse, Phase.generate],
    suppress_health_check=list(HealthCheck),
)


class Fewer(Increments):
    most_runs = 2


def test_increments_equal_a_rebuild() -> None:
    run_state_machine_as_test(Fewer, settings=FEW)


@pytest.mark.usefixtures("prefect_server")
def test_increments_equal_a_rebuild_through_prefect() -> None:
    class ThroughPrefect(Fewer):
        run_flow = staticmethod(pipeline.run)

    run_state_machine_as_test(ThroughPrefect, settings=settings(FEW, max_examples=1))
