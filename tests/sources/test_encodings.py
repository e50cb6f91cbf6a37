from __future__ import annotations

import codecs

import pytest

from panj.errors import SourceBinary, SourceEmpty
from panj.sources.encodings import decode
from tests.sources.conftest import error, only, page

ENGLISH = "Three men were killed — “all of them workers”, the ministry’s spokesman said on Monday in Khatlon."
LANGUAGES = {
    "cp1252": "Trois hommes ont été tués lundi près de la frontière, a déclaré le préfet. L’hôpital a reçu un blessé",
    "cp1250": "Trzech mężczyzn zginęło w poniedziałek w pobliżu granicy, poinformowało sąd. Żołnierze czekają.",
    "cp1251": "Трое мужчин погибли в понедельник у границы, сообщило министерство внутренних дел.",
    "koi8-r": "Трое мужчин погибли в понедельник у границы, сообщило министерство внутренних дел.",
    "cp1256": "سه نفر روز دوشنبه در نزدیکی مرز کشته شدند.",
    "gb18030": "星期一，三名男子在边境附近被打死，内政部说。官员们正在调查这起事件。",
    "cp932": "月曜日、国境近くで男性三人が殺害されたと内務省が発表した。",
}


@pytest.mark.parametrize(
    ("bom", "codec"),
    [
        (codecs.BOM_UTF8, "utf-8"),
        (codecs.BOM_UTF16_LE, "utf-16-le"),
        (codecs.BOM_UTF16_BE, "utf-16-be"),
        (codecs.BOM_UTF32_LE, "utf-32-le"),
        (codecs.BOM_UTF32_BE, "utf-32-be"),
        (b"", "utf-8"),
        (b"", "cp1252"),
    ],
)
def test_marks_and_western_text(bom: bytes, codec: str) -> None:
    assert only(bom + ENGLISH.encode(codec)).text == ENGLISH
    as_page = page(f"<p>{ENGLISH}</p>" * 2)
    assert ENGLISH in only(bom + as_page.encode(codec)).text


@pytest.mark.parametrize("codec", LANGUAGES)
@pytest.mark.parametrize("times", [1, 20])
def test_undeclared(codec: str, times: int) -> None:
    text = "\n".join([LANGUAGES[codec]] * times)
    assert decode(text.encode(codec, "ignore"), "x") == text.encode(codec, "ignore").decode(codec)


def test_declared_by_the_page() -> None:
    text = LANGUAGES["koi8-r"]
    for head in ('<meta charset="koi8-r">', '<meta http-equiv="Content-Type" content="text/html; charset=KOI8-R">'):
        assert text in only(page(f"<p>{text}</p><p>{text}</p>", head).encode("koi8-r")).text


def test_declared_wrongly_as_utf8_and_wrongly_as_another() -> None:
    as_utf8 = page(f"<p>{ENGLISH}</p>", '<meta charset="utf-8">').encode("cp1252")
    assert ENGLISH in only(as_utf8).text
    as_latin = page(f"<p>{ENGLISH}</p>", '<meta charset="iso-8859-1">').encode()
    assert ENGLISH in only(as_latin).text
    assert decode(ENGLISH.encode(), "x", ["no-such-thing", "base64", "idna", "\x00"]) == ENGLISH


def test_latin1_means_windows() -> None:
    assert decode("„Zażółć” — “é”".encode("cp1250"), "x", ["windows-1250"]) == "„Zażółć” — “é”"
    assert decode(ENGLISH.encode("cp1252"), "x", ["ISO-8859-1"]) == ENGLISH


def test_escapes_of_iso_2022() -> None:
    text = LANGUAGES["cp932"]
    assert decode(text.encode("iso2022_jp"), "x", ["iso-2022-jp"]) == text


def test_utf8_with_a_torn_character_stays_utf8() -> None:
    raw = (LANGUAGES["cp1251"] + "ж").encode()[:-1]
    assert decode(raw, "x") == LANGUAGES["cp1251"] + "\ufffd"


@pytest.mark.parametrize(
    "raw",
    [
        b"Three men\x00 were killed.",
        codecs.BOM_UTF16_LE + b"T",
        codecs.BOM_UTF32_LE + b"Three",
        bytes(range(1, 256)) * 10,
        b"a\x01\x02\x03\x04\x05\x06 b" * 30,
        b"x" * 100_000 + b"\x00",
    ],
)
def test_binary(raw: bytes) -> None:
    assert isinstance(error(raw), SourceBinary)


@pytest.mark.parametrize("raw", [b"", b" \n\t\r\n ", codecs.BOM_UTF8, codecs.BOM_UTF16_LE, "\u200b\u00a0".encode()])
def test_empty(raw: bytes) -> None:
    assert isinstance(error(raw), SourceEmpty)
