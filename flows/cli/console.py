"""What is printed, and where: answers on standard output, all else on standard error."""

import sys
from collections.abc import Iterable
from pathlib import Path

from rich.console import Console, ConsoleOptions, RenderableType
from rich.markup import escape
from rich.segment import Segment

from flows.errors import CheckFailed
from flows.quoting import shell_word

#: Tables that go into a pipe are as wide as they need to be.
_WIDE = 10_000

#: Characters that steer a terminal, or make text look like what it is not: controls (tab and line
#: break aside), directions, and what has no width. Each is shown as one mark.
_STEERING = (
    *({*range(0x20)} - {0x09, 0x0A}),
    *range(0x7F, 0xA0),
    *(0x061C, 0x200B, 0x200E, 0x200F, 0x2060, 0xFEFF),
    *range(0x202A, 0x202F),
    *range(0x2066, 0x206A),
)
_SHOWN = dict.fromkeys(_STEERING, "\N{REPLACEMENT CHARACTER}")


def harmless(text: str) -> str:
    """Text for a terminal: what would steer it is shown as a mark."""
    return text.translate(_SHOWN)


class _Console(Console):
    """A console on which no name, text or message can do more than be read."""

    def render(
        self, renderable: RenderableType, options: ConsoleOptions | None = None
    ) -> Iterable[Segment]:
        for segment in super().render(renderable, options):
            if segment.control:
                yield segment
            else:
                yield Segment(harmless(segment.text), segment.style)


out = _Console(
    highlight=False, emoji=False, soft_wrap=True, width=None if sys.stdout.isatty() else _WIDE
)
err = _Console(stderr=True, highlight=False, emoji=False, soft_wrap=True)


def fail(error: Exception, code: int) -> int:
    """Print an error for people; return the exit code."""
    err.print(f"[bold red]error:[/] {escape(str(error))}")
    if isinstance(error, CheckFailed):
        for name, rows in error.failures.items():
            err.print(f"\n[bold]{escape(name)}[/]\n{escape(rows)}")
    for note in getattr(error, "__notes__", []):
        err.print(f"[dim]{escape(note)}[/]")
    return code


def amount(n: float, one: str, many: str | None = None) -> str:
    """A count with its noun: `1 text`, `1,200 texts`."""
    return f"{n:,} {one if n == 1 else many or one + 's'}"


def print_next(commands: Iterable[str], warehouse: Path) -> None:
    """Print what to type next, on this warehouse."""
    where = "" if warehouse == Path("warehouse") else f" --warehouse {shell_word(str(warehouse))}"
    out.print("\nnext:")
    for command in commands:
        out.print(f"  [cyan]alongside {escape(command + where)}[/]")
