"""Movements by their faith and what they do: Islamic militants are Islamists, who speak for no
Muslim but themselves.
"""

import numpy as np
import polars as pl

from flows.extract.reading import Reading
from flows.lexicon import Lexicon

_FAITH, _MOVEMENT = "islamic", "group:islamists"
_FIGHTERS = (
    "militant", "militants", "militancy", "militia", "militias", "militiaman", "militiamen",
    "extremist", "extremists", "extremism", "terrorist", "terrorists", "terrorism", "rebel",
    "rebels", "insurgent", "insurgents", "insurgency", "fundamentalist", "fundamentalists",
    "fundamentalism", "radical", "radicals", "radicalism", "jihadist", "jihadists", "guerrilla",
    "guerrillas", "gunman", "gunmen", "fighter", "fighters", "separatist", "separatists",
)  # fmt: skip


def name_movements(found: pl.DataFrame, read: Reading, lexicon: Lexicon) -> pl.DataFrame:
    """Names (last, entity_id, as of `link`) with the movement that the word for a faith means
    before a word for its fighters, if the lexicon has one: entity_id, entity_name, entity_kind,
    entity_subkind, mention_kind and mention_subkind.
    """
    movement = lexicon.entities.filter(entity_id=_MOVEMENT)
    last = found["last"].to_numpy()
    behind = np.minimum(last + 1, len(read.type_of) - 1)
    meant = read.among(last, (_FAITH,)) & read.among(behind, _FIGHTERS)
    meant &= read.sentence_of[behind] == read.sentence_of[last]
    meant &= found["alias"].is_not_null().to_numpy() & (found["first"] == found["last"]).to_numpy()
    if movement.is_empty() or not meant.any():
        return found
    entity = movement.row(0, named=True)
    values = {
        "entity_id": entity["entity_id"],
        "entity_name": entity["name"],
        "entity_kind": entity["kind"],
        "entity_subkind": entity["subkind"],
        "mention_kind": entity["kind"],
        "mention_subkind": entity["subkind"],
    }
    flag = pl.lit(pl.Series(meant))
    return found.with_columns(
        pl.when(flag).then(pl.lit(value)).otherwise(name).alias(name)
        for name, value in values.items()
    )
