"""A small corpus, a warehouse beside it, and ways to look at what a run published."""

import hashlib
import json
from collections.abc import Callable
from pathlib import Path

import duckdb
import polars as pl

from flows import progress
from flows.contracts import TABLES
from flows.outcome import Outcome
from flows.pipeline import run as run_flow
from flows.settings import Settings
from flows.store import Warehouse, snapshots
from tests.pipeline.bare import run

TEXTS = {
    "amerli.md": "---\ntitle: Amerli\npublisher: Wire One\npublished_at: 2014-08-31\n---\n"
    "Iran and the United States helped Iraq at Amerli. ISIS fled.\n\nBaghdad was glad.\n",
    "mosul.txt": "ISIS took Mosul in June. Nouri al-Maliki spoke in Baghdad.\n",
    "tikrit.txt": "Iraqi soldiers left Tikrit. Iran sent advisers to Baghdad.\n",
}

Run = Callable[..., Outcome]

#: What runs here do without: the tagger's tables and the gazetteer take longer to load than three
#: short texts take to read, in every process that is killed.
WITHOUT_TABLES = {"model": Path("nowhere"), "gazetteer": Path("nowhere")}
SHIPPED_TABLES = {"model": Settings().model, "gazetteer": Settings().gazetteer}


def write_texts(folder: Path, texts: dict[str, str]) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    for name, text in texts.items():
        (folder / name).write_text(text, encoding="utf-8")
    return folder


def sha256_of_datasets(warehouse: Path) -> dict[str, str]:
    """SHA-256 of every current Parquet file, from the manifest."""
    current = snapshots.current(Warehouse.at(warehouse))
    assert current is not None
    return {name: facts["sha256"] for name, facts in current.manifest["datasets"].items()}


def read(warehouse: Path, dataset: str) -> pl.DataFrame:
    """A dataset of the current snapshot."""
    place = Warehouse.at(warehouse)
    return pl.read_parquet(snapshots.dataset_path(place, snapshots.resolve(place, None), dataset))


def assert_whole(warehouse: Path, snapshot: str | None = None) -> None:
    """The pointer fits its manifest, the manifest its files, and the database opens."""
    place = Warehouse.at(warehouse)
    pointer = json.loads(place.pointer.read_text())
    folder = place.snapshot(snapshot or pointer["snapshot"])
    manifest_bytes = (folder / "manifest.json").read_bytes()
    if snapshot is None:
        assert hashlib.sha256(manifest_bytes).hexdigest() == pointer["manifest_sha256"]
    manifest = json.loads(manifest_bytes)
    tables = manifest["datasets"] | manifest["reports"]
    for facts in (*tables.values(), manifest["database"]):
        data = (folder / facts["path"]).read_bytes()
        assert hashlib.sha256(data).hexdigest() == facts["sha256"], facts["path"]
    with duckdb.connect(str(folder / "alongside.duckdb"), read_only=True) as connection:
        for name in TABLES:
            rows = connection.execute(f'SELECT count(*) FROM "{name}"').fetchone()
            assert rows == (tables[name]["rows"],), name


class Corpus:
    """A folder of texts, its warehouse, and what the last run did, step by step."""

    def __init__(self, folder: Path) -> None:
        self.folder = folder
        self.texts = write_texts(folder / "texts", TEXTS)
        self.warehouse = folder / "warehouse"
        self.events: list[progress.Event] = []

    def run(self, *sources: str | Path, **options: object) -> Outcome:
        """Run the flow's body on `sources`; keyword arguments are settings, or `full` and `forget`
        of the run.
        """
        return self._run(run, sources, options)

    def flow(self, *sources: str | Path, **options: object) -> Outcome:
        """The same through Prefect (fixture `prefect_server`), where it has a part in the matter:
        tasks side by side, runners, what is left of a task that failed.
        """
        return self._run(run_flow, sources, options)

    def _run(
        self, run: Run, sources: tuple[str | Path, ...], options: dict[str, object]
    ) -> Outcome:
        how = {name: options.pop(name) for name in ("full", "forget") if name in options}
        defaults = {"warehouse": self.warehouse, "workers": 1} | WITHOUT_TABLES
        settings = Settings(**defaults | options)
        self.events = []
        with progress.listening(self.events.append):
            return run([str(source) for source in sources], settings, **how)

    @property
    def extracted(self) -> int:
        """Texts that the last run extracted."""
        return sum(event.documents for event in self.events if event.stage == "extract")

    def read(self, dataset: str) -> pl.DataFrame:
        return read(self.warehouse, dataset)

    def paths(self) -> list[str]:
        """Paths of the published texts."""
        return self.read("documents").get_column("path").sort().to_list()


MakeCorpus = Callable[[str], Corpus]
