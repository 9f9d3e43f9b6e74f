"""Every check is made to fail once, by rows that should not be there."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from flows.contracts import DATASETS
from flows.errors import CheckFailed
from flows.store.build import Build
from flows.store.checks import checks, run_checks
from flows.store.ledger import Tally
from tests.sql.given import Given, Text, doc_id

TEXTS = (Text("A B / A B C // C"), Text("A and A met B"))
FINE = Tally(discovered=2, new=2, changed=0, unchanged=0, removed=0, quarantined=0, skipped=0)
#: Rows of datasets that the texts have none of: `A B` is what text 1 begins with.
SPAN = f'\'{doc_id(1)}\' AS doc_id, 0 AS sentence_no, 0 AS "start", 3 AS "end"'
DATE = f"SELECT {SPAN}, 'A B' AS surface, 'date' AS kind"
QUANTITY = f"SELECT {SPAN}, 'A B' AS surface, false AS approximate"
QUOTATION = f"SELECT {SPAN}, 'A B' AS surface, 'direct' AS kind"
LATER_QUOTATION = QUOTATION.replace("0 AS sentence_no", "1 AS sentence_no")
LOST_QUOTATION = QUOTATION.replace("0 AS sentence_no", "9 AS sentence_no")


def twice(dataset: str, row: str) -> str:
    """A statement that inserts a row and its like."""
    return f"INSERT INTO {dataset} BY NAME {row} UNION ALL {row}"


#: Check -> what breaks it.
BROKEN = {
    "documents_match_ledger": f"DELETE FROM documents WHERE doc_id = '{doc_id(2)}'",
    "evidence_adds_up": "DELETE FROM evidence WHERE entity_b = 'C' AND entity_a = 'A'",
    "surfaces": "UPDATE mentions SET surface = 'X' WHERE entity_id = 'C'",
    "within_sentences": "UPDATE mentions SET sentence_no = 2 WHERE entity_id = 'A'",
    "references": "DELETE FROM entities WHERE entity_id = 'C'",
    "merged_names": "UPDATE mentions SET merged_from = 'A' WHERE entity_id = 'C'",
    "text_lengths": "UPDATE documents SET n_chars = n_chars + 1",
    "stories": f"UPDATE documents SET story_id = repeat('0', 16) WHERE doc_id = '{doc_id(2)}'",
    "documents_in_order": "INSERT INTO documents SELECT * FROM documents LIMIT 1",
    "sentences_in_order": "INSERT INTO sentences SELECT * FROM sentences LIMIT 1",
    "mentions_in_order": "INSERT INTO mentions SELECT * FROM mentions LIMIT 1",
    "entities_in_order": "INSERT INTO entities SELECT * FROM entities LIMIT 1",
    "aliases_in_order": "INSERT INTO aliases SELECT * FROM aliases LIMIT 1",
    "evidence_in_order": "INSERT INTO evidence SELECT * FROM evidence LIMIT 1",
    "cooccurrences_in_order": "INSERT INTO cooccurrences SELECT * FROM cooccurrences LIMIT 1",
    "dates_in_order": twice("dates", DATE),
    "quantities_in_order": twice("quantities", QUANTITY),
    "quotations_in_order": twice("quotations", QUOTATION),
    "alignments_in_order": twice(
        "alignments",
        "SELECT 'A' AS entity_a, 'B' AS entity_b, 1 AS n_allied, 0 AS n_hostile, "
        "0 AS n_allied_unasserted, 0 AS n_hostile_unasserted, "
        "1 AS n_allied_stories, 0 AS n_hostile_stories",
    ),
    "balance_in_order": twice(
        "balance",
        "SELECT 'A' AS entity_a, 'B' AS entity_b, 'C' AS entity_c, 'allied' AS stance_ab, "
        "'allied' AS stance_ac, 'allied' AS stance_bc, true AS is_balanced, 1 AS n_least",
    ),
    "centrality_in_order": twice(
        "centrality",
        "SELECT 'sentence' AS scope, 'A' AS entity_id, 'A' AS community_id, 1 AS degree, "
        "0.5 AS weighted_degree, 0.5 AS pagerank",
    ),
    "timeline_in_order": twice(
        "timeline",
        "SELECT 'day' AS period, DATE '2014-09-01' AS period_start, 'A' AS entity_a, "
        "1 AS n_documents, 1 AS n_stories, 1 AS n_mentions",
    ),
    "shifts_in_order": twice(
        "shifts",
        "SELECT 'month' AS period, DATE '2014-09-01' AS period_start, 'A' AS entity_a, "
        "'B' AS entity_b, 1 AS n_before, 4 AS n_after, 9 AS n_units_before, 9 AS n_units_after, "
        "2 AS log_ratio, -1 AS log_ratio_low, 5 AS log_ratio_high, 0.3 AS p_value, 1 AS q_value",
    ),
    "quarantine_in_order": "INSERT INTO quarantine VALUES "
    "('b', 1, 'read', 'empty', '…'), ('a', NULL, 'read', 'empty', '…')",
}
#: More ways to break some of them.
MORE = [
    ("documents_match_ledger", "UPDATE documents SET content_sha256 = repeat('0', 64)"),
    ("documents_match_ledger", "UPDATE ledger SET outcome = 'quarantined'"),
    ("within_sentences", 'UPDATE mentions SET "end" = "end" + 3'),
    ("within_sentences", "UPDATE mentions SET paragraph_no = 1 WHERE entity_id = 'A'"),
    ("within_sentences", twice("dates", DATE)),
    ("within_sentences", twice("quantities", QUANTITY)),
    ("within_sentences", f"INSERT INTO quotations BY NAME {LATER_QUOTATION}"),
    ("surfaces", f"INSERT INTO dates BY NAME {DATE.replace('A B', 'A C')}"),
    ("surfaces", f"INSERT INTO quantities BY NAME {QUANTITY.replace('A B', 'A C')}"),
    ("surfaces", f"INSERT INTO quotations BY NAME {QUOTATION.replace('A B', 'A C')}"),
    ("surfaces", "UPDATE evidence SET cue = 'X', cue_start = 0, cue_end = 1"),
    ("within_sentences", "UPDATE evidence SET cue = 'A', cue_start = 99, cue_end = 100"),
    ("references", f"INSERT INTO quotations BY NAME {LOST_QUOTATION}"),
    ("references", "UPDATE evidence SET sentence_no = 99"),
    ("references", "UPDATE cooccurrences SET entity_b = 'Z' WHERE entity_b = 'C'"),
    ("stories", "UPDATE entities SET n_stories = n_documents + 1"),
    ("stories", "UPDATE cooccurrences SET n_stories = n_documents + 1"),
    ("references", "INSERT INTO centrality VALUES ('sentence', 'Z', 'A', 1, 0.5, 0.5)"),
    ("references", "INSERT INTO centrality VALUES ('sentence', 'A', 'Z', 1, 0.5, 0.5)"),
    ("quarantine_in_order", "INSERT INTO quarantine VALUES "
     "('a', NULL, 'read', 'empty', '…'), ('a', NULL, 'read', 'empty', '…')"),
]  # fmt: skip


@pytest.fixture(scope="module")
def build(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Build]:
    with Given(tmp_path_factory.mktemp("checks"), TEXTS).built() as built:
        yield built


def test_every_check_is_broken_here() -> None:
    assert BROKEN.keys() == checks().keys()
    assert {f"{name}_in_order" for name in DATASETS} <= BROKEN.keys()


@pytest.mark.parametrize(("check", "statement"), [*BROKEN.items(), *MORE])
def test_bad_rows_are_found(build: Build, check: str, statement: str) -> None:
    with build.cursor() as cursor:
        cursor.execute("BEGIN")
        assert cursor.execute(checks()[check]).fetchall() == []
        cursor.execute(statement)
        found = cursor.execute(checks()[check]).fetchall()
        cursor.execute("ROLLBACK")
    assert found


def test_good_rows_pass(build: Build) -> None:
    assert run_checks(build, FINE) == [*checks(), "accounting"]


def test_accounts_that_do_not_add_up_fail(build: Build) -> None:
    with pytest.raises(CheckFailed, match="checks failed: accounting"):
        run_checks(build, FINE._replace(discovered=3))


def test_a_failure_shows_its_first_rows(tmp_path: Path) -> None:
    with Given(tmp_path, [Text(" / ".join(["A"] * 9))]).built() as built:
        with built.cursor() as cursor:
            cursor.execute("UPDATE mentions SET surface = 'X'")
        with pytest.raises(CheckFailed, match=r"1 of \d+ checks failed: surfaces") as raised:
            run_checks(built, FINE)
    shown = raised.value.failures["surfaces"].splitlines()
    assert len(shown) == 5
    place = f"doc_id='{doc_id(1)}', start=0, end=1"
    assert shown[0] == f"dataset='mentions', {place}, surface='X', quotation='A'"
