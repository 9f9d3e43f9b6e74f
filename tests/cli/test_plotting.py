"""plot: a picture of each sort from a published warehouse, and what goes wrong said in a line."""

import subprocess
import sys
from pathlib import Path

import pytest

from tests.cli.conftest import Type

#: Two texts leave nothing significant.
EVERY_PAIR = ("--max-q", "1", "--min-count", "1")


@pytest.fixture(autouse=True)
def in_a_folder(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.chdir(tmp_path)


@pytest.mark.parametrize(
    ("words", "says"),
    [
        (("network", *EVERY_PAIR), ["Who is named with whom", "Iran", "Mosul", "q ≤ 1"]),
        (("network", "ISIS", *EVERY_PAIR), ["Who is named with Islamic State", "Mosul"]),
        (("timeline", "Iran", "Amerli", "--from", "2014-01-01", "--to", "2014-12-31"), ["2014"]),
        (("timeline", "Iran", "US", "--pair", "--by", "day"), ["in one sentence", "1 of 1"]),
        (("timeline", "Iran", "--count", "documents", "--by", "year"), ["Texts per year"]),
        (("map",), ["Places that the texts name", "Mosul", "Natural"]),
        (("map", "ISIS", "--within", "Iraq"), ["Places named with Islamic State in Iraq"]),
        (("map", "--all"), ["United States", "Mosul"]),
        (("matrix", *EVERY_PAIR, "--by", "log_dice"), ["logDice", "Iran"]),
    ],
)
def test_pictures(
    alongside: Type, published: Path, words: tuple[str, ...], says: list[str]
) -> None:
    said = alongside("plot", *words, "--output", "picture.html", "-w", str(published))
    assert (said.code, said.err) == (0, "")
    assert said.out == "picture.html\n"
    page = Path("picture.html").read_text(encoding="utf-8")
    assert [each for each in says if each not in page] == []
    (snapshot,) = (published / "snapshots").iterdir()
    assert snapshot.name in page


def test_without_a_name_the_file_lies_here(alongside: Type, published: Path) -> None:
    said = alongside("plot", "map", "-w", str(published))
    assert said.out == "alongside-map.png\n"
    assert Path("alongside-map.png").read_bytes().startswith(b"\x89PNG")


@pytest.mark.parametrize(
    ("words", "code", "says"),
    [
        (("network",), 1, "nothing to draw: no pair has q ≤ 0.05 and 2 joint sentences"),
        (("matrix",), 1, "nothing to draw: no pair has q ≤ 0.05"),
        (("matrix", "--stance"), 1, "nothing to draw: no pair is put on a side"),
        (("map", "--min-count", "99"), 1, "nothing to draw: no such place"),
        (("timeline", "Iran", "--from", "1900-01-01", "--to", "1900-02-01"), 1, "speaks of a day"),
        (("timeline", "Iran", "--from", "2014-02-01", "--to", "2014-01-01"), 2, "before"),
        (("timeline", "Iran", "Iraq", "Mosul", "--pair"), 2, "--pair takes two entities"),
        (("timeline", "Iran", "--by", "hour"), 2, "--by hour: say one of day, week, month, year"),
        (("network", "Irann"), 2, "the nearest: Iran (country:IR)"),
        (("network", "--kind", "robot"), 2, "--kind robot: say one of person"),
        (("network", "--scope", "page"), 2, "--scope page: say one of sentence"),
        (("map", "--output", "map.pdf"), 2, "must end in .png, .svg, .html"),
        (("map", "--output", "nowhere/map.png"), 1, "cannot write nowhere/map.png"),
        (("map", "--snapshot", "999999"), 2, "no snapshot '999999'"),
    ],
)
def test_what_goes_wrong_is_one_line(
    alongside: Type, published: Path, words: tuple[str, ...], code: int, says: str
) -> None:
    said = alongside("plot", *words, "-w", str(published))
    assert (said.code, said.out) == (code, "")
    assert says in said.err
    assert said.err.count("\n") == 1
    assert list(Path().iterdir()) == []


def test_without_matplotlib_the_extra_is_named(published: Path, repository: Path) -> None:
    program = (
        "import sys; sys.modules['matplotlib'] = None\n"
        f"sys.argv = ['alongside', 'plot', 'map', '-w', {str(published)!r}]\n"
        "from flows.cli import main; main()"
    )
    done = subprocess.run(
        [sys.executable, "-c", program],
        env={"PYTHONPATH": str(repository), "PATH": ""},
        capture_output=True,
        text=True,
        check=False,
    )
    assert done.returncode == 2
    assert done.stderr == "error: matplotlib is not installed: pip install 'alongside[plots]'\n"
