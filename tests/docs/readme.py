"""The README as data: its fenced blocks, and the sections that are generated."""

import re
from pathlib import Path
from typing import NamedTuple

README = Path(__file__).resolve().parents[2] / "README.md"

#: The two commands of a fresh clone. CI runs what they run; here the first stands for the run.
SET_UP = "python -m pip install uv && uv run alongside run"
TESTS = "uv run pytest"

_FENCE = re.compile(r"^```(\w+)\n(.*?)^```$", re.MULTILINE | re.DOTALL)
_GENERATED = re.compile(r"(<!-- generated: (\w+) -->\n).*?(<!-- end -->)", re.DOTALL)


class Block(NamedTuple):
    """One fenced block: its language, its text, and the line its text begins on."""

    language: str
    text: str
    line: int

    def __str__(self) -> str:
        return f"{self.language}:{self.line}"


def blocks(*languages: str) -> list[Block]:
    """The README's fenced blocks of these languages, in order."""
    text = README.read_text(encoding="utf-8")
    found = [
        Block(match[1], match[2], text.count("\n", 0, match.start(2)) + 1)
        for match in _FENCE.finditer(text)
    ]
    return [block for block in found if block.language in languages]


def with_sections(text: str, sections: dict[str, str]) -> str:
    """`text` with what stands between its markers replaced by the sections of their names."""
    names = [match[2] for match in _GENERATED.finditer(text)]
    if sorted(names) != sorted(sections):
        raise ValueError(f"the README has markers for {names}, not for {list(sections)}")
    return _GENERATED.sub(lambda match: f"{match[1]}\n{sections[match[2]]}\n{match[3]}", text)
