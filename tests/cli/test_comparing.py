"""`alongside changes`, and a run that would lose everything."""

from pathlib import Path

from tests.cli.conftest import Type


def test_changes_from_the_first_run_to_a_collapse(
    alongside: Type, prefect_server: str, tmp_path: Path
) -> None:
    texts, where = tmp_path / "texts", ("--warehouse", str(tmp_path / "warehouse"))
    texts.mkdir()
    assert "nothing is published" in alongside("changes", *where).err
    (texts / "one.txt").write_text("Iran and Iraq met in Baghdad.")
    alongside("run", str(texts), *where)
    first = alongside("changes", *where)
    assert first.code == 0
    assert ", the first of the warehouse" in first.out

    (texts / "two.txt").write_text("Turkey met Iran. [Iran] met Turkey.")
    alongside("run", *where)
    said = alongside("changes", *where)
    assert ", against 000001-" in said.out
    lines = [" ".join(line.split()) for line in said.out.splitlines()]
    assert "documents 1 2 1 0 0" in lines
    assert any(line.startswith("Iran Turkey 0 2 ") for line in lines)
    assert "alongside why country:IR country:TR" in said.out
    assert alongside("changes", "--against", "000001", *where).out == said.out
    turned = alongside("changes", "000001", "--against", "000002", "--limit", "0", *where).out
    assert "documents 2 1 0 1 0" in [" ".join(line.split()) for line in turned.splitlines()]
    assert "pairs that moved" not in turned
    assert alongside("changes", "000009", *where).code == 2
    assert alongside("path", "changes", *where).out.endswith("changes/data.parquet\n")

    for path in texts.iterdir():
        path.unlink()
    refused = alongside("run", *where)
    assert refused.code == 1
    assert "root texts would fall from 2 texts to 0 (-100%)" in refused.err
    assert "still published: snapshot 000002-" in refused.err
    assert "published snapshot 000003-" in alongside("run", "--allow-collapse", *where).out
