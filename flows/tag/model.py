"""The weights: one row of label scores per feature, read and written as one small table."""

from dataclasses import dataclass
from pathlib import Path
from typing import NamedTuple, Self

import numpy as np
import polars as pl

from flows.extract.known import Known
from flows.tag.features import CONTAINED, OFFSETS, SIZES
from flows.tag.labels import N_LABELS

WEIGHTS = "weights.parquet"
_TRANSITION, _PRIOR = "transition", "prior"
_STEPS = 127
_BLOCK = 2_048


class Typed(NamedTuple):
    """Keys of a template of types, and per offset their weights from row 1 on; row 0 is zero."""

    keys: Known
    weights: dict[int, np.ndarray]


@dataclass(frozen=True, eq=False)
class Model:
    """Weights by template and key.

    `typed`: per template of types; `tokens`: per template of tokens a table with a row for every
    whole number; `transitions` [from, to];
    `prior`, what every token begins with.
    """

    typed: dict[str, Typed]
    tokens: dict[str, np.ndarray]
    transitions: np.ndarray
    prior: np.ndarray

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read the weights of a folder."""
        table = pl.read_parquet(folder / WEIGHTS)
        scale = table["scale"].to_numpy()[:, None]
        weights = table["weights"].to_numpy().astype(np.float32) * scale.astype(np.float32)
        templates = table.with_row_index("at").partition_by("template", as_dict=True)
        rows = {str(name): frame for (name,), frame in templates.items()}
        tokens = {
            name: _dense(frame["key"].cast(pl.Int64).to_numpy(), weights[frame["at"].to_numpy()])
            for name, frame in rows.items()
            if "@" not in name
        }
        transitions, prior = tokens.pop(_TRANSITION)[:N_LABELS], tokens.pop(_PRIOR)[0]
        typed = {name: _typed(name, rows, weights) for name in OFFSETS}
        return cls(typed, _folded(tokens), transitions, prior)

    def scores(
        self, keys: pl.DataFrame, at: dict[int, np.ndarray], values: dict[str, np.ndarray]
    ) -> np.ndarray:
        """Scores [candidates, labels] of labels.

        `keys` as from `type_features`; `at`: row in `keys` of the type at every offset from every
        candidate; `values` as from `token_features`.
        """
        found = {name: typed.keys.rows(keys[name]) + 1 for name, typed in self.typed.items()}
        sources: list[tuple[np.ndarray, np.ndarray]] = []
        for offset, types in at.items():
            used, row = _used(types, keys.height)
            table = np.zeros((len(used), N_LABELS), dtype=np.float32)
            for name, typed in self.typed.items():
                if offset in typed.weights:
                    table += typed.weights[offset][found[name][used]]
            sources.append((table, row))
        sources += [(table, values[name]) for name, table in self.tokens.items()]
        return _summed(self.prior, sources, len(at[0]))


def write_weights(folder: Path, templates: pl.Series, keys: pl.Series, weights: np.ndarray) -> None:
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


def _summed(prior: np.ndarray, sources: list[tuple[np.ndarray, np.ndarray]], n: int) -> np.ndarray:
    """The prior and a row of every table, for n rows; in blocks that stay in the cache."""
    # Column by column, as the chain goes through it.
    total = np.empty((n, N_LABELS), dtype=np.float32, order="F")
    block = np.empty((_BLOCK, N_LABELS), dtype=np.float32)
    taken = np.empty_like(block)
    for low in range(0, n, _BLOCK):
        size = min(_BLOCK, n - low)
        block[:] = prior
        for table, row in sources:
            # Any mode but the first lets numpy write to `out` without a buffer; no row is outside.
            block[:size] += table.take(row[low : low + size], 0, taken[:size], mode="clip")
        total[low : low + size] = block[:size]
    return total


def _used(types: np.ndarray, n: int) -> tuple[np.ndarray, np.ndarray]:
    """Which types occur, and every type's place among them."""
    flags = np.zeros(n, dtype=bool)
    flags[types] = True
    used = np.flatnonzero(flags)
    return used, (np.cumsum(flags) - 1)[types]


def _typed(name: str, rows: dict[str, pl.DataFrame], weights: np.ndarray) -> Typed:
    """The weights of a template at all its offsets, over the keys of all of them."""
    frames = {
        offset: rows[place] for offset in OFFSETS[name] if (place := f"{name}@{offset}") in rows
    }
    none = pl.Series("key", [], dtype=pl.String)
    keys = Known(pl.concat([none, *(frame["key"] for frame in frames.values())]).unique().sort())
    tables: dict[int, np.ndarray] = {}
    for offset, frame in frames.items():
        tables[offset] = np.zeros((len(keys) + 1, N_LABELS), dtype=np.float32)
        tables[offset][keys.rows(frame["key"]) + 1] = weights[frame["at"].to_numpy()]
    return Typed(keys, tables)


def _dense(at: np.ndarray, weights: np.ndarray) -> np.ndarray:
    """Weights in a table with a row for every whole number, and a last one for all above."""
    table = np.zeros((int(at.max()) + 2, N_LABELS), dtype=np.float32)
    table[at] = weights
    return table


def _folded(tokens: dict[str, np.ndarray]) -> dict[str, np.ndarray]:
    """Tables of the templates that say most, with those of the ones they contain added in."""
    folded: dict[str, np.ndarray] = {}
    for whole, parts in CONTAINED.items():
        sizes = SIZES[whole]
        numbers = np.unravel_index(np.arange(np.prod(sizes)), sizes)
        folded[whole] = _rows(tokens, whole, np.arange(np.prod(sizes)))
        for part, places in parts.items():
            value = np.zeros(len(folded[whole]), dtype=np.int64)
            for place in places:
                value = value * sizes[place] + numbers[place]
            folded[whole] += _rows(tokens, part, value)
    return folded


def _rows(tokens: dict[str, np.ndarray], name: str, values: np.ndarray) -> np.ndarray:
    """Weights of a template's values; zero for those without."""
    if name not in tokens:
        return np.zeros((len(values), N_LABELS), dtype=np.float32)
    return tokens[name][np.minimum(values, len(tokens[name]) - 1)]
