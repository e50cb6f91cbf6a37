"""Institutions of states in one form each, whatever the word order: "Ministry of Foreign Affairs", "foreign office"."""

from __future__ import annotations

import re

from panj.resolving.sectors import without_speaker

_MINISTRY = r"ministry (?:of |for )?(?:the )?"
_WHOLE_STATE = (
    r"^(?:governments?|authorities|administration|cabinet|state|officials?|federal government|side|regime|leadership"
    r"|leaders?|rulers?|national government|central government|ruling authorities|(?:competent )?organs)$"
)
_SYNONYMS = tuple(
    (re.compile(pattern), form)
    for pattern, form in (
        (rf"^(?:{_MINISTRY})?(?:foreign affairs|external affairs|foreign|external relations)(?: ministry| office)?$",
         "foreign-ministry"),
        (r"^(?:foreign affairs|foreign) department$|^department (?:of )?foreign affairs$", "foreign-ministry"),
        (rf"^{_MINISTRY}(?:national )?defen[cs]e$|^(?:national )?defen[cs]e (?:ministry|department)$",
         "defence-ministry"),
        (rf"^{_MINISTRY}(?:interior|internal affairs|internal security)$|^(?:interior|internal affairs) ministry$",
         "interior-ministry"),
        (rf"^{_MINISTRY}(.+)$", r"\1-ministry"),
        (r"^(?:presidency|presidential (?:office|administration|palace)|presidents? office)$", "presidency"),
        (r"^office (?:of (?:the )?)?president$", "presidency"),
        (r"^(?:prime ministers|premiers) office$|^office (?:of (?:the )?)?prime minister$", "prime-ministers-office"),
        (_WHOLE_STATE, ""),
        (r"^(?:army|military|armed forces|troops?|soldiers?|forces|armies)$", ""),
        (r"^(?:police|police forces?|police officers?|policem[ae]n)$", ""),
        (r"^(?:chief|head|commander) of (?:the )?(.+)$", r"\1-chief"),
    )
)  # fmt: skip
"""One form for each institution, whatever the word order; the force or government of a country has none."""


def office_of(words: list[str]) -> tuple[str, list[str], bool]:
    """Return an office or force in one form, the words without a speaker, and whether there was a speaker.

    A spokesman, statement or website counts as whom it speaks for. The form of a state's government or of its whole
    army or police is empty.
    """
    kept, speaks = without_speaker(words)
    kept = kept if kept and kept != ["office"] else words
    while kept and kept[0] in ("of", "for", "in", "the"):
        kept = kept[1:]
    text = " ".join(kept)
    if not text.startswith("ministry"):
        text = re.sub(r"^(.+?) (?:of|in|for|at) (?:the )?(.+)$", r"\2 \1", text)
    for pattern, form in _SYNONYMS:
        if pattern.match(text):
            text = pattern.sub(form, text)
            break
    return text, kept, speaks
