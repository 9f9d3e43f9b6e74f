"""The end of a run, in words and figures."""

from collections.abc import Sequence
from pathlib import Path
from typing import TYPE_CHECKING, Any

from rich.markup import escape
from rich.table import Table

from flows.cli.console import amount, out, print_next
from flows.quoting import shell_word
from flows.store.connection import connect

if TYPE_CHECKING:
    from flows.outcome import Outcome

_STRONGEST = """
    SELECT a.name, b.name, c.n_both, c.n_documents, c.npmi, c.log_likelihood
    FROM cooccurrences AS c
    JOIN entities AS a ON c.entity_a = a.entity_id
    JOIN entities AS b ON c.entity_b = b.entity_id
    WHERE c.scope = 'sentence'
    ORDER BY c.log_likelihood DESC NULLS LAST, c.entity_a, c.entity_b
    LIMIT 5
"""
_SHOWN_REASONS = 8


def print_outcome(outcome: "Outcome", warehouse: Path) -> None:
    """Print what a run came to, and what to type next."""
    if outcome.snapshot is None:
        out.print(f"[bold]nothing changed[/]: snapshot {outcome.current} stays as it is")
        _print_sources(outcome)
        return
    out.print(f"[bold green]published[/] snapshot [bold]{outcome.snapshot}[/]")
    _print_sources(outcome)
    rows = outcome.rows
    mentions = amount(rows["mentions"], "mention")
    entities = amount(rows["entities"], "entity", "entities")
    counts = amount(rows["cooccurrences"], "pair count")
    evidence = amount(rows["evidence"], "piece", "pieces")
    out.print(f"  {mentions} of {entities}, {counts} in three scopes, {evidence} of evidence")
    strongest = _strongest(outcome.snapshot, warehouse)
    if strongest:
        _print_pairs(strongest)
    steps = "  ".join(
        f"{name} {value:.1f}" for name, value in outcome.seconds.items() if value > 0.05
    )
    out.print(f"\n[dim]seconds per step: {steps}[/]")
    why = [f"why {shell_word(first)} {shell_word(second)}" for first, second, *_ in strongest[:1]]
    first_ten = 'sql "FROM cooccurrences ORDER BY log_likelihood DESC LIMIT 10"'
    print_next([*why, first_ten, "path mentions"], warehouse)


def _print_sources(outcome: "Outcome") -> None:
    tally = outcome.tally
    out.print(
        f"  texts: {tally.new:,} new, {tally.changed:,} changed, {tally.unchanged:,} unchanged, "
        f"{tally.removed:,} removed, {tally.quarantined:,} quarantined"
        + (f", {tally.skipped:,} skipped" if tally.skipped else "")
    )
    for repair in outcome.repaired:
        out.print(f"  [yellow]made anew[/]: {escape(repair)}")
    reasons = outcome.quarantine.head(_SHOWN_REASONS)
    for uri, detail in reasons.select("source_uri", "detail").iter_rows():
        out.print(f"    [yellow]{escape(uri)}[/]: {escape(detail)}")
    if more := outcome.quarantine.height - reasons.height:
        out.print(f"    … and {more:,} more in the dataset quarantine")
    if outcome.warnings is not None:
        for uri, detail in outcome.warnings.head(_SHOWN_REASONS).iter_rows():
            out.print(f"    [yellow]{escape(uri)}[/]: {escape(detail)}")


def _strongest(snapshot: str, warehouse: Path) -> list[tuple[Any, ...]]:
    with connect(snapshot, warehouse) as connection:
        return connection.execute(_STRONGEST).fetchall()


def _print_pairs(pairs: Sequence[tuple[Any, ...]]) -> None:
    table = Table("strongest pairs", "", box=None, pad_edge=False, padding=(0, 2))
    for heading in ("sentences", "texts", "NPMI", "G²"):
        table.add_column(heading, justify="right")
    for first, second, n_both, n_documents, npmi, g2 in pairs:
        figures = [
            f"{n_both:,}",
            f"{n_documents:,}",
            *("" if x is None else f"{x:.2f}" for x in (npmi, g2)),
        ]
        table.add_row(escape(first), escape(second), *figures)
    out.print()
    out.print(table)
