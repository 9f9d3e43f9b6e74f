"""The lexicon: reference tables in one folder of CSV files, read strictly or not at all.

| file | columns |
|---|---|
| entities.csv | entity_id, name, kind, subkind, country_code, latitude, longitude, geonames_id |
| aliases.csv | alias, entity_id, basis, case |
| titles.csv | title, kind (civil, military, …): words before a name that make it a person |
| heads.csv | word, kind, subkind, position (first, last): words in a name that say what it is |
| particles.csv | particle: lower-case words inside names (`bin`, `de`) |
| abbreviations.csv | abbreviation, ends_sentence (never, maybe) |
| common_words.csv | word: lower-case words that a capital does not make a name |
| given_names.csv | name |
| modality_cues.csv | cue, modality, scope (see `flows.extract.modality`): what is no fact |
| reporting_verbs.csv | verb, frame (verb, direct, source): words that say who says so |
| stance_cues.csv | cue, stance, frame, where (anywhere, fighting): words that say on whose side |
| time_words.csv | word, class (month, weekday, unit, …), value: see `flows.extract.dates.grammar` |
| number_words.csv | word, class (one, ten, scale, many, vague, fraction, ordinal), value |
| quantity_words.csv | word, class (unit, money, share, hedge, noun, people, role, …), value |
| distinct.csv | name, other: names that are never one, however alike they are spelled |

An entity's name is an alias of it (basis `name`, case `proper`) unless aliases.csv has a line for
the same words. `case` says how the text must write an alias: `proper`, words with a capital in
the alias have one in the text, or are all capitals; `exact`, the same capitals letter for letter;
`any`, no matter. An alias that begins with a lower-case `the ` is matched only behind that
article, which stays outside the mention.
"""

import hashlib
from dataclasses import dataclass
from pathlib import Path
from typing import Self

import polars as pl

from flows.categories import ALIAS_BASES, KINDS, MODALITIES, STANCES
from flows.errors import UsageError

CASES = ("proper", "exact", "any")
CUE_SCOPES = ("clause", "behind", "phrase", "to", "from", "against", "at")
FRAMES = (
    "verb",
    "toward",
    "from",
    "take",
    "at",
    "away",
    "mutual",
    "between",
    "joint",
    "kin",
    "prefix",
    "compound",
    "revenge",
    "context",
    "none",
)
#: Frames whose cues are verbs.
VERBS = ("verb", "from", "take", "at", "away")
TITLE_KINDS = ("civil", "military", "religious", "nobility", "academic", "courtesy")
_FILES: dict[str, tuple[str, ...]] = {
    "entities": (
        "entity_id",
        "name",
        "kind",
        "subkind",
        "country_code",
        "latitude",
        "longitude",
        "geonames_id",
    ),
    "aliases": ("alias", "entity_id", "basis", "case"),
    "titles": ("title", "kind"),
    "heads": ("word", "kind", "subkind", "position"),
    "particles": ("particle",),
    "abbreviations": ("abbreviation", "ends_sentence"),
    "common_words": ("word",),
    "given_names": ("name",),
    "modality_cues": ("cue", "modality", "scope"),
    "reporting_verbs": ("verb", "frame"),
    "stance_cues": ("cue", "stance", "frame", "where"),
    "time_words": ("word", "class", "value"),
    "number_words": ("word", "class", "value"),
    "quantity_words": ("word", "class", "value"),
    "distinct": ("name", "other"),
}
#: What extraction does not read: a line more is no reason to extract a text again.
_ACROSS_TEXTS = ("distinct",)
_OPTIONAL = ("subkind", "country_code", "latitude", "longitude", "geonames_id")
_KEYS = {
    "entities": "entity_id",
    "aliases": "alias",
    "titles": "title",
    "particles": "particle",
    "abbreviations": "abbreviation",
    "common_words": "word",
    "given_names": "name",
    "modality_cues": "cue",
    "reporting_verbs": "verb",
    "stance_cues": "cue",
}
_CHOICES: dict[tuple[str, str], tuple[str, ...]] = {
    ("entities", "kind"): KINDS,
    ("aliases", "basis"): ALIAS_BASES,
    ("aliases", "case"): CASES,
    ("titles", "kind"): TITLE_KINDS,
    ("heads", "kind"): KINDS,
    ("heads", "position"): ("first", "last"),
    ("abbreviations", "ends_sentence"): ("never", "maybe"),
    ("modality_cues", "modality"): MODALITIES,
    ("modality_cues", "scope"): CUE_SCOPES,
    ("reporting_verbs", "frame"): ("verb", "direct", "source"),
    ("stance_cues", "stance"): STANCES,
    ("stance_cues", "frame"): FRAMES,
    ("stance_cues", "where"): ("anywhere", "fighting"),
}


@dataclass(frozen=True, eq=False, repr=False)
class Lexicon:
    """The lexicon's frames; strings throughout but for the places' numbers."""

    entities: pl.DataFrame
    aliases: pl.DataFrame
    titles: pl.DataFrame
    heads: pl.DataFrame
    particles: pl.Series
    abbreviations: pl.DataFrame
    common_words: pl.Series
    given_names: pl.Series
    modality_cues: pl.DataFrame
    reporting_verbs: pl.DataFrame
    stance_cues: pl.DataFrame
    time_words: pl.DataFrame
    number_words: pl.DataFrame
    quantity_words: pl.DataFrame
    distinct: pl.DataFrame
    sha256: str
    across_texts_sha256: str

    @classmethod
    def load(cls, folder: Path) -> Self:
        """Read and check the CSV files of a folder.

        Raises UsageError, with file, line and remedy, for a missing file or column, an unknown
        entity, kind, case or basis, a repeated key, or one alias for two entities.
        """
        raw = {name: _read(folder / f"{name}.csv", columns) for name, columns in _FILES.items()}
        for name, frame in raw.items():
            _check_cells(folder / f"{name}.csv", name, frame)
        entities = _places(folder / "entities.csv", raw["entities"])
        return cls(
            entities=entities,
            aliases=_aliases(folder / "aliases.csv", raw["aliases"], entities),
            titles=raw["titles"].drop("line"),
            heads=raw["heads"].drop("line"),
            particles=raw["particles"]["particle"].str.to_lowercase(),
            abbreviations=raw["abbreviations"].drop("line"),
            common_words=raw["common_words"]["word"].str.to_lowercase(),
            given_names=raw["given_names"]["name"].str.to_lowercase(),
            modality_cues=raw["modality_cues"].drop("line"),
            reporting_verbs=raw["reporting_verbs"].drop("line"),
            stance_cues=raw["stance_cues"].drop("line"),
            time_words=raw["time_words"].drop("line"),
            number_words=raw["number_words"].drop("line"),
            quantity_words=raw["quantity_words"].drop("line"),
            distinct=raw["distinct"].drop("line"),
            sha256=_hash([folder / f"{name}.csv" for name in _FILES if name not in _ACROSS_TEXTS]),
            across_texts_sha256=_hash([folder / f"{name}.csv" for name in _ACROSS_TEXTS]),
        )

    @staticmethod
    def version(folder: Path) -> str:
        """Hash of all files of a folder that a lexicon is read from; those missing aside."""
        paths = (folder / f"{name}.csv" for name in _FILES)
        return _hash([path for path in paths if path.is_file()])

    @property
    def abbreviation_stems(self) -> list[str]:
        """Abbreviations without their last full stop, longest first."""
        stems = self.abbreviations["abbreviation"].str.strip_chars_end(".").unique().to_list()
        return sorted(stems, key=lambda stem: (-len(stem), stem))

    @property
    def abbreviations_never(self) -> pl.Series:
        """Abbreviations, with their full stop, that no sentence ends with."""
        never = self.abbreviations.filter(pl.col("ends_sentence") == "never")
        return never["abbreviation"].str.strip_chars_end(".") + "."


def _read(path: Path, columns: tuple[str, ...]) -> pl.DataFrame:
    """A CSV file as strings, empty cells null, with the line each row stands on."""
    if not path.is_file():
        raise UsageError(f"{path} is missing: the lexicon needs it (columns {', '.join(columns)}).")
    try:
        frame = pl.read_csv(path, infer_schema=False)
    except pl.exceptions.PolarsError as error:
        raise UsageError(f"{path} is not a CSV file: {error}") from error
    if frame.columns != list(columns):
        found = ", ".join(frame.columns)
        raise UsageError(
            f"{path}, line 1: the columns are {found}; make them {', '.join(columns)}."
        )
    return frame.with_row_index("line", offset=2)


def _check_cells(path: Path, name: str, frame: pl.DataFrame) -> None:
    for column in _FILES[name]:
        cell = pl.col(column)
        if column not in _OPTIONAL:
            _refuse(path, frame, cell.is_null(), f"{column} is empty; fill it or drop the line")
        padded = cell.str.strip_chars() != cell
        _refuse(path, frame, padded, f"{column} has blanks around it; take them out", column)
        if choices := _CHOICES.get((name, column)):
            remedy = f"{column} must be one of {', '.join(choices)}"
            _refuse(path, frame, ~cell.is_in(choices), remedy, column)
    if key := _KEYS.get(name):
        twice = ~pl.col(key).is_first_distinct()
        _refuse(path, frame, twice, f"{key} stands on more than one line; keep one", key)


def _places(path: Path, entities: pl.DataFrame) -> pl.DataFrame:
    """Entities with numbers as numbers."""
    made_up = pl.col("entity_id").str.starts_with("name:")
    _refuse(path, entities, made_up, "`name:` is for names outside the lexicon", "entity_id")
    code = ~pl.col("country_code").str.contains("^[A-Z]{2}$")
    _refuse(path, entities, code, "country_code must be two capitals", "country_code")
    for column, low, high in (("latitude", -90, 90), ("longitude", -180, 180)):
        number = pl.col(column).cast(pl.Float64, strict=False)
        wrong = pl.col(column).is_not_null() & ~number.is_between(low, high).fill_null(value=False)
        remedy = f"{column} must be degrees from {low} to {high}"
        _refuse(path, entities, wrong, remedy, column)
    number = pl.col("geonames_id").cast(pl.Int64, strict=False)
    wrong = pl.col("geonames_id").is_not_null() & number.is_null()
    _refuse(path, entities, wrong, "geonames_id must be a whole number", "geonames_id")
    return entities.with_columns(
        pl.col("latitude", "longitude").cast(pl.Float64), pl.col("geonames_id").cast(pl.Int64)
    )


def _aliases(path: Path, written: pl.DataFrame, entities: pl.DataFrame) -> pl.DataFrame:
    """Aliases as written, and the names of entities that have no line of their own."""
    unknown = ~pl.col("entity_id").is_in(entities["entity_id"].implode())
    remedy = "no such entity in entities.csv; add it there or mend the id"
    _refuse(path, written, unknown, remedy, "entity_id")
    names = entities.select(
        "line",
        "entity_id",
        alias="name",
        basis=pl.lit("name"),
        case=pl.lit("proper"),
    ).join(written, on="alias", how="anti")
    both = pl.concat([written, names.select(written.columns)])
    clash = ~pl.col("alias").is_first_distinct()
    names_path = path.with_name("entities.csv")
    remedy = "two entities have this name; give one of them another"
    _refuse(names_path, both, clash, remedy, "alias")
    return both.drop("line")


def _refuse(
    path: Path, frame: pl.DataFrame, wrong: pl.Expr, remedy: str, column: str | None = None
) -> None:
    """Raise for the first row that is wrong."""
    rows = frame.filter(wrong).head(1)
    if rows.height:
        row = rows.row(0, named=True)
        value = f" `{row[column]}`:" if column else ""
        raise UsageError(f"{path}, line {row['line']}:{value} {remedy}.")


def _hash(paths: list[Path]) -> str:
    """Hash of the files' names and bytes, whatever order they are given in."""
    digest = hashlib.sha256()
    for path in sorted(paths):
        digest.update(path.name.encode() + b"\0" + hashlib.sha256(path.read_bytes()).digest())
    return digest.hexdigest()
