"""What a snapshot says of itself and the one before: no function of the texts alone, so apart."""

import dataframely as dy

from flows.contracts import columns as c

COMPARED = ("all", "shared", "none")


class Changes(dy.Schema):
    """One dataset, against the snapshot before."""

    dataset = dy.String(primary_key=True, min_length=1, description="Name of the dataset.")
    parent = dy.String(
        nullable=True,
        description="Id of the snapshot before, the one that was current when this one was made; "
        "null in a warehouse's first.",
    )
    compared = dy.String(
        check={"known": lambda x: x.is_in(COMPARED)},
        description="Columns that were compared: all; shared, where the snapshot before has other "
        "columns or types; or none, where it lacks the dataset or a column of its key, and then "
        "every row counts as added or removed.",
    )
    n_before = c.count("Rows in the snapshot before.")
    n_after = c.count("Rows in this one.")
    n_added = c.count("Rows whose key the snapshot before does not have.")
    n_removed = c.count("Rows of the snapshot before whose key is not there any more.")
    n_changed = c.count("Rows whose key both have, with another value in some column.")


class Movements(dy.Schema):
    """One pair whose sentences are more or fewer than in the snapshot before: the first 100."""

    rank = dy.Int64(primary_key=True, min=1, description="Place by the size of log_likelihood.")
    entity_a = dy.String(
        min_length=1, description="The first entity by id; it may have gone from `entities`."
    )
    entity_b = dy.String(min_length=1, description="The second entity by id; so may this one.")
    name_a = dy.String(nullable=True, description="Name of `entity_a`, also where it has gone.")
    name_b = dy.String(nullable=True, description="Name of `entity_b`.")
    n_before = c.count("Sentences that named both in the snapshot before.")
    n_after = c.count("Sentences that name both in this one.")
    n_units_before = c.count("Sentences with a mention in the snapshot before.", low=1)
    n_units_after = c.count("Sentences with a mention in this one.", low=1)
    log_ratio = dy.Float64(
        description="Base-2 logarithm of the rate in this snapshot over the rate before, a rate "
        "being n / n_units with half a sentence added to both (Walter 1975)."
    )
    log_likelihood = dy.Float64(
        nullable=True,
        description="G2 of the 2x2 table, negative where the rate fell. It orders and tests "
        "nothing: the two snapshots may share most texts.",
    )
