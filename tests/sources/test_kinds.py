from __future__ import annotations

import io
import zipfile

import pytest

from panj.errors import SourceBinary, SourceError, SourceUnsupported
from panj.sources import kinds
from tests.sources.conftest import error


def archive(*names: str) -> bytes:
    packed = io.BytesIO()
    with zipfile.ZipFile(packed, "w") as file:
        for name in names:
            file.writestr(name, "x")
    return packed.getvalue()


@pytest.mark.parametrize(
    ("raw", "kind", "called"),
    [
        (b"%PDF-1.7\n%\xe2\xe3", SourceUnsupported, "PDF"),
        (archive("[Content_Types].xml", "word/document.xml"), SourceUnsupported, "DOCX"),
        (archive("xl/workbook.xml"), SourceUnsupported, "XLSX"),
        (archive("a.txt"), SourceBinary, "ZIP"),
        (b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1" + b"\0" * 8, SourceUnsupported, "DOC"),
        (b"{\\rtf1 text}", SourceUnsupported, "RTF"),
        (b"WARC/1.0\r\n", SourceUnsupported, "WARC"),
        (b"\x89PNG\r\n\x1a\n\0", SourceBinary, "PNG"),
        (b"\xff\xd8\xff\xe0", SourceBinary, "JPEG"),
        (b"GIF89a", SourceBinary, "GIF"),
        (b"\x1f\x8b\x08\0", SourceBinary, "gzip"),
        (b"\x7fELF\x02", SourceBinary, "ELF"),
        (b"MZ\x90\x00\x03", SourceBinary, "Windows"),
        (b"SQLite format 3\0", SourceBinary, "SQLite"),
        (b"a\0b", SourceBinary, "NUL"),
        (b'<?xml version="1.0"?><rss version="2.0"><channel/></rss>', SourceUnsupported, "feed"),
        (b"<feed xmlns='http://www.w3.org/2005/Atom'><entry><body >x</body></entry></feed>", SourceUnsupported, "feed"),
        (b"<!-- c --><rdf:RDF></rdf:RDF>", SourceUnsupported, "feed"),
        (b'<?xml version="1.0"?><newsItem/>', SourceUnsupported, "NewsML"),
        (b'<?xml version="1.0"?><svg/>', SourceUnsupported, "XML"),
    ],
)
def test_what_is_not_read_is_named(raw: bytes, kind: type[SourceError], called: str) -> None:
    found = error(raw)
    assert type(found) is kind
    assert called in found.problem


@pytest.mark.parametrize(
    ("head", "suffix", "media", "kind"),
    [
        ("Three men were killed.", "", None, "text"),
        ("<!doctype HTML>x", ".txt", "text/plain", "html"),
        ('<?xml version="1.0"?><html xmlns="http://www.w3.org/1999/xhtml">', "", None, "html"),
        ("<!-- saved --><p>Three</p>", "", None, "html"),
        ("\ufeff <div class='a'>", "", None, "html"),
        ("Three & more", ".html", None, "html"),
        ("x", "", "text/html; charset=utf-8", "html"),
        ('{"text": "x"}', ".txt", None, "json"),
        (' [ {"text": "x"}]', "", None, "json"),
        ("[Reuters] Three men", "", None, "text"),
        ("[1] Three men", "", None, "text"),
        ("oops", ".jsonl", None, "json"),
        ("oops", "", "application/json", "json"),
        ("<3 was all it said", "", None, "text"),
        ("a < b and <p> is a tag", "", None, "text"),
        ("", "", None, "text"),
    ],
)
def test_kinds_of_text(head: str, suffix: str, media: str | None, kind: str) -> None:
    assert kinds.kind_of(head, "x", suffix, media) == kind
