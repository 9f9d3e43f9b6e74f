"""The block between `---` lines that may stand before a text."""

import re
from typing import Final, NamedTuple

import yaml

from flows.ingest.options import ReadOptions

#: A block that is longer is no front matter but a text with rules in it.
_MAX_CHARS: Final = 50_000
_BLOCK: Final = re.compile(r"---[ \t]*\r?\n(.*?)^(?:---|\.\.\.)[ \t]*(?:\r?\n|\Z)", re.S | re.M)
_LINE: Final = re.compile(r"^([A-Za-z_][\w -]*?)[ \t]*:[ \t]*(.*?)[ \t]*\r?$", re.M)
_NULLS: Final = frozenset({"", "~", "null", "Null", "NULL"})
#: Leaves every scalar the string that was written (`no` is Norwegian, 007 is not 7) and makes no
#: other objects than strings, lists and dicts, so it is as safe as the safe loader.
_LOADER: Final = getattr(yaml, "CBaseLoader", yaml.BaseLoader)


class FrontMatter(NamedTuple):
    """Values by key, as they are written, and the character at which the body begins."""

    values: dict[str, str]
    body_start: int

    def get(self, role: str, options: ReadOptions) -> str | None:
        """The value that stands for a role, or None."""
        return next((self.values[key] for key in options.columns(role, self.values)), None)


def front_matter(text: str) -> FrontMatter:
    """Front matter of a text; none where it does not begin with `---` and hold `key: value`.

    A block that is no valid YAML is read line by line.
    """
    block = _BLOCK.match(text[:_MAX_CHARS])
    if block is None:
        return FrontMatter({}, 0)
    values = _yaml(block[1])
    if values is None:
        values = {key: value.strip("\"'") for key, value in _LINE.findall(block[1])}
    if not values:
        return FrontMatter({}, 0)
    kept = {key: value for key, value in values.items() if value not in _NULLS}
    return FrontMatter(kept, block.end())


def _yaml(block: str) -> dict[str, str] | None:
    try:
        loaded = yaml.load(block, Loader=_LOADER)  # noqa: S506
    except (yaml.YAMLError, RecursionError, ValueError):
        return None
    if not isinstance(loaded, dict):
        return None
    return {
        key: value
        for key, value in loaded.items()
        if isinstance(key, str) and isinstance(value, str)
    }
