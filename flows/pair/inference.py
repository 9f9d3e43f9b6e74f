"""What several cues of a sentence say of sides together."""

import numpy as np
import polars as pl

from flows.pair.scene import Scene


def inferred(scene: Scene, said: pl.DataFrame, avengers: pl.DataFrame) -> pl.DataFrame:
    """Sides that are said, and those that follow from them.

    Reads and returns cue, source, target (Int64, cues and names of the scene) and mutual; of
    `avengers`, cues of revenge, cue and source.
    """
    said = _of_one_side(scene, said)
    revenge = _revenge(_placed(scene, avengers), _placed(scene, said))
    return pl.concat([said, revenge, _supporters(_placed(scene, pl.concat([said, revenge])))])


def _of_one_side(scene: Scene, said: pl.DataFrame) -> pl.DataFrame:
    """Sides without friends of two enemies: where ISIS and Kurds, backed by Iran, clashed, it is
    the nearer that is backed.
    """
    hostile = pl.Series(scene.hostile[said["cue"].to_numpy()])
    enemies = said.filter(hostile).select(one="source", other="target")
    both = pl.concat([enemies, enemies.select(one="other", other="one")]).unique()
    cue, target = said["cue"].to_numpy(), said["target"].to_numpy()
    away = np.abs(scene.first[target] - scene.cue_first[cue])
    friends = said.with_columns(away=pl.Series(away)).filter(~hostile)
    nearer = friends.select("cue", "source", other="target", nearest="away")
    doubtful = (
        friends.join(both, left_on="target", right_on="one")
        .join(nearer, on=["cue", "source", "other"])
        .filter(pl.col("nearest") < pl.col("away"))
    )
    return said.join(doubtful, on=["cue", "source", "target"], how="anti", maintain_order="left")


def _revenge(avengers: pl.DataFrame, said: pl.DataFrame) -> pl.DataFrame:
    """Who seeks revenge is against who did the sentence's other hostile act."""
    acts = said.filter("hostile").select("sentence", target="source")
    return (
        avengers.join(acts, on="sentence")
        .filter(pl.col("source") != pl.col("target"))
        .select("cue", "source", "target", mutual=pl.lit(value=False))
    )


def _supporters(said: pl.DataFrame) -> pl.DataFrame:
    """Who supports B, where the clause goes on to say that B is against C."""
    helped = said.filter(~pl.col("hostile") & ~pl.col("mutual")).select(
        "clause", helper="source", source="target", helping="cue"
    )
    return (
        said.filter("hostile")
        .join(helped, on=["clause", "source"])
        .filter((pl.col("helping") < pl.col("cue")) & (pl.col("helper") != pl.col("target")))
        .select("cue", source="helper", target="target", mutual="mutual")
    )


def _placed(scene: Scene, sides: pl.DataFrame) -> pl.DataFrame:
    """Sides with the sentence, clause and stance of their cue."""
    cue = sides["cue"].to_numpy()
    first: np.ndarray = scene.cue_first[cue]
    return sides.with_columns(
        sentence=pl.Series(scene.sentence[first]),
        clause=pl.Series(scene.clause[first]),
        hostile=pl.Series(scene.hostile[cue]),
    )
