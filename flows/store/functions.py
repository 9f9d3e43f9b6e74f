"""Functions that models call and SQL does not have."""

from __future__ import annotations  # as text: see models

import duckdb
import numpy as np
import pyarrow as pa
from duckdb.sqltypes import BIGINT, DOUBLE

from flows.statistics import upper_tail


def register(connection: duckdb.DuckDBPyConnection) -> None:
    """Make them known to a connection and its cursors; published files do not depend on them.

    hypergeometric_tail(n_both, n_a, n_b, n_units): see `flows.statistics.upper_tail`.
    """
    connection.create_function(
        "hypergeometric_tail",
        _hypergeometric_tail,
        [BIGINT, BIGINT, BIGINT, BIGINT],
        DOUBLE,
        type="arrow",
    )


def _hypergeometric_tail(
    n_both: pa.Array, n_a: pa.Array, n_b: pa.Array, n_units: pa.Array
) -> pa.Array:
    columns = (n_both, n_a, n_b, n_units)
    return pa.array(upper_tail(*(np.asarray(column) for column in columns)))
