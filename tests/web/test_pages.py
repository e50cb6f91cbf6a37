"""The pages an analyst works with: each is there, says what the ledger holds, and leads on."""

from __future__ import annotations

import datetime as dt
import json
import re

import pytest
from starlette.testclient import TestClient

import panj
from panj.judging import queue
from tests.web.conftest import OURS
from tests.web.reading import Page

PAGES = (
    "/", "/incidents", "/review", "/statements", "/reports", "/map", "/brief", "/numbers", "/decisions", "/keys",
)  # fmt: skip


def page(desk: TestClient, address: str, status: int = 200) -> Page:
    answer = desk.get(address)
    assert answer.status_code == status, answer.text
    return Page(answer.text)


def every_page(ledger: panj.Ledger) -> list[str]:
    view = ledger.view()
    value = next(claim for one in view.all_incidents for view_ in one.figures for claim in view_.claims).value_id
    return [
        *PAGES,
        *(f"/incidents/{one.id}" for one in view.all_incidents),
        *(f"/reports/{one}" for one in view.reports),
        f"/why/{value}",
        "/reports/{}/beside/{}".format(*list(view.reports)[:2]),
    ]


def test_every_page_is_whole_and_every_link_leads_somewhere(desk: TestClient, ledger: panj.Ledger) -> None:
    seen = set()
    for address in every_page(ledger):
        found = page(desk, address)
        assert len(found.all("h1")) == 1, address
        assert len(found.ids) == len(set(found.ids)), address
        for link in found.links:
            target, _, anchor = link.partition("#")
            if anchor and not target:
                assert anchor in found.ids, f"{address}: {link}"
            elif target.startswith("/") and target not in seen:
                seen.add(target)
                assert desk.get(target).status_code in (200, 303), f"{address}: {link}"


def test_every_field_has_a_name(desk: TestClient, ledger: panj.Ledger) -> None:
    for address in every_page(ledger):
        text = desk.get(address).text
        found = Page(text)
        fors = {one["for"] for one in found.all("label") if "for" in one}
        inside = set(re.findall(r"<label[^>]*>[^<]*(?:<[^/l][^>]*>)*?<(?:input|select)[^>]* name=\"(\w+)\"", text))
        for tag in ("input", "select", "textarea"):
            for one in found.all(tag):
                named = one.get("id") in fors or "aria-label" in one or one.get("name") in inside
                assert one.get("type") == "hidden" or named or 'class="pick"' in text, f"{address}: {one}"


def test_an_incident_links_claims_and_words_both_ways(desk: TestClient, ledger: panj.Ledger) -> None:
    view = ledger.view()
    one = next(one for one in view.all_incidents if one.figures and len(one.accounts) > 1)
    found = page(desk, f"/incidents/{one.id}")
    for claim_id in one.claim_ids:
        for name, _ in view.claims[claim_id].mention.spans():
            assert f"w-{claim_id}.{name}" in found.ids
            if name != "cue":
                assert f"v-{claim_id}.{name}" in found.ids
                assert f"#w-{claim_id}.{name}" in found.links
    for name in one.report_ids:
        for line in view.reports[name].text.split():
            assert line in found.text
    for account in one.accounts:
        assert account.claimant in found.text
    for question in one.open_questions:
        assert question.question in found.text


def test_the_rule_and_the_past_can_be_chosen(desk: TestClient, ledger: panj.Ledger) -> None:
    one = next(
        one for one in ledger.view().all_incidents
        if any(view.claims[1:] and view.low != view.high for view in one.figures)
    )  # fmt: skip
    other = ledger.view(rule="conservative").incident(one.id).figures[0]
    text = desk.get(f"/incidents/{one.id}?rule=conservative").text
    assert f"by rule {other.rule}" in text
    assert desk.get(f"/incidents/{one.id}?rule=favourite").status_code == 422
    first = min(change.known_from for change in ledger.changes())
    past = desk.get("/incidents", params={"as_of": first.isoformat()})
    assert "This is what the ledger knew" in past.text
    assert "0 of 0 incidents" in desk.get("/incidents?as_of=2020-01-01").text


def test_incidents_are_chosen_as_in_the_library(desk: TestClient, ledger: panj.Ledger) -> None:
    view = ledger.view()
    for given in ({"country": "Pakistan"}, {"type": "assault"}, {"since": "2025-11-01"}, {"text": "train hostages"}):
        found = desk.get("/incidents", params=given).text
        chosen = view.incidents(
            country=given.get("country"),
            type=given.get("type"),
            text=given.get("text"),
            since=dt.date.fromisoformat(given["since"]) if "since" in given else None,
        )
        shown = set(re.findall(r'href="/incidents/(i[0-9a-f]{12})', found))
        assert shown == {one.id for one in chosen}
        assert 0 < len(chosen) < len(view.all_incidents)


def test_today_tells_of_what_came_since_the_last_look(desk: TestClient) -> None:
    first = desk.get("/")
    assert "You have not looked at this ledger before" in first.text
    until = re.search(r'name="until" value="([^"]+)"', first.text)
    assert until is not None
    answer = desk.post("/seen", data={"until": until[1]}, headers=OURS)
    assert answer.status_code == 303
    assert "SameSite=strict" in answer.headers["set-cookie"]
    assert "<strong>0</strong> changes" in desk.get("/").text
    text = "Gunmen killed nine miners near Kulob on 2 December 2025, the Tajik interior ministry said."
    assert desk.post("/reports", data={"text": text, "published": "2025-12-03"}, headers=OURS).status_code == 303
    after = desk.get("/").text
    assert "New incidents" in after
    assert "killed 9" in after


def test_a_brief_is_shown_edited_and_saved(desk: TestClient, ledger: panj.Ledger) -> None:
    shown = page(desk, "/brief?country=Tajikistan")
    assert any(link.startswith("#source-") for link in shown.links)
    saved = desk.get("/brief/brief.md?country=Tajikistan")
    view = ledger.view()
    assert saved.text == view.brief(view.incidents(country="Tajikistan"))
    assert "attachment" in saved.headers["content-disposition"]
    edited = desk.post("/brief", data={"text": "# Mine\n\nNobody said this.\n\n- cited [1]\n"}, headers=OURS)
    assert "1 lines cite no source" in edited.text
    assert "<h2>Mine</h2>" in edited.text
    html = desk.post("/brief", data={"text": "# Mine <b>\n", "form": "html"}, headers=OURS)
    assert "<h1>Mine &lt;b&gt;</h1>" in html.text
    assert "attachment" in html.headers["content-disposition"]


def test_exports_are_the_librarys(desk: TestClient, ledger: panj.Ledger) -> None:
    view = ledger.view()
    made = view.export_as("geojson", view.incidents(country="TJK"))
    assert desk.get("/export/geojson?country=TJK").content == made.data
    assert desk.get("/export/csv").content[:2] == b"PK"
    assert desk.get("/export/docx").status_code == 422


def test_review_lists_the_queue_and_numbers_the_totals(desk: TestClient, ledger: panj.Ledger) -> None:
    view = ledger.view()
    found = page(desk, "/review")
    assert [one for one in found.ids if one.startswith("p") and len(one) == 13] == [one.id for one in queue(view)][:40]
    numbers = page(desk, "/numbers?country=Tajikistan&since=2025-11-01")
    for total in view.totals(country="TJK", since=dt.date(2025, 11, 1)):
        assert total.outcome in numbers.ids
        assert str(total.low) in numbers.text


def test_the_map_says_how_exactly_each_place_is_known(desk: TestClient, ledger: panj.Ledger) -> None:
    text = desk.get("/map").text
    exact = [one for one in ledger.view().all_incidents if one.place and one.place.precision == "point"]
    vague = [
        one for one in ledger.view().all_incidents if one.place and one.place.precision in ("province", "district")
    ]
    assert text.count('class="dot"') <= len([one for one in exact if one.place and one.place.lat is not None])
    assert text.count('class="area"') <= len(vague)
    assert text.count('class="area"') >= 1
    closer = desk.get("/map?box=36,67,41,72").text
    assert "Khatlon" in closer
    for box in ("1,2,3", "nan,0,1,1", "5,5,4,6", "0,0,99,1"):
        assert desk.get("/map", params={"box": box}).status_code == 422


@pytest.mark.parametrize(
    ("address", "status", "words"),
    [
        ("/incidents/i000000000000", 404, "is no incident"),
        ("/why/m000000000000.fig0", 404, "is no value"),
        ("/reports/r000000000000", 404, "is no report"),
        ("/captures/" + "0" * 64, 404, ""),
        ("/incidents?since=tomorrow", 422, "2025-12-01"),
        ("/incidents?as_of=noon", 422, "2025-12-01"),
        ("/incidents?page=-1", 422, "whole number"),
        ("/incidents?country=Atlantis", 422, "Atlantis"),
        ("/nothing", 404, "is not there"),
    ],
)
def test_what_cannot_be_answered_is_said_in_one_sentence(
    desk: TestClient, address: str, status: int, words: str
) -> None:
    answer = desk.get(address)
    assert answer.status_code == status
    assert words in answer.text
    programs = desk.get("/api/v1" + address.replace("/why", "/why").replace("page=", "limit="))
    assert programs.status_code == status
    assert set(json.loads(programs.text)["error"]) == {"kind", "subject", "problem", "remedy"}
