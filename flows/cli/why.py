"""The sentences behind a name or a pair: names highlighted, what is no plain fact said so."""

from collections.abc import Sequence
from typing import Any

import duckdb
from rich.text import Text

from flows.cli.console import amount, err, out
from flows.errors import UsageError

_SURE = 2
"""From this score on, `find_entity` has found the very words."""

_SENTENCES = """
    WITH found AS (
        SELECT doc_id, sentence_no, list({'start': "start", 'end': "end"} ORDER BY "start") AS spans
        FROM mentions
        WHERE entity_id IN (SELECT unnest($ids))
        GROUP BY doc_id, sentence_no
        HAVING count(DISTINCT entity_id) = len($ids)
    )
    SELECT d.source_uri, d.publisher, d.published_at, s."start", s."end", f.spans,
        substring(d.text, s."start" + 1, s."end" - s."start") AS sentence,
        coalesce(e.modality, s.modality) AS modality, e.stance, e.cue
    FROM found AS f
    JOIN sentences AS s USING (doc_id, sentence_no)
    JOIN documents AS d USING (doc_id)
    LEFT JOIN evidence AS e ON e.doc_id = f.doc_id AND e.sentence_no = f.sentence_no
        AND [e.entity_a, e.entity_b] = list_sort($ids)
    ORDER BY d.published_at NULLS LAST, d.source_uri, s."start"
"""


def print_sentences(
    connection: duckdb.DuckDBPyConnection, words: Sequence[str], limit: int
) -> None:
    """Print the sentences that name every entity of `words`.

    Raises:
        UsageError: A name is unknown; the message suggests the nearest.
    """
    found = [entity_of(connection, each) for each in words]
    ids = sorted({entity_id for entity_id, _ in found})
    names = " and ".join(dict.fromkeys(name for _, name in found))
    query = connection.execute(_SENTENCES, {"ids": ids})
    columns = [column[0] for column in query.description or ()]
    rows = [dict(zip(columns, row, strict=True)) for row in query.fetchall()]
    if not rows:
        out.print(Text(f"no sentence names {names} together"))
        return
    verb = "names" if len(rows) == 1 else "name"
    out.print(Text(f"{amount(len(rows), 'sentence')} {verb} {names}", style="bold"))
    for row in rows[:limit]:
        out.print()
        out.print(_origin(row))
        out.print(_highlighted(row))
    if (more := len(rows) - limit) > 0:
        err.print(f"\n… and {more:,} more: --limit {len(rows)} shows all", style="dim")


def entity_of(connection: duckdb.DuckDBPyConnection, words: str) -> tuple[str, str]:
    """Id and name of the entity that these words name."""
    rows = connection.execute(
        "SELECT entity_id, name, score FROM findentity_of($words) LIMIT 5", {"words": words}
    ).fetchall()
    sure = [row for row in rows if row[2] >= _SURE]
    if sure:
        return sure[0][0], sure[0][1]
    nearest = ", ".join(f"{name} ({entity_id})" for entity_id, name, _ in rows)
    hint = f"; the nearest: {nearest}" if rows else ""
    raise UsageError(f"no text names {words!r}{hint}")


def _origin(row: dict[str, Any]) -> Text:
    date = f"{row['published_at']:%Y-%m-%d}" if row["published_at"] else "no date"
    place = f"{row['start']}–{row['end']}"
    parts = [row["source_uri"], row["publisher"] or "no publisher", date, place]
    if row["modality"] != "asserted":
        parts.append(row["modality"])
    if row["stance"]:
        parts.append(f"{row['stance']}: {row['cue']}")
    return Text(" · ".join(parts), style="dim")


def _highlighted(row: dict[str, Any]) -> Text:
    """The sentence with every naming marked: bold on a terminal, in brackets elsewhere."""
    text = Text()
    at = row["start"]
    sentence, offset = row["sentence"], row["start"]
    for span in row["spans"]:
        text.append(sentence[at - offset : span["start"] - offset])
        name = sentence[span["start"] - offset : span["end"] - offset]
        text.append(name if out.is_terminal else f"[{name}]", style="bold yellow")
        at = span["end"]
    text.append(sentence[at - offset :])
    return text
