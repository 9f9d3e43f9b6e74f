"""The commands, imported when they are typed: each waits for the libraries it needs itself."""

from importlib import import_module
from typing import Any

import typer
from typer.core import TyperGroup
from typer.main import get_group

#: Commands in the order of `--help`: the module that registers it, and the first line of its help.
COMMANDS = {
    "run": ("run", "Take in texts and publish a snapshot."),
    "forget": ("run", "Drop a root, and every row that came from it, in a new snapshot."),
    "serve": ("serve", "Run on a schedule until Ctrl-C."),
    "sql": ("read", "Ask a published snapshot anything, read-only."),
    "why": ("read", "Show the sentences that name an entity, or two entities together."),
    "path": ("path", "Print the path of a dataset's Parquet file in the current snapshot."),
    "aliases": (
        "aliases",
        "Show the words that name an entity, or review the names that were merged.",
    ),
    "changes": (
        "changes",
        "Show what a snapshot changes: rows per dataset, and the pairs that moved most.",
    ),
    "export": ("export", "Write the network of entities for other programs."),
    "snapshots": ("manage", "List what is published."),
    "rollback": ("manage", "Make an earlier snapshot the current one."),
    "pin": ("manage", "Give a snapshot a name; pinned snapshots are never collected."),
    "gc": ("gc", "Remove old snapshots and parts that nothing refers to."),
    "runs": ("runs", "List the runs of a warehouse, the latest first."),
    "verify": (
        "verify",
        "Check every byte of a snapshot, and the parts that the next run builds on.",
    ),
    "evaluate": ("evaluate", "Measure what is found against labelled texts."),
    "train": ("train", "Rebuild the name tagger's tables."),
    "plot": ("plot", "Draw a network, a timeline, a map or a matrix as PNG, SVG or HTML."),
}


class LazyGroup(TyperGroup):
    """All commands, by name and summary until one is typed."""

    def resolve_command(
        self,
        ctx: Any,  # noqa: ANN401 - Typer has no public name for its type
        args: list[str],
    ) -> tuple[str | None, Any, list[str]]:
        """Name of the command that `args` begin with, the command as its module registers it, and
        the other words.
        """
        name, _, others = super().resolve_command(ctx, args)
        if name is None:
            return None, None, others
        app = typer.Typer()
        import_module(f"flows.cli.{COMMANDS[name][0]}").register(app)
        return name, get_group(app).commands[name], others


def list_commands(app: typer.Typer) -> None:
    """Add every command as a name with a summary, for a `LazyGroup`."""
    for name, (_, summary) in COMMANDS.items():
        app.command(name, help=summary)(_stand_in)


def _stand_in() -> None:
    """What `--help` shows of a command stands for it, and is never called."""
