"""What a run came to as Markdown, for Prefect's artifacts."""

import re
from collections.abc import Iterable, Sequence

import polars as pl

from flows.errors import AlongsideError, CheckFailed
from flows.outcome import Outcome
from flows.store import compared, snapshots
from flows.store.layout import Warehouse

_PAIRS = 10
_REASONS = 20
#: What Markdown or HTML would take for markup: names come from the texts, and the page that shows
#: them is a web page.
_MARKUP = re.compile(r"([\\`*_{}\[\]()#+.!|<>&~-])")
_BREAKS = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")


def plain(value: object) -> str:
    """A value as text that no Markdown reader takes for more."""
    if isinstance(value, float):
        return plain(f"{value:.2f}")
    shown = f"{value:,}" if isinstance(value, int) else str("" if value is None else value)
    return _MARKUP.sub(r"\\\1", _BREAKS.sub(" ", shown))


def of_outcome(outcome: Outcome, warehouse: Warehouse) -> str:
    """Texts and checks of a run and, where it has published, what the snapshot changes."""
    if outcome.snapshot is None:
        head = f"Nothing changed: snapshot `{outcome.current}` stays as it is."
        return _document("Nothing changed", head, _texts(outcome))
    current = snapshots.read(warehouse, outcome.snapshot)
    changed = compared.read(warehouse, current)
    checks = current.manifest["checks"]
    return _document(
        f"Snapshot {outcome.snapshot}",
        f"{len(checks)} checks passed, and the snapshot before was "
        f"{current.manifest['parent'] or 'none'}.",
        _texts(outcome),
        "## Datasets",
        _table(
            changed.changes.select(
                "dataset",
                before="n_before",
                now="n_after",
                added="n_added",
                removed="n_removed",
                changed="n_changed",
            )
        ),
        *_pairs(changed.movements),
        *_quarantined(outcome.quarantine),
        "## Checks that passed",
        ", ".join(plain(check) for check in checks),
    )


def of_failure(error: AlongsideError) -> str:
    """Why a run failed, with the rows of the checks that did."""
    checks = error.failures if isinstance(error, CheckFailed) else {}
    rows = [part for name, found in checks.items() for part in (f"## {plain(name)}", _code(found))]
    return _document("Failed", plain(error), "What was published before stays published.", *rows)


def _document(title: str, *parts: str) -> str:
    return "\n\n".join([f"# {title}", *parts]) + "\n"


def _texts(outcome: Outcome) -> str:
    return _table(pl.DataFrame([outcome.tally._asdict()]))


def _pairs(movements: pl.DataFrame) -> Sequence[str]:
    if movements.is_empty():
        return ()
    shown = movements.head(_PAIRS).select(
        pl.format(
            "{} – {}", pl.col("name_a").fill_null("?"), pl.col("name_b").fill_null("?")
        ).alias("pair"),
        before="n_before",
        now="n_after",
        G2="log_likelihood",
    )
    return "## Pairs that moved most", _table(shown)


def _quarantined(quarantine: pl.DataFrame) -> Sequence[str]:
    if quarantine.is_empty():
        return ()
    shown = quarantine.select("source_uri", "reason", "detail").head(_REASONS)
    return f"## In quarantine: {quarantine.height:,}", _table(shown)


def _table(frame: pl.DataFrame) -> str:
    """A frame of a few rows as a Markdown table, numbers on the right."""
    rules = ["---:" if dtype.is_numeric() else "---" for dtype in frame.dtypes]
    rows = [frame.columns, rules, *(map(plain, row) for row in frame.iter_rows())]
    return "\n".join(_row(row) for row in rows)


def _row(cells: Iterable[str]) -> str:
    return f"| {' | '.join(cells)} |"


def _code(text: str) -> str:
    """Text as a block: indented, so that no fence in it ends it."""
    return "\n".join(f"    {line}" for line in text.splitlines())
