"""Given texts, expect tables: every mart on a handful of rows that can be counted by hand."""

import math
from collections.abc import Iterator
from pathlib import Path

import polars as pl
import pytest

from flows.contracts import DATASETS
from flows.store.build import Build
from tests.sql.given import NO_GAZETTEER, NO_LEXICON, Given, Text, doc_id, rows

#: Six sentences in four paragraphs in three texts of two publishers.
TEXTS = (
    Text("A B / A B C // C", publisher="Wire"),
    Text("A and A met B", publisher="Herald"),
    Text("B D // E", publisher="Wire"),
)


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    with Given(tmp_path_factory.mktemp("marts"), TEXTS).built() as built:
        yield built


def test_cooccurrences_in_sentences(build: Build) -> None:
    #            n_both n_a n_b n_units n_documents n_publishers
    assert counts(build, "sentence") == {
        "A B": (3, 3, 4, 6, 2, 2),
        "A C": (1, 3, 2, 6, 1, 1),
        "B C": (1, 4, 2, 6, 1, 1),
        "B D": (1, 4, 1, 6, 1, 1),
    }


def test_cooccurrences_in_paragraphs(build: Build) -> None:
    # The paragraphs: A B C, then C; A B; B D, then E.
    assert counts(build, "paragraph") == {
        "A B": (2, 2, 3, 5, 2, 2),
        "A C": (1, 2, 2, 5, 1, 1),
        "B C": (1, 3, 2, 5, 1, 1),
        "B D": (1, 3, 1, 5, 1, 1),
    }


def test_cooccurrences_in_documents(build: Build) -> None:
    assert counts(build, "document") == {
        "A B": (2, 2, 3, 3, 2, 2),
        "A C": (1, 2, 1, 3, 1, 1),
        "B C": (1, 3, 1, 3, 1, 1),
        "B D": (1, 3, 1, 3, 1, 1),
        "B E": (1, 3, 1, 3, 1, 1),
        "D E": (1, 1, 1, 3, 1, 1),
    }


def test_names_in_source_lines_meet_nobody(tmp_path: Path) -> None:
    with Given(
        tmp_path, [Text("A B / (WIRE) (PAPER)"), Text("A / B"), Text("(WIRE)")]
    ).built() as built:
        assert counts(built, "document") == {"A B": (2, 2, 2, 2, 2, 0)}
        assert counts(built, "sentence") == {"A B": (1, 2, 2, 3, 1, 0)}
        wire = "SELECT n_mentions, n_documents, n_stories FROM entities WHERE name = 'WIRE'"
        assert rows(built, wire) == [(2, 2, 2)]
        assert rows(built, "SELECT count(*) FROM mentions WHERE is_credit") == [(3,)]


def counts(build: Build, scope: str) -> dict[str, tuple[int, ...]]:
    query = (
        "SELECT entity_a || ' ' || entity_b, n_both, n_a, n_b, n_units, n_documents, n_publishers "
        f"FROM cooccurrences WHERE scope = '{scope}'"
    )
    return {pair: tuple(figures) for pair, *figures in rows(build, query)}


def test_proximity_weighs_pairs_of_mentions_by_distance(build: Build) -> None:
    found = dict(
        rows(
            build,
            "SELECT entity_a || ' ' || entity_b, proximity FROM cooccurrences "
            "WHERE scope = 'document'",
        )
    )
    near, two = math.exp(-1), math.exp(-2)
    assert found == pytest.approx(
        {
            # Text 1: twice in a sentence, twice one apart. Text 2: two pairs of mentions.
            "A B": 2 + 2 * near + 2,
            # Text 1: A in sentences 0 and 1, C in 1 and 2.
            "A C": 1 + 2 * near + two,
            "B C": 1 + 2 * near + two,
            "B D": 1.0,
            "B E": near,
            "D E": near,
        }
    )


def test_proximity_is_the_same_in_every_scope(build: Build) -> None:
    assert (
        rows(
            build,
            "SELECT entity_a, entity_b FROM cooccurrences GROUP BY ALL "
            "HAVING min(proximity) <> max(proximity)",
        )
        == []
    )


def test_proximity_ends_five_sentences_away(tmp_path: Path) -> None:
    texts = [Text("A B"), Text("C / x / x / x / x / D"), Text("E / x / x / x / x / x / F")]
    with Given(tmp_path, texts).built() as built:
        query = "SELECT entity_a, proximity FROM cooccurrences WHERE scope = 'document'"
        found = dict(rows(built, query))
    assert found == pytest.approx({"A": 1.0, "C": math.exp(-5), "E": 0.0})


def test_npmi_is_bouma_s_formula(build: Build) -> None:
    query = "SELECT n_both, n_a, n_b, n_units, npmi FROM cooccurrences"
    for both, a, b, units, found in rows(build, query):
        if both == units:
            assert found is None
            continue
        p_both, p_a, p_b = both / units, a / units, b / units
        expected = math.log(p_both / (p_a * p_b)) / -math.log(p_both)
        assert found == pytest.approx(expected)


def test_log_likelihood_is_dunning_s_formula(build: Build) -> None:
    query = "SELECT n_both, n_a, n_b, n_units, log_likelihood FROM cooccurrences"
    for both, a, b, units, found in rows(build, query):
        if units in (a, b):
            assert found is None
            continue
        observed = [both, a - both, b - both, units - a - b + both]
        margins = [(a, b), (a, units - b), (units - a, b), (units - a, units - b)]
        expected = [one * other / units for one, other in margins]
        g2 = 2 * sum(o * math.log(o / e) for o, e in zip(observed, expected, strict=True) if o)
        assert found == pytest.approx(g2 if both >= expected[0] else -g2)


def test_evidence_has_a_row_per_pair_and_sentence(build: Build) -> None:
    assert rows(
        build,
        "SELECT doc_id, sentence_no, entity_a, entity_b, start_a, start_b FROM evidence "
        "ORDER BY doc_id, sentence_no, entity_a, entity_b",
    ) == [
        (doc_id(1), 0, "A", "B", 0, 2),
        (doc_id(1), 1, "A", "B", 6, 8),
        (doc_id(1), 1, "A", "C", 6, 10),
        (doc_id(1), 1, "B", "C", 8, 10),
        # The A that stands closest to B.
        (doc_id(2), 0, "A", "B", 6, 12),
        (doc_id(3), 0, "B", "D", 0, 2),
    ]


def test_entities_are_counted_in_mentions_and_documents(build: Build) -> None:
    query = "SELECT entity_id, n_mentions, n_documents FROM entities ORDER BY entity_id"
    assert rows(build, query) == [
        ("A", 4, 2),
        ("B", 4, 3),
        ("C", 2, 1),
        ("D", 1, 1),
        ("E", 1, 1),
    ]


def test_entities_take_attributes_from_the_lexicon(tmp_path: Path) -> None:
    place = {
        "entity_id": "A",
        "name": "A",
        "kind": "place",
        "subkind": "city",
        "country_code": "IQ",
        "latitude": 36.3,
        "longitude": 43.1,
        "geonames_id": 99072,
    }
    lexicon = pl.concat([NO_LEXICON, pl.DataFrame([place], schema=NO_LEXICON.schema)])
    with Given(tmp_path, [Text("A B")]).built(entities=lexicon) as built:
        query = "SELECT entity_id, country_code, latitude, longitude, geonames_id FROM entities"
        assert rows(built, query) == [
            ("A", "IQ", 36.3, 43.1, 99072),
            ("B", None, None, None, None),
        ]


def gazetteer(*rows: tuple[int, str, str, str, int | None]) -> pl.DataFrame:
    """Places: id, name, feature, country, first-level division; each at its own id's degree."""
    columns = ["geonames_id", "name", "feature", "country_code", "admin1_id"]
    given = pl.DataFrame(rows, schema=columns, orient="row").with_columns(
        latitude=pl.col("geonames_id").cast(pl.Float64), longitude=pl.lit(9.0)
    )
    full = pl.concat([NO_GAZETTEER.cast({"feature": pl.String}), given], how="diagonal")
    return full.select(NO_GAZETTEER.columns)


def test_places_roll_up(tmp_path: Path) -> None:
    listed = [
        {"entity_id": "country:IQ", "subkind": "country", "geonames_id": 1, "latitude": 33.0},
        {"entity_id": "region:nineveh", "name": "Nineveh", "subkind": "region", "geonames_id": 2},
    ]
    defaults = {"name": "?", "kind": "place", "country_code": "IQ", "longitude": 44.0}
    lexicon = pl.DataFrame([defaults | place for place in listed], schema=NO_LEXICON.schema)
    world = gazetteer(
        (1, "Iraq", "country", "IQ", None),
        (2, "Ninawa", "admin1", "IQ", None),
        (3, "Mosul", "city", "IQ", 2),
        (4, "Samawah", "city", "IQ", 5),
        (5, "Muthanna", "admin1", "IQ", 5),
        (6, "Cairo", "city", "EG", None),
    )
    given = Given(tmp_path, [Text("A B C D E F")])
    part = given.warehouse.parts / "extracted" / "given" / given.key / "mentions.parquet"
    ids = ["country:IQ", "region:nineveh", "geonames:3", "geonames:4", "geonames:6", "name:f"]
    kind = pl.Series(["place"] * 5 + ["person"])
    pl.read_parquet(part).with_columns(
        entity_id=pl.Series(ids), kind=kind, entity_kind=kind
    ).write_parquet(part)
    with given.built(entities=lexicon, gazetteer=world) as built:
        query = (
            "SELECT entity_id, country_id, admin1, admin1_id, geonames_id, latitude FROM entities"
        )
        assert rows(built, query) == [
            ("country:IQ", "country:IQ", None, None, 1, 33.0),
            ("geonames:3", "country:IQ", "Nineveh", "region:nineveh", 3, 3.0),
            ("geonames:4", "country:IQ", "Muthanna", "geonames:5", 4, 4.0),
            ("geonames:6", None, None, None, 6, 6.0),
            ("name:f", None, None, None, None, None),
            ("region:nineveh", "country:IQ", "Nineveh", "region:nineveh", 2, 2.0),
        ]
        for place, inside in (
            ("country:IQ", ["country:IQ", "geonames:3", "geonames:4", "region:nineveh"]),
            ("IQ", ["country:IQ", "geonames:3", "geonames:4", "region:nineveh"]),
            ("region:nineveh", ["geonames:3", "region:nineveh"]),
            ("geonames:5", ["geonames:4"]),
            ("geonames:3", ["geonames:3"]),
            ("name:f", []),
        ):
            found = rows(built, f"SELECT entity_id FROM within('{place}')")
            assert sorted(found) == [(each,) for each in inside], place


def test_aliases_are_counted_by_their_words(tmp_path: Path) -> None:
    given = Given(tmp_path, [Text("ISIS / ISIS / DAESH")])
    part = given.warehouse.parts / "extracted" / "given" / given.key / "mentions.parquet"
    # Three namings of one entity, two of them in the same words on two lines.
    pl.read_parquet(part).with_columns(
        surface=pl.Series(["Islamic  State", "Islamic\nState", "Daesh"]),
        basis=pl.Series(["name", "alias", "alias"]),
        entity_id=pl.lit("IS"),
    ).write_parquet(part)
    with given.built() as built:
        assert rows(built, "FROM aliases") == [
            ("Daesh", "IS", "alias", None, 1),
            ("Islamic State", "IS", "name", None, 2),
        ]


def test_documents_sentences_and_mentions_are_the_parts_rows(build: Build) -> None:
    assert rows(build, "SELECT doc_id, publisher, text FROM documents") == [
        (doc_id(number), text.publisher, text.shorthand)
        for number, text in enumerate(TEXTS, start=1)
    ]
    assert rows(
        build,
        'SELECT doc_id, sentence_no, paragraph_no, "start", "end" FROM sentences '
        "WHERE doc_id LIKE '%1'",
    ) == [
        (doc_id(1), 0, 0, 0, 3),
        (doc_id(1), 1, 0, 6, 11),
        (doc_id(1), 2, 1, 15, 16),
    ]
    assert rows(
        build, 'SELECT doc_id, "start", "end", surface FROM mentions WHERE entity_id = \'C\''
    ) == [(doc_id(1), 10, 11, "C"), (doc_id(1), 15, 16, "C")]


def test_a_former_self_and_a_removed_text_leave_no_row(tmp_path: Path) -> None:
    given = Given(tmp_path, TEXTS)
    other_part = pl.when(doc_id=doc_id(3)).then(pl.lit("another")).otherwise("part")
    ledger = given.ledger.filter(pl.col("doc_id") != doc_id(1)).with_columns(part=other_part)
    with given.built(ledger) as built:
        for dataset in ("documents", "sentences", "mentions", "evidence"):
            assert rows(built, f"SELECT DISTINCT doc_id FROM {dataset}") == [(doc_id(2),)], dataset
        assert rows(built, "SELECT entity_id FROM entities") == [("A",), ("B",)]
        assert rows(built, "SELECT DISTINCT n_units FROM cooccurrences") == [(1,)]


def test_quarantine_is_what_the_ledger_did_not_take(tmp_path: Path) -> None:
    given = Given(tmp_path, [Text("A B")])
    bad = given.ledger.with_columns(
        source_uri=pl.lit("given/bad"),
        record_no=pl.lit(7, dtype=pl.Int64),
        outcome=pl.lit("quarantined"),
        doc_id=pl.lit(None, dtype=pl.String),
        part=pl.lit(None, dtype=pl.String),
        stage=pl.lit("read"),
        reason=pl.lit("empty"),
        detail=pl.lit("There is nothing in it."),
    )
    with given.built(pl.concat([given.ledger, bad])) as built:
        expected = [("given/bad", 7, "read", "empty", "There is nothing in it.")]
        assert rows(built, "FROM quarantine") == expected
        assert rows(built, "SELECT count(*) FROM documents") == [(1,)]


def test_no_text_leaves_every_table_empty(tmp_path: Path) -> None:
    given = Given(tmp_path, [Text("A B")])
    with given.built(given.ledger.clear()) as built:
        for name in DATASETS:
            assert rows(built, f"FROM {name}") == [], name


def test_texts_without_a_publisher_count_none(tmp_path: Path) -> None:
    with Given(tmp_path, [Text("A B"), Text("A B", publisher="Wire")]).built() as built:
        query = "SELECT DISTINCT n_documents, n_publishers FROM cooccurrences"
        assert rows(built, query) == [(2, 1)]
