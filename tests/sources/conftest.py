"""What the tests of this room share: a clock, a short way to gather, a server on this machine."""

from __future__ import annotations

import datetime as dt
import functools
import http.server
import io
import pathlib
import threading
from collections.abc import Callable, Iterator
from typing import Any

import pytest
from hypothesis import HealthCheck, settings

from panj.errors import SourceError
from panj.model import Report
from panj.sources import Gathered, gather

# A busy machine is no reason to fail: no test asserts a time.
unhurried = settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])

NOW = dt.datetime(2025, 12, 10, 12, tzinfo=dt.UTC)
PROSE = (
    "The regional hospital said that four people hurt in the blast were still being treated on Tuesday.",
    "Officials in the district had first spoken of two, and gave no reason for the change.",
    "A crane operator who saw the fire from his cabin described three loud bangs, one after another.",
    "Nobody has said who was behind it, and the mayor asked residents not to spread rumours.",
)


def collect(source: str | pathlib.Path | bytes, **options: Any) -> list[Gathered | SourceError]:
    """Gather from a path, or from bytes on standard input, on a fixed day."""
    options.setdefault("clock", lambda: NOW)
    if isinstance(source, bytes):
        return list(gather("-", stdin=io.BytesIO(source), **options))
    return list(gather(str(source), **options))


def reports(source: str | pathlib.Path | bytes, **options: Any) -> list[Report]:
    """Gather what must all be reports."""
    found = collect(source, **options)
    assert [one for one in found if isinstance(one, SourceError)] == []
    return [one.report for one in found if isinstance(one, Gathered)]


def only(source: str | pathlib.Path | bytes, **options: Any) -> Report:
    """Gather what must be one report."""
    (report,) = reports(source, **options)
    return report


def error(source: str | pathlib.Path | bytes, **options: Any) -> SourceError:
    """Gather what must be one error."""
    (one,) = collect(source, **options)
    assert isinstance(one, SourceError)
    assert one.subject
    assert one.problem
    assert one.remedy
    return one


def page(body: str = "", head: str = "", attributes: str = 'lang="en"') -> str:
    """Return a page with an article of several paragraphs."""
    text = body or "".join(f"<p>{sentence}</p>" for sentence in PROSE)
    return (
        f"<!DOCTYPE html><html {attributes}><head>{head}</head><body><nav><a href='/'>Home</a> <a href='/w'>World</a>"
        f"</nav><article>{text}</article><footer>Imprint</footer></body></html>"
    )


Answer = Callable[[http.server.BaseHTTPRequestHandler], None]


class Site:
    """A web site on this machine: answers by path."""

    def __init__(self, port: int) -> None:
        self.port = port
        self.answers: dict[str, Answer] = {}
        self.asked: list[tuple[str, str]] = []

    def says(self, path: str, body: bytes = b"", *, status: int = 200, kind: str = "text/html", **headers: str) -> None:
        def answer(handler: http.server.BaseHTTPRequestHandler) -> None:
            handler.send_response(status)
            handler.send_header("Content-Type", kind)
            for name, value in headers.items():
                handler.send_header(name.replace("_", "-"), value)
            handler.end_headers()
            handler.wfile.write(body)

        self.answers[path] = answer


class _Handler(http.server.BaseHTTPRequestHandler):
    def __init__(self, site: Site, *rest: Any) -> None:
        self.site = site
        super().__init__(*rest)

    def do_GET(self) -> None:
        self.site.asked.append((self.headers["Host"], self.path))
        answer = self.site.answers.get(self.path.partition("?")[0])
        if answer is None:
            self.send_error(404)
        else:
            answer(self)

    def log_message(self, *_: object) -> None:
        """Say nothing."""


@pytest.fixture
def site() -> Iterator[Site]:
    place = Site(0)
    server = http.server.ThreadingHTTPServer(("127.0.0.1", 0), functools.partial(_Handler, place))
    server.daemon_threads = True
    place.port = server.server_address[1]
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01}, daemon=True)
    thread.start()
    yield place
    server.shutdown()
    server.server_close()
