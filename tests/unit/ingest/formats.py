"""Small files of every format, made on the spot."""

import gzip
import io
import re
import zipfile
from collections.abc import Sequence
from email.message import EmailMessage

from fastwarc import WarcRecord, WarcRecordType
from reportlab.lib import pdfencrypt
from reportlab.pdfgen.canvas import Canvas

PAGE = """<!DOCTYPE html><html lang="en"><head><title>Siege broken - The Wire</title>
<meta property="og:site_name" content="The Wire">
<meta property="article:published_time" content="2014-08-31T18:00:00+02:00">
<link rel="canonical" href="https://wire.example/world/siege"></head>
<body><nav><a href="/">Home</a> <a href="/sport">Sport</a></nav>
<article><h1>Siege broken</h1>
<p>Iran and the United States helped Iraq at Amerli. For weeks the town had been cut off from
water, food and power, and those who had stayed drank from wells.</p>
<p>ISIS fled to Mosul. The first lorries arrived in the evening, when the road from Tuz Khurmatu
was open again, and people came out of their houses to meet them.</p></article>
<footer>Imprint</footer></body></html>"""
PAGE_TEXT = """Siege broken
Iran and the United States helped Iraq at Amerli. For weeks the town had been cut off from water, \
food and power, and those who had stayed drank from wells.
ISIS fled to Mosul. The first lorries arrived in the evening, when the road from Tuz Khurmatu was \
open again, and people came out of their houses to meet them."""


def page(body: str, head: str = "") -> str:
    return f"<html><head>{head}</head><body>{body}</body></html>"


def pdf(
    *pages: Sequence[str], title: str = "", password: str | None = None, line: float = 14
) -> bytes:
    """A PDF with these lines on its pages; an empty line leaves a gap."""
    target = io.BytesIO()
    encrypt = pdfencrypt.StandardEncryption(password) if password else None
    canvas = Canvas(target, encrypt=encrypt, invariant=True)
    canvas.setTitle(title)
    for lines in pages:
        for n, words in enumerate(lines):
            canvas.drawString(72, 760 - line * n, words)
        canvas.showPage()
    canvas.save()
    return target.getvalue()


def scan() -> bytes:
    """A PDF of one page with a box on it and no text."""
    target = io.BytesIO()
    canvas = Canvas(target, invariant=True)
    canvas.rect(100, 100, 200, 200, fill=1)
    canvas.showPage()
    canvas.save()
    return target.getvalue()


def mail(
    text: str | None = "Iran spoke to Iraq.\n",
    html: str | None = None,
    attachments: Sequence[tuple[str, str, bytes]] = (),
    **headers: str,
) -> bytes:
    """A message; attachments are (name, media type, content)."""
    message = EmailMessage()
    usual = {
        "Subject": "Über Amerli",
        "From": "Wire One <desk@wire.example>",
        "Date": "Sun, 31 Aug 2014 18:00:00 +0200",
        "Message-ID": "<1@wire.example>",
    }
    for name, value in (usual | headers).items():
        message[name] = value
    if text is not None:
        message.set_content(text)
    if html is not None and text is not None:
        message.add_alternative(html, subtype="html")
    elif html is not None:
        message.set_content(html, subtype="html")
    for name, media, content in attachments:
        main, _, sub = media.partition("/")
        message.add_attachment(content, maintype=main, subtype=sub, filename=name)
    return message.as_bytes()


def record(
    url: str,
    content: bytes | str,
    media: str = "text/html; charset=utf-8",
    *,
    number: int = 1,
    status: str = "200 OK",
    coding: str | None = None,
    kind: WarcRecordType = WarcRecordType.response,
) -> bytes:
    """One record of a web archive; its id ends in `number`."""
    made = WarcRecord()
    urn = f"uuid:00000000-0000-0000-0000-{number:012}".encode()
    made.init_headers(kind, record_urn=urn, content_length=0)
    made.headers["WARC-Target-URI"] = url
    made.headers["WARC-Date"] = "2014-09-30T10:00:00Z"
    made.is_http = True
    made.headers["Content-Type"] = "application/http; msgtype=response"
    body = content.encode() if isinstance(content, str) else content
    head = f"HTTP/1.1 {status}\r\nContent-Type: {media}\r\n"
    if coding:
        head += f"Content-Encoding: {coding}\r\n"
    made.set_bytes_content(head.encode() + b"\r\n" + body)
    target = io.BytesIO()
    made.write(target)
    return target.getvalue()


def of_length(record: bytes, change: int) -> bytes:
    """The record with its length stated wrongly."""
    stated = re.compile(rb"(?m)^(Content-Length: )(\d+)")
    return stated.sub(lambda m: m[1] + str(int(m[2]) + change).encode(), record, count=1)


def warc_gz(*records: bytes) -> bytes:
    return b"".join(gzip.compress(record, mtime=0) for record in records)


def zipped(*members: tuple[str | zipfile.ZipInfo, bytes | str]) -> bytes:
    target = io.BytesIO()
    with zipfile.ZipFile(target, "w", zipfile.ZIP_DEFLATED) as archive:
        for name, content in members:
            info = zipfile.ZipInfo(name) if isinstance(name, str) else name
            archive.writestr(info, content, zipfile.ZIP_DEFLATED)
    return target.getvalue()
