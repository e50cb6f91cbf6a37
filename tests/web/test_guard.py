"""Who may ask and what an answer allows: hosts, origins, sizes, headers; and texts that attack."""

from __future__ import annotations

import datetime as dt
import hashlib
import pathlib
import re
import signal
import socket
import subprocess
import sys
import urllib.request
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import panj
from panj.errors import InvalidValue
from panj.model import Capture, Report, encode, report_id
from panj.web import application, markdown, serve
from panj.web.guard import BODY_LIMIT
from tests.web.conftest import HOST, OURS
from tests.web.reading import Page
from tests.web.test_pages import every_page

HOSTILE = (
    "<script>alert(1)</script>",
    '<img src=x onerror="alert(2)">',
    "<svg/onload=alert(3)>",
    '"><iframe src="javascript:alert(4)">',
    "' onmouseover='alert(5)' x='",
    "</textarea><script>alert(6)</script>",
    "</title><base href=//evil.example/>",
    "{{ 7 * 191 }}{% raw %}",
    "<a href=javascript:alert(7)>here</a>",
    "[link](javascript:alert(8)) ![x](//evil.example/x.png) **bold** `code`",
    "<!--<style>*{display:none}</style>",
    "\u202egnol os\u202c \u2066isolated\u2069 \x1b[31mred\x07",
    "&lt;script&gt;already&amp;escaped",
)


@pytest.mark.parametrize(
    "host",
    ["evil.example", "evil.example:7265", "127.0.0.1.evil.example", "127.0.0.1@evil.example", "0.0.0.0:7265", "",
     "[::ffff:127.0.0.1]", "localhost:port", "localhost/evil", "127.0.0.2", "localhost, evil.example"],
)  # fmt: skip
def test_another_name_of_this_machine_is_refused(desk: TestClient, host: str) -> None:
    for address in ("/", "/api/v1/incidents", "/static/desk.js"):
        answer = desk.get(address, headers={"host": host})
        assert answer.status_code == 421
        assert set(answer.json()["error"]) == {"kind", "subject", "problem", "remedy"}


@pytest.mark.parametrize("host", ["127.0.0.1:7265", "localhost:99", "LOCALHOST", "[::1]:7265"])
def test_its_own_names_are_answered(desk: TestClient, host: str) -> None:
    assert desk.get("/keys", headers={"host": host}).status_code == 200


@pytest.mark.parametrize(
    "headers",
    [
        {},
        {"origin": "https://evil.example"},
        {"origin": "null"},
        {"origin": "http://127.0.0.1:9999"},
        {"origin": "https://127.0.0.1:7265"},
        {"origin": HOST, "sec-fetch-site": "cross-site"},
        {"origin": HOST, "sec-fetch-site": "same-site"},
        {"sec-fetch-site": "cross-site"},
        {"sec-fetch-site": "none"},
        {"referer": HOST},
    ],
)
def test_a_form_of_another_site_changes_nothing(desk: TestClient, ledger: panj.Ledger, headers: dict[str, str]) -> None:
    claim = ledger.view().all_incidents[0].claim_ids[0]
    for address in ("/decide", "/split", "/seen", "/reports", "/brief", "/api/v1/decisions", "/api/v1/reports"):
        answer = desk.post(
            address, data={"kind": "reject", "subject": claim, "text": "Police killed two men in Osh."}, headers=headers
        )
        assert answer.status_code == 403, address
    assert ledger.view().decisions == ()


def test_json_of_another_site_changes_nothing_and_that_of_a_program_does(desk: TestClient, ledger: panj.Ledger) -> None:
    claim = ledger.view().all_incidents[0].claim_ids[0]
    body = {"kind": "restore", "subjects": [claim]}
    for headers in ({"origin": "https://evil.example"}, {"sec-fetch-site": "cross-site"}):
        assert desk.post("/api/v1/decisions", json=body, headers=headers).status_code == 403
    sent = encode(body)
    plain = desk.post("/api/v1/decisions", content=sent, headers={"content-type": "text/plain"})
    assert plain.status_code == 403
    assert desk.options("/api/v1/decisions", headers={"origin": "https://evil.example"}).status_code == 405
    assert ledger.view().decisions == ()
    assert desk.post("/api/v1/decisions", json=body).status_code == 201


def test_nothing_is_changed_by_asking(desk: TestClient) -> None:
    for address in ("/decide", "/split", "/seen"):
        assert desk.get(address).status_code == 405


def test_every_answer_is_strict(desk: TestClient, ledger: panj.Ledger) -> None:
    for address in [*every_page(ledger)[:14], "/static/desk.js", "/api/v1/incidents", "/nothing", "/captures/x"]:
        headers = desk.get(address).headers
        policy = headers["content-security-policy"]
        assert "default-src 'none'" in policy
        assert "unsafe" not in policy
        assert headers["x-content-type-options"] == "nosniff"
        assert headers["cross-origin-resource-policy"] == "same-origin"
        assert "access-control-allow-origin" not in headers
    assert desk.get("/keys", headers={"host": "evil.example"}).headers["x-frame-options"] == "DENY"


def test_too_much_is_refused_before_it_is_read(desk: TestClient) -> None:
    told = desk.post("/reports", content=b"x", headers={**OURS, "content-length": str(BODY_LIMIT + 1)})
    assert told.status_code == 413

    def flood() -> Iterator[bytes]:
        for _ in range(60):
            yield b"x" * 1_000_000

    untold = desk.post(
        "/reports",
        content=flood(),
        headers={**OURS, "content-type": "application/x-www-form-urlencoded"},
    )
    assert untold.status_code == 413
    assert (
        desk.post("/api/v1/reports", content=flood(), headers={"content-type": "application/json"}).status_code == 413
    )


def test_files_of_this_machine_are_not_read_for_a_page(desk: TestClient, tmp_path: pathlib.Path) -> None:
    secret = tmp_path / "secret.txt"
    secret.write_text("Gunmen killed nine people in Osh on Monday.")
    for source in (str(secret), f"file://{secret}", "-", ".", "ftp://localhost/x"):
        assert desk.post("/reports", data={"url": source}, headers=OURS).status_code == 422
        assert desk.post("/api/v1/reports", json={"url": source}).status_code == 422
    inside = desk.post("/api/v1/reports", json={"url": "http://127.0.0.1:7265/"})
    assert inside.status_code == 201
    assert inside.json()["errors"][0]["kind"] == "FetchForbidden"


@pytest.fixture
def attacked(ledger: panj.Ledger) -> panj.Ledger:
    """A ledger with reports whose every field attacks, some of it in the words that are marked."""
    for number, bad in enumerate(HOSTILE):
        text = (
            f"Gunmen killed three {bad} workers in Khatlon on Monday, {bad} said. "
            f"{bad} accused Kabul of the attack {bad}.\n\n{bad}"
        )
        raw = text.encode()
        capture = Capture(digest=hashlib.sha256(raw).hexdigest(), media_type="text/plain", size=len(raw), source=bad)
        url = f"javascript:alert({number})//{bad}"
        ledger.keep(
            Report(
                id=report_id(publisher=bad, url=url, title=bad, text=text), text=text, capture=capture, publisher=bad,
                title=bad, url=url, published_at=dt.datetime(2025, 12, 1, number, tzinfo=dt.UTC),
                published_found_in=bad,
            ),
            raw,
        )  # fmt: skip
    return ledger


def test_hostile_texts_stay_text(attacked: panj.Ledger) -> None:
    desk = TestClient(application(attacked, author=HOSTILE[0]), base_url=HOST)
    view = attacked.view()
    claim = next(one for one in view.claims.values() if view.reports[one.report_id].title in HOSTILE)
    desk.post("/decide", data={"kind": "restore", "subject": claim.id, "reason": HOSTILE[1]}, headers=OURS)
    for address in [*every_page(attacked), *(f"/{HOSTILE[n]}" for n in range(4)), f"/incidents?text={HOSTILE[3]}"]:
        text = desk.get(address).text
        found = Page(text)
        for tag, attributes in found.elements:
            assert tag not in ("iframe", "base", "img", "object", "embed", "style"), address
            assert not any(name.startswith("on") or name in ("style", "srcdoc") for name in attributes), address
            for name in ("href", "src", "action", "formaction", "xlink:href"):
                if name in attributes:
                    assert re.match(r"[/#]|https?://", attributes[name]), (address, attributes)
        assert [one.get("src") for one in found.all("script")] == ["/static/desk.js"]
        assert not re.search("[\u202a-\u202e\u2066-\u2069\x1b\x07]", text)
        assert "1337" not in found.text
    report = next(one for one in view.reports.values() if one.title == HOSTILE[0])
    assert "<script>alert(1)</script>" in Page(desk.get(f"/reports/{report.id}").text).text


@pytest.mark.parametrize("bad", HOSTILE)
def test_an_edited_brief_stays_text(bad: str) -> None:
    for text in (bad, f"# {bad}", f"- {bad}", f"1. {bad}", f"**{bad}**", f"*{bad}*", f"`{bad}`", f"[1]{bad}"):
        tags = {tag for tag, _ in Page(str(markdown.html(text))).elements}
        assert tags <= {"p", "h1", "ul", "ol", "li", "strong", "em", "code", "a"}
        for attributes in Page(str(markdown.html(text))).all("a"):
            assert re.fullmatch(r"#source-\d+", attributes["href"])


@pytest.mark.parametrize("host", ["0.0.0.0", "192.168.1.5", "example.org", "::", ""])
def test_no_other_machine_is_served(ledger: panj.Ledger, host: str) -> None:
    with pytest.raises(InvalidValue, match="team mode"):
        serve(ledger, host=host, port=0, browser=False)


def test_a_busy_port_gives_one_line(ledger: panj.Ledger) -> None:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        taken.listen()
        with pytest.raises(InvalidValue, match="--port"):
            serve(ledger, port=taken.getsockname()[1], browser=False)
    with pytest.raises(InvalidValue, match="--port"):
        serve(ledger, port=70000, browser=False)


@pytest.mark.skipif(sys.platform == "win32", reason="signals")
def test_serve_starts_answers_and_stops_cleanly(ledger: panj.Ledger) -> None:
    program = "from panj.cli import main; main()"
    command = [sys.executable, "-c", program, "serve", "--port", "0", "--no-browser", "--ledger", str(ledger.path)]
    with subprocess.Popen(command, stdout=subprocess.PIPE, stderr=subprocess.PIPE, text=True) as running:
        assert running.stdout is not None
        line = running.stdout.readline()
        address = re.search(r"http://127\.0\.0\.1:\d+/", line)
        assert address is not None, line
        with urllib.request.urlopen(address[0]) as answer:
            assert b"<h1>Today</h1>" in answer.read()
        running.send_signal(signal.SIGINT)
        out, error = running.communicate(timeout=30)
    assert (running.returncode, out, error) == (0, "", "")


def test_a_fault_of_panj_tells_nothing_to_the_network(ledger: panj.Ledger, monkeypatch: pytest.MonkeyPatch) -> None:
    desk = TestClient(application(ledger), base_url=HOST, raise_server_exceptions=False)
    monkeypatch.setattr(panj.View, "incidents", lambda *_, **__: 1 // 0)
    shown, told = desk.get("/incidents"), desk.get("/api/v1/incidents")
    assert (shown.status_code, told.status_code) == (500, 500)
    assert set(told.json()["error"]) == {"kind", "subject", "problem", "remedy"}
    assert "Zero" not in shown.text + told.text
    assert shown.headers["x-content-type-options"] == "nosniff"


def test_a_ledger_that_is_closed_is_said_in_one_sentence(ledger: panj.Ledger) -> None:
    desk = TestClient(application(ledger), base_url=HOST)
    ledger.close()
    shown, told = desk.get("/"), desk.get("/api/v1/counts")
    assert (shown.status_code, told.status_code) == (500, 500)
    assert "is closed" in shown.text
    assert told.json()["error"]["kind"] == "LedgerError"
