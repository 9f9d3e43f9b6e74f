"""Parts: immutable Parquet files named by what they were made from.

    parts/documents/<key>.parquet             a batch of documents; key = hash of their rows
    parts/documents/<key>.sha256              checksum of that file, as sha256sum has it
    parts/extracted/<recipe>/<key>/*.parquet  what extraction found in that batch

`recipe` is the hash of everything else extraction depends on (lexicon, code), so a part that
exists needs no second look at its sources: a run that was killed takes up where it stopped. Whether
it is still as it was written is known, too: a batch's name is the hash of what is in it, and
checksums lie beside it and beside what was found in it.
"""

import hashlib
import shutil
from collections.abc import Mapping, Sequence
from pathlib import Path
from uuid import uuid4

import duckdb
import polars as pl
import pyarrow as pa
import pyarrow.parquet as pq

from flows.contracts import PART_TABLES, ReadDocuments, Rejected
from flows.errors import AlongsideError
from flows.store.files import (
    replace_atomically,
    sha256_of,
    sums_hold,
    sync,
    sync_tree,
    write_sums,
)
from flows.store.layout import Warehouse
from flows.store.rubbish import discard

#: What to do about a part that is lost or damaged.
REMEDY = "`alongside run --full` makes the parts anew"
#: Ending of the file that holds the checksum of a part of documents.
CHECKSUM = ".sha256"
_COMPRESSION = "zstd"
_LEVEL = 1


def with_row_sha256(documents: pl.DataFrame) -> pl.DataFrame:
    """Add `row_sha256`: a hash of the row without `text`, which `content_sha256` stands for."""
    with duckdb.connect() as connection:
        # JSON holds times as the session shows them; a hash is the same in every time zone.
        connection.execute("SET TimeZone = 'UTC'")
        hashes = connection.sql(
            "SELECT sha256(CAST(to_json(d) AS VARCHAR)) AS row_sha256 "
            "FROM (SELECT * EXCLUDE (text) FROM documents) AS d"
        ).pl()
    return documents.with_columns(hashes.get_column("row_sha256"))


def documents_path(warehouse: Warehouse, key: str) -> Path:
    """File of a part of documents."""
    return warehouse.parts / "documents" / f"{key}.parquet"


def extracted_path(warehouse: Warehouse, recipe: str, key: str) -> Path:
    """Folder of what a recipe found in a part of documents."""
    return warehouse.parts / "extracted" / recipe / key


def write_documents(warehouse: Warehouse, documents: pl.DataFrame, *, force: bool) -> str:
    """Write a part of documents (with `row_sha256`) unless it is there; return its key."""
    key = _key(documents)
    path = documents_path(warehouse, key)
    if force or not path.exists():
        path.parent.mkdir(parents=True, exist_ok=True)
        frame = documents.drop("row_sha256").with_columns(part=pl.lit(key))

        def write(file: Path) -> None:
            frame.write_parquet(file, compression=_COMPRESSION, compression_level=_LEVEL)
            line = _sum_line(file, path.name)
            replace_atomically(_sum_path(path), lambda it: it.write_text(line, encoding="utf-8"))

        replace_atomically(path, write)
    return key


def _sum_path(path: Path) -> Path:
    return path.with_suffix(CHECKSUM)


def _sum_line(file: Path, name: str) -> str:
    return f"{sha256_of(file)}  {name}\n"


def _fits_its_sum(path: Path) -> bool:
    """Whether a part of documents is byte for byte what was written, as far as its checksum tells,
    which is much faster than to look at every text.
    """
    try:
        return _sum_line(path, path.name) == _sum_path(path).read_text(encoding="utf-8")
    except (OSError, ValueError):
        return False


def _key(documents: pl.DataFrame) -> str:
    joined = "\n".join(documents.get_column("row_sha256"))
    return hashlib.sha256(joined.encode()).hexdigest()[:32]


def _texts_fit(documents: pl.DataFrame) -> bool:
    """Whether every text is the one that its hash was taken of."""
    with duckdb.connect() as connection:
        connection.register("texts", documents.select("text", "content_sha256"))
        differing = "SELECT count(*) FROM texts WHERE sha256(text) <> content_sha256"
        return connection.execute(differing).fetchone() == (0,)


def documents_damage(warehouse: Warehouse, key: str) -> str | None:
    """What is wrong with a part of documents: it must hold what its name is the hash of."""
    path = documents_path(warehouse, key)
    if not path.exists():
        return "is missing"
    try:
        # Polars panics on some damaged files, Arrow does not.
        documents = pl.DataFrame(pq.read_table(path)).drop("part")
        whole = _texts_fit(documents) and _key(with_row_sha256(documents)) == key
    except (OSError, ValueError, pa.ArrowException, pl.exceptions.PolarsError, duckdb.Error):
        return "cannot be read"
    return None if whole else "holds other texts than it was written with"


def documents_hindrance(warehouse: Warehouse, key: str) -> str | None:
    """What keeps a run from building on a part of documents: damage, or columns that are not those
    of the contract, since the build reads all parts as one table.
    """
    path = documents_path(warehouse, key)
    contract = {name: column.dtype for name, column in ReadDocuments.columns().items()}
    try:
        columns = pa.Table.from_batches([], pq.read_schema(path))
        if pl.DataFrame(columns).schema != contract | {"part": pl.String()}:
            return "was written by another version of alongside"
    except (OSError, ValueError, pa.ArrowException):
        pass  # Damage, told below.
    # The checksum may be what is damaged, or be missing: then what is in the part decides.
    return None if _fits_its_sum(path) else documents_damage(warehouse, key)


def extracted_damage(warehouse: Warehouse, recipe: str, key: str) -> str | None:
    """What is wrong with an extracted part: its files must fit its checksums."""
    folder = extracted_path(warehouse, recipe, key)
    if not folder.is_dir():
        return "is missing"
    return None if sums_hold(folder) else "is not what was written"


def read_documents(warehouse: Warehouse, key: str) -> pl.DataFrame:
    """The documents of a part, as the contract `ReadDocuments` has them."""
    return _read(documents_path(warehouse, key))


def has_extracted(warehouse: Warehouse, recipe: str, key: str) -> bool:
    """Whether a recipe's work on a part is done, and still whole."""
    return extracted_damage(warehouse, recipe, key) is None


def write_extracted(
    warehouse: Warehouse, recipe: str, key: str, frames: Mapping[str, pl.DataFrame]
) -> None:
    """Write the tables of an extracted part; they appear together or not at all.

    Safe without the warehouse's lock: a worker that outlives its run may finish at any time, beside
    another that makes the same part. So each writes in a folder of its own, the first to be done
    puts its part in place, and nothing that is there is ever removed or replaced.
    """
    target = extracted_path(warehouse, recipe, key)
    temporary = warehouse.staging / f"{key}-{uuid4().hex}"
    temporary.mkdir()
    for name in PART_TABLES:
        frames[name].with_columns(part=pl.lit(key)).write_parquet(
            temporary / f"{name}.parquet", compression=_COMPRESSION, compression_level=_LEVEL
        )
    write_sums(temporary)
    sync_tree(temporary)
    target.parent.mkdir(parents=True, exist_ok=True)
    try:
        temporary.rename(target)
    except OSError:
        if not target.is_dir():
            raise
        shutil.rmtree(temporary, ignore_errors=True)
    sync(target.parent)


def drop_extracted(warehouse: Warehouse, recipe: str, key: str) -> None:
    """Take an extracted part away, so that it is made anew. The caller holds the lock."""
    discard(warehouse, extracted_path(warehouse, recipe, key))


def read_rejected(warehouse: Warehouse, recipe: str, keys: Sequence[str]) -> pl.DataFrame:
    """Texts that a recipe rejected in these parts (contract `Rejected`)."""
    paths = [extracted_path(warehouse, recipe, key) / "rejected.parquet" for key in keys]
    return pl.concat([Rejected.create_empty(), *(_read(path) for path in paths)])


def _read(path: Path) -> pl.DataFrame:
    try:
        return pl.read_parquet(path, glob=False).drop("part")
    except (OSError, pl.exceptions.PolarsError) as error:
        raise AlongsideError(f"the part {path} cannot be read ({error}); {REMEDY}") from error


def files(warehouse: Warehouse, recipe: str, keys: Sequence[str]) -> dict[str, list[Path]]:
    """The files of these parts by table: what the build loads."""
    found = {"documents": [documents_path(warehouse, key) for key in keys]}
    for table in PART_TABLES:
        found[table] = [extracted_path(warehouse, recipe, key) / f"{table}.parquet" for key in keys]
    return found
