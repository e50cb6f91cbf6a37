"""A page made safe to parse: one linear pass that drops what holds no text and what a parser chokes on.

A parser of HTML walks the attributes of a tag again for each new one, and gives up on values of ten million characters;
saved pages carry images and scripts of that size. So scripts (other than JSON-LD), styles and comments go, and a tag of
more than ``TAG_LIMIT`` characters loses its attributes. Depth is limited by the parser itself.
"""

from __future__ import annotations

import re

from panj.errors import SourceMalformed, SourceTooLarge
from panj.sources.drafting import TEXT_LIMIT

TAG_LIMIT = 4096
"""Characters of a tag with its attributes."""

TAGS_LIMIT = 200_000
"""Tags of a page; the longest live blogs have a quarter of it."""

# A quoted value may hold ">". Possessive throughout: nothing is ever scanned twice.
_TAG = re.compile(r"<(?:(!--)|(/?[a-zA-Z][^\s/>]*+)((?:[^>=]++|=\s*+(?:\"[^\"]*+\"|'[^']*+')?+)*+)>?)")
# Entities that a page declares for itself: no browser reads them, and they only serve to blow it up.
_SUBSET = re.compile(r"\A\s*+(?:<\?[^>]{0,200}>\s*+)?<!doctype[^>\[]{0,500}\[[^\]]*+\]\s*+>", re.I)
_ENDS = {name: re.compile(rf"</{name}[\s/>]", re.I) for name in ("script", "style")}


def lightened(page: str, name: str) -> str:
    """Return a page without scripts, styles, comments and overlong attributes.

    Args:
        page: the page.
        name: what an error calls it.

    Raises:
        SourceMalformed: it has more tags than any page of text.
        SourceTooLarge: it has more text than any report.
    """
    subset = _SUBSET.match(page)
    pieces, at, tags, text = [], subset.end() if subset else 0, 0, 0
    while (found := _TAG.search(page, at)) is not None:
        pieces.append(page[at : found.start()])
        text += found.start() - at
        at = found.end()
        if found[1]:
            end = page.find("-->", at)
            at = len(page) if end < 0 else end + 3
            continue
        tags += 1
        element = found[2].lower()
        if element in _ENDS and "ld+json" not in found[3].lower():
            end_tag = _ENDS[element].search(page, at)
            at = len(page) if end_tag is None else end_tag.start()
            continue
        pieces.append(found[0] if at - found.start() <= TAG_LIMIT else f"<{found[2][:TAG_LIMIT]}>")
        if element in _ENDS:  # JSON-LD is copied as it stands: tags in it are not tags
            end_tag = _ENDS[element].search(page, at)
            end = len(page) if end_tag is None else end_tag.start()
            pieces.append(page[at:end])
            at = end
    pieces.append(page[at:])
    text += len(page) - at
    if tags > TAGS_LIMIT:
        raise SourceMalformed(name, f"has {tags:,} tags, more than any page of text", "Save the text alone, read that")
    if text > 2 * TEXT_LIMIT:
        raise SourceTooLarge(name, f"holds {text:,} characters in one page", "Split it into reports, a file each")
    return "".join(pieces)
