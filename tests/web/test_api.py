"""The HTTP interface answers what the library answers, with the same values, in pages that do not tear."""

from __future__ import annotations

import datetime as dt
import json
from typing import Any
from urllib.parse import quote

import jsonschema
import msgspec
import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as some
from starlette.testclient import TestClient

import panj
from panj.judging import queue
from panj.model import encode
from panj.news import news
from panj.web.api import TABLE
from panj.web.schema import PARAMETERS

API = "/api/v1"


def items(desk: TestClient, address: str, **given: str) -> list[Any]:
    """Return everything that an address answers, page by page."""
    found: list[Any] = []
    while True:
        answer = desk.get(API + address, params=given)
        assert answer.status_code == 200, answer.text
        page = answer.json()
        found += page["items"]
        if page["next"] is None:
            assert len(found) == page["total"]
            return found
        given["cursor"] = page["next"]


def plain(values: Any) -> Any:
    return json.loads(encode(tuple(values)))


def test_library_and_http_answer_with_the_same_values(desk: TestClient, ledger: panj.Ledger) -> None:
    view = ledger.view()
    november = dt.date(2025, 11, 1)
    assert items(desk, "/incidents") == plain(view.incidents())
    assert items(desk, "/incidents", country="Pakistan", type="assault", limit="1") == plain(
        view.incidents(country="PAK", type="ASSAULT")
    )
    assert items(desk, "/incidents", since="2025-11-01", text="workers") == plain(
        view.incidents(since=november, text="workers")
    )
    conservative = ledger.view(rule="conservative")
    assert items(desk, "/incidents", rule="conservative") == plain(conservative.all_incidents)
    assert items(desk, "/totals", country="Tajikistan", since="2025-11-01") == plain(
        view.totals(country="Tajikistan", since=november)
    )
    assert items(desk, "/totals", outcome="killed", claimant="ministry") == plain(
        view.totals("killed", claimants=("ministry",))
    )
    assert items(desk, "/statements", waiting="true") == plain(view.statements(waiting=True))
    assert items(desk, "/statements", by="China", limit="1") == plain(view.statements(by="China"))
    assert items(desk, "/sums") == plain(view.all_sums)
    assert items(desk, "/claims", limit="7") == plain(view.claims.values())
    assert items(desk, "/reports", limit="3") == plain(view.reports.values())
    assert items(desk, "/decisions") == plain(view.decisions)
    assert items(desk, "/review") == plain(queue(view))
    assert items(desk, "/changes", after="3") == plain(ledger.changes(3))
    past = dt.datetime(2020, 1, 1, tzinfo=dt.UTC)
    assert items(desk, "/news", **{"from": "2020-01-01T00:00+00:00"}) == plain(news(ledger.view(past), view))
    assert items(desk, "/incidents", as_of="2020-01-01") == []
    for one in view.all_incidents:
        assert desk.get(f"{API}/incidents/{one.id}").content == encode(one)
        for figure in one.figures:
            for claim in figure.claims:
                assert desk.get(f"{API}/why/{claim.value_id}").content == encode(view.why(claim.value_id))
    for reading in view.readings():
        assert desk.get(f"{API}/reports/{reading.report_id}/reading").content == encode(reading)
    report = next(iter(view.reports.values()))
    assert desk.get(f"{API}/reports/{report.id}").content == encode(report)
    capture = desk.get(f"{API}/captures/{report.capture.digest}")
    assert capture.content == ledger.raw(report.capture.digest)
    assert desk.get(f"{API}/brief?country=TJK").text == view.brief(view.incidents(country="TJK"))
    assert desk.get(f"{API}/brief").text == view.brief()
    assert desk.get(f"{API}/counts").content == encode(ledger.counts())


def test_pages_show_one_state_whatever_is_written_between(desk: TestClient, ledger: panj.Ledger) -> None:
    before = plain(ledger.view().all_incidents)
    first = desk.get(f"{API}/incidents?limit=2").json()
    claim = ledger.view().all_incidents[0].claim_ids[0]
    assert desk.post(f"{API}/decisions", json={"kind": "reject", "subjects": [claim]}).status_code == 201
    rest, cursor = [], first["next"]
    while cursor:
        page = desk.get(f"{API}/incidents", params={"limit": "2", "cursor": cursor}).json()
        rest += page["items"]
        cursor = page["next"]
    assert first["items"] + rest == before
    assert plain(ledger.view().all_incidents) != before


def test_what_is_known_is_not_sent_again(desk: TestClient, ledger: panj.Ledger) -> None:
    for address in ("/incidents", "/brief", "/openapi.json", "/counts"):
        answer = desk.get(API + address)
        tag = answer.headers["etag"]
        again = desk.get(API + address, headers={"if-none-match": f'"other", W/{tag}'})
        assert (again.status_code, again.content, again.headers["etag"]) == (304, b"", tag)
    tag = desk.get(f"{API}/incidents").headers["etag"]
    claim = ledger.view().all_incidents[0].claim_ids[0]
    desk.post(f"{API}/decisions", json={"kind": "reject", "subjects": [claim], "reason": "a film"})
    changed = desk.get(f"{API}/incidents", headers={"if-none-match": tag})
    assert changed.status_code == 200
    assert ledger.view().decisions[0].reason == "a film"


def test_reports_are_taken_in(desk: TestClient, ledger: panj.Ledger) -> None:
    body = {"text": "Gunmen killed three farmers near Osh on Monday, police said.", "published": "2026-03-03"}
    answer = desk.post(f"{API}/reports", json={**body, "publisher": "Osh Example", "name": "osh.txt"})
    assert answer.status_code == 201
    (result,) = answer.json()["results"]
    assert (result["receipt"], result["report"]["publisher"]) == ("new", "Osh Example")
    assert result["report"]["capture"]["source"] == "osh.txt"
    assert (
        desk.post(f"{API}/reports", json={**body, "publisher": "Osh Example"}).json()["results"][0]["receipt"] == "same"
    )
    lines = '{"text": "Police arrested five men in Osh."}\nnot json\n'
    mixed = desk.post(f"{API}/reports", json={"text": lines, "name": "two.jsonl"}).json()
    assert (len(mixed["results"]), len(mixed["errors"])) == (1, 1)
    assert "two.jsonl" in mixed["errors"][0]["subject"]
    assert result["report"]["id"] in ledger.view().reports


@pytest.mark.parametrize(
    ("address", "status"),
    [
        ("/incidents?cursor=zzz", 422), ("/incidents?cursor=W251bGwsLTFd", 422), ("/incidents?limit=0", 422),
        ("/incidents?limit=1001", 422), ("/incidents?limit=%C2%B2", 422), ("/incidents?type=WAR", 422),
        ("/incidents?rule=mine", 422), ("/totals?outcome=dead", 422),
        ("/totals?since=2026-01-02&until=2026-01-01", 422),
        ("/news", 422), ("/statements?kind=song", 422), ("/claims/m0", 404), ("/reports/r0/reading", 404),
        ("/changes?after=-1", 422), ("/nothing", 404), ("/incidents?as_of=9999-13-31", 422),
    ],
)  # fmt: skip
def test_every_error_has_one_shape(desk: TestClient, address: str, status: int) -> None:
    answer = desk.get(API + address)
    assert answer.status_code == status
    assert set(answer.json()["error"]) == {"kind", "subject", "problem", "remedy"}
    assert answer.headers["content-type"].startswith("application/json")


@pytest.mark.parametrize(
    "body", [b"", b"{", b"[]", b'{"kind": "same"}', b'{"text": "a", "url": "http://a"}', b'{"text": 1}', b"\xff", b"{}"]
)
def test_what_is_sent_must_hold_what_it_must(desk: TestClient, ledger: panj.Ledger, body: bytes) -> None:
    held = ledger.digest()
    for address in ("/reports", "/decisions"):
        answer = desk.post(API + address, content=body, headers={"content-type": "application/json"})
        assert answer.status_code == 422
        assert set(answer.json()["error"]) == {"kind", "subject", "problem", "remedy"}
    assert ledger.digest() == held


def test_the_description_describes_what_is_answered(desk: TestClient, ledger: panj.Ledger) -> None:
    described = desk.get(f"{API}/openapi.json").json()
    assert described["openapi"].startswith("3.1")
    assert {(path, method) for path, item in described["paths"].items() for method in item} == {
        (address.path, address.method.lower()) for address, _ in TABLE
    }
    view = ledger.view()
    one = next(one for one in view.all_incidents if one.figures)
    ids = {
        "/incidents/{id}": one.id,
        "/claims/{id}": one.claim_ids[0],
        "/why/{id}": one.figures[0].claims[0].value_id,
        "/reports/{id}": one.report_ids[0],
        "/reports/{id}/reading": one.report_ids[0],
    }
    for address, _ in TABLE:
        if address.method != "GET" or address.answer in (bytes, str):
            continue
        path = API + address.path.replace("{id}", ids.get(address.path, ""))
        answer = desk.get(path, params={"from": "2020-01-01"} if address.path == "/news" else {})
        assert answer.status_code == 200, path
        shape = described["paths"][address.path]["get"]["responses"]["200"]["content"]["application/json"]["schema"]
        jsonschema.validate(answer.json(), {**shape, "components": described["components"]})
    assert msgspec.json.decode(desk.get(f"{API}/openapi.json").content)


@given(
    address=some.sampled_from([address for address, _ in TABLE if address.method == "GET"]),
    identifier=some.text(min_size=1, max_size=30),
    values=some.lists(
        some.one_of(
            some.text(max_size=20), some.sampled_from(["2025-11-26", "0001-01-01T00:00+14:00", "-1", "1e9", "TJK"])
        ),
        min_size=len(PARAMETERS),
        max_size=len(PARAMETERS),
    ),
    chosen=some.sets(some.sampled_from(sorted(PARAMETERS)), max_size=3),
)
@settings(max_examples=150, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_asked_is_answered_in_one_of_two_ways(
    desk: TestClient, address: Any, identifier: str, values: list[str], chosen: set[str]
) -> None:
    path = address.path.replace("{id}", quote(identifier, safe="")).replace("{digest}", quote(identifier, safe=""))
    asked = {name: value for name, value in zip(PARAMETERS, values, strict=True) if name in chosen}
    answer = desk.get(API + path, params=asked)
    assert answer.status_code in (200, 404, 422), answer.text
    if answer.status_code != 200:
        assert set(answer.json()["error"]) == {"kind", "subject", "problem", "remedy"}


@given(
    body=some.recursive(
        some.none() | some.integers() | some.text(max_size=9),
        lambda inner: (
            some.lists(inner, max_size=3)
            | some.dictionaries(
                some.sampled_from(
                    ["kind", "subjects", "payload", "reason", "text", "url", "name", "publisher", "published"]
                ),
                inner,
                max_size=4,
            )
        ),
        max_leaves=8,
    )
)
@settings(max_examples=60, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
def test_whatever_is_sent_is_kept_or_refused(desk: TestClient, body: Any) -> None:
    for address in ("/decisions", "/reports"):
        answer = desk.post(API + address, content=json.dumps(body), headers={"content-type": "application/json"})
        assert answer.status_code in (201, 404, 422), answer.text
