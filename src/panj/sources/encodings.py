"""Bytes into characters.

In this order: a byte order mark; UTF-8, where every byte fits; what the server or the page declares; UTF-8 with few
torn characters; what the bytes look like. A wrong declaration of UTF-8 does no harm, and one of another encoding none
to text that is UTF-8.
"""

from __future__ import annotations

import codecs
import re
from collections.abc import Iterable

import charset_normalizer

from panj.errors import SourceBinary

_BOMS = (
    (codecs.BOM_UTF8, "utf-8"),
    (codecs.BOM_UTF32_LE, "utf-32-le"),
    (codecs.BOM_UTF32_BE, "utf-32-be"),
    (codecs.BOM_UTF16_LE, "utf-16-le"),
    (codecs.BOM_UTF16_BE, "utf-16-be"),
)

# What pages call their encoding and what browsers take it for (WHATWG). Python knows codecs that are no encodings of
# text (base64, punycode); only these are ever asked for.
_TAKEN_FOR = {
    "iso8859-1": "cp1252", "ascii": "cp1252", "iso8859-9": "cp1254", "iso8859-11": "cp874", "tis-620": "cp874",
    "gb2312": "gb18030", "gbk": "gb18030", "euc_kr": "cp949", "shift_jis": "cp932", "big5": "big5hkscs",
}  # fmt: skip
_KNOWN = {
    "big5hkscs", "cp1250", "cp1251", "cp1252", "cp1253", "cp1254", "cp1255", "cp1256", "cp1257", "cp1258", "cp866",
    "cp874", "cp932", "cp949", "euc_jp", "gb18030", "hz", "iso2022_jp", "iso8859-2", "iso8859-3", "iso8859-4",
    "iso8859-5", "iso8859-6", "iso8859-7", "iso8859-8", "iso8859-10", "iso8859-13", "iso8859-14", "iso8859-15",
    "iso8859-16", "koi8-r", "koi8-u", "mac-roman", "mac-cyrillic",
}  # fmt: skip

# Letters beyond ASCII of the languages that Windows-1252 was made for: French, Spanish, Portuguese, Italian, German,
# Nordic ones, Dutch. Those of Poles, Czechs, Hungarians and Turks, read as Windows-1252, fit none of them.
_WESTERN = ("àâæçéèêëîïôœùûüÿ", "áéíóúñüªº", "áâãàçéêíóôõúüªº", "àèéìíòóùîªº", "äöüß", "åäöæøéü", "éëïóöüèêá")
_NOT_WESTERN = re.compile(r"[A-Za-z][¹³¿¯£¼¾][A-Za-z]")
_LATIN = ["cp1252", "cp1250", "cp1254", "cp1257", "iso8859_2", "iso8859_15"]

_META = re.compile(rb"<meta\b[^>]{0,200}?charset\s*=\s*[\"']?\s*([\w.:-]{2,40})", re.I)
_XML = re.compile(rb"<\?xml\b[^>]{0,200}?encoding\s*=\s*[\"']([\w.:-]{2,40})", re.I)
_CONTROLS = re.compile(r"[\x00-\x08\x0e-\x1a\x1c-\x1f\x7f]")
_SAMPLE = 65_536


def declared_in(head: bytes) -> list[str]:
    """Return the encodings that the first bytes of a page declare."""
    found = (pattern.search(head[:8192]) for pattern in (_XML, _META))
    return [one[1].decode("ascii", "replace") for one in found if one]


def wide_encoding(raw: bytes) -> str | None:
    """Return the codec that a byte order mark names, other than that of UTF-8."""
    return next((codec for bom, codec in _BOMS if raw.startswith(bom) and codec != "utf-8"), None)


def decode(raw: bytes, name: str, declared: Iterable[str | None] = ()) -> str:
    """Return bytes as text.

    Args:
        raw: the bytes.
        name: what an error calls them.
        declared: encodings that the source names, the most trusted first.

    Raises:
        SourceBinary: they are no text.
    """
    text = _decode(raw, [codec for one in declared if (codec := _codec(one)) is not None])
    if text is None:
        raise SourceBinary(name, "is not text in any encoding that is known", "Save it as UTF-8 and read that")
    controls = len(_CONTROLS.findall(text))
    if "\x00" in text or controls * 50 > max(len(text), 100):
        raise SourceBinary(name, "is not text: it holds bytes that no text has", "Leave it out, or save it as UTF-8")
    return text


def _decode(raw: bytes, declared: list[str]) -> str | None:
    for bom, codec in _BOMS:
        if raw.startswith(bom):
            text = _strict(raw[len(bom) :], codec)
            return _mended(raw[len(bom) :]) if text is None and codec == "utf-8" else text
    # Encodings that switch by escapes are ASCII to UTF-8's eyes, so a declaration of one comes first.
    escaped = [one for one in declared if (one == "iso2022_jp" and b"\x1b" in raw) or (one == "hz" and b"~{" in raw)]
    for codec in (*escaped, "utf-8", *declared):
        if (text := _strict(raw, codec)) is not None:
            return text
    text = _mended(raw)
    return _guessed(raw) if text is None else text


def _strict(raw: bytes, codec: str) -> str | None:
    try:
        return raw.decode(codec)
    except (UnicodeError, ValueError):
        return None


def _mended(raw: bytes) -> str | None:
    """Return UTF-8 in which a few characters are torn, the torn ones as U+FFFD; ``None`` where it is not that."""
    text = raw.decode("utf-8", "replace")
    torn = text.count("\ufffd")
    good = sum(map(len, re.findall(r"[^\x00-\x7f\ufffd]+", text)))
    return text if torn * 10 <= good else None


def _guessed(raw: bytes) -> str | None:
    """Return bytes that are not UTF-8 in the encoding that they look like."""
    sample = raw[:_SAMPLE]
    if not re.search(rb"[\x80-\xff]", sample):
        first = next((one.start() for one in re.finditer(rb"[\x80-\xff]", raw)), 0)
        sample = raw[max(0, first - 1024) : first + _SAMPLE]
    runs = re.findall(rb"[\x80-\xff]+", sample)
    beyond = sum(map(len, runs))
    # In the languages of Latin letters the bytes beyond ASCII stand one by one; detectors take them for Chinese.
    latin = beyond * 6 <= len(sample) and beyond * 10 <= len(runs) * 13
    if latin and (text := _strict(raw, "cp1252")) is not None:
        letters = {one for one in _strict(sample, "cp1252") or "" if one.isalpha() and not one.isascii()}
        western = not _NOT_WESTERN.search(text[:_SAMPLE]) and any(
            not {one.lower() for one in letters} - set(alphabet) for alphabet in _WESTERN
        )
        if western or beyond * 50 <= len(sample):  # so few say nothing about the language: a quote, a name
            return text
    try:
        best = charset_normalizer.from_bytes(sample, cp_isolation=_LATIN if latin else None).best()
    except Exception:  # a detector that stumbles is a detector without an answer
        best = None
    for codec in (best.encoding if best else None, "cp1252"):
        if codec and (text := _strict(raw, codec)) is not None:
            return text
    return None


def _codec(declared: str | None) -> str | None:
    """Return the codec that a declaration means; ``None`` for UTF-8, which is tried anyway, and for what is unknown."""
    try:
        name = codecs.lookup((declared or "").strip()).name
    except (LookupError, ValueError):
        return None
    name = _TAKEN_FOR.get(name, name)
    return name if name in _KNOWN else None
