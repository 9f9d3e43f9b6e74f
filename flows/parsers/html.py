"""HTML -> main text, by trafilatura, and what the page's own metadata say about it."""

from typing import Any, cast

import lxml.etree
import lxml.html
from trafilatura import bare_extraction
from trafilatura.meta import reset_caches
from trafilatura.metadata import examine_meta, extract_meta_json, extract_title, extract_url
from trafilatura.settings import Document

from flows.parsers.page_dates import stated_dates
from flows.parsers.wire import Message, Unparsable

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
        "dates": list(dict.fromkeys(stated_dates(tree))),
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


def _keep_caches_small() -> None:
    global _since_reset  # noqa: PLW0603
    _since_reset += 1
    if _since_reset > _CACHED:
        reset_caches()
        _since_reset = 0
