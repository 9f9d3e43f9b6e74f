"""Story models on documents of one's own, without the rest of the build."""

from collections.abc import Sequence

import duckdb
import polars as pl

from flows.extract import read
from flows.extraction import load_lexicon
from flows.settings import Settings
from flows.steps import STEPS
from flows.store.build import SQL
from flows.store.models import dependencies, read_models
from flows.stories import sketch

MODELS = (
    "stg_document_numbers",
    "stg_sketches",
    "stg_story_values",
    "stg_story_rarest",
    "stg_story_firsts",
    "stg_story_candidates",
    "stg_story_pairs",
    "stg_stories",
)


def sketches(parts: Sequence[pl.DataFrame]) -> pl.DataFrame:
    """Sketches of documents (doc_id, text, body_start) that are read part by part."""
    lexicon = load_lexicon(Settings().lexicon.absolute())
    found = [sketch(part, read(part, lexicon)) for part in parts]
    return pl.concat(
        frame.with_columns(part=pl.lit(str(number))) for number, frame in enumerate(found)
    )


def told(parts: Sequence[pl.DataFrame]) -> duckdb.DuckDBPyConnection:
    """The story models made of documents (doc_id, text, body_start, published_at, publisher,
    content_sha256) in parts.
    """
    connection = duckdb.connect(config={"threads": 2})
    frames = {
        "part_documents": pl.concat(
            frame.with_columns(part=pl.lit(str(number))) for number, frame in enumerate(parts)
        ),
        "part_sketches": sketches(parts),
    }
    frames["ledger"] = frames["part_documents"].select("doc_id", "part", outcome=pl.lit("loaded"))
    for name, frame in frames.items():
        _keep(connection, name, frame)
    staging = read_models(SQL, "staging")
    models = {model: staging[model] for model in MODELS}
    step = STEPS["stg_story_texts"]
    for name in dependencies(models, {"stg_story_texts": step}).static_order():
        if name in models:
            connection.execute(f"CREATE TABLE {name} AS {models[name].sql}").fetchall()
        elif name == "stg_story_texts":
            read_frames = [connection.sql(f"FROM {table}").pl() for table in step.reads]
            _keep(connection, name, step.make(*read_frames))
    return connection


def story_ids(parts: Sequence[pl.DataFrame]) -> dict[str, str]:
    """doc_id -> story_id."""
    with told(parts) as connection:
        found = connection.execute(
            "SELECT d.doc_id, coalesce(f.doc_id, d.doc_id) FROM stg_document_numbers AS d "
            "LEFT JOIN stg_stories AS s USING (doc_no) "
            "LEFT JOIN stg_document_numbers AS f ON s.story_no = f.doc_no"
        ).fetchall()
    return dict(found)


def _keep(connection: duckdb.DuckDBPyConnection, name: str, frame: pl.DataFrame) -> None:
    connection.register("given", frame)
    connection.execute(f"CREATE TABLE {name} AS FROM given").fetchall()
    connection.unregister("given")
