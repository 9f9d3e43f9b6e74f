"""`python -m tests.docs.regenerate`: write the README's generated sections and contract.json anew.

The sections are made from the contracts and the SQL models, so they cannot say anything else.
"""

import sys

from flows.contracts import PART_TABLES, TABLES
from flows.contracts.dialects import dictionary
from flows.steps import STEPS
from flows.store.build import SQL
from flows.store.models import Model, read_models, tables
from tests.docs.contract import CONTRACT, as_text, committed, complaint, contract
from tests.docs.readme import README, with_sections


def sections() -> dict[str, str]:
    """The generated sections by the names of their markers."""
    return {
        "datasets": _datasets(),
        "path": _path(),
        "dictionary": dictionary(TABLES),
    }


def regenerated(text: str) -> str:
    """The README's text with its generated sections as they should be."""
    return with_sections(text, sections())


def _datasets() -> str:
    rows = [f"| `{name}` | {dataset.description} |" for name, dataset in TABLES.items()]
    return "\n".join(["| dataset | one row is |", "|---|---|", *rows, ""])


def _path() -> str:
    """The data path as a Mermaid flowchart: parts, staging models, datasets."""
    models = read_models(SQL, "staging", "marts")
    read = tables(models, STEPS)
    # What extraction writes and a model reads.
    parts = [name for name in PART_TABLES if any(f"part_{name}" in each for each in read.values())]
    lines = [
        "```mermaid",
        "flowchart LR",
        "    sources([texts]) -- ingest --> part_documents & ledger",
        *_subgraph(
            'parts ["parts: a batch of texts each"]',
            ["part_documents", *(f"part_{name}" for name in parts)],
        ),
        *(f"    {_origin(name)} --> part_{name}" for name in parts),
        *_subgraph('staging ["sql/staging"]', sorted([*_names(models, "staging"), *STEPS])),
        *_subgraph('datasets ["sql/marts: the datasets"]', _names(models, "marts")),
        *(f"    {' & '.join(sorted(tables))} --> {name}" for name, tables in read.items()),
        "```",
    ]
    return "\n".join(lines) + "\n"


def _origin(table: str) -> str:
    """Mentions become evidence; all else comes from the texts."""
    return "part_mentions -- pair" if table == "evidence" else "part_documents -- extract"


def _names(models: dict[str, Model], layer: str) -> list[str]:
    return sorted(model.name for model in models.values() if model.layer == layer)


def _subgraph(title: str, nodes: list[str]) -> list[str]:
    return [f"    subgraph {title}", *(f"        {node}" for node in nodes), "    end"]


def main() -> None:
    """Write the README's sections and, where the version allows it, the contract's file."""
    README.write_text(regenerated(README.read_text(encoding="utf-8")), encoding="utf-8")
    new = contract()
    if CONTRACT.exists() and (told := complaint(committed(), new)):
        sys.exit(told)
    CONTRACT.write_text(as_text(new), encoding="utf-8")


if __name__ == "__main__":
    main()
