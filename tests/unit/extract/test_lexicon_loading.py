import pytest

from flows.errors import UsageError
from flows.lexicon import Lexicon


def test_names_are_aliases_unless_overridden(lexicon):
    rows = dict(lexicon.aliases.select("alias", "case").iter_rows())
    assert rows["Iran"] == "proper"
    assert rows["ISIS"] == "exact"
    assert lexicon.aliases.filter(alias="Fallujah")["basis"].to_list() == ["name"]


def test_hash_depends_on_the_bytes_alone(tmp_path, load_changed):
    one, same = load_changed(tmp_path / "one"), load_changed(tmp_path / "two")
    other = load_changed(tmp_path / "three", particles="particle\nvon\n")
    assert one.sha256 == same.sha256 != other.sha256


ENTITY = "entity_id,name,kind,subkind,country_code,latitude,longitude,geonames_id\n"
ALIAS = "alias,entity_id,basis,case\n"


@pytest.mark.parametrize(
    ("file", "text", "message"),
    [
        ("particles", "partikel\nvon\n", r"particles\.csv, line 1: the columns are partikel"),
        ("aliases", ALIAS + "Persia,country:XX,alias,proper\n", r"aliases\.csv, line 2: .*XX"),
        ("aliases", ALIAS + "X,country:IR,alias,lower\n", r"line 2: `lower`: case must be one of"),
        ("aliases", ALIAS + "X,country:IR,nick,any\n", r"`nick`: basis must be one of"),
        (
            "aliases",
            ALIAS + "X,country:IR,alias,any\nX,country:IQ,alias,any\n",
            r"line 3: `X`: alias stands on more than one line",
        ),
        ("aliases", ALIAS + "X ,country:IR,alias,any\n", r"blanks around"),
        ("aliases", ALIAS + "X,,alias,any\n", r"entity_id is empty"),
        ("entities", ENTITY + "a,A,thing,,,,,\n", r"entities\.csv, line 2: `thing`: kind"),
        ("entities", ENTITY + "a,A,place,,,91,0,\n", r"latitude must be degrees"),
        ("entities", ENTITY + "a,A,place,,IRN,,,\n", r"country_code must be two capitals"),
        ("entities", ENTITY + "a,A,place,,,,,x1\n", r"geonames_id must be a whole number"),
        ("titles", "title,kind\nSir,knight\n", r"`knight`: kind must be one of"),
    ],
)
def test_broken_files_say_where_and_what_to_do(tmp_path, load_changed, file, text, message):
    with pytest.raises(UsageError, match=message):
        load_changed(tmp_path, **{file: text})


def test_two_entities_of_one_name_are_refused(tmp_path, load_changed):
    twice = ENTITY + "a,Same,place,,,,,\nb,Same,place,,,,,\n"
    with pytest.raises(UsageError, match=r"entities\.csv, line 3: `Same`: two entities"):
        load_changed(tmp_path, entities=twice, aliases=ALIAS)


def test_missing_file(tmp_path, load_changed):
    load_changed(tmp_path)
    (tmp_path / "heads.csv").unlink()
    with pytest.raises(UsageError, match=r"heads\.csv is missing: .*position"):
        Lexicon.load(tmp_path)


def test_distinct_names_are_no_reason_to_extract_anew(tmp_path, load_changed):
    before = load_changed(tmp_path / "one")
    after = load_changed(tmp_path / "two", distinct="name,other\nZork Blurk,Zorq Blurk\n")
    assert before.sha256 == after.sha256
    assert before.across_texts_sha256 != after.across_texts_sha256
    assert after.distinct.rows() == [("Zork Blurk", "Zorq Blurk")]
