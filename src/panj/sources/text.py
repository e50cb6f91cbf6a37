"""Characters into the text of a report, in which offsets count.

The text that a report carries is made here and never changes afterwards: every span counts its characters. It is

* composed (NFC), so that one name is one string whatever the system that wrote it;
* free of what cannot be seen: control characters, zero-width characters, soft hyphens, byte order marks and the marks
  that turn the direction of writing. Joiners stay where a script needs them (Persian, Hindi …);
* in paragraphs, each one line, with one blank line between them. Every kind of space is a plain one, none stands at
  the end of a line, no two follow one another.

Making it twice changes nothing: :func:`paragraphs` of such a text is that text.
"""

from __future__ import annotations

import re
import unicodedata
from itertools import pairwise

_LINE_ENDS = re.compile("\r\n|[\r\v\f\x85\u2028]")
_UNSEEN = re.compile(
    "[\x00-\x08\x0e-\x1f\x7f-\x9f\u00ad\u061c\u180e\u200b\u200e\u200f\u202a-\u202e\u2060-\u2064\u2066-\u206f\ufeff"
    "\ufff9-\ufffb\ufdd0-\ufdef\ufffe\uffff\U000e0000-\U000e007f]+"
)
_SURROGATES = re.compile("[\ud800-\udfff]")
# A joiner means something after a letter of the scripts between Hebrew and Khmer, and nothing after any other.
_IDLE_JOINERS = re.compile("(?<![\u0590-\u10ff\u1780-\u18af])[\u200c\u200d]+")
_SPACES = re.compile(r"[^\S\n]+")
_BLANK_LINES = re.compile(r"\n(?:[^\S\n]*\n)+")
_SENTENCE_END = re.compile(r"[.!?…։۔。！？][\"'”’»)\]]*$")
_OPEN_END = re.compile(r"[,;:–—-]$")
_BULLET = re.compile(r"(?:[-*•·–—‣▪]|\d{1,3}[.)]|\(?[a-z]\))\s")
_HEADING = re.compile(r"#{1,6}\s+")
_TITLE_LENGTH = 160
_WRAPPED = range(40, 121)


def cleaned(text: str) -> str:
    """Return text without what cannot be seen, composed, with one kind of line end."""
    if text.isascii():
        return _UNSEEN.sub("", _LINE_ENDS.sub("\n", text))
    text = _LINE_ENDS.sub("\n", text).replace("\u2029", "\n\n").replace("\u00ad\n", "")
    text = _SURROGATES.sub("\ufffd", _UNSEEN.sub("", text))
    # Taking a joiner away can bring characters together that compose, and composing can leave a joiner idle.
    while (after := _IDLE_JOINERS.sub("", unicodedata.normalize("NFC", text))) != text:
        text = after
    return text


def one_line(text: str | None) -> str | None:
    """Return a title or a name on one line, cleaned; ``None`` where nothing is left."""
    return " ".join(cleaned(text).split()) or None if text else None


def lines_as_paragraphs(text: str) -> str:
    """Return a text each line of which is a paragraph, as an extractor of pages gives it."""
    lines = (line.strip() for line in _SPACES.sub(" ", cleaned(text)).split("\n"))
    return "\n\n".join(line for line in lines if line)


def paragraphs(text: str) -> str:
    """Return a plain text in paragraphs.

    A blank line always ends a paragraph. A single line end does too, except where a line was only wrapped: where the
    text is wrapped at a width (the next word would not have fitted) or where a sentence goes on in lower case.
    """
    return "\n\n".join(_unwrapped(_blocks(cleaned(text))))


def titled(text: str) -> tuple[str | None, str]:
    """Split a plain text into title and the rest in paragraphs.

    The first line is the title where it is short, followed by a blank line and more text, and does not end like a
    sentence.
    """
    blocks = _blocks(cleaned(text))
    if len(blocks) > 1 and len(blocks[0]) == 1:
        line = _HEADING.sub("", blocks[0][0])
        if (
            len(line) <= _TITLE_LENGTH
            and any(map(str.isalpha, line))
            and not (_SENTENCE_END.search(line) or _OPEN_END.search(line))
        ):
            return line, "\n\n".join(_unwrapped(blocks[1:]))
    return None, "\n\n".join(_unwrapped(blocks))


def _blocks(text: str) -> list[list[str]]:
    """Return the lines of a cleaned text, in runs that blank lines part."""
    runs = _BLANK_LINES.split(_SPACES.sub(" ", text).strip())
    blocks = ([line for part in run.split("\n") if (line := part.strip())] for run in runs)
    return [block for block in blocks if block]


def _unwrapped(blocks: list[list[str]]) -> list[str]:
    width = _width(blocks)
    made = []
    for block in blocks:
        pieces = [block[0]]
        for before, line in pairwise(block):
            if not _continues(before, line, width):
                made.append("".join(pieces))
                pieces = [line]
            elif re.search(r"[^\W\d]-$", before) and line[0].islower():
                pieces.append(line)  # "cross-" and "border": the hyphen stays, whichever kind it is
            else:
                pieces += [" ", line]
        made.append("".join(pieces))
    return made


def _continues(before: str, line: str, width: int) -> bool:
    """Say whether a line end inside a run is only a wrap."""
    if _BULLET.match(line):
        return False
    return _was_full(before, line, width) or (line[0].islower() and not _SENTENCE_END.search(before))


def _was_full(before: str, line: str, width: int) -> bool:
    return width > 0 and len(before) + 1 + len(line.split(" ", 1)[0]) > width


def _width(blocks: list[list[str]]) -> int:
    """Return the width at which a text is wrapped; 0 where each line is a paragraph of its own.

    A wrapped text shows it: most line ends stand where the next word would not have fitted, most of them inside
    sentences. Three are asked for, since a headline and a byline can look so by chance.
    """
    width = max((len(line) for block in blocks if len(block) > 1 for line in block if " " in line), default=0)
    if width not in _WRAPPED:
        return 0
    pairs = [pair for block in blocks for pair in pairwise(block)]
    full = [before for before, line in pairs if _was_full(before, line, width)]
    inside = sum(1 for before in full if not _SENTENCE_END.search(before))
    return width if len(full) >= 3 and len(full) * 2 >= len(pairs) and inside * 2 > len(full) else 0
