"""The least that Prefect can do: a flow of one task. What cold_start compares a run with."""

from prefect import flow, task


@task
def one() -> int:
    """The task."""
    return 1


@flow
def bare() -> int:
    """The flow."""
    return one()


if __name__ == "__main__":
    bare()
