"""What a source is, from its first bytes; suffix and media type only decide where the content leaves it open."""

from __future__ import annotations

import re
from typing import Literal, NamedTuple

from panj.errors import SourceBinary, SourceError, SourceUnsupported

Kind = Literal["text", "html", "json"]

_LATER = "A later version reads it; until then save it as text or HTML and read that"
_EXPORT = "A later version reads it; until then export it to text and read that"
_UNPACK = "Unpack it and read what is inside"


class _Sign(NamedTuple):
    """Bytes that give a kind away: where they stand, what they are, what it is called, what to do about it."""

    at: int
    magic: bytes
    name: str
    remedy: str | None = None  # None for what holds no report at all


_SIGNS = (
    _Sign(0, b"%PDF-", "a PDF", _EXPORT),
    _Sign(0, b"{\\rtf", "an RTF document", _EXPORT),
    _Sign(0, b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1", "an old Office document (DOC, XLS, PPT or MSG)", _EXPORT),
    _Sign(0, b"WARC/", "a WARC archive", _LATER),
    _Sign(0, b"%!PS", "a PostScript document", _EXPORT),
    _Sign(0, b"\x89PNG\r\n\x1a\n", "an image (PNG)"),
    _Sign(0, b"\xff\xd8\xff", "an image (JPEG)"),
    _Sign(0, b"GIF87a", "an image (GIF)"),
    _Sign(0, b"GIF89a", "an image (GIF)"),
    _Sign(8, b"WEBP", "an image (WebP)"),
    _Sign(0, b"II*\x00", "an image (TIFF)"),
    _Sign(0, b"MM\x00*", "an image (TIFF)"),
    _Sign(0, b"\x00\x00\x01\x00", "an icon"),
    _Sign(0, b"8BPS", "an image (Photoshop)"),
    _Sign(4, b"ftyp", "a video or image (MP4, MOV, HEIC or AVIF)"),
    _Sign(0, b"\x1aE\xdf\xa3", "a video (Matroska)"),
    _Sign(8, b"AVI ", "a video (AVI)"),
    _Sign(8, b"WAVE", "a sound (WAV)"),
    _Sign(0, b"ID3", "a sound (MP3)"),
    _Sign(0, b"OggS", "a sound or video (Ogg)"),
    _Sign(0, b"fLaC", "a sound (FLAC)"),
    _Sign(0, b"\x1f\x8b", "an archive (gzip)"),
    _Sign(0, b"BZh", "an archive (bzip2)"),
    _Sign(0, b"\xfd7zXZ\x00", "an archive (xz)"),
    _Sign(0, b"\x28\xb5\x2f\xfd", "an archive (zstd)"),
    _Sign(0, b"7z\xbc\xaf\x27\x1c", "an archive (7-Zip)"),
    _Sign(0, b"Rar!\x1a\x07", "an archive (RAR)"),
    _Sign(257, b"ustar", "an archive (tar)"),
    _Sign(0, b"\x7fELF", "an executable (ELF)"),
    _Sign(0, b"\xcf\xfa\xed\xfe", "an executable (Mach-O)"),
    _Sign(0, b"\xca\xfe\xba\xbe", "an executable (Mach-O or Java class)"),
    _Sign(0, b"\x00asm", "an executable (WebAssembly)"),
    _Sign(0, b"SQLite format 3\x00", "a database (SQLite)"),
    _Sign(0, b"PAR1", "a table (Parquet)"),
    _Sign(0, b"wOFF", "a font"),
    _Sign(0, b"wOF2", "a font"),
)

_IN_A_ZIP = (
    (b"word/", "a Word document (DOCX)"),
    (b"xl/", "a spreadsheet (XLSX)"),
    (b"ppt/", "a presentation (PPTX)"),
    (b"application/vnd.oasis.opendocument", "an OpenDocument file (ODT, ODS or ODP)"),
    (b"application/epub+zip", "an EPUB"),
)

WIDE_BOMS = (b"\xff\xfe", b"\xfe\xff", b"\x00\x00\xfe\xff")
"""Byte order marks of UTF-16 and UTF-32 (the little-endian mark of UTF-32 begins with that of UTF-16)."""

_HTML = re.compile(r"<!doctype\s+html|<(?:html|head|body|frameset)[\s>]", re.I)
_FRAGMENT = re.compile(
    r"(?:<!--(?:(?!-->).)*+-->\s*)*+<(?:p|div|article|main|section|h[1-6]|table|ul|ol|span|title|meta|header|br|center|font)[\s/>]",
    re.I | re.S,
)
_ROOT = re.compile(r"(?:<\?(?:(?!\?>).)*+\?>|<!--(?:(?!-->).)*+-->|<!doctype[^>]*>|\s)*+<([\w:]+)", re.I | re.S)
_FEEDS = {"rss", "feed", "rdf:rdf"}
_NEWSML = re.compile(r"(?:\w+:)?(?:newsitem|newsmessage|newsml|nitf)$")
_JSON = re.compile(r'\{\s*(?:"|\})|\[\s*(?:\{|\])|[{\[]\s*$')

HTML_SUFFIXES = frozenset({".html", ".htm", ".xhtml", ".xht", ".shtml"})
JSON_SUFFIXES = frozenset({".json", ".jsonl", ".ndjson"})
LINES_SUFFIXES = frozenset({".jsonl", ".ndjson"})
TEXT_SUFFIXES = frozenset({".txt", ".text", ".md"})
XML_SUFFIXES = frozenset({".xml", ".rss", ".atom", ".rdf"})
READ_SUFFIXES = HTML_SUFFIXES | JSON_SUFFIXES | TEXT_SUFFIXES

_MEDIA: dict[str, Kind] = {
    "text/html": "html",
    "application/xhtml+xml": "html",
    "application/json": "json",
    "application/x-ndjson": "json",
    "application/ndjson": "json",
    "application/jsonl": "json",
    "application/jsonlines": "json",
    "application/x-jsonlines": "json",
}


def refusal(head: bytes, name: str) -> SourceError | None:
    """Return the error for first bytes that are no text; ``None`` where they may be."""
    if head.startswith(b"PK\x03\x04"):
        for sign, called in _IN_A_ZIP:
            if sign in head:
                return SourceUnsupported(name, f"is {called}", _EXPORT)
        return SourceBinary(name, "is an archive (ZIP)", _UNPACK)
    for one in _SIGNS:
        if head.startswith(one.magic, one.at):
            if one.remedy is not None:
                return SourceUnsupported(name, f"is {one.name}, which this version does not read", one.remedy)
            return SourceBinary(name, f"is {one.name}, not text", _UNPACK if "archive" in one.name else "Leave it out")
    if head.startswith(b"MZ") and b"\x00" in head[:64]:
        return SourceBinary(name, "is an executable (Windows), not text", "Leave it out")
    if b"\x00" in head and not head.startswith(WIDE_BOMS):
        return SourceBinary(name, "holds NUL bytes, so it is not text", "Leave it out, or save it as UTF-8 text")
    return None


def kind_of(head: str, name: str, suffix: str = "", media_type: str | None = None) -> Kind:
    """Return the kind of a text.

    Args:
        head: its first characters.
        name: what an error calls it.
        suffix: of its file name, lower case, with the dot.
        media_type: that a server declared.

    Raises:
        SourceUnsupported: a feed or another kind of XML.
    """
    start = head.lstrip("\ufeff \t\r\n\f")[:4096]
    found = _ROOT.match(start)
    root = found[1].lower() if found else ""
    for is_it, called in ((root in _FEEDS, "a feed"), (_NEWSML.match(root), "NewsML")):
        if is_it:
            raise SourceUnsupported(name, f"is {called}, which this version does not read", _LATER)
    if start.startswith("<") and _HTML.search(start):
        return "html"
    if (start[:5].lower() == "<?xml" or suffix in XML_SUFFIXES) and suffix not in HTML_SUFFIXES:
        raise SourceUnsupported(name, "is XML of a kind that this version does not read", _LATER)
    if _JSON.match(start) or suffix in JSON_SUFFIXES:
        return "json"
    if _FRAGMENT.match(start) or suffix in HTML_SUFFIXES:
        return "html"
    return _MEDIA.get((media_type or "").partition(";")[0].strip().lower(), "text")


def is_page(head: bytes) -> bool:
    """Say whether first bytes are without doubt those of an HTML page, whatever the file is called."""
    start = head[:4096].lstrip(b"\xef\xbb\xbf \t\r\n").decode("latin-1")
    return start.startswith("<") and _HTML.search(start) is not None
