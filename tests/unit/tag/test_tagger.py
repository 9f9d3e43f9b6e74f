import gzip
import json

import polars as pl
import pytest

from flows.describe import extract
from flows.evaluate.gold import documents_of
from flows.settings import RESOURCES
from flows.tag import Tagger, training
from flows.tag.resources import Resources
from flows.tag.samples import read_samples
from flows.tag.train import doubted, number_features

MODEL = RESOURCES / "seeds" / "model"


@pytest.fixture(scope="module")
def names(shipped, tagger, in_one_batch):
    def find(*texts):
        return extract(documents_of(list(texts)), shipped, tagger).mentions

    return in_one_batch(find)


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("The company said Mr. Wexley Harbord would resign.", "Wexley Harbord", "person"),
        ("He moved to the village of Little Trumpington.", "Little Trumpington", "place"),
        (
            "Parties lost seats in the 2008 Canadian federal election.",
            "2008 Canadian federal election",
            "event",
        ),
        ("Two Iranian diplomats left.", "Iranian", "group"),
    ],
)
def test_kinds(names, text, surface, kind):
    found = names(text).filter(surface=surface)
    assert found["kind"].to_list() == [kind]


@pytest.mark.parametrize(
    ("text", "surface", "kind"),
    [
        ("He served in the 507th Grelb Wing there.", "507th Grelb Wing", "organization"),
        ("They asked the Coalition for help.", "Coalition", "organization"),
        ("Troops met Coalition envoys.", "Coalition", "organization"),
        ("Coalition aircraft struck there.", "Coalition aircraft", "organization"),
        ("It was Coalition special forces.", "Coalition special forces", "organization"),
        ("Coalition strikes went on.", "Coalition", "organization"),
        ("They fled Hurricane Delta.", "Hurricane Delta", "event"),
        ("They say CTF 50 sailed.", "CTF 50", "organization"),
        ("He met President Clinton there.", "Clinton", "person"),
    ],
)
def test_rules_alone(shipped, text, surface, kind):
    found = extract(documents_of([text]), shipped).mentions
    assert found.select("surface", "kind").rows() == [(surface, kind)]


def test_a_coalition_is_called_by_its_word_whatever_forces_it_has(names):
    found = names("The Saudi-led coalition left. Then Coalition jets and Coalition troops came.")
    assert found.select("surface", "entity_id").rows() == [
        (surface, "org:saudi-led-coalition")
        for surface in ("Saudi-led coalition", "Coalition jets", "Coalition troops")
    ]


def test_a_community_is_no_part_of_its_fighters_acronym(names):
    found = names("He joined the Kurdish YPG. She met the Turkish Kazoo YPG.")
    assert found.head(2).select("surface", "entity_id").rows() == [
        ("Kurdish", "group:kurds"),
        ("YPG", "org:peoples-protection-units"),
    ]


@pytest.mark.parametrize(
    ("text", "surface"),
    [
        ("Prime Minister Han Duck-soo resigned.", "Han Duck-soo"),
        ("The office of Woo Byung-woo was searched.", "Woo Byung-woo"),
        ("She met Peng Sheng-chu's staff.", "Peng Sheng-chu"),
    ],
)
def test_given_names_are_whole(names, text, surface):
    assert names(text).select("surface", "kind").rows() == [(surface, "person")]


def test_whose_president_someone_is_is_no_part_of_the_name(names):
    found = names("It was Afghan President Wexley Harbord and U.S. President Obama.")
    assert found["surface"].to_list() == ["Afghan", "Wexley Harbord", "U.S.", "Obama"]


def test_storms_are_no_persons(names):
    found = names("On Monday Tropical Storm Fung-wong reached the coast.")
    assert found.select("surface", "kind", "subkind").rows() == [
        ("Tropical Storm Fung-wong", "event", "disaster")
    ]


def test_co_operation_is_one_word(names):
    found = names("The Trumpington Economic Co-operation Council met in Oslo.")
    assert found["surface"].to_list() == ["Trumpington Economic Co-operation Council", "Oslo"]


def test_small_words_between_hyphens_belong_to_a_name(names):
    found = names("He lived in Villeneuve-sur-Lot and then in Weston-super-Mare.")
    assert found["surface"].to_list() == ["Villeneuve-sur-Lot", "Weston-super-Mare"]


def test_in_capitals_what_the_lexicon_knows_stands(names):
    found = names("KURDISH FORCES RETAKE MOSUL DAM FROM ISIS")
    assert found.select("surface", "method").rows()[0] == ("KURDISH", "lexicon")


def test_two_countries_with_a_hyphen_are_two(names):
    found = names("The Turkish-Syrian border and the Cambodian–Thai clashes.")
    surfaces = ["Turkish", "Syrian", "Cambodian", "Thai"]
    assert found["surface"].to_list() == surfaces
    assert names("An Iranian-American author left.")["surface"].to_list() == ["Iranian-American"]


def test_communities_are_named_without_their_number(names):
    found = names("Some 28,000 Jews left. Egyptian Christians and an Iraqi Shia cleric stayed.")
    assert found["surface"].to_list() == ["Jews", "Egyptian", "Christians", "Iraqi", "Shia"]


def test_ordinary_words_that_begin_a_sentence_are_no_names(names):
    assert names("Brave besieged citizens had held out for months.").height == 0


def test_what_the_lexicon_says_stands(names):
    found = names("The talks in Baghdad ended.")
    assert found.select("surface", "method", "entity_id").rows() == [
        ("Baghdad", "lexicon", "city:iq-baghdad")
    ]


def test_names_do_not_depend_on_the_batch(names):
    texts = [
        "Mr. Wexley Harbord left Oslo.", "In 1998 the Trumpington Club met.", "",
        "'We left Grelb', Ulla Quist said", "-Grelb (Mork Harbord)", '"Go," Mork said.',
        "It said that all left, and", "Powers was there", "In the State and", "Government of Iran",
    ]  # fmt: skip
    alone = pl.concat(
        names(*[other if n == k else "" for n, other in enumerate(texts)])
        for k in range(len(texts))
    )
    assert names(*texts).equals(alone)


def test_confidence_is_a_probability(names):
    found = names("Mr. Wexley Harbord of Grelb Industries met Ulla Quist in Trumpington.")
    assert found.height >= 3
    assert found["confidence"].is_between(0, 1).all()


def test_without_tables_there_is_no_tagger(tmp_path, shipped):
    assert Tagger.load(tmp_path, shipped) is None


def test_tables_are_small():
    assert sum(path.stat().st_size for path in MODEL.glob("*.parquet")) < 10_000_000


@pytest.fixture
def gold(tmp_path):
    folder = tmp_path / "gold"
    folder.mkdir()
    records = [
        {
            "text": f"Mr. {name} went to {place}.",
            "ents": [[4, 4 + len(name), "PER"]],
            "labels": "omisc",
        }
        for name in ("Ali Zork", "Ulla Quist", "Jon Harbord")
        for place in ("Baghdad", "Grelb", "Oslo")
    ]
    (folder / "few.jsonl").write_text("".join(json.dumps(r) + "\n" for r in records))
    silver = records[0] | {"labels": "silver"}
    (folder / "silver.jsonl.gz").write_bytes(gzip.compress((json.dumps(silver) + "\n").encode()))
    return folder


def test_training_gives_the_same_bytes_twice(tmp_path, gold, shipped):
    written = []
    for name in ("one", "two"):
        folder = tmp_path / name
        folder.mkdir()
        training.copy_tables(MODEL, folder)
        training.write_model(folder, gold, shipped)
        written.append((folder / "weights.parquet").read_bytes())
    assert written[0] == written[1]
    assert Tagger.load(tmp_path / "one", shipped) is not None


def test_silver_labels_are_doubted_where_the_others_say_otherwise(gold, shipped):
    wrong = {
        "text": "Mr. Ali Zork went to Oslo.",
        "ents": [[4, 12, "ORG"], [21, 25, "LOC"]],
        "labels": "silver",
    }
    lines = (json.dumps(wrong) + "\n").encode() * 2
    (gold / "silver.jsonl.gz").write_bytes(gzip.compress(lines))
    samples = read_samples(gold, shipped, Resources.load(MODEL, shipped))
    given, widened = samples.allowed, doubted(samples, number_features(samples)).allowed
    first_of_person, first_of_organization = 2, 6
    at = samples.silver & given[:, first_of_organization]
    assert at.sum() == 1
    assert not given[at, first_of_person].any()
    assert widened[at, first_of_person].all()
    assert (widened >= given).all()
    assert (widened == given)[~samples.silver].all()
