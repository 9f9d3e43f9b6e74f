"""The weights: one row of label scores per feature, read and written as one small table."""

from dataclasses import dataclass
from pathlib import Path
from typing import Self

import numpy as np
import polars as pl

from flows.tag.features import OFFSETS
from flows.tag.labels import N_LABELS

WEIGHTS = "weights.parquet"
_TRANSITION, _PRIOR = "transition", "prior"
_STEPS = 127


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by template and key.

    `typed`: per template of types (`word@-1`), its keys and their rows of weights; `tokens`: per
    template of tokens a table with a row for every whole number; `transitions` [from, to];
    `prior`, what every token begins with.
    """

    typed: dict[str, tuple[pl.Series, np.ndarray]]
    tokens: dict[str, np.ndarray]
    transitions: np.ndarray
    prior: np.ndarray

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the weights of a folder."""
        table = pl.read_parquet(folder / WEIGHTS)
        scale = table["scale"].to_numpy()[:, None]
        weights = table["weights"].to_numpy().astype(np.float32) * scale.astype(np.float32)
        typed: dict[str, tuple[pl.Series, np.ndarray]] = {}
        tokens: dict[str, np.ndarray] = {}
        names = table["template"].rle()
        low = 0
        for name, n in zip(names.struct.field("value"), names.struct.field("len"), strict=True):
            keys, rows = table["key"][low : low + n], weights[low : low + n]
            low += n
            if "@" in name:
                typed[name] = (keys, np.concatenate((np.zeros((1, N_LABELS), np.float32), rows)))
            else:
                at = keys.cast(pl.Int64).to_numpy()
                tokens[name] = np.zeros((int(at.max()) + 1, N_LABELS), dtype=np.float32)
                tokens[name][at] = rows
        transitions, prior = tokens.pop(_TRANSITION), tokens.pop(_PRIOR)[0]
        return cls(typed, tokens, transitions, prior)

    def scores(
        self, keys: pl.DataFrame, at: dict[int, np.ndarray], values: dict[str, np.ndarray]
    ) -> np.ndarray:
        """Scores [candidates, labels] of labels.

        `keys` as from `type_features`; `at`: row in `keys` of the type at every offset from every
        candidate; `values` as from `token_features`.
        """
        total = np.tile(self.prior, (len(at[0]), 1))
        for offset, types in at.items():
            used, row = _used(types, keys.height)
            chosen = keys[used]
            table = np.zeros((len(used), N_LABELS), dtype=np.float32)
            for template, looked_at in OFFSETS.items():
                if offset in looked_at and (name := f"{template}@{offset}") in self.typed:
                    known, weights = self.typed[name]
                    table += weights[find(chosen[template], known)]
            total += table[row]
        for name, value in values.items():
            if (table := self.tokens.get(name)) is not None:
                total += table[np.where(value < len(table), value, _row_of_nothing(table))]
        return total


def find(keys: pl.Series, known: pl.Series) -> np.ndarray:
    """Row of every key among known keys, plus one; 0 where it is null or not among them."""
    table = pl.DataFrame({"key": known}).with_row_index("row", offset=1)
    rows = keys.rename("key").to_frame().join(table, on="key", how="left", maintain_order="left")
    return rows["row"].fill_null(0).to_numpy()


def write_weights(
    folder: Path, templates: pl.Series, keys: pl.Series, weights: np.ndarray
) -> None:
    """Write weights as bytes, with a scale for every row."""
    scale = np.maximum(np.abs(weights).max(axis=1), 1e-6).astype(np.float32) / _STEPS
    steps = np.rint(weights / scale[:, None]).astype(np.int8)
    pl.DataFrame(
        {
            "template": templates,
            "key": keys,
            "scale": scale,
            "weights": pl.Series(steps, dtype=pl.Array(pl.Int8, N_LABELS)),
        }
    ).sort("template", "key").write_parquet(
        folder / WEIGHTS, compression="zstd", compression_level=19, statistics=False
    )


def _used(types: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Which types occur, and every type's place among them."""
    flags = np.zeros(n, dtype=bool)
    flags[types] = True
    used = np.flatnonzero(flags)
    return used, (np.cumsum(flags) - 1)[types]


def _row_of_nothing(table: np.ndarray) -> int:
    return 0 if not table[0].any() else len(table) - 1
