"""What a page states about itself for machines: dates, publisher, address, language."""

from __future__ import annotations

import json
import re
from collections.abc import Iterator
from functools import cached_property
from typing import Any

from lxml.html import HtmlElement  # type: ignore[import-untyped]

from panj.model import DateCandidate
from panj.sources import dates
from panj.sources.text import one_line

_META_DATES = (
    "article:published_time", "article:published", "og:article:published_time", "og:published_time", "og:pubdate",
    "datepublished", "dc.date.issued", "dcterms.issued", "dc.date", "dcterms.date", "dc:date", "dc.date.created",
    "dcterms.created", "parsely-pub-date", "sailthru.date", "cxenseparse:recs:publishtime", "citation_online_date",
    "pubdate", "publishdate", "publish-date", "publish_date", "published_time", "publication_date", "date",
)  # fmt: skip
_ARTICLE = re.compile(r"Article|Posting$|^Report")
_CHANGED = re.compile(r"modif|updat", re.I)
_MOST_NODES = 10_000
_MOST_TIMES = 5


class Marks:
    """The statements of one page, in the order of trust."""

    def __init__(self, tree: HtmlElement) -> None:
        self._tree = tree
        self._metas: dict[str, str] = {}
        for meta in tree.iter("meta"):
            content = (meta.get("content") or "").strip()
            for name in ("property", "name", "itemprop", "http-equiv"):
                if content and (key := (meta.get(name) or "").strip().lower()):
                    self._metas.setdefault(key, content)

    @cached_property
    def dates(self) -> tuple[DateCandidate, ...]:
        """Every publication time with where it stands, the most trusted first."""
        found = (dates.written(text, where) for where, text in self._dates())
        return tuple(dict.fromkeys(one for one in found if one is not None))

    @property
    def publisher(self) -> str | None:
        """Name of the outlet."""
        if name := one_line(self._metas.get("og:site_name")):
            return name
        names = (_name(node.get("publisher")) for kind, node in self._linked_data if kind == "article")
        return next((one for name in names if (one := one_line(name))), None)

    @property
    def canonical(self) -> str | None:
        """The address that the page names as its own, as it stands."""
        for link in self._tree.iter("link"):
            if "canonical" in (link.get("rel") or "").lower().split() and (link.get("href") or "").strip():
                return str(link.get("href")).strip()
        return self._metas.get("og:url")

    @property
    def language(self) -> str | None:
        """Tag of the language, as it stands."""
        roots = [self._tree, *self._tree.iter("html")]
        tags = (one.get(name) for one in roots for name in ("lang", "{http://www.w3.org/XML/1998/namespace}lang"))
        stated = next((tag for tag in tags if tag), None)
        return stated or self._metas.get("content-language") or self._metas.get("og:locale")

    def _dates(self) -> Iterator[tuple[str, str]]:
        for kind, node in self._linked_data:
            if kind == "article":
                yield "json-ld:datePublished", _string(node.get("datePublished"))
        for key in _META_DATES:
            if key in self._metas:
                yield f"meta:{key}", self._metas[key]
        for one in self._tree.xpath("//*[@itemprop='datePublished']"):
            yield "itemprop:datePublished", one.get("content") or one.get("datetime") or ""
        for kind, node in self._linked_data:
            if kind == "page":
                yield "json-ld:WebPage.datePublished", _string(node.get("datePublished"))
        yield from (("time:datetime", text) for text in self._times())

    def _times(self) -> list[str]:
        """Return ``<time datetime>`` values, those inside the article first."""
        inside = "ancestor::article or ancestor::main"
        found = self._tree.xpath(f"//time[@datetime][{inside}]") + self._tree.xpath(f"//time[@datetime][not({inside})]")
        marks = ((one, f"{one.get('class') or ''} {one.get('itemprop') or ''}") for one in found)
        return [one.get("datetime") for one, mark in marks if not _CHANGED.search(mark)][:_MOST_TIMES]

    @cached_property
    def _linked_data(self) -> list[tuple[str, dict[str, Any]]]:
        """Objects of JSON-LD that are an article or a page, in the order of the document."""
        found = []
        for script in self._tree.iter("script"):
            if "ld+json" not in (script.get("type") or "").lower():
                continue
            try:
                value = json.loads((script.text or "").strip(), strict=False)
            except (ValueError, RecursionError):
                continue
            pending, seen = [value], 0
            while pending and seen < _MOST_NODES:
                seen += 1
                node = pending.pop()
                if isinstance(node, dict):
                    if kind := _kind(node.get("@type")):
                        found.append((kind, node))
                    pending += reversed(node.values())
                elif isinstance(node, list):
                    pending += reversed(node)
        return found


def _kind(types: object) -> str | None:
    names = [one for one in (types if isinstance(types, list) else [types]) if isinstance(one, str)]
    if any(_ARTICLE.search(name) for name in names):
        return "article"
    return "page" if "WebPage" in names else None


def _name(publisher: object) -> str | None:
    if isinstance(publisher, list):
        publisher = publisher[0] if publisher else None
    return _string(publisher.get("name") if isinstance(publisher, dict) else publisher) or None


def _string(value: object) -> str:
    return value if isinstance(value, str) else ""
