"""The HTTP interface: the same words as the library, the same values as JSON."""

from __future__ import annotations

import base64
import binascii
import datetime as dt
import functools
import hashlib
import io
from collections.abc import Callable, Sequence
from typing import Any, Literal

import msgspec
from starlette.concurrency import run_in_threadpool
from starlette.requests import Request
from starlette.responses import Response
from starlette.routing import Route

from panj.errors import InvalidValue, SourceError, UnknownId
from panj.judging import Proposal, queue
from panj.ledger.contract import Change, Counts
from panj.model import Claim, Decision, Incident, Reading, Report, Statement, Sum, Value, encode
from panj.news import News, news
from panj.panj import ReadResult, Total, View, Why
from panj.selecting import instant
from panj.web.asking import Question
from panj.web.desk import Desk
from panj.web.reports import report_of
from panj.web.schema import Address, Fault, openapi

_PAGE = 100
_MOST = 1000


class NewDecision(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A judgement to be kept; its author is the one whose desk it is."""

    kind: Literal["same", "not-same", "correct", "reject", "restore", "undo"]
    subjects: tuple[str, ...]
    payload: tuple[tuple[str, str], ...] = ()
    reason: str = ""


class NewReport(msgspec.Struct, frozen=True, kw_only=True, forbid_unknown_fields=True):
    """A source to be read: the ``text`` of a file (plain, HTML or JSON Lines), or the ``url`` of a page."""

    text: str | None = None
    url: str | None = None
    name: str | None = None
    publisher: str | None = None
    published: str | None = None


class Taken(msgspec.Struct, frozen=True, kw_only=True):
    """What became of a source: a result for each report, an error for each part that gave none."""

    results: tuple[ReadResult, ...]
    errors: tuple[Fault, ...]


class _Cursor(msgspec.Struct, frozen=True, array_like=True):
    """Where a page ended, and in which state: later pages show the same state, whatever is written between."""

    at: dt.datetime | None
    number: int


_CHOSEN = ("since", "until", "country", "type", "text")
_STATE = ("as_of", "rule")
_PAGED = ("limit", "cursor")


def _desk(request: Request) -> Desk:
    desk: Desk = request.app.state.desk
    return desk


def _question(request: Request) -> Question:
    return Question(request.query_params)


def _json(request: Request, data: bytes, status: int = 200, kind: str = "application/json") -> Response:
    """Answer with an ETag over the bytes; nothing but the tag where the asker has them."""
    tag = f'"{hashlib.sha256(data).hexdigest()[:32]}"'
    headers = {"etag": tag, "cache-control": "no-cache", "vary": "accept-encoding"}
    asked = [one.strip().removeprefix("W/") for one in request.headers.get("if-none-match", "").split(",")]
    if status == 200 and (tag in asked or asked == ["*"]):
        return Response(status_code=304, headers=headers)
    return Response(data, status, media_type=kind, headers=headers)


def _cursor(text: str | None) -> _Cursor | None:
    if text is None:
        return None
    try:
        raw = base64.b64decode(text.encode("ascii") + b"=" * (-len(text) % 4), altchars=b"-_", validate=True)
        found = msgspec.json.decode(raw, type=_Cursor)
    except (ValueError, binascii.Error, msgspec.DecodeError):
        found = None
    if found is None or found.number < 0 or (found.at is not None and found.at.tzinfo is None):
        raise InvalidValue(text[:200], "is no cursor", "Use `next` of the page before")
    return found


def _many(pick: Callable[[Request, View], Sequence[Any]]) -> Callable[[Request], Response]:
    """Return an endpoint that answers a page of what ``pick`` returns."""

    @functools.wraps(pick)
    def endpoint(request: Request) -> Response:
        question = _question(request)
        limit = question.number("limit", _PAGE, 1, _MOST)
        cursor = _cursor(question.word("cursor"))
        view = _desk(request).view(cursor.at if cursor else question.as_of, question.rule)
        found = pick(request, view)
        first = cursor.number if cursor else 0
        following = None
        if first + limit < len(found):
            packed = msgspec.json.encode(_Cursor(view.as_of, first + limit))
            following = base64.urlsafe_b64encode(packed).rstrip(b"=").decode()
        page = {
            "items": found[first : first + limit], "next": following, "total": len(found), "as_of": view.as_of,
        }  # fmt: skip
        return _json(request, encode(page))

    return endpoint


def _one(pick: Callable[[Request, View], Value]) -> Callable[[Request], Response]:
    """Return an endpoint that answers the value that ``pick`` returns."""

    @functools.wraps(pick)
    def endpoint(request: Request) -> Response:
        view = _question(request).view(_desk(request))
        return _json(request, encode(pick(request, view)))

    return endpoint


def _statements(request: Request, view: View) -> Sequence[Statement]:
    asked = _question(request)
    return view.statements(
        waiting=asked.word("waiting") == "true",
        by=asked.word("by"),
        to=asked.word("to"),
        kind=asked.word("kind"),
        incident=asked.word("incident"),
    )


def _totals(request: Request, view: View) -> Sequence[Total]:
    asked = _question(request)
    return view.totals(
        asked.word("outcome"),
        since=asked.since,
        until=asked.until,
        country=asked.word("country"),
        admin1=asked.word("admin1"),
        group=asked.word("group"),
        claimants=tuple(one for one in request.query_params.getlist("claimant") if one.strip()),
    )


def _news(request: Request, view: View) -> Sequence[News]:
    asked = _question(request)
    text = asked.word("from")
    if text is None:
        raise InvalidValue("from", "is not given", "Give the earlier instant, for example from=2025-12-01")
    earlier = instant(text.replace(" ", "+") if "T" in text else text)
    return news(_desk(request).view(earlier, asked.rule), view)


def _claim(request: Request, view: View) -> Claim:
    found = view.claims.get(request.path_params["id"])
    if found is None:
        raise UnknownId(request.path_params["id"], "is no claim of this ledger", "Incidents name their claims")
    return found


def _reading(request: Request, view: View) -> Reading:
    report = report_of(view, request.path_params["id"])
    found = next(view.readings([report.id]), None)
    if found is None:
        raise UnknownId(report.id, "was not read", "panj read reads it")
    return found


def _changes(request: Request, _: View) -> Sequence[Change]:
    after = _question(request).number("after", 0, 0, 999_999_999)
    return tuple(_desk(request).ledger.changes(after))


def _brief(request: Request) -> Response:
    asked = _question(request)
    view = asked.view(_desk(request))
    text = view.brief(asked.incidents(view) if asked.is_limited else None)
    return _json(request, text.encode(), kind="text/markdown; charset=utf-8")


def _counts(request: Request) -> Response:
    view = _question(request).view(_desk(request))
    return _json(request, encode(_desk(request).ledger.counts(view.as_of)))


def _capture(request: Request) -> Response:
    answer = _json(request, _desk(request).ledger.raw(request.path_params["digest"]), kind="application/octet-stream")
    answer.headers["content-disposition"] = "attachment"
    return answer


async def _decide(request: Request) -> Response:
    asked = await _sent(request, NewDecision)
    made = await run_in_threadpool(_desk(request).decide, [(asked.kind, asked.subjects)], asked.reason, asked.payload)
    return _json(request, encode(made[0]), 201)


async def _take_in(request: Request) -> Response:
    asked = await _sent(request, NewReport)
    if (asked.text is None) == (asked.url is None):
        raise InvalidValue("text, url", "are to be given one at a time", "Send either the text or the address")
    return _json(request, encode(await run_in_threadpool(_read, _desk(request), asked)), 201)


def _read(desk: Desk, asked: NewReport) -> Taken:
    stream = None if asked.text is None else io.BytesIO(asked.text.encode("utf-8", "replace"))
    found = list(
        desk.read(
            asked.url or "-", stream=stream, name=asked.name, publisher=asked.publisher, published=asked.published
        )
    )
    return Taken(
        results=tuple(one for one in found if isinstance(one, ReadResult)),
        errors=tuple(
            Fault(kind=type(one).__name__, subject=one.subject, problem=one.problem, remedy=one.remedy)
            for one in found
            if isinstance(one, SourceError)
        ),
    )


async def _sent(request: Request, kind: Any) -> Any:
    if request.headers.get("content-type", "").partition(";")[0].strip().lower() != "application/json":
        raise InvalidValue("request", "is not JSON", "Send application/json")
    try:
        return msgspec.json.decode(await request.body(), type=kind)
    except (msgspec.DecodeError, UnicodeDecodeError) as error:
        raise InvalidValue("request", f"does not hold what it must ({error})", "See /api/v1/openapi.json") from error


TABLE: tuple[tuple[Address, Callable[..., Any]], ...] = (
    (
        Address("/incidents", "Incidents, by first day.", Incident, (*_CHOSEN, *_STATE, *_PAGED), many=True),
        _many(lambda request, view: _question(request).incidents(view)),
    ),
    (
        Address("/incidents/{id}", "One incident; an old identifier leads to its successor.", Incident, _STATE),
        _one(lambda request, view: view.incident(request.path_params["id"])),
    ),
    (
        Address("/sums", "Figures over several incidents.", Sum, (*_STATE, *_PAGED), many=True),
        _many(lambda _, view: view.all_sums),
    ),
    (
        Address(
            "/statements", "Statements by conditions, the earliest first.", Statement,
            ("waiting", "by", "to", "kind", "incident", "as_of", *_PAGED), many=True,
        ),
        _many(_statements),
    ),
    (
        Address(
            "/totals", "People in a selection, as bounds.", Total,
            ("outcome", "since", "until", "country", "admin1", "group", "claimant", *_STATE, *_PAGED), many=True,
        ),
        _many(_totals),
    ),
    (
        Address("/claims", "Claims by identifier.", Claim, ("as_of", *_PAGED), many=True),
        _many(lambda _, view: tuple(view.claims.values())),
    ),
    (Address("/claims/{id}", "One claim.", Claim, ("as_of",)), _one(_claim)),
    (
        Address("/why/{id}", "The way from a value to the bytes it came from.", Why, ("as_of",)),
        _one(lambda request, view: view.why(request.path_params["id"])),
    ),
    (
        Address("/reports", "Reports by identifier.", Report, ("as_of", *_PAGED), many=True),
        _many(lambda _, view: tuple(view.reports.values())),
    ),
    (
        Address("/reports", "Read a text or an address.", Taken, method="POST", body=NewReport),
        _take_in,
    ),
    (
        Address("/reports/{id}", "One report.", Report, ("as_of",)),
        _one(lambda request, view: report_of(view, request.path_params["id"])),
    ),
    (Address("/reports/{id}/reading", "What was and was not understood of it.", Reading, ("as_of",)), _one(_reading)),
    (Address("/captures/{digest}", "The bytes a report was made from.", bytes), _capture),
    (
        Address("/review", "What is worth a person's look.", Proposal, ("as_of", *_PAGED), many=True),
        _many(lambda _, view: queue(view)),
    ),
    (
        Address("/decisions", "Decisions, the earliest first.", Decision, ("as_of", *_PAGED), many=True),
        _many(lambda _, view: view.decisions),
    ),
    (Address("/decisions", "Keep a decision.", Decision, method="POST", body=NewDecision), _decide),
    (
        Address("/news", "What is new or changed since an instant.", News, ("from", *_STATE, *_PAGED), many=True),
        _many(_news),
    ),
    (Address("/changes", "The change feed.", Change, ("after", *_PAGED), many=True), _many(_changes)),
    (Address("/brief", "A cited brief in Markdown.", str, (*_CHOSEN, *_STATE)), _brief),
    (Address("/counts", "How much the ledger holds.", Counts, ("as_of",)), _counts),
)  # fmt: skip
"""Every address with what answers it."""


@functools.cache
def description() -> bytes:
    """Return the OpenAPI description as JSON."""
    return msgspec.json.encode(openapi([address for address, _ in TABLE]))


def routes() -> list[Route]:
    """Return the routes of the interface."""
    return [
        Route("/openapi.json", lambda request: _json(request, description())),
        *(Route(address.path, endpoint, methods=[address.method]) for address, endpoint in TABLE),
    ]
