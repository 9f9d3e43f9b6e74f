"""HTML -> main text, by trafilatura, and what the page's own metadata say about it."""

import json
import re
from collections import deque
from collections.abc import Iterator
from typing import Any, cast

import lxml.etree
import lxml.html
from trafilatura import bare_extraction
from trafilatura.meta import reset_caches
from trafilatura.metadata import examine_meta, extract_meta_json, extract_title, extract_url
from trafilatura.settings import Document

from flows.parsers.wire import Message, Unparsable

#: Names of meta elements that hold the date of publication, the most exact first. Dates of
#: changes, copyright and crawling are none, and neither is a date that stands in the text.
_DATE_NAMES = (
    "article:published_time",
    "og:article:published_time",
    "og:published_time",
    "datepublished",
    "rnews:datepublished",
    "citation_publication_date",
    "citation_date",
    "dc.date.issued",
    "dcterms.issued",
    "dc.date",
    "dcterms.date",
    "parsely-pub-date",
    "sailthru.date",
    "cxenseparse:recs:publishtime",
    "originalpublicationdate",
    "publication_date",
    "publish_date",
    "publish-date",
    "publishdate",
    "pubdate",
    "date",
)
#: Objects of JSON-LD that are looked at; comments under an article come after it.
_MAX_OBJECTS = 1_000
#: Documents after which trafilatura's caches are emptied, as they only grow.
_CACHED = 500
_since_reset = 0


def parse(data: bytes, facts: dict[str, Any]) -> Message:
    """Text of a page given in UTF-8, with title, site, url, language and stated dates.

    The text is what trafilatura takes for the main text, without comments, one block per line.
    Raises Unparsable `no_text` or `too_deep`.
    """
    _keep_caches_small()
    tree = _tree(data)
    meta = extract_meta_json(tree, examine_meta(tree))
    site = (meta.sitename or "").strip().lstrip("@")
    found = {
        "title": meta.title or extract_title(tree),
        "publisher": None if site.startswith(("http:", "https:", "/")) else site,
        "url": meta.url or extract_url(tree),
        "language": tree.get("lang"),
        "dates": list(dict.fromkeys(_dates(tree))),
    }
    url = facts.get("url")
    extracted = cast("Document | None", bare_extraction(tree, url=url, include_comments=False))
    text = extracted.text if extracted is not None else None
    if not text or not text.strip():
        raise Unparsable("no_text", "The page has no main text: it may be a menu or a script.")
    return Message(found, [text.encode("utf-8", "replace")])


def _tree(data: bytes) -> lxml.html.HtmlElement:
    # libxml2 gives up behind 256 levels and drops all that follows, so that must not go unseen.
    parser = lxml.html.HTMLParser(
        collect_ids=False, remove_comments=True, remove_pis=True, encoding="utf-8"
    )
    try:
        tree = lxml.html.document_fromstring(data, parser=parser)
    except lxml.etree.ParserError as error:
        raise Unparsable("no_text", "The page holds nothing.") from error
    for entry in parser.error_log:
        if entry.type_name == "ERR_RESOURCE_LIMIT":
            reason = "too_deep" if "depth" in entry.message else "too_large"
            raise Unparsable(reason, f"The page goes beyond what is parsed: {entry.message}.")
    return tree


def _dates(tree: lxml.html.HtmlElement) -> Iterator[str]:
    """Dates of publication that the page states in metadata, the most trustworthy first."""
    named: dict[str, str] = {}
    for element in tree.iter("meta"):
        name = element.get("property") or element.get("name") or element.get("itemprop") or ""
        named.setdefault(name.strip().lower(), (element.get("content") or "").strip())
    stated = [named[name] for name in _DATE_NAMES if named.get(name)]
    yield from stated[:1]
    yield from _linked_data_dates(tree)
    for element in tree.iter("time"):
        if element.get("itemprop") == "datePublished" or element.get("pubdate") is not None:
            yield (element.get("datetime") or element.text_content()).strip()
    yield from stated[1:]


def _linked_data_dates(tree: lxml.html.HtmlElement) -> Iterator[str]:
    for script in tree.iter("script"):
        if script.get("type") == "application/ld+json" and script.text:
            try:
                todo = deque([json.loads(script.text, strict=False)])
            except ValueError:
                continue
            for _ in range(_MAX_OBJECTS):
                if not todo:
                    break
                value = todo.popleft()
                if isinstance(value, dict):
                    if isinstance(stated := value.get("datePublished"), str):
                        yield re.sub(r"\s+", " ", stated).strip()
                        return
                    todo.extend(value.values())
                elif isinstance(value, list):
                    todo.extend(value)


def _keep_caches_small() -> None:
    global _since_reset  # noqa: PLW0603
    _since_reset += 1
    if _since_reset > _CACHED:
        reset_caches()
        _since_reset = 0
