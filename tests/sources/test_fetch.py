from __future__ import annotations

import gzip
import http.server
import time
import zlib
from collections.abc import Callable, Sequence
from typing import Any

import pytest

from panj.errors import FetchError, FetchForbidden, SourceError, SourceMissing, SourceTooLarge, SourceUnsupported
from panj.sources import addresses
from panj.sources.fetch import Fetcher, shown
from tests.sources.conftest import PROSE, Site, error, only, page, reports

PAGE = page().encode()


def here(**options: Any) -> Fetcher:
    """Every name leads to this machine, and this machine may be read."""
    options = {"resolve": lambda host, port: ["127.0.0.1"], "permit": lambda address: True, **options}
    return Fetcher(**options)


def at(site: Site, path: str = "/a", host: str = "news.example") -> str:
    return f"http://{host}:{site.port}{path}"


def test_a_page(site: Site) -> None:
    site.says("/a", PAGE)
    address = at(site, "/a?id=7#top")
    report = only(address, fetcher=here())
    assert report.text == "\n\n".join(PROSE)
    assert report.url == at(site, "/a?id=7")
    assert report.capture.source == at(site, "/a?id=7")
    assert report.publisher == "news.example"
    assert site.asked == [(f"news.example:{site.port}", "/a?id=7")]


def test_its_own_address_and_that_of_others(site: Site) -> None:
    site.says("/a", page(head='<link rel="canonical" href="/own">').encode())
    site.says("/b", page(head='<link rel="canonical" href="https://other.example/x">').encode())
    assert only(at(site), fetcher=here()).url == at(site, "/own")
    assert only(at(site, "/b"), fetcher=here()).url == at(site, "/b")


def test_kinds_by_media_type(site: Site) -> None:
    site.says("/lines", b'{"text": "One."}\n{"text": "Two."}', kind="application/x-ndjson")
    found = reports(at(site, "/lines?key=1"), fetcher=here())
    assert [one.capture.source for one in found] == [at(site, f"/lines?key=1:{n}") for n in (1, 2)]
    site.says("/plain", "Три человека погибли.".encode("koi8-r"), kind="text/plain; charset=koi8-r")
    assert only(at(site, "/plain"), fetcher=here()).text == "Три человека погибли."
    site.says("/pdf", b"%PDF-1.7", kind="application/pdf")
    assert isinstance(error(at(site, "/pdf"), fetcher=here()), SourceUnsupported)


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_redirects(site: Site, status: int) -> None:
    site.says("/a", status=status, Location="/b?x=1")
    site.says("/b", PAGE)
    assert only(at(site), fetcher=here()).url == at(site, "/b?x=1")


def test_too_many_redirects(site: Site) -> None:
    site.says("/a", status=302, Location="/a")
    assert "5 times" in error(at(site), fetcher=here()).problem
    assert len(site.asked) == 6


PRIVATE = [
    "127.0.0.1", "127.1.2.3", "10.0.0.1", "172.16.9.9", "192.168.1.1", "169.254.169.254", "100.64.0.1", "0.0.0.0",
    "224.0.0.1", "239.1.1.1", "240.0.0.1", "255.255.255.255", "192.0.2.1", "198.18.0.1", "::1", "::", "fe80::1",
    "fe80::1%eth0", "fc00::1", "fd12::1", "ff02::1", "fec0::1", "2001:db8::1", "::ffff:127.0.0.1", "::ffff:10.0.0.1",
    "::127.0.0.1", "64:ff9b::a00:1", "2002:7f00:1::", "2001:0:7f00:1::1", "not-an-address", "",
]  # fmt: skip


@pytest.mark.parametrize("address", PRIVATE)
def test_addresses_that_are_not_public(address: str) -> None:
    assert not addresses.is_public(address)
    found = error("http://news.example/", fetcher=Fetcher(resolve=lambda host, port: ["93.184.216.34", address]))
    assert isinstance(found, FetchForbidden)


@pytest.mark.parametrize(
    "address", ["93.184.216.34", "8.8.8.8", "2606:4700::1111", "::ffff:8.8.8.8", "64:ff9b::808:808"]
)
def test_addresses_that_are_public(address: str) -> None:
    assert addresses.is_public(address)


@pytest.mark.parametrize(
    "host",
    [
        *("127.0.0.1", "10.1.2.3", "169.254.169.254", "[::1]", "[::ffff:127.0.0.1]", "[::ffff:7f00:1]", "[fe80::1]"),
        *("0.0.0.0", "localhost", "LOCALHOST", "2130706433", "0177.0.0.1", "0x7f.1", "127.1", "0x7f000001"),
    ],
)
def test_hosts_that_lead_inside(host: str, site: Site) -> None:
    site.says("/a", PAGE)
    assert isinstance(error(f"http://{host}:{site.port}/a"), FetchForbidden)
    assert site.asked == []


def test_a_redirect_inside_is_refused(site: Site) -> None:
    def permit(address: str) -> bool:
        return address == "127.0.0.1"

    def resolve(host: str, port: int) -> Sequence[str]:
        return ["127.0.0.1"] if host == "news.example" else addresses.resolve(host, port)

    for number, target in enumerate(
        ["http://169.254.169.254/latest", "//10.0.0.1/", "http://[::1]/", "http://2852039166/"]
    ):
        site.says(f"/{number}", status=302, Location=target)
        found = error(at(site, f"/{number}"), fetcher=here(resolve=resolve, permit=permit))
        assert isinstance(found, FetchForbidden)
    for target in ("file:///etc/passwd", "ftp://news.example/", "http://", "http://[::1"):
        site.says("/off", status=302, Location=target)
        assert isinstance(error(at(site, "/off"), fetcher=here()), FetchError)


def test_a_name_that_changes_its_address_changes_nothing(site: Site) -> None:
    """The connection goes to what was checked: the name is resolved once a hop, and never by the client."""
    asked = []

    def resolve(host: str, port: int) -> Sequence[str]:
        asked.append((host, port))
        return ["127.0.0.1"] if len(asked) == 1 else ["192.0.2.1"]

    site.says("/a", PAGE)
    assert only(at(site), fetcher=here(resolve=resolve)).text
    assert asked == [("news.example", site.port)]


def test_the_second_address_is_tried(site: Site) -> None:
    site.says("/a", PAGE)
    assert only(at(site), fetcher=here(resolve=lambda host, port: ["127.0.0.9", "127.0.0.1"])).text


@pytest.mark.parametrize(
    "address",
    [
        "http://user:secret@news.example/?token=secret",
        "http://secret@news.example/",
        "http://:secret@news.example/#secret",
    ],
)
def test_passwords_are_refused_and_not_repeated(address: str) -> None:
    found = error(address, fetcher=here())
    assert isinstance(found, FetchForbidden)
    assert "secret" not in str(found)


def test_errors_do_not_repeat_queries(site: Site) -> None:
    site.says("/pdf", b"%PDF-1.7")
    site.says("/empty", b"<html></html>")
    site.says("/lines", b'{"x": 1}', kind="application/json")
    for path in ("/missing", "/pdf", "/empty", "/lines"):
        assert "secret" not in str(error(at(site, f"{path}?token=secret#secret"), fetcher=here()))
    site.says("/on", status=302, Location="http://user:secret@news.example/?token=secret")
    assert "secret" not in str(error(at(site, "/on"), fetcher=here()))
    assert shown("http://a:secret@[::1/") == "the address"
    assert shown("http://[::1/?secret") == "http://[::1/"
    assert shown("https://medium.example/@user/x?y") == "https://medium.example/@user/x"


@pytest.mark.parametrize(
    ("status", "kind"),
    [(404, SourceMissing), (410, SourceMissing), (403, FetchError), (429, FetchError), (500, FetchError)],
)
def test_servers_that_say_no(site: Site, status: int, kind: type[SourceError]) -> None:
    site.says("/a", b"no", status=status)
    found = error(at(site), fetcher=here())
    assert type(found) is kind
    assert str(status) in found.problem


@pytest.mark.parametrize(
    ("coding", "pack"),
    [
        ("gzip", gzip.compress),
        ("deflate", zlib.compress),
        ("deflate", lambda raw: zlib.compress(raw)[2:-4]),
        ("identity", bytes),
    ],
)  # fmt: skip
def test_packed_answers(site: Site, coding: str, pack: Callable[[bytes], bytes]) -> None:
    site.says("/a", pack(PAGE), Content_Encoding=coding)
    assert only(at(site), fetcher=here()).text == "\n\n".join(PROSE)


def test_answers_that_are_too_large(site: Site) -> None:
    site.says("/plain", b"words " * 1_000_000, kind="text/plain")
    site.says("/packed", gzip.compress(b"words " * 30_000_000, 1), kind="text/plain", Content_Encoding="gzip")
    for path in ("/plain", "/packed"):
        assert isinstance(error(at(site, path), fetcher=here(limit=2_000_000)), SourceTooLarge)


@pytest.mark.parametrize(("coding", "body"), [("br", b"x"), ("gzip, gzip", b"x"), ("gzip", b"torn"), ("gzip", b"")])
def test_answers_that_cannot_be_unpacked(site: Site, coding: str, body: bytes) -> None:
    site.says("/a", body, Content_Encoding=coding)
    error(at(site), fetcher=here())


def test_a_torn_packet(site: Site) -> None:
    site.says("/a", gzip.compress(PAGE)[:-20], Content_Encoding="gzip")
    assert isinstance(error(at(site), fetcher=here()), FetchError)
    site.says("/b", b"short", Content_Length="500")
    assert isinstance(error(at(site, "/b"), fetcher=here()), FetchError)


def test_a_server_that_drips_is_left(site: Site) -> None:
    def drip(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(b"HTTP/1.1 200 OK\r\n")
        for number in range(200):
            try:
                handler.wfile.write(b"X-%d: y\r\n" % number)
                handler.wfile.flush()
            except OSError:
                return
            time.sleep(0.02)

    site.answers["/a"] = drip
    assert "in time" in error(at(site), fetcher=here(deadline=0.2)).problem


@pytest.mark.parametrize("raw", [b"nonsense\r\n\r\n", b"", b"HTTP/1.1 200 OK\r\nContent-Length: x\r\n\r\n"])
def test_what_is_not_http(site: Site, raw: bytes) -> None:
    def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
        handler.wfile.write(raw)

    site.answers["/a"] = answer
    assert isinstance(error(at(site), fetcher=here()), FetchError)


def test_nobody_there() -> None:
    def nowhere(host: str, port: int) -> Sequence[str]:
        raise OSError("no such host")

    assert isinstance(error("http://news.example/", fetcher=here(resolve=nowhere)), FetchError)
    assert isinstance(error("http://news.example:1/", fetcher=here()), FetchError)


@pytest.mark.parametrize(
    "address",
    ["http://", "http:///x", "http://[::1", "https://?", "http://a b/", "http://x:99999/", "http://" + "a" * 300],
)
def test_what_is_no_address(address: str) -> None:
    assert isinstance(error(address), FetchError)
