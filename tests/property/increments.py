"""Any sequence of changes and runs, against one clean run on what is there at the end.

The machine changes texts, records, roots, options, the lexicon and the code, and runs now and then.
At the end of a sequence its warehouse must hold, byte for byte, what a new one gets from a single
run, and the texts that are on the disk. Old snapshots and parts are collected at once, so nothing
is right only because something was left lying about.
"""

import json
import shutil
import tempfile
from collections.abc import Callable
from pathlib import Path
from unittest.mock import patch

import polars as pl
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, precondition, rule

from flows import recipe
from flows.outcome import Outcome
from flows.settings import RESOURCES, Settings
from flows.store import Warehouse, snapshots
from tests.pipeline import bare
from tests.pipeline.corpus import WITHOUT_TABLES, read, sha256_of_datasets

RunFunction = Callable[..., Outcome]
Roots = dict[str, dict[str, str]]
"""Names of roots -> which fields of their records to read."""

ROOTS = ("east", "west")
FILES = ("a.txt", "b.txt", "sub/c.txt")
RECORDS = "records.jsonl"
TEXTS = (
    "ISIS took Mosul in June 2014. Iran sent advisers to Baghdad.\n",
    "Iran and the United States helped Iraq at Amerli. Nouri al-Maliki spoke.\n",
    "Turkey attacked Syria.\n\nRussia condemned Turkey.\n",
    'On 3 May 2014 Omar al-Hassan met Maliki. Hassan said: "Iraq fights ISIS."\n',
    "Iraqi soldiers left Tikrit. Over 40 civilians fled.\n",
    "",
)
IDS = ("1", "2", "3")
#: Lines that a lexicon may have more: the file, and the line.
WORDS = (
    ("aliases", "advisers,country:IR,alias,any"),
    ("entities", "org:soldiers,Iraqi soldiers,organization,military,,,,"),
    ("entities", "person:omar,Omar al-Hassan,person,civil,,,,"),
    ("distinct", "Omar al-Hassan,Hassan"),
)
#: Names that the small lexicon keeps.
KEPT = "ISIS|Islamic State|Iran|Iraq|Turk|Syria|Russia|United States|Mosul|Baghdad|Maliki"
CODE = ("reading", "extracting", "modelling")

roots = st.sampled_from(ROOTS)
files = st.sampled_from(FILES)
texts = st.sampled_from(TEXTS)


def small_lexicon(folder: Path) -> dict[str, str]:
    """Write the shipped lexicon without most of its names; return its files by name."""
    folder.mkdir()
    shipped = RESOURCES / "seeds" / "lexicon"
    written = {path.stem: path.read_text(encoding="utf-8") for path in shipped.glob("*.csv")}
    entities, aliases = (
        pl.read_csv(shipped / f"{name}.csv", infer_schema=False) for name in ("entities", "aliases")
    )
    entities = entities.filter(pl.col("name").str.contains(KEPT))
    written["entities"] = entities.write_csv()
    written["aliases"] = aliases.join(entities, on="entity_id", how="semi").write_csv()
    for name, text in written.items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return written


class Increments(RuleBasedStateMachine):
    """What is on the disk, what the warehouse should know, and every way to change either."""

    run_flow: RunFunction = staticmethod(bare.run)
    most_runs = 4

    def __init__(self) -> None:
        super().__init__()
        self.folder = Path(tempfile.mkdtemp(prefix="increments-"))
        self.warehouse = self.folder / "warehouse"
        self.records: dict[str, dict[str, str]] = {name: {} for name in ROOTS}
        self.lexicon = small_lexicon(self.folder / "lexicon")
        self.words: set[int] = set()
        self.code = dict.fromkeys(CODE, 0)
        self.known: Roots = {}
        self.known_then: dict[str, Roots] = {}
        self.n_runs = self.n_clean_runs = 0
        for name in ROOTS:
            (self.folder / name).mkdir()

    @initialize(first=texts, second=texts)
    def begin(self, first: str, second: str) -> None:
        self.write("east", "a.txt", first)
        self.write("west", "b.txt", second)
        self._run(["east", "west"])

    # Texts

    @rule(root=roots, file=files, text=texts)
    def write(self, root: str, file: str, text: str) -> None:
        path = self.folder / root / file
        path.parent.mkdir(exist_ok=True)
        path.write_text(text, encoding="utf-8")

    @rule(root=roots, file=files)
    def remove(self, root: str, file: str) -> None:
        (self.folder / root / file).unlink(missing_ok=True)

    @rule(root=roots, file=files, to_root=roots, to_file=files)
    def rename(self, root: str, file: str, to_root: str, to_file: str) -> None:
        if (path := self.folder / root / file).exists():
            to = self.folder / to_root / to_file
            to.parent.mkdir(exist_ok=True)
            path.rename(to)

    @rule(root=roots, record=st.sampled_from(IDS), text=texts)
    def write_record(self, root: str, record: str, text: str) -> None:
        self.records[root].pop(record, None)
        self.records[root][record] = text
        self._write_records(root)

    @rule(root=roots, record=st.sampled_from(IDS))
    def remove_record(self, root: str, record: str) -> None:
        if self.records[root].pop(record, None) is not None:
            self._write_records(root)

    def _write_records(self, root: str) -> None:
        lines = [
            json.dumps(
                {"id": record, "text": text, "note": TEXTS[int(record)], "day": "2014-05-03"}
            )
            for record, text in self.records[root].items()
        ]
        (self.folder / root / RECORDS).write_text("".join(f"{line}\n" for line in lines))

    # What texts are read with

    @rule(word=st.integers(0, len(WORDS) - 1))
    def edit_lexicon(self, word: int) -> None:
        self.words ^= {word}
        file = WORDS[word][0]
        lines = [line for at, (name, line) in enumerate(WORDS) if at in self.words and name == file]
        path = self.folder / "lexicon" / f"{file}.csv"
        path.write_text(self.lexicon[file] + "".join(f"{line}\n" for line in lines))

    @rule(name=st.sampled_from(CODE))
    def upgrade(self, name: str) -> None:
        self.code[name] += 1

    # Runs

    @precondition(lambda self: self.n_runs < self.most_runs)
    @rule(full=st.sampled_from((False, False, False, True)))
    def run_all(self, full: bool) -> None:
        if self.known:
            self._run([], full=full)

    @precondition(lambda self: self.n_runs < self.most_runs)
    @rule(some=st.sets(roots, min_size=1), note=st.booleans())
    def run_some(self, some: set[str], note: bool) -> None:
        fields = {"text": "note"} if note else {"text": "text"}
        self._run(sorted(some), fields=fields)

    @precondition(lambda self: self.n_runs < self.most_runs)
    @rule(root=roots)
    def forget(self, root: str) -> None:
        if root in self.known:
            self._run([], forget=root)

    @rule(at=st.integers(0, 2))
    def rollback(self, at: int) -> None:
        place = Warehouse.at(self.warehouse)
        if there := snapshots.ids(place):
            snapshot = snapshots.rollback(place, there[at % len(there)])
            self.known = self.known_then[snapshot.id]

    def _run(
        self,
        some: list[str],
        fields: dict[str, str] | None = None,
        full: bool = False,
        forget: str | None = None,
    ) -> None:
        before = self._contents()
        outcome = self._call(self.warehouse, some, fields, full=full, forget=forget)
        self.n_runs += 1
        self.known = self.known | {name: fields or self.known.get(name, {}) for name in some}
        self.known.pop(forget or "", None)
        if outcome.snapshot:
            self.known_then[outcome.snapshot] = self.known
            self._expect_corrections(before)

    def _call(
        self, warehouse: Path, some: list[str], fields: dict[str, str] | None, **options: object
    ) -> Outcome:
        settings = Settings(
            warehouse=warehouse,
            lexicon=self.folder / "lexicon",
            workers=1,
            fields=fields or {},
            max_loss=1,
            keep_snapshots=2,
            keep_days=0,
            **WITHOUT_TABLES,
        )
        with patch.multiple(recipe, **{name: self._version_of(name) for name in CODE}):
            return self.run_flow([str(self.folder / name) for name in some], settings, **options)

    def _version_of(self, name: str) -> Callable[[], str]:
        """What a hash of code would be after an upgrade that changes no result."""
        return lambda: f"{name} {self.code[name]}"

    # What must hold

    def _contents(self) -> dict[str, str]:
        if snapshots.current_id(Warehouse.at(self.warehouse)) is None:
            return {}
        return dict(
            read(self.warehouse, "documents").select("doc_id", "content_sha256").iter_rows()
        )

    def _expect_corrections(self, before: dict[str, str]) -> None:
        """The manifest names every text that replaced its former self, with both hashes."""
        current = snapshots.current(Warehouse.at(self.warehouse))
        assert current is not None
        told = {
            each["doc_id"]: (each["old_sha256"], each["new_sha256"])
            for each in current.manifest["corrections"]
        }
        now = self._contents()
        assert told == {
            doc_id: (old, now[doc_id])
            for doc_id, old in before.items()
            if now.get(doc_id, old) != old
        }

    def _expected_texts(self) -> list[tuple[str, str, str]]:
        """Root, path and text of everything on the disk that a text can be read from."""
        found = []
        for root, fields in self.known.items():
            for file in FILES:
                path = self.folder / root / file
                if path.exists():
                    found.append((root, file, path.read_text(encoding="utf-8")))
            for record, text in self.records[root].items():
                taken = TEXTS[int(record)] if fields.get("text") == "note" else text
                found.append((root, RECORDS, taken))
        return sorted(each for each in found if each[2])

    def finish(self) -> None:
        """The warehouse, refreshed, against a clean run and against the disk."""
        if not self.known:
            return
        self._run([])
        documents = read(self.warehouse, "documents").select("root", "path", "text")
        assert sorted(documents.iter_rows()) == self._expected_texts()
        clean = self.folder / "clean"
        by_fields: dict[str, list[str]] = {}
        for name, fields in sorted(self.known.items()):
            by_fields.setdefault(json.dumps(fields), []).append(name)
        for fields, names in by_fields.items():
            self._call(clean, names, json.loads(fields))
            self.n_clean_runs += 1
        assert sha256_of_datasets(self.warehouse) == sha256_of_datasets(clean)

    def teardown(self) -> None:
        try:
            self.finish()
        finally:
            shutil.rmtree(self.folder)
