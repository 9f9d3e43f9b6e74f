"""What a reader may be told: which columns mean what, and how much is too much."""

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, field
from typing import Any, Final, Self

from flows.settings import Settings

#: Column names by what they hold, best first; compared without case, `-` and blank as `_`.
SYNONYMS: Final[dict[str, tuple[str, ...]]] = {
    "text": (
        "text",
        "body",
        "content",
        "full_text",
        "fulltext",
        "body_text",
        "article_text",
        "article_body",
        "articlebody",
        "maintext",
        "raw_content",
        "article",
    ),
    "title": ("title", "headline", "heading"),
    "id": ("id", "_id", "doc_id", "document_id", "article_id", "uid", "uuid", "guid"),
    "url": ("url", "link", "uri", "permalink", "source_url", "web_url"),
    "published_at": (
        "published_at",
        "published",
        "date_published",
        "datepublished",
        "publication_date",
        "publish_date",
        "pub_date",
        "pubdate",
        "date",
        "datetime",
        "timestamp",
        "created_at",
    ),
    "publisher": ("publisher", "source", "outlet", "publication", "newspaper", "site_name"),
    "language": ("language", "lang"),
}

#: Options that are settings of the same name.
_LIMITS: Final = (
    "max_document_chars",
    "max_file_bytes",
    "max_parsed_bytes",
    "parse_seconds",
    "parser_memory",
    "max_unpack_ratio",
    "max_depth",
    "max_members",
)


@dataclass(frozen=True)
class ReadOptions:
    """Options of `read`.

    `text` to `language` name the column to take instead of the synonyms; it is matched exactly,
    or where no column matches exactly, without case. `max_document_chars` is in Unicode code
    points, `max_file_bytes` in unpacked bytes; `flows.settings` says what the other limits mean.
    `batch_bytes` bounds memory and nothing else, so
    it is no part of the representation that results depend on.
    """

    text: str | None = None
    title: str | None = None
    id: str | None = None
    url: str | None = None
    published_at: str | None = None
    publisher: str | None = None
    language: str | None = None
    max_document_chars: int = 10_000_000
    max_file_bytes: int = 8_000_000_000
    max_parsed_bytes: int = 100_000_000
    parse_seconds: float = 60.0
    parser_memory: int = 2_000_000_000
    max_unpack_ratio: int = 200
    max_depth: int = 3
    max_members: int = 100_000
    batch_bytes: int = field(default=8_000_000, repr=False, compare=False)

    @classmethod
    def from_settings(cls, settings: Settings, **columns: str | None) -> Self:
        """Limits from the settings, and column names as keyword arguments."""
        limits = {name: getattr(settings, name) for name in _LIMITS}
        given: dict[str, Any] = {**columns, **limits}
        return cls(batch_bytes=settings.part_bytes, **given)

    @property
    def sha256(self) -> str:
        """SHA-256, in hex, of everything that a result may depend on."""
        return hashlib.sha256(repr(self).encode("utf-8", "surrogateescape")).hexdigest()

    @property
    def max_record_bytes(self) -> int:
        """Bytes after which a record is given up unread: JSON may need six for one character."""
        return 6 * self.max_document_chars + 1_000_000

    def columns(self, role: str, available: Iterable[str]) -> list[str]:
        """Those of the available columns that hold `role`, the best first."""
        names = list(dict.fromkeys(available))
        wanted: str | None = getattr(self, role)
        if wanted is not None and wanted in names:
            return [wanted]
        order = SYNONYMS[role] if wanted is None else (_folded(wanted),)
        rank = {name: place for place, name in enumerate(order)}
        found = [name for name in names if _folded(name) in rank]
        return sorted(found, key=lambda name: (rank[_folded(name)], name))

    def wanted(self, role: str) -> str:
        """The names that `columns` looks for, in words."""
        return getattr(self, role) or ", ".join(SYNONYMS[role])


def _folded(name: str) -> str:
    return name.strip().casefold().replace("-", "_").replace(" ", "_")
