"""One run's memory: what was there before, what the sources came to, how long each step took."""

import hashlib
import time
from collections.abc import Iterator, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import contextmanager
from functools import cached_property, partial
from pathlib import Path
from typing import Any

import polars as pl

from flows import progress, recipe
from flows.contracts import CONTRACT_VERSION
from flows.errors import AlongsideError, UsageError
from flows.extraction import Part, Tables, load_lexicon, recipe_of
from flows.ingest import ReadOptions, Root
from flows.intake import Intake
from flows.outcome import Outcome
from flows.parsers.worker import running as parser_running
from flows.places.gazetteer import read_places
from flows.settings import RESOURCES, Settings
from flows.sources import Sources
from flows.store import ledger, snapshots
from flows.store.layout import Warehouse
from flows.store.parts import (
    documents_hindrance,
    documents_path,
    drop_extracted,
    extracted_damage,
    extracted_path,
    files,
    has_extracted,
    read_rejected,
)


class Run:
    """The state of one run; made under the warehouse's lock."""

    def __init__(self, settings: Settings, *, full: bool) -> None:
        self.settings = settings
        self.full = full
        self.warehouse = Warehouse.at(settings.warehouse)
        self.seconds: dict[str, float] = {}
        self.repaired: list[str] = []
        self.parent = self._read_parent()
        before = self.parent.manifest if self.parent else {}
        self._sources = Sources(before.get("roots", {}), settings.fields)
        self._previous = self._read_previous()
        self.lexicon = load_lexicon(settings.lexicon.absolute())
        self.recipe = recipe_of(Tables.of(settings))
        self.ledger = ledger.empty()
        self._written: set[str] = set()
        sound, self._torn = self._without_damage()
        self._intake = Intake(self.warehouse, sound, settings.part_bytes, full=full)

    @property
    def roots(self) -> dict[str, dict[str, Any]]:
        """What is known of every root, by name."""
        return self._sources.known

    @property
    def parent_folder(self) -> Path | None:
        """Where the snapshot before lies, if there is one."""
        return self.warehouse.snapshot(self.parent.id) if self.parent else None

    def choose(self, sources: Sequence[str], forget: str | None) -> list[Root]:
        """The roots to refresh: those named, or else all that are known, or else the samples. The
        others keep their rows; a root to `forget` keeps none.

        Raises:
            UsageError: A source cannot be found or does not fit the roots that are known.
        """
        if forget is not None:
            self._sources.drop(forget)
            roots = []
        else:
            wanted = sources or self._known_or_samples()
            roots = [self._sources.resolve(source) for source in wanted]
        roots += self._torn_roots()
        refreshed = {root.name for root in roots}
        self._intake.keep([name for name in self.roots if name not in refreshed])
        return list(dict.fromkeys(roots))

    def read(self, roots: Sequence[Root]) -> Iterator[str]:
        """Read what changed below `roots`; keys of parts as they are written."""
        with parser_running():
            for root in sorted(roots):
                fields = self.roots[root.name]["fields"]
                options = ReadOptions.from_settings(self.settings, **fields)
                reading = _sha256(recipe.reading(), options.sha256)
                # Known bytes are read again where they might be read otherwise than last time.
                reread = self.full or self.roots[root.name].get("reading") != reading
                self.roots[root.name]["reading"] = reading
                yield from self._note(self._intake.parts(root, options, reread=reread))
            yield from self._note(self._intake.finish())
        self.ledger = self._intake.ledger
        self._intake.remember(self.roots)

    def _note(self, keys: Iterator[str]) -> Iterator[str]:
        for key in keys:
            self._written.add(key)
            yield key

    def keys(self) -> list[str]:
        """Keys of the parts that hold the run's documents."""
        return sorted(self.ledger.get_column("part").drop_nulls().unique())

    def part_files(self) -> dict[str, list[Path]]:
        """The files of the run's parts by table."""
        return files(self.warehouse, self.recipe, self.keys())

    def tables(self) -> dict[str, pl.DataFrame]:
        """What the models read beside the parts."""
        return {
            "ledger": self.ledger,
            "lexicon_entities": self.lexicon.entities,
            "lexicon_aliases": self.lexicon.aliases,
            "lexicon_distinct": self.lexicon.distinct,
            "gazetteer": read_places(self.settings.gazetteer),
        }

    def unextracted(self) -> list[str]:
        """Keys of kept parts that the recipe has not been applied to yet."""
        kept = [key for key in self.keys() if key not in self._written]
        with ThreadPoolExecutor(self.settings.workers) as pool:
            damages = pool.map(partial(extracted_damage, self.warehouse, self.recipe), kept)
            found = {key: damage for key, damage in zip(kept, damages, strict=True) if damage}
        self.repaired += [
            f"what was found in part {key} {damage}"
            for key, damage in found.items()
            if extracted_path(self.warehouse, self.recipe, key).exists()
        ]
        return kept if self.full else list(found)

    def to_extract(self, key: str) -> Part:
        """What a worker needs to extract a part; a full run has it done again, and so has one that
        finds it damaged.
        """
        if self.full or not has_extracted(self.warehouse, self.recipe, key):
            drop_extracted(self.warehouse, self.recipe, key)
        return Part(self.warehouse.folder, Tables.of(self.settings), self.recipe, key)

    def reject_broken(self) -> None:
        """Move texts that extraction rejected to quarantine in the ledger."""
        rejected = read_rejected(self.warehouse, self.recipe, self.keys())
        self.ledger = ledger.reject(self.ledger, rejected)

    @cached_property
    def tally(self) -> ledger.Tally:
        """What the sources came to, against the run before; asked for when the ledger is whole."""
        return ledger.tally(self.ledger, self._previous, self._intake.skipped)

    def nothing_changed(self) -> bool:
        """Whether a new snapshot would be the one that is there, and know the same of roots."""
        if self.full or self.parent is None:
            return False
        before = self.parent.manifest
        # Where a root lies and what its records hold must be remembered even if no text is other.
        return (before["inputs_sha256"], before.get("roots")) == (self.inputs_sha256, self.roots)

    @cached_property
    def inputs_sha256(self) -> str:
        """Hash of everything the datasets depend on; asked for when the ledger is whole."""
        rows = self.ledger.select(pl.exclude("file_sha256", "part"))
        return _sha256(
            rows.sort(pl.all(), nulls_last=False).write_ndjson(),
            self.recipe,
            self.lexicon.across_texts_sha256,
            recipe.modelling(),
            CONTRACT_VERSION,
            *recipe.libraries().values(),
        )

    def remember_files(self) -> None:
        """Keep files that changed without changing a text from being read each time."""
        if self.parent is not None and not self.ledger.equals(self._previous):
            self.write_ledger(self.parent.id)

    def write_ledger(self, snapshot: str) -> None:
        """Write the ledger of a snapshot."""
        ledger.write(self.warehouse.ledger(snapshot), self.ledger)

    def next_id(self) -> str:
        """Id of the snapshot to be."""
        return snapshots.next_id(self.warehouse, self.inputs_sha256)

    def outcome(self, snapshot: str | None, rows: dict[str, int]) -> Outcome:
        """What the run came to."""
        parent = self.parent.id if self.parent else None
        return Outcome(
            snapshot=snapshot,
            current=snapshot or parent,
            tally=self.tally,
            rows=rows,
            seconds=self.seconds,
            quarantine=ledger.quarantine(self.ledger),
            warnings=pl.concat(self._intake.warnings) if self._intake.warnings else None,
            repaired=self.repaired,
        )

    @contextmanager
    def step(self, name: str) -> Iterator[None]:
        """Announce a step and take its time."""
        progress.emit(name)
        begun = time.perf_counter()
        try:
            yield
        finally:
            self.seconds[name] = self.seconds.get(name, 0) + time.perf_counter() - begun

    def corrections(self) -> list[dict[str, Any]]:
        """Texts that replace their former selves, with the hashes of both."""
        return ledger.corrections(self.ledger, self._previous).to_dicts()

    def _read_parent(self) -> snapshots.Snapshot | None:
        try:
            return snapshots.current(self.warehouse)
        except AlongsideError:
            if self.full:
                return None
            raise

    def _without_damage(self) -> tuple[pl.DataFrame, pl.DataFrame]:
        """The previous ledger without files that have a text in a part of no use, and theirs."""
        keys = self._previous.get_column("part").drop_nulls().unique().sort().to_list()
        with ThreadPoolExecutor(self.settings.workers) as pool:
            damages = pool.map(
                partial(documents_hindrance, self.warehouse), () if self.full else keys
            )
            found = {key: damage for key, damage in zip(keys, damages, strict=False) if damage}
        self.repaired += [f"part {key} of texts {damage}" for key, damage in found.items()]
        hit = self._previous.filter(pl.col("part").is_in(list(found)))
        sound = self._previous.join(hit, on=["root", "path"], how="anti", maintain_order="left")
        return sound, hit

    def _torn_roots(self) -> list[Root]:
        """Roots whose texts must be read again, refreshed or not; their damaged parts go.

        Raises:
            UsageError: One of them is not where it was.
        """
        names = sorted(set(self._torn.get_column("root")) & self.roots.keys())
        roots = [self._sources.resolve_again(name, self.repaired[0]) for name in names]
        for key in self._torn.get_column("part").unique():
            documents_path(self.warehouse, key).unlink(missing_ok=True)
        return roots

    def _read_previous(self) -> pl.DataFrame:
        if self.parent is None:
            return ledger.empty()
        try:
            return ledger.read(self.warehouse.ledger(self.parent.id))
        except AlongsideError:
            if self.full:
                return ledger.empty()
            raise

    def _known_or_samples(self) -> list[str]:
        if self.parent is None and snapshots.ids(self.warehouse):
            # Only a full run comes here without knowing what is current.
            message = "which sources there were is lost: name them, `alongside run --full SOURCE`"
            raise UsageError(message)
        # Whoever has forgotten every root has not asked for the samples.
        return self._sources.named() if self.parent else [str(RESOURCES / "seeds" / "texts")]


def _sha256(*texts: str) -> str:
    return hashlib.sha256("\0".join(texts).encode()).hexdigest()
