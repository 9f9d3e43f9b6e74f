"""The code, tables and libraries that a result depends on, so that a change of them is noticed."""

import hashlib
from collections.abc import Iterable
from functools import cache
from pathlib import Path

import duckdb
import polars as pl
import pyarrow as pa

from flows.ingest.parsing import parser_versions
from flows.settings import RESOURCES

_PACKAGE = Path(__file__).parent
_READING = ("ingest", "parsers", "contracts", "categories.py", "address.py")
_MODELLING = (
    "store",
    "contracts",
    "categories.py",
    "quoting.py",
    "link",
    "network",
    "statistics",
    "stories",
    "extract/folding.py",
    "steps.py",
)
_EXTRACTING = (
    "lexicon.py",
    "describe.py",
    "extract",
    "tag",
    "link",
    "places",
    "pair",
    "stories",
    "contracts",
    "categories.py",
)


def _hash_files(files: Iterable[Path], base: Path) -> str:
    digest = hashlib.sha256()
    for file in sorted(files):
        digest.update(f"{file.relative_to(base).as_posix()}\0".encode())
        digest.update(hashlib.sha256(file.read_bytes()).digest())
    return digest.hexdigest()


def _code(names: Iterable[str]) -> str:
    places = [_PACKAGE / name for name in names]
    files = [
        file for place in places for file in ([place] if place.is_file() else place.rglob("*.py"))
    ]
    return _hash_files(files, _PACKAGE)


@cache
def reading() -> str:
    """Hash of the code that turns sources into documents, and of the parsers that are there."""
    return hashlib.sha256(f"{_code(_READING)} {parser_versions()}".encode()).hexdigest()


@cache
def extracting() -> str:
    """Hash of the code that turns documents into parts; Polars brings the Unicode tables."""
    return hashlib.sha256(f"{_code(_EXTRACTING)} polars {pl.__version__}".encode()).hexdigest()


def tables(folder: Path) -> str:
    """Hash of the Parquet tables in a folder."""
    return _hash_files(folder.glob("*.parquet"), folder)


@cache
def modelling() -> str:
    """Hash of the SQL models, macros and checks, and of the code that runs them or is one."""
    sql = _hash_files((RESOURCES / "sql").rglob("*.sql"), RESOURCES)
    return hashlib.sha256(f"{sql} {_code(_MODELLING)}".encode()).hexdigest()


def libraries() -> dict[str, str]:
    """Versions of the libraries that make and write the datasets."""
    return {"polars": pl.__version__, "duckdb": duckdb.__version__, "pyarrow": pa.__version__}
