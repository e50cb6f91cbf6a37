"""The Markdown of briefs as HTML: headings, lists, emphasis, citations; everything else is shown as it stands."""

from __future__ import annotations

import re
from collections.abc import Iterator

from markupsafe import Markup, escape

from panj.web.rendering import plain

_ITEM = re.compile(r"( *)(?:[-*]|(\d+)[.)]) +(.*)")
_HEAD = re.compile(r"(#{1,4}) +(.*)")
_INLINE = re.compile(
    r"\\(?P<escaped>[\\`*_{}\[\]()#+!|<>~&.:=-])|\*\*(?P<strong>.+?)\*\*(?!\*)|(?<!\*)\*(?P<em>[^*\s][^*]*)\*|`(?P<code>[^`]+)`|\[(?P<cite>\d{1,5})\]"
)


def html(text: str, under: int = 0) -> Markup:
    """Return a brief as HTML; no HTML in it survives, and it has no links but those to its own list of sources.

    Args:
        text: the brief.
        under: level of the heading that it stands under; 0 where it is a page of its own.
    """
    return Markup("\n").join(_blocks(plain(text).split("\n"), under))


def _blocks(lines: list[str], under: int) -> Iterator[Markup]:
    depth: list[str] = []
    paragraph: list[str] = []
    sources = False

    def ended() -> Iterator[Markup]:
        if paragraph:
            yield Markup("<p>{}</p>").format(inline(" ".join(paragraph)))
            paragraph.clear()

    def closed(to: int) -> Iterator[Markup]:
        while len(depth) > to:
            yield Markup("</li></{}>").format(depth.pop())

    for line in lines:
        head, item = _HEAD.fullmatch(line), _ITEM.fullmatch(line)
        if head is not None:
            yield from (*ended(), *closed(0))
            level = len(head[1]) + under
            sources = head[2].strip().lower() == "sources"
            yield Markup("<h{0}>{1}</h{0}>").format(level, inline(head[2]))
        elif item is not None:
            yield from ended()
            level, kind = min(len(item[1]) // 2 + 1, len(depth) + 1), "ol" if item[2] else "ul"
            yield from closed(level)
            if len(depth) < level:
                depth.append(kind)
                yield Markup("<{}>").format(kind)
            else:
                yield Markup("</li>")
            name = Markup(' id="source-{}" value="{}"').format(item[2], item[2]) if item[2] and sources else Markup("")
            yield Markup("<li{}>{}").format(name, inline(item[3]))
        elif line.strip():
            if not paragraph:
                yield from closed(0)
            paragraph.append(line.strip())
        else:
            yield from ended()
    yield from (*ended(), *closed(0))


def inline(text: str) -> Markup:
    """Return one line with its emphasis and citations as HTML."""
    made, at = Markup(""), 0
    for found in _INLINE.finditer(text):
        made += escape(text[at : found.start()])
        at = found.end()
        if found["escaped"] is not None:
            made += escape(found["escaped"])
        elif found["strong"] is not None:
            made += Markup("<strong>{}</strong>").format(inline(found["strong"]))
        elif found["em"] is not None:
            made += Markup("<em>{}</em>").format(inline(found["em"]))
        elif found["code"] is not None:
            made += Markup("<code>{}</code>").format(found["code"])
        else:
            made += Markup('<a class="cite" href="#source-{0}">[{0}]</a>').format(found["cite"])
    return made + escape(text[at:])


def uncited(text: str) -> list[str]:
    """Return the sentences of a brief that cite no source: items and paragraphs before the list of sources."""
    found = []
    for line in text.split("\n"):
        if (head := _HEAD.fullmatch(line)) is not None:
            if head[2].strip().lower() == "sources":
                break
        elif line.strip() and not re.search(r"\[\d{1,5}\]", line):
            found.append(re.sub(r"\\(.)", r"\1", line.strip().lstrip("-* ")))
    return found
