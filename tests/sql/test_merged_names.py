"""Names that are one across texts are one in every dataset, and nothing is counted twice."""

from pathlib import Path

import polars as pl

from flows.pair import STANCE_SCHEMA, pair
from flows.store.build import Build
from flows.store.checks import checks
from tests.sql.given import NO_DISTINCT, Given, Text, doc_id, rows

#: Words of the shorthand -> id, name and kind. A and B are spellings of one name.
NAMED = {
    "A": ("name:a", "Sergei Lavrov", "person"),
    "B": ("name:z", "Sergey Lavrov", "person"),
    "C": ("org:c", "Council", "organization"),
    "D": ("name:d", "Dana Scully", "person"),
}
TEXTS = [Text("A C / A D"), Text("A B C / B C A / B D"), Text("C D")]
#: Sentence of the second text, who is against or for whom.
SIDES = [(0, "name:z", "org:c", "hostile"), (1, "name:z", "org:c", "hostile"),
         (1, "name:a", "org:c", "allied"), (2, "name:d", "name:z", "hostile")]  # fmt: skip


def given(
    folder: Path, named: dict[str, tuple[str, str, str]] = NAMED, words: list[Text] = TEXTS
) -> Given:
    """Parts of the texts in which the words name people."""
    texts = Given(folder, words)
    part = texts.warehouse.parts / "extracted" / "given" / texts.key
    fields = zip(
        ("entity_id", "name", "entity_kind"), zip(*named.values(), strict=True), strict=True
    )
    mentions = (
        pl.read_parquet(part / "mentions.parquet")
        .with_columns(
            pl.col("surface").replace_strict(dict(zip(named, values, strict=True))).alias(name)
            for name, values in fields
        )
        .with_columns(kind="entity_kind")
    )
    stances = pl.DataFrame(
        [
            (doc_id(2), sentence, *sides, False, "asserted", "cue", sentence, sentence + 1)
            for sentence, *sides in (SIDES if named is NAMED else [])
        ],
        schema=STANCE_SCHEMA,
        orient="row",
    )
    mentions.write_parquet(part / "mentions.parquet")
    evidence = pair(mentions, stances).with_columns(part=pl.lit(texts.key))
    evidence.write_parquet(part / "evidence.parquet")
    return texts


def sentences_of(build: Build, entity: str) -> list[tuple[int, int]]:
    query = f"SELECT doc_id, sentence_no FROM mentions WHERE entity_id = '{entity}' ORDER BY ALL"
    return [(int(doc, 16), sentence) for doc, sentence in rows(build, query)]


def test_the_name_with_more_mentions_takes_the_other_in(tmp_path: Path) -> None:
    with given(tmp_path).built() as built:
        query = "SELECT alias, entity_id, basis, score, n_mentions FROM aliases ORDER BY alias"
        assert rows(built, query) == [
            ("A", "name:a", "name", None, 4),
            ("B", "name:a", "variant", 0.85, 3),
            ("C", "org:c", "name", None, 4),
            ("D", "name:d", "name", None, 3),
        ]
        query = "SELECT name, n_mentions, n_documents FROM entities WHERE kind = 'person'"
        assert rows(built, query) == [("Sergei Lavrov", 7, 2), ("Dana Scully", 3, 3)]
        query = "SELECT DISTINCT surface, merged_from FROM mentions WHERE merged_from IS NOT NULL"
        assert rows(built, query) == [("B", "name:z")]


def test_a_pair_is_counted_once_in_a_sentence(tmp_path: Path) -> None:
    with given(tmp_path).built() as built:
        query = "SELECT doc_id, sentence_no, entity_a, entity_b, start_a, start_b FROM evidence"
        assert sorted(rows(built, query)) == [
            (doc_id(1), 0, "name:a", "org:c", 0, 2),
            (doc_id(1), 1, "name:a", "name:d", 6, 8),
            # A and B are one: of A C and B C the first by place.
            (doc_id(2), 0, "name:a", "org:c", 0, 4),
            (doc_id(2), 1, "name:a", "org:c", 8, 10),
            (doc_id(2), 2, "name:a", "name:d", 16, 18),
            (doc_id(3), 0, "name:d", "org:c", 2, 0),
        ]
        for name in ("evidence_adds_up", "merged_names", "references", "evidence_in_order"):
            assert rows(built, checks()[name]) == [], name


def test_stances_keep_their_direction_and_go_where_they_disagree(tmp_path: Path) -> None:
    with given(tmp_path).built() as built:
        query = (
            "SELECT sentence_no, entity_b, stance, direction, cue_start FROM evidence "
            f"WHERE doc_id = '{doc_id(2)}' ORDER BY sentence_no"
        )
        assert rows(built, query) == [
            (0, "org:c", "hostile", "a_to_b", 0),
            (1, "org:c", None, None, None),
            # Whose id came second comes first now.
            (2, "name:d", "hostile", "b_to_a", 2),
        ]


def test_a_line_of_the_lexicon_keeps_them_apart(tmp_path: Path) -> None:
    distinct = pl.DataFrame(
        {"name": ["Sergey Lavrov"], "other": ["Sergei Lavrov"]}, schema=NO_DISTINCT.schema
    )
    with given(tmp_path).built(distinct=distinct) as built:
        assert rows(built, "SELECT count(*) FROM mentions WHERE merged_from IS NOT NULL") == [(0,)]
        assert sentences_of(built, "name:z") == [(2, 0), (2, 1), (2, 2)]
        assert rows(built, "SELECT count(*) FROM evidence WHERE entity_b = 'name:z'") == [(3,)]


def test_a_name_of_several_kinds_is_one_entity_of_one_kind(tmp_path: Path) -> None:
    named = {
        "A": ("name:a", "Dana Scully", "person"),
        "B": ("name:b", "Dana Scully", "organization"),
        "C": ("org:c", "Council", "organization"),
    }
    with given(tmp_path, named, [Text("A C"), Text("A"), Text("B C")]).built() as built:
        assert rows(built, "SELECT name, kind, n_mentions FROM entities ORDER BY name") == [
            ("Council", "organization", 2),
            ("Dana Scully", "person", 3),
        ]
        query = "SELECT surface, kind, basis, merged_from FROM mentions WHERE surface IN ('A', 'B')"
        assert sorted(set(rows(built, query))) == [
            ("A", "person", "name", None),
            ("B", "person", "name", "name:b"),
        ]
        query = "SELECT n_both FROM cooccurrences WHERE scope = 'document'"
        assert rows(built, query) == [(2,)]
