from __future__ import annotations

import datetime as dt
import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from panj.errors import SourceEmpty, SourceError, SourceMalformed, SourceTooLarge
from tests.sources.conftest import PROSE, collect, error, only, page, unhurried

LINKED = "json-ld:datePublished"


def linked(**values: Any) -> str:
    return f'<script type="application/ld+json">{json.dumps(values)}</script>'


def test_a_page() -> None:
    head = (
        "<title>Four still treated after blast - Harbour Courier</title>"
        '<meta property="og:site_name" content="Harbour Courier">'
        '<link rel="canonical" href="https://courier.example/2025/blast">'
        '<meta property="article:published_time" content="2025-12-02T18:30:00+05:00">'
    )
    body = "<h1>Four still treated after blast</h1>" + "".join(f"<p>{one}</p>" for one in PROSE)
    report = only(page(body, head, 'lang="en-GB"').encode())
    assert report.text == "\n\n".join(PROSE)
    assert report.title == "Four still treated after blast"
    assert report.publisher == "Harbour Courier"
    assert report.url == "https://courier.example/2025/blast"
    assert report.language == "en"
    assert report.published_at is not None
    assert report.published_at.isoformat() == "2025-12-02T18:30:00+05:00"
    assert report.published_found_in == "meta:article:published_time"
    assert report.capture.media_type == "text/html"


@pytest.mark.parametrize(
    ("head", "body", "found_in"),
    [
        (linked(**{"@type": "NewsArticle", "datePublished": "2025-12-02"}), "", LINKED),
        (linked(**{"@graph": [{"@type": ["X", "Article"], "datePublished": "2025-12-02"}]}), "", LINKED),
        (linked(**{"@type": "WebPage", "datePublished": "2025-12-02"}), "", "json-ld:WebPage.datePublished"),
        ('<meta property="og:published_time" content="2025-12-02">', "", "meta:og:published_time"),
        ('<meta name="DC.date" content="2025-12-02">', "", "meta:dc.date"),
        ("", '<p>By us <time datetime="2025-12-02T00:00:00Z">2 Dec</time></p>', "time:datetime"),
        ("", '<span itemprop="datePublished" content="2025-12-02">2 Dec</span>', "itemprop:datePublished"),
        ("", '<p class="date">Published 2 December 2025</p>', "htmldate"),
    ],
)  # fmt: skip
def test_where_dates_are_found(head: str, body: str, found_in: str) -> None:
    report = only(page(body + "".join(f"<p>{one}</p>" for one in PROSE), head).encode())
    assert report.published_found_in == found_in
    assert report.published_at == dt.datetime(2025, 12, 2, tzinfo=dt.UTC)


def test_every_date_is_kept_and_the_most_trusted_believed() -> None:
    head = (
        '<meta name="dc.date" content="2025-12-03"><meta property="article:published_time" content="2025-12-02">'
        + linked(**{"@type": "NewsArticle", "datePublished": "2025-12-01T06:00:00Z", "comment": [
            {"@type": "Comment", "datePublished": "2025-12-05"}]})
        + linked(**{"@type": "NewsArticle", "datePublished": "last week"})
        + '<script type="application/ld+json">{broken</script>'
        + '<script type="application/ld+json">' + "[" * 50_000 + "</script>"
    )  # fmt: skip
    report = only(page(head=head).encode(), published="2025-11-30")
    assert [(one.found_in, one.at.day) for one in report.date_candidates] == [
        ("json-ld:datePublished", 1),
        ("meta:article:published_time", 2),
        ("meta:dc.date", 3),
        ("given", 30),
    ]
    assert report.published_found_in == "json-ld:datePublished"
    assert not report.published_date_only


def test_what_is_given_stands_before_what_is_guessed() -> None:
    body = '<p class="date">Published 2 December 2025</p>' + "".join(f"<p>{one}</p>" for one in PROSE)
    report = only(page(body, "<title>Blast - Courier</title>").encode(), published="2025-11-30", publisher="Us")
    assert report.published_found_in == "given"
    assert [one.found_in for one in report.date_candidates] == ["given", "htmldate"]
    assert report.publisher == "Us"


def test_no_date_is_made_up() -> None:
    body = "".join(f"<p>{one}</p>" for one in (*PROSE, "In 2019 there had been a fire; in 2021 another."))
    report = only(page(body + "<p>Copyright 2021</p>").encode())
    assert report.published_at is None
    assert report.date_candidates == ()


@pytest.mark.parametrize("canonical", ["javascript:alert(1)", "ftp://x/y", "http://[::1", "", "/relative", "//"])
def test_an_address_that_is_none(canonical: str) -> None:
    assert only(page(head=f'<link rel="canonical" href="{canonical}">').encode()).url is None


@pytest.mark.parametrize(
    "raw", ["<p>Three men were killed.</p>", "<html>Three men were killed.", "<div>Three men were killed."]
)
def test_fragments(raw: str) -> None:
    assert only(raw.encode()).text == "Three men were killed."


@pytest.mark.parametrize(
    "raw", ["<html></html>", "<!doctype html><!-- nothing -->", "<html><script>x()</script></html>", "<br>"]
)
def test_pages_without_text(raw: str) -> None:
    assert isinstance(error(raw.encode()), SourceEmpty)


DEEP = "<html><body><p>Before.</p>"


@pytest.mark.parametrize(
    "raw",
    [
        DEEP + "<div>" * 100_000 + "<p>Three men were killed.</p>",
        DEEP + "<b>" * 100_000,
        DEEP + "<div>" * 300 + "x" + "</div>" * 300,
        DEEP + "<table><tr><td>" * 50_000,
    ],
    ids=["div", "b", "300", "table"],
)
def test_deep_nesting_is_one_error(raw: str) -> None:
    assert isinstance(error(raw.encode()), SourceMalformed)


def test_too_many_tags_and_too_much_text() -> None:
    assert isinstance(error((DEEP + "<i></i>" * 200_000).encode()), SourceMalformed)
    assert isinstance(error((DEEP + ("<p>" + "many words " * 100 + "</p>") * 10_000).encode()), SourceTooLarge)


@pytest.mark.parametrize(
    "bomb",
    [
        f'<p title="{"a" * 20_000_000}">x</p>',
        f'<img src="data:image/png;base64,{"A" * 20_000_000}">',
        "<p " + " ".join(f"a{n}=1" for n in range(200_000)) + ">x</p>",
        "<script>" + "if (a<b) '<p>'; " * 1_000_000 + "</script>",
        "<!--" + " <p>" * 5_000_000 + "-->",
        '<p data-x="<script>">x</p>',
    ],
    ids=["attribute", "image", "attributes", "script", "comment", "quoted"],
)
def test_bulk_around_the_text_does_no_harm(bomb: str) -> None:
    text = "".join(f"<p>{one}</p>" for one in PROSE)
    assert "\n\n".join(PROSE) in only(page(bomb + text).encode()).text


@pytest.mark.parametrize("start", ["<script", "<!--", '<p a="', "<a b='", "<", "<p ="])
def test_what_never_ends_ends(start: str) -> None:
    collect(("<html><body>" + start * 1_000_000).encode())


def test_entity_bomb() -> None:
    subset = '<!ENTITY a "aaaaaaaaaa">' + "".join(
        f'<!ENTITY {b} "{f"&{a};" * 10}">' for a, b in zip("abcdefgh", "bcdefghi", strict=True)
    )
    report = only(f"<!DOCTYPE html [{subset}]><html><body><p>&i; Three men were killed.</p></body></html>".encode())
    assert report.text == "&i; Three men were killed."


TAGS = "p div b br table td li script style title meta time article h1 html body !-- /p /div"
tag = st.sampled_from(TAGS.split())
soup = st.lists(
    st.builds("<{} {}>".format, tag, st.text(max_size=12))
    | st.text(max_size=20)
    | st.sampled_from(
        ["<", "</", "&amp;", "&#0;", "&#xD800;", "&#1114112;", "-->", "<![CDATA[", "<?x", '="', "</script>"]
    ),
    max_size=25,
).map("".join)


@unhurried
@given(soup)
def test_any_soup_is_a_report_or_an_error(raw: str) -> None:
    for one in collect(("<html>" + raw).encode("utf-8", "replace")):
        assert isinstance(one, SourceError) or one.report.text.encode().decode() == one.report.text
