"""`alongside evaluate`: figures on labelled texts, with the commonest errors."""

from pathlib import Path
from typing import TYPE_CHECKING, Annotated

import typer
from rich.markup import escape
from rich.table import Table

from flows.cli.console import out
from flows.errors import UsageError
from flows.evaluate import EVALUATIONS, read_gold
from flows.lexicon import Lexicon
from flows.settings import Settings
from flows.tag import Tagger

if TYPE_CHECKING:
    from flows.evaluate import Report

_DEFAULT_MODEL = {"spacy": "en_core_web_sm"}

_HELP = """Measure what is found against labelled texts.

GOLD is a file of JSON lines: `text` (or `text_file`), and what is labelled: from, to, label under
`ents`, `timexes`, `dates`, `quantities` or `sentences`; from, to, GeoNames id, latitude, longitude
under `places`; {type, source, target} under `relations`. Offsets count characters, end exclusive.
*strict* takes spans as they stand, *stripped* without a leading article and a trailing 's,
*relaxed* what overlaps.

Examples:

  alongside evaluate gold.jsonl
  alongside evaluate gold.jsonl --kind dates
  alongside evaluate gold.jsonl --errors 30
  alongside evaluate lgl.jsonl --kind places
  alongside evaluate gold.jsonl --compare spacy:en_core_web_sm
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(evaluate)


def evaluate(
    gold: Annotated[Path, typer.Argument(metavar="GOLD", help="Labelled texts.")],
    kind: Annotated[
        str, typer.Option(metavar="KIND", help=f"What to measure: {', '.join(EVALUATIONS)}.")
    ] = "names",
    compare: Annotated[
        str | None,
        typer.Option(metavar="PEER[:MODEL]", help="Run another system beside it: spacy."),
    ] = None,
    lexicon: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of lexicon CSVs.")
    ] = None,
    model: Annotated[
        Path | None, typer.Option(metavar="DIR", help="Folder of the name tagger's tables.")
    ] = None,
    rules: Annotated[bool, typer.Option("--rules", help="Leave names to the rules alone.")] = False,
    errors: Annotated[int, typer.Option(min=0, help="Errors of each sort to list.")] = 10,
) -> None:
    """Measure what is found against labelled texts."""
    if kind not in EVALUATIONS:
        raise UsageError(f"--kind {kind}: what can be measured is {', '.join(EVALUATIONS)}")
    evaluation, labelled = EVALUATIONS[kind], read_gold(gold)
    words = Lexicon.load(lexicon or Settings().lexicon)
    tagger = None if rules else Tagger.load(model or Settings().model, words)
    ours = evaluation.run(labelled, words, tagger, errors)
    reports = {"alongside": ours}
    if compare:
        peer, _, pipeline = compare.partition(":")
        if peer not in evaluation.peers:
            known = ", ".join(evaluation.peers) or "none"
            raise UsageError(f"--compare {compare}: peers for {kind} are {known}")
        reports[compare] = evaluation.peers[peer](
            labelled, pipeline or _DEFAULT_MODEL[peer], errors
        )
    for name, report in reports.items():
        _print_figures(f"{name} on {gold.stem}", report)
        if report.remark:
            out.print(escape(report.remark))
    _print_errors(ours)


def _print_figures(title: str, report: "Report") -> None:
    table = Table(title=escape(title), title_justify="left", box=None, pad_edge=False)
    for column in ("matching", "measure"):
        table.add_column(column)
    for column in ("gold", "found", "right", "P", "R", "F1"):
        table.add_column(column, justify="right")
    for row in report.figures.iter_rows(named=True):
        counts = [f"{row[name]:,}" for name in ("n_gold", "n_found", "n_right")]
        rates = [_percent(row[name]) for name in ("precision", "recall", "f1")]
        table.add_row(row["matching"], row["measure"], *counts, *rates)
    out.print(table)


def _print_errors(report: "Report") -> None:
    for (error,), rows in report.errors.group_by("error", maintain_order=True):
        out.print(f"\n[bold]{error}[/]")
        for row in rows.iter_rows(named=True):
            kinds = " -> ".join(row[name] or "nothing" for name in ("gold_kind", "found_kind"))
            here = f"{escape(row['before'])}[reverse]{escape(row['surface'])}[/]"
            out.print(f"{row['n']:4d} {kinds:15s} {here}{escape(row['behind'])}")


def _percent(share: float | None) -> str:
    return "" if share is None else f"{100 * share:.1f}"
