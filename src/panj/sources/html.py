"""Pages: main text and title by trafilatura, everything else from what the page states for machines."""

from __future__ import annotations

import logging
from typing import Any
from urllib.parse import urljoin, urlsplit

import lxml.html  # type: ignore[import-untyped]
import trafilatura
from lxml import etree

from panj.errors import SourceError, SourceMalformed
from panj.model import DateCandidate
from panj.sources import dates
from panj.sources.drafting import Found, Gathered, Given, draft, language_code
from panj.sources.marks import Marks
from panj.sources.text import lines_as_paragraphs, one_line
from panj.sources.tokens import lightened

for _library in ("trafilatura", "htmldate", "courlan", "justext"):
    # What they have to say about a page ends up in our error; without a handler Python would print it as well.
    logging.getLogger(_library).addHandler(logging.NullHandler())


def read(page: str, given: Given, *, raw: bytes, source: str, url: str | None = None) -> Gathered:
    """Return the report that a page holds.

    Args:
        page: the page.
        given: what the user says about it.
        raw: its bytes.
        source: file name or address they came from.
        url: address it was fetched from, after redirects.

    Raises:
        SourceError: the page holds no report, or cannot be parsed.
    """
    try:
        found = _found(page, given, source, url)
    except SourceError:
        raise
    except Exception as error:  # trafilatura and lxml promise nothing about pages made to break them
        problem = f"cannot be read as a page ({type(error).__name__})"
        raise SourceMalformed(source, problem, "Save its text as a .txt file and read that") from error
    return draft(found, given, raw=raw, media_type="text/html", source=source)


def _found(page: str, given: Given, source: str, url: str | None) -> Found:
    light = lightened(page, source)
    if not light.strip():
        return Found(text="")
    tree = _parsed(light, source)
    if tree is None:
        return Found(text="")
    marks = Marks(tree)
    address = _address(marks.canonical, url)
    document: Any = trafilatura.bare_extraction(
        tree,
        url=address,
        include_comments=False,
        with_metadata=True,
        date_extraction_params={
            "original_date": True,
            "extensive_search": False,  # the extensive one takes any year in the text for a date
            "max_date": dates.latest(given.now).strftime("%Y-%m-%d"),
        },
    )
    text, title, site, day = "", None, None, None
    if document is not None:
        text, title = lines_as_paragraphs(document.text or ""), one_line(document.title)
        site, day = one_line(document.sitename), document.date
    if address and (site is None or ":" in site):  # the host with its port, for want of a name
        site = _host(address)
    if not text:
        text = lines_as_paragraphs(trafilatura.baseline(tree)[1])
    guessed: tuple[DateCandidate, ...] = ()
    if day and not any(dates.believable(one, given.now) for one in marks.dates):
        guess = dates.iso(day, "htmldate")
        guessed = (guess,) if guess else ()
    return Found(
        text=_without_title(text, title),
        title=title,
        publisher=marks.publisher,
        guessed_publisher=site,
        url=address,
        language=language_code(marks.language),
        dates=marks.dates,
        guessed_dates=guessed,
    )


def _parsed(page: str, source: str) -> Any:
    """Return the tree of a page; ``None`` where there is nothing in it."""
    parser = lxml.html.HTMLParser(
        collect_ids=False, default_doctype=False, encoding="utf-8", remove_comments=True, remove_pis=True
    )
    try:
        tree = lxml.html.document_fromstring(page.encode("utf-8", "replace"), parser=parser)
    except etree.ParserError:  # nothing but white space and comments
        return None
    # The parser stops at a limit and hands over the beginning of the page as if it were all of it.
    if any(entry.type_name == "ERR_RESOURCE_LIMIT" for entry in parser.error_log):
        raise SourceMalformed(
            source, "is nested deeper than any page of text", "Save its text as a .txt file and read that"
        )
    return tree


def _address(canonical: str | None, fetched: str | None) -> str | None:
    """Return the address of a page: the one it names as its own, unless it was fetched from another host."""
    try:
        own = urljoin(fetched or "", canonical) if canonical else None
        if own is None or urlsplit(own).scheme not in ("http", "https") or not urlsplit(own).hostname:
            return fetched
        if fetched and _host(own) != _host(fetched):
            return fetched
    except ValueError:
        return fetched
    return own


def _host(url: str) -> str:
    return (urlsplit(url).hostname or "").removeprefix("www.")


def _without_title(text: str, title: str | None) -> str:
    """Return the text without a first paragraph that only repeats the title."""
    first, _, rest = text.partition("\n\n")
    return rest if title and rest and first.casefold() == title.casefold() else text
