"""Every setting in one place: defaults, `ALONGSIDE_…` environment variables, command line."""

import os
from pathlib import Path
from typing import Literal

from pydantic import Field
from pydantic_settings import BaseSettings, SettingsConfigDict

Runner = Literal["threads", "processes", "dask", "ray"]

_PACKAGE = Path(__file__).resolve().parent
#: The checkout, or in an installed wheel the package's own copy of sql/ and seeds/.
RESOURCES = _PACKAGE / "_resources" if (_PACKAGE / "_resources").is_dir() else _PACKAGE.parent


class Settings(BaseSettings):
    """Settings of a run; frozen, so that a run means one thing from start to end."""

    model_config = SettingsConfigDict(env_prefix="ALONGSIDE_", frozen=True)

    warehouse: Path = Field(default=Path("warehouse"), description="Folder the results land in.")
    lexicon: Path = Field(
        default=RESOURCES / "seeds" / "lexicon", description="Folder of lexicon CSVs."
    )
    model: Path = Field(
        default=RESOURCES / "seeds" / "model",
        description="Folder of the name tagger's tables; without them rules alone find names.",
    )
    gazetteer: Path = Field(
        default=RESOURCES / "seeds" / "gazetteer",
        description="Folder of the gazetteer's tables; without them no place is looked up.",
    )
    fields: dict[str, str] = Field(
        default={},
        description="Where the record files of the sources named keep what: text, title, id, url, "
        "published_at, publisher or language -> column. Remembered per root.",
    )
    workers: int = Field(
        default_factory=lambda: min(os.cpu_count() or 1, 8), ge=1, description="Parallel parts."
    )
    runner: Runner = Field(
        default="threads",
        description="What extracts parts: threads of this process, processes of this machine, or "
        "workers of a Dask or Ray cluster.",
    )
    cluster: str | None = Field(
        default=None,
        description="Address of the Dask scheduler or the Ray head; a cluster on this machine by "
        "default.",
    )
    part_bytes: int = Field(
        default=8_000_000, ge=1_000, description="Text per part, bytes of UTF-8."
    )
    max_document_chars: int = Field(
        default=10_000_000,
        ge=1,
        description="Texts longer than this many characters are quarantined.",
    )
    max_file_bytes: int = Field(
        default=8_000_000_000,
        ge=1,
        description="Files larger than this, unpacked, are quarantined.",
    )
    max_parsed_bytes: int = Field(
        default=100_000_000,
        ge=1,
        description="HTML, PDF and mail files, and pages in web archives, of more bytes are "
        "quarantined: they are read as a whole, and a parsed page takes ten times its size.",
    )
    parse_seconds: float = Field(
        default=60.0,
        gt=0,
        description="Seconds that one HTML, PDF or mail file may take; usual ones take hundredths.",
    )
    parser_memory: int = Field(
        default=2_000_000_000,
        ge=500_000_000,
        description="Bytes of address space of the process that parses them; it needs about "
        "400 MB of it to start.",
    )
    max_unpack_ratio: int = Field(
        default=200,
        ge=1,
        description="A zipped file that unpacks to more than this many times its size (and more "
        "than 64 MB) is quarantined: text packs to a third or a tenth, bombs to a thousandth.",
    )
    max_depth: int = Field(
        default=3, ge=1, description="Archives and mails within one another that are opened."
    )
    max_members: int = Field(
        default=100_000, ge=1, description="Files that are read from one archive."
    )
    build_memory: str | None = Field(
        default=None,
        pattern=r"^\d+(?:\.\d+)? ?(?:[KMGTkmgt]i?[Bb]|%)$",
        description="Memory DuckDB may use while modelling, such as 4GB; by default 800 MB, or "
        "four times the size of the parts where that is more, up to half of the machine's.",
    )
    max_loss: float = Field(
        default=0.5,
        ge=0,
        le=1,
        description="A run stops where more than this share of a root's texts or of a dataset's "
        "rows would be gone; 1 lets everything pass.",
    )
    run_seconds: float | None = Field(
        default=None, gt=0, description="Seconds that a scheduled run may take."
    )
    on_failure: str | None = Field(
        default=None,
        description="Command that gets a scheduled run that failed as JSON on its standard input; "
        "no shell reads it.",
    )
    keep_snapshots: int = Field(default=5, ge=1, description="Newest snapshots that gc keeps.")
    keep_days: float = Field(default=1.0, ge=0, description="gc keeps anything younger than this.")
