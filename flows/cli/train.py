"""`alongside train`: rebuild the name tagger's tables from labelled texts."""

import json
from pathlib import Path
from typing import Annotated

import typer

from flows.cli.console import amount, err, out
from flows.lexicon import Lexicon
from flows.settings import RESOURCES, Settings

_BESIDE = RESOURCES.parent / "shared"

_HELP = """Rebuild the name tagger's tables.

Reads labelled texts (JSON lines with `text`, `ents` and `labels`), and with --corpora raw texts for
clusters of words; writes weights, words and places into the folder the tagger reads. The same
inputs give the same bytes.

Examples:

  alongside train --corpora ../shared/corpora
  alongside train --gold gold/train --out trial --without wikigold.jsonl
"""


def register(app: typer.Typer) -> None:
    """Add the command."""
    app.command(help=_HELP)(train)


def train(
    gold: Annotated[Path, typer.Option(metavar="DIR", help="Folder of labelled texts.")] = _BESIDE
    / "gold"
    / "train",
    corpora: Annotated[
        Path | None,
        typer.Option(metavar="DIR", help="Raw texts for clusters; kept as they are without."),
    ] = None,
    without: Annotated[
        list[Path] | None,
        typer.Option(metavar="FILE", help="Gold whose texts are held out of training."),
    ] = None,
    model: Annotated[
        Path | None, typer.Option("--out", metavar="DIR", help="Folder to write to.")
    ] = None,
) -> None:
    """Rebuild the name tagger's tables."""
    from flows.tag import training  # noqa: PLC0415 - nothing that other commands need

    settings = Settings()
    folder, lexicon = model or settings.model, Lexicon.load(settings.lexicon)
    folder.mkdir(parents=True, exist_ok=True)
    if corpora is not None:
        err.print("clusters of words …")
        training.write_words(folder, _texts(corpora), lexicon)
        training.write_places(folder)
    elif folder != settings.model:
        training.copy_tables(settings.model, folder)
    err.print("weights …")
    rows = training.write_model(folder, gold, lexicon, tuple(without or ()))
    size = sum(path.stat().st_size for path in folder.glob("*.parquet"))
    out.print(f"{amount(rows, 'row')} of weights, tables of {size / 1e6:.1f} MB in {folder}")


def _texts(folder: Path) -> list[str]:
    """The `text` of every line of a folder's JSON lines."""
    from flows.tag.samples import json_lines  # noqa: PLC0415 - as above

    paths = sorted(folder.glob("*.jsonl*"))
    return [json.loads(line)["text"] for path in paths for line in json_lines(path)]
