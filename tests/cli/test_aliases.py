"""aliases: what names an entity, what was merged, and what that does to the pairs."""

import json
from pathlib import Path

import pytest

from flows.settings import Settings
from tests.cli.conftest import Type
from tests.pipeline.bare import run

#: Three texts in two spellings of one name, once side by side.
TEXTS = {
    "one.txt": "President Zork Blurkov met Iran. President Zork Blurkov met Iraq.\n",
    "two.txt": "President Zorq Blurkov met Turkey.\n",
    "three.txt": "President Zork Blurkov and President Zorq Blurkov met Iran.\n",
}


@pytest.fixture(scope="module")
def where(tmp_path_factory: pytest.TempPathFactory) -> tuple[str, str]:
    folder = tmp_path_factory.mktemp("aliases")
    texts = folder / "texts"
    texts.mkdir()
    for name, text in TEXTS.items():
        (texts / name).write_text(text, encoding="utf-8")
    run([str(texts)], Settings(warehouse=folder / "warehouse", workers=1))
    return "-w", str(folder / "warehouse")


def test_a_merge_says_what_it_does_to_the_pairs(alongside: Type, where: tuple[str, str]) -> None:
    said = alongside("aliases", "--format", "json", *where)
    (merge,) = json.loads(said.out)
    assert (merge["alias"], merge["merged_into"]) == ("Zorq Blurkov", "Zork Blurkov")
    assert merge["score"] == 0.85
    assert (merge["n_mentions"], merge["n_mentions_entity"]) == (2, 5)
    # Without the merge Iran and Iraq, with it Turkey too.
    assert (merge["n_pairs_before"], merge["n_pairs_after"]) == (2, 3)
    # The sentence with Turkey is new; the one that names both spellings was counted already.
    assert (merge["n_both_added"], merge["n_both_lost"]) == (1, 1)


def test_how_to_undo_is_printed(alongside: Type, where: tuple[str, str]) -> None:
    said = alongside("aliases", *where)
    assert said.err.rstrip().endswith("distinct.csv in the lexicon and run again:\n"
                                      "Zorq Blurkov,Zork Blurkov")  # fmt: skip


def test_an_entity_has_all_its_words(alongside: Type, where: tuple[str, str]) -> None:
    expected = "alias,basis,score,n_mentions\nZork Blurkov,name,,3\nZorq Blurkov,variant,0.85,2\n"
    assert alongside("aliases", "Zorq Blurkov", *where).out == expected
    first = "\n".join(expected.splitlines()[:2]) + "\n"
    assert alongside("aliases", "Zork Blurkov", "--limit", "1", *where).out == first


def test_merged_leaves_out_what_the_texts_say(alongside: Type, where: tuple[str, str]) -> None:
    assert (
        "Zorq Blurkov,Zork Blurkov" in alongside("aliases", "Zork Blurkov", "--merged", *where).out
    )
    none = alongside("aliases", "Iran", "--merged", *where)
    assert none.out.count("\n") == 1
    assert "distinct.csv" not in none.err


def test_a_result_goes_into_a_file(alongside: Type, where: tuple[str, str], tmp_path: Path) -> None:
    file = tmp_path / "merges.csv"
    assert alongside("aliases", "--output", str(file), *where).code == 0
    assert file.read_text().startswith("alias,merged_into,kind,score")


@pytest.mark.parametrize(
    ("words", "message"),
    [
        (("Nobody At All",), "no text names 'Nobody At All'"),
        (("--format", "xml"), "there is no format 'xml'"),
    ],
)
def test_mistakes_are_named(
    alongside: Type, where: tuple[str, str], words: tuple[str, ...], message: str
) -> None:
    said = alongside("aliases", *words, *where)
    assert said.code == 2
    assert message in said.err
