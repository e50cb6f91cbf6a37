"""Reports: what came in, what was and was not understood of it, two of them side by side, the bytes they came from."""

from __future__ import annotations

import difflib
import re
from collections.abc import Iterator
from typing import NamedTuple

from starlette.requests import Request
from starlette.responses import Response

from panj.errors import UnknownId
from panj.model import Report
from panj.panj import View
from panj.web.asking import Question
from panj.web.desk import Desk
from panj.web.marking import marked
from panj.web.rendering import page

_ON_A_PAGE = 100
_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+[\"”’')\]]*|\n+|$)\s*")


def report_of(view: View, identifier: str) -> Report:
    """Return a report.

    Raises:
        UnknownId: there is none.
    """
    found = view.reports.get(identifier)
    if found is None:
        raise UnknownId(identifier, "is no report of this ledger", "The desk's page of reports lists them")
    return found


def reports(request: Request) -> Response:
    """List reports, the newest first, beside the form that takes in more."""
    desk: Desk = request.app.state.desk
    question = Question(request.query_params)
    view = question.view(desk)
    words = question.word("text")
    found = list(view.reports.values())
    if words is not None:
        held = set(view.search(words))
        found = [one for one in found if one.id in held]
    found.sort(
        key=lambda one: (one.published_at is not None, one.published_at and one.published_at.timestamp(), one.id)
    )
    found.reverse()
    number = question.number("page", 1, 1, 1_000_000)
    first = (number - 1) * _ON_A_PAGE
    shown = found[first : first + _ON_A_PAGE]
    readings = {one.report_id: one for one in view.readings([one.id for one in shown])}
    return page(
        request,
        "reports.html",
        view=view,
        found=shown,
        total=len(found),
        number=number,
        pages=max(-(-len(found) // _ON_A_PAGE), 1),
        readings=readings,
    )


def report(request: Request) -> Response:
    """Show one report with what was understood in its words, and what was not."""
    desk: Desk = request.app.state.desk
    question = Question(request.query_params)
    view = question.view(desk)
    one = report_of(view, request.path_params["id"])
    reading = next(view.readings([one.id]), None)
    claims = [claim for claim in view.claims.values() if claim.report_id == one.id]
    claims.sort(key=lambda claim: (claim.mention.trigger.start, claim.id))
    abstentions = reading.abstentions if reading else ()
    others = [(f"a{number}", item.words) for number, item in enumerate(abstentions) if item.words is not None]
    origin = view.origins.get(one.id, one.id)
    same = [item for item in view.reports.values() if item.id != one.id and view.origins.get(item.id) == origin]
    again = [item for item in view.reports.values() if item.id != one.id and one.url and item.url == one.url]
    return page(
        request,
        "report.html",
        view=view,
        one=one,
        reading=reading,
        claims=claims,
        abstentions=abstentions,
        text=marked(one, claims, others),
        beside={claim.id for claim in claims},
        origin=origin,
        chain=next((item for item in view.all_origins if item.id == origin), None),
        same=same,
        again=again,
        incident_of={link.claim_id: link.incident_id for link in view.linking.links},
        receipt=question.word("receipt"),
    )


class Row(NamedTuple):
    """Sentences side by side; ``kind`` is ``same``, ``changed``, ``left`` or ``right``."""

    kind: str
    left: str
    right: str


def beside(request: Request) -> Response:
    """Show two reports side by side, sentence by sentence."""
    desk: Desk = request.app.state.desk
    view = Question(request.query_params).view(desk)
    one, other = (report_of(view, request.path_params[name]) for name in ("id", "other"))
    return page(request, "beside.html", view=view, one=one, other=other, rows=list(_rows(one.text, other.text)))


def _rows(one: str, other: str) -> Iterator[Row]:
    left, right = ([found.strip() for found in _SENTENCE.findall(text) if found.strip()] for text in (one, other))
    for tag, a1, a2, b1, b2 in difflib.SequenceMatcher(a=left, b=right, autojunk=False).get_opcodes():
        if tag == "equal":
            yield from (Row("same", text, text) for text in left[a1:a2])
            continue
        for number in range(max(a2 - a1, b2 - b1)):
            mine = left[a1 + number] if a1 + number < a2 else ""
            theirs = right[b1 + number] if b1 + number < b2 else ""
            yield Row("changed" if mine and theirs else "left" if mine else "right", mine, theirs)


def capture(request: Request) -> Response:
    """Return the bytes a report was made from, to be saved and never to be shown by the browser."""
    desk: Desk = request.app.state.desk
    digest = request.path_params["digest"]
    return Response(
        desk.ledger.raw(digest),
        media_type="application/octet-stream",
        headers={"content-disposition": f'attachment; filename="{digest[:16]}.bin"'},
    )
