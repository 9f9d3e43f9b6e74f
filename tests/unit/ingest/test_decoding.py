import pytest

from flows.ingest.batch import BadInputError
from flows.ingest.decode import decode

FRENCH = (
    "L'armée irakienne a brisé le siège d'Amerli, où près de vingt mille Turkmènes résistaient."
)
RUSSIAN = "Иракская армия прорвала осаду города Амерли, где два месяца оборонялись туркмены."
ARABIC = "كسر الجيش العراقي حصار مدينة آمرلي التي صمد أهلها التركمان أكثر من شهرين أمام المسلحين."


@pytest.mark.parametrize(
    ("python_codec", "mark", "recorded"),
    [
        ("utf-8", b"", "utf-8"),
        ("utf-8-sig", b"", "utf-8-sig"),
        ("utf-16-le", b"\xff\xfe", "utf-16-le"),
        ("utf-16-be", b"\xfe\xff", "utf-16-be"),
        ("utf-32-le", b"\xff\xfe\0\0", "utf-32-le"),
        ("utf-32-be", b"\0\0\xfe\xff", "utf-32-be"),
        ("cp1252", b"", "cp1252?"),
    ],
)
def test_encodings(python_codec: str, mark: bytes, recorded: str) -> None:
    assert decode(mark + FRENCH.encode(python_codec)) == (FRENCH, recorded)


@pytest.mark.parametrize(("text", "codec"), [(RUSSIAN, "cp1251"), (ARABIC, "cp1256")])
def test_other_scripts_are_detected(text: str, codec: str) -> None:
    decoded, recorded = decode(text.encode(codec))
    assert decoded == text
    assert recorded.endswith("?")


def test_one_accent_is_enough_for_western_europe() -> None:
    assert decode("Caf\xe9 in Mosul closed.".encode("latin-1"))[0] == "Café in Mosul closed."


@pytest.mark.parametrize(
    ("data", "reason"),
    [
        (b"abc\0def", "binary"),
        (bytes(range(1, 32)) * 10, "binary"),
        (b"\xff\xfe\x00\xd8A\x00", "undecodable"),
        (b"\xef\xbb\xbf\xff\xff", "undecodable"),
    ],
)
def test_what_is_no_text(data: bytes, reason: str) -> None:
    with pytest.raises(BadInputError) as caught:
        decode(data)
    assert caught.value.reason == reason
