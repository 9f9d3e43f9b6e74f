"""`python -m tests.docs.model_card GOLD [PIPELINE]`: measure the figures of the model card anew.

GOLD is a folder of labelled texts as `alongside train` and `alongside evaluate` read them. For gold
that is in the training data too a model is trained without it first; that takes minutes. PIPELINE
is a spaCy pipeline to run beside the tagger; without one its column stays as it is. Weights that
`alongside train` would not make as they are (the lexicon or a rule has changed since) are measured
by nobody: the command ends with a word on how to make them anew.
"""

import sys
from pathlib import Path
from tempfile import TemporaryDirectory
from typing import NamedTuple

from flows.evaluate import EVALUATIONS, Report, read_gold
from flows.lexicon import Lexicon
from flows.settings import RESOURCES
from flows.tag import Tagger
from flows.tag.model import WEIGHTS
from flows.tag.training import copy_tables, write_model
from tests.docs.readme import with_sections

SEEDS = RESOURCES / "seeds"
CARD = SEEDS / "model" / "README.md"
_MOST = 1


class Measured(NamedTuple):
    """A gold file, and what keeps its texts out of the training data."""

    title: str
    path: str
    held_out: str

    @property
    def in_training(self) -> bool:
        """Whether the shipped model has seen these texts."""
        return self.held_out == "its texts"


FILES = (
    Measured("CoNLL++ dev (newswire)", "names/conllpp_dev.jsonl", "no Reuters text is trained on"),
    Measured("WikiGold", "names/wikigold.jsonl", "its texts"),
    Measured("CrossNER politics dev", "names/crossner_politics_dev.jsonl", "its texts"),
    Measured(
        "re3d dev, capitalised mentions", "conflict/re3d_dev.jsonl", "not in the training data"
    ),
)


def main(folder: Path, pipeline: str | None) -> None:
    """Measure and write the table into the card."""
    if not _reproduced(folder):
        sys.exit("the weights are not what `alongside train` makes: run it with --corpora first")
    card = CARD.read_text(encoding="utf-8")
    table = ["| gold | tagger | rules | spaCy | held out |", "|---|---|---|---|---|"]
    table += [_row(folder, file, pipeline, _beside(card, file)) for file in FILES]
    CARD.write_text(with_sections(card, {"figures": "\n".join([*table, ""])}), encoding="utf-8")


def _reproduced(folder: Path) -> bool:
    """Whether training gives the shipped weights."""
    with TemporaryDirectory() as place:
        model = Path(place)
        copy_tables(CARD.parent, model)
        write_model(model, folder / "train", Lexicon.load(SEEDS / "lexicon"))
        return (model / WEIGHTS).read_bytes() == (CARD.parent / WEIGHTS).read_bytes()


def _beside(card: str, file: Measured) -> str:
    """The figures of spaCy that the card has."""
    lines = card.partition("<!-- generated: figures -->")[2].splitlines()
    row = next(line for line in lines if line.startswith(f"| {file.title} |"))
    return row.split("|")[4].strip()


def _row(folder: Path, file: Measured, pipeline: str | None, known: str) -> str:
    path = folder / file.path
    gold, lexicon, names = read_gold(path), Lexicon.load(SEEDS / "lexicon"), EVALUATIONS["names"]
    with TemporaryDirectory() as place:
        model = _without(path, folder, Path(place), lexicon) if file.in_training else CARD.parent
        tagger = Tagger.load(model, lexicon)
    spacy = _figures(names.peers["spacy"](gold, pipeline, _MOST)) if pipeline else known
    ours = [_figures(names.run(gold, lexicon, which, _MOST)) for which in (tagger, None)]
    return f"| {file.title} | {' | '.join([*ours, spacy])} | {file.held_out} |"


def _without(gold: Path, folder: Path, model: Path, lexicon: Lexicon) -> Path:
    """A model trained without the texts of a gold file."""
    copy_tables(CARD.parent, model)
    write_model(model, folder / "train", lexicon, (gold,))
    return model


def _figures(report: Report) -> str:
    """Typed / untyped F1, and that of organizations."""
    stripped = report.figures.filter(matching="stripped")
    typed, untyped, organizations = (
        100 * stripped.filter(measure=measure)["f1"].item()
        for measure in ("typed", "untyped", "ORG")
    )
    return f"{typed:.1f} / {untyped:.1f} ({organizations:.1f})"


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    main(Path(sys.argv[1]), sys.argv[2] if len(sys.argv) > 2 else None)
