from collections.abc import Callable
from pathlib import Path

import polars as pl
import pytest

from flows.lexicon import Lexicon
from flows.settings import RESOURCES

#: Lists of words that need no small copy.
WHOLE = ("time_words", "number_words", "quantity_words", "distinct")

SMALL = {
    "entities": """entity_id,name,kind,subkind,country_code,latitude,longitude,geonames_id
org:isis,Islamic State,organization,armed_group,,,,
country:IR,Iran,place,country,IR,32.0,53.0,130758
country:US,United States,place,country,US,39.76,-98.5,6252001
country:IQ,Iraq,place,country,IQ,33.0,44.0,99237
city:hit,Hit,place,city,IQ,33.6,42.8,
city:fallujah,Fallujah,place,city,IQ,33.3,43.8,
city:baghdad,Baghdad,place,city,IQ,33.3,44.4,
city:hague,The Hague,place,city,NL,52.1,4.3,
city:sanaa,Sana'a,place,city,YE,15.4,44.2,
person:maliki,Nouri al-Maliki,person,,IQ,,,
org:dawa,Islamic Dawa Party,organization,party,IQ,,,
org:army,Iraqi Army,organization,military,IQ,,,
group:west,The West,group,,,,,
""",
    "aliases": """alias,entity_id,basis,case
ISIS,org:isis,acronym,exact
Iranian,country:IR,demonym,proper
US,country:US,acronym,exact
American,country:US,demonym,proper
Iraqi,country:IQ,demonym,proper
Iraqi army,org:army,variant,proper
Al-Fallujah,city:fallujah,variant,proper
Da'wah Party,org:dawa,variant,proper
daesh,org:isis,alias,any
the West,group:west,name,proper
""",
    "titles": "title,kind\nPresident,civil\nPrime Minister,civil\nGeneral,military\nMr.,courtesy\n",
    "heads": """word,kind,subkind,position
University,organization,,last
University,organization,,first
Ministry,organization,government,first
Airport,place,facility,last
Assembly,organization,government,last
Party,organization,party,last
War,event,war,last
town,place,city,last
Camp,place,facility,first
""",
    "particles": "particle\nal\nbin\nde\n",
    "abbreviations": "abbreviation,ends_sentence\nMr.,never\nGen.,never\nNo.,never\nInc.,maybe\n",
    "common_words": "word\nthe\na\nin\non\nat\nit\nhe\nwe\nis\nwas\nwho\nus\nhit\nbrave\n"
    "police\nyesterday\nafter\nthen\n",
    "given_names": "name\nAli\nMary\nMichael\n",
    "modality_cues": "cue,modality,scope\nmay,hypothetical,clause\nnot,negated,clause\n",
    "reporting_verbs": "verb,frame\nsaid,verb\n",
    "stance_cues": "cue,stance,frame,where\nattacked,hostile,verb,anywhere\n",
}


def write_lexicon(folder: Path, **changes: str) -> Path:
    folder.mkdir(parents=True, exist_ok=True)
    seeds = RESOURCES / "seeds" / "lexicon"
    whole = {name: (seeds / f"{name}.csv").read_text(encoding="utf-8") for name in WHOLE}
    for name, text in (whole | SMALL | changes).items():
        (folder / f"{name}.csv").write_text(text, encoding="utf-8")
    return folder


@pytest.fixture(scope="session")
def lexicon(tmp_path_factory: pytest.TempPathFactory) -> Lexicon:
    return Lexicon.load(write_lexicon(tmp_path_factory.mktemp("lexicon")))


@pytest.fixture(scope="session")
def documents() -> Callable[..., pl.DataFrame]:
    def make(*texts: str, body_start: int = 0) -> pl.DataFrame:
        return pl.DataFrame(
            {
                "doc_id": [f"{n:016x}" for n in range(len(texts))],
                "text": list(texts),
                "body_start": [body_start] * len(texts),
            },
            schema={"doc_id": pl.String, "text": pl.String, "body_start": pl.Int32},
        )

    return make


@pytest.fixture(scope="session")
def load_changed() -> Callable[..., Lexicon]:
    def load(folder: Path, **changes: str) -> Lexicon:
        return Lexicon.load(write_lexicon(folder, **changes))

    return load
