"""When a page says that it was published: metadata, linked data, microdata, microformats."""

import json
import re
from collections import deque
from collections.abc import Iterator
from itertools import islice
from typing import cast

import lxml.html

#: Names of meta elements that hold the date of publication, letters and digits only, the most exact
#: first. Dates of changes, copyright and crawling are none, and neither is one in the text.
_NAMES = (
    "articlepublishedtime",
    "ogarticlepublishedtime",
    "ogpublishedtime",
    "articlepublished",
    "articlepublicationdate",
    "datepublished",
    "rnewsdatepublished",
    "citationpublicationdate",
    "citationdate",
    "bepresscitationdate",
    "dcdateissued",
    "dctermsissued",
    "dcdate",
    "dctermsdate",
    "dcdatecreated",
    "dctermscreated",
    "parselypubdate",
    "sailthrudate",
    "shareaholicarticlepublishedtime",
    "cxenseparserecspublishtime",
    "originalpublicationdate",
    "publicationdate",
    "publishdate",
    "pubdate",
    "date",
)
#: Elements that hold it: microdata, then h-entry, hAtom and what WordPress and HTML 5 once had.
_CLASSES = ("dt-published", "published", "entry-date")
_HAS = "contains(concat(' ', normalize-space(@{}), ' '), ' {} ')"
_MARKED = (
    f"//*[{_HAS.format('itemprop', 'datePublished')}]",
    # In encyclopedias the day on which what they tell of began is of both classes.
    f"//*[({' or '.join(_HAS.format('class', name) for name in _CLASSES)} or self::time/@pubdate)"
    f" and not({_HAS.format('class', 'dtstart')})]",
)
#: Where an element says its value, if not in its text, and how long that may be.
_VALUES = ("content", "datetime", "title")
_LONGEST = 100
#: Objects of JSON-LD that are looked at; comments under an article come after it.
_MAX_OBJECTS = 1_000
_LINKED = re.compile(r'"datePublished"\s*:\s*"([^"]*)"')


def stated_dates(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Dates of publication that a page states, the most trustworthy first."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        for kind in ("property", "name", "itemprop"):
            name = re.sub(r"[^a-z0-9]", "", (element.get(kind) or "").lower())
            named.setdefault(name, (element.get("content") or "").strip())
    stated = [named[name] for name in _NAMES if named.get(name)]
    yield from stated[:1]
    yield from _linked_data(tree)
    yield from _marked(tree)
    yield from stated[1:]


def _linked_data(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The first date of JSON-LD."""
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            for date in _in_objects(script.text):
                yield re.sub(r"\s+", " ", date).strip()
                return


def _in_objects(text: str) -> Iterator[str]:
    try:
        todo = deque([json.loads(text, strict=False)])
    except ValueError:
        # Pages leave out quotes and commas, or wrap the whole in CDATA.
        yield from _LINKED.findall(text)
        return
    for _ in range(_MAX_OBJECTS):
        if not todo:
            return
        value = todo.popleft()
        if isinstance(value, dict):
            if isinstance(stated := value.get("datePublished"), str):
                yield stated
            todo.extend(value.values())
        elif isinstance(value, list):
            todo.extend(value)


def _marked(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """The first date of each way to mark one; those of other texts and of comments come later."""
    for path in _MARKED:
        values = map(_value, cast("list[lxml.html.HtmlElement]", tree.xpath(path)))
        yield from islice(filter(None, values), 1)


def _value(element: lxml.html.HtmlElement) -> str | None:
    said = next(filter(None, map(element.get, _VALUES)), element.text_content())
    # Whole articles are of the class "published", too.
    return " ".join(said.split()) if len(said) < _LONGEST and re.search("[0-9]", said) else None
