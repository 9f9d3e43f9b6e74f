import pytest

from flows.ingest.front_matter import front_matter
from flows.ingest.options import ReadOptions


def test_yaml_is_read_as_written() -> None:
    text = '---\ntitle: "Siege: broken"\nlanguage: no\nid: 007\ndate: 2014-08-31\n---\nBody.'
    front = front_matter(text)
    assert front.values == {
        "title": "Siege: broken",
        "language": "no",
        "id": "007",
        "date": "2014-08-31",
    }
    assert text[front.body_start :] == "Body."
    assert front.get("published_at", ReadOptions()) == "2014-08-31"


def test_carriage_returns_and_dots_at_the_end() -> None:
    text = "---\r\ntitle: A\r\n...\r\nBody."
    front = front_matter(text)
    assert (front.values, text[front.body_start :]) == ({"title": "A"}, "Body.")


def test_what_is_no_yaml_is_read_line_by_line() -> None:
    front = front_matter("---\ntitle: Siege: broken: at last\npublisher: 'Wire One'\n---\nBody.")
    assert front.values == {"title": "Siege: broken: at last", "publisher": "Wire One"}


def test_nulls_and_nested_values_are_left_out() -> None:
    assert front_matter("---\ntitle: ~\nurl:\ntags: [a, b]\nid: x\n---\n").values == {"id": "x"}


@pytest.mark.parametrize(
    "text",
    [
        "---\nA rule above, and below\n---\nno keys.",
        "---\ntitle: never closed\n",
        "Text first.\n---\ntitle: late\n---\n",
        "--- title: on one line ---\n",
        "",
    ],
)
def test_what_is_no_front_matter(text: str) -> None:
    assert front_matter(text) == ({}, 0)


@pytest.mark.parametrize("block", ["&a [*a, *a]", "!!python/object:os.system x", "[" * 5000])
def test_hostile_yaml_is_harmless(block: str) -> None:
    text = f"---\ntitle: {block}\n---\nBody."
    front = front_matter(text)
    assert text[front.body_start :] == "Body."
    assert all(isinstance(value, str) for value in front.values.values())
