"""Pictures as files: what they say, that they load nothing, and that they are always the same."""

import re
import struct
import warnings
from collections.abc import Callable
from datetime import date
from functools import cache
from pathlib import Path
from xml.etree import ElementTree

import duckdb
import pytest
from matplotlib.figure import Figure

from flows.errors import AlongsideError, UsageError
from flows.plots import captions, matrix, network, places, timeline
from flows.plots.files import write
from flows.plots.fonts import fallback_fonts
from flows.plots.selection import Selection
from flows.plots.style import Words, framed, styled
from tests.unit.plots.conftest import small_snapshot

Connection = duckdb.DuckDBPyConnection
Draw = Callable[[Connection], Figure]
Drawn = Callable[[Draw, str], bytes]
WORDS = Words("A title", "A line below", "A caption")
SELECTION = Selection(by="npmi")


def _network(connection: Connection) -> Figure:
    found = network.network(connection, SELECTION)
    words = captions.network_words(found, SELECTION, [], "000001-abc")
    return network.draw_network(found, words)


def _lines(connection: Connection) -> Figure:
    time = timeline.Time(date(2014, 6, 1), date(2014, 9, 30), "month")
    counts = timeline.timeline(connection, [("a", None), ("b", None)], time)
    return timeline.draw_timeline(counts, ["Ada <& Co>", "Bob"], time, "n_mentions", WORDS)


def _bars(connection: Connection) -> Figure:
    time = timeline.Time(date(2014, 6, 1), date(2014, 9, 30), "month")
    counts = timeline.timeline(connection, [("a", None)], time)
    words = captions.timeline_words([("Ada", 10, 50)], time, "n_mentions", False, "000001-abc")
    return timeline.draw_timeline(counts, ["Ada"], time, "n_mentions", words)


def _map(connection: Connection) -> Figure:
    found = places.places(connection)
    view = places.view_of(found, everything=True)
    words = captions.places_words(found, found, "mentions", (None, None), "000001-abc")
    return places.draw_places(found, view, "mentions", words)


def _matrix(connection: Connection) -> Figure:
    found = matrix.association_matrix(connection, SELECTION)
    words = captions.association_words(found, SELECTION, "000001-abc")
    return matrix.draw_association(found, "npmi", words)


def _sides(connection: Connection) -> Figure:
    found = matrix.stance_matrix(connection, SELECTION)
    return matrix.draw_stance(found, captions.stance_words(found, SELECTION, "000001-abc"))


#: What each picture must say, and tips it must show.
PICTURES: list[tuple[Draw, list[str], list[str]]] = [
    (
        _network,
        ["Ada <& Co>", "Bob", "Čapek", "Delhi", "Erbil", "hostile", "allied, on few sentences"],
        [
            "Ada <& Co> and Bob: 9 together, 0 sentences allied, 6 hostile",
            "Erbil (place): 10 mentions",
        ],
    ),
    (_lines, ["A title", "A caption", "Ada <& Co>", "Bob"], ["Ada <& Co>, from 2014-09-01: 7"]),
    (_bars, ["When: Ada"], ["Ada, month from 2014-06-01: 3", "Ada, month from 2014-09-01: 7"]),
    (_map, ["Delhi", "Erbil", "country"], ["Delhi (country): 20 mentions"]),
    (_matrix, ["Bob", "Čapek", ".90", ".40"], ["Ada <& Co> and Bob: NPMI 0.90, 9 together"]),
    (_sides, ["−6", "+1"], ["Ada <& Co> and Bob: 0 sentences allied, 6 hostile"]),
]
_DRAWN = pytest.mark.parametrize("draw", [draw for draw, _, _ in PICTURES])


def _written(draw: Draw, connection: Connection, path: Path) -> bytes:
    with styled():
        write(draw(connection), path)
    return path.read_bytes()


@pytest.fixture(scope="module")
def connection() -> Connection:
    """One for all pictures, which only read."""
    return small_snapshot()


@pytest.fixture(scope="module")
def drawn(connection: Connection, tmp_path_factory: pytest.TempPathFactory) -> Drawn:
    """A picture in a format, which is drawn once."""
    folder = tmp_path_factory.mktemp("drawn")
    return cache(
        lambda draw, ending: _written(draw, connection, folder / f"{draw.__name__}.{ending}")
    )


@pytest.mark.parametrize(("draw", "says", "tips"), PICTURES)
def test_what_a_picture_says(drawn: Drawn, draw: Draw, says: list[str], tips: list[str]) -> None:
    svg = ElementTree.fromstring(drawn(draw, "svg"))
    texts = ["".join(each.itertext()) for each in svg.iter("{http://www.w3.org/2000/svg}text")]
    titles = [each.text for each in svg.iter("{http://www.w3.org/2000/svg}title")]
    assert [each for each in says if each not in texts] == []
    for tip in tips:
        names = re.escape(tip.partition(":")[0].replace(" and ", "\0")).replace("\0", " and ")
        mirrored = " and ".join(reversed(tip.partition(":")[0].split(" and ")))
        assert tip in titles or mirrored + tip[tip.index(":") :] in titles, names


@_DRAWN
def test_a_page_loads_nothing(drawn: Drawn, draw: Draw) -> None:
    page = drawn(draw, "html").decode()
    assert page.startswith("<!DOCTYPE html>\n")
    assert page.count("<svg ") == 1
    # Names of XML name spaces are no addresses to load from.
    rest = re.sub(r'xmlns(:\w+)?="[^"]*"', "", page)
    assert re.findall(r"\w+://[^\s\"']+|@import|<script|<link|src=", rest) == []
    assert all(each.startswith("#") for each in re.findall(r'href="([^"]*)"', rest))


@_DRAWN
@pytest.mark.parametrize("ending", ["png", "svg", "html"])
def test_the_same_numbers_give_the_same_bytes(
    connection: Connection, drawn: Drawn, tmp_path: Path, draw: Draw, ending: str
) -> None:
    again = _written(draw, connection, tmp_path / f"again.{ending}")
    assert again == drawn(draw, ending)


def test_a_png_has_the_size_of_its_figure(drawn: Drawn) -> None:
    png = drawn(_bars, "png")
    assert png.startswith(b"\x89PNG\r\n")
    assert struct.unpack(">II", png[16:24]) == (11 * 160, 6 * 160)


def test_captions_tell_true_numbers(connection: Connection) -> None:
    found = network.network(connection, Selection(ids=["c"], limit=3))
    words = captions.network_words(found, Selection(ids=["c"]), ["Čapek"], "000001-abc")
    assert words.title == "Who is named with Čapek"
    assert "2 of 2 such pairs with Čapek, the strongest, and 1 between" in words.caption
    assert "snapshot 000001-abc" in words.caption


def test_names_in_any_script_are_drawn_without_a_warning(tmp_path: Path) -> None:
    names = "حيدر العبادي · 東京 · Россия · שלום · 😀 · $1 bn_x · ไทย"
    families, lacking = fallback_fonts([names])
    with warnings.catch_warnings():
        warnings.simplefilter("error")
        with styled(families):
            figure, _ = framed((8, 3), Words(names, names, names))
            for ending in ("png", "svg"):
                write(figure, tmp_path / f"names.{ending}")
    assert names in (tmp_path / "names.svg").read_text(encoding="utf-8")
    # What every machine has, and what no font has.
    assert not set(lacking) & set("حيدрשל$_")
    assert fallback_fonts(["\U000e0fff\ue000", "abc"])[0] == []


@pytest.mark.parametrize("name", ["picture", "picture.pdf", "picture.svg.gz"])
def test_endings_tell_the_format(tmp_path: Path, name: str) -> None:
    with pytest.raises(UsageError, match="the name must end in"):
        write(Figure(), tmp_path / name)


def test_a_folder_that_is_not_there_is_told(tmp_path: Path) -> None:
    with pytest.raises(AlongsideError, match="cannot write"):
        write(Figure(), tmp_path / "nowhere" / "picture.svg")
