"""The app: every address, and how errors are answered."""

from __future__ import annotations

import mimetypes

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.requests import Request
from starlette.responses import JSONResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles
from starlette.types import ASGIApp

from panj.errors import InvalidValue, LedgerError, LedgerLocked, PanjError, SourceError, UnknownId
from panj.panj import Ledger
from panj.web import actions, api, briefs, pages, reports
from panj.web.desk import Desk
from panj.web.guard import LOOPBACK, TOO_LARGE, BodyTooLarge, Guard
from panj.web.rendering import page

mimetypes.add_type("text/javascript", ".js")


def application(ledger: Ledger, *, author: str = "analyst", hosts: frozenset[str] = LOOPBACK) -> ASGIApp:
    """Return the desk over a ledger as an ASGI app.

    Args:
        ledger: what is looked at and written; the caller closes it.
        author: in whose name decisions are kept.
        hosts: names by which the desk may be asked for.
    """
    app = Starlette(
        routes=[
            Route("/", pages.today),
            Route("/incidents", pages.incidents),
            Route("/incidents/{id}", pages.incident),
            Route("/review", pages.review),
            Route("/statements", pages.statements),
            Route("/reports", reports.reports),
            Route("/reports", actions.take_in, methods=["POST"]),
            Route("/reports/{id}", reports.report),
            Route("/reports/{id}/beside/{other}", reports.beside),
            Route("/captures/{digest}", reports.capture),
            Route("/map", pages.map_and_time),
            Route("/brief", briefs.brief),
            Route("/brief", briefs.edited, methods=["POST"]),
            Route("/brief/brief.{form}", briefs.download),
            Route("/export/{form}", briefs.export),
            Route("/numbers", pages.numbers),
            Route("/why/{id}", pages.why),
            Route("/decisions", pages.decisions),
            Route("/keys", pages.keys),
            Route("/decide", actions.decide, methods=["POST"]),
            Route("/correct", actions.correct, methods=["POST"]),
            Route("/split", actions.split, methods=["POST"]),
            Route("/seen", actions.seen, methods=["POST"]),
            Mount("/api/v1", routes=api.routes()),
            Mount("/static", StaticFiles(packages=[("panj.web", "static")])),
        ],
        exception_handlers={PanjError: _failed, HTTPException: _unmet, BodyTooLarge: _too_large, Exception: _broken},
    )
    app.state.desk = Desk(ledger, author)
    return Guard(app, hosts)


def _status(error: PanjError) -> int:
    if isinstance(error, UnknownId):
        return 404
    if isinstance(error, LedgerLocked):
        return 503
    return 422 if isinstance(error, InvalidValue | SourceError) else 500 if isinstance(error, LedgerError) else 400


def _answer(request: Request, status: int, kind: str, subject: str, problem: str, remedy: str) -> Response:
    """Answer an error: one shape of JSON for programs, a page for people."""
    if request.url.path.startswith("/api/"):
        error = {"kind": kind, "subject": subject, "problem": problem, "remedy": remedy}
        return JSONResponse({"error": error}, status)
    try:
        return page(request, "error.html", status, subject=subject, problem=problem, remedy=remedy)
    except PanjError as error:  # the ledger itself cannot be asked
        return Response(f"panj: {error}\n", status, media_type="text/plain")


def _failed(request: Request, error: Exception) -> Response:
    if not isinstance(error, PanjError):
        raise error
    return _answer(request, _status(error), type(error).__name__, error.subject, error.problem, error.remedy)


def _unmet(request: Request, error: Exception) -> Response:
    if not isinstance(error, HTTPException):
        raise error
    problem = {404: "is not there", 405: "cannot be asked for in this way"}.get(error.status_code, error.detail)
    return _answer(request, error.status_code, "Refused", request.url.path, problem, "The front page leads everywhere")


def _too_large(request: Request, _: Exception) -> Response:
    return _answer(request, 413, "Refused", *TOO_LARGE)


def _broken(request: Request, _: Exception) -> Response:
    """Answer where Panj itself is at fault; the terminal has the whole of it, the answer nothing."""
    problem, remedy = "met a fault of Panj", "The terminal that runs panj serve says more"
    if request.url.path.startswith("/api/"):
        return _answer(request, 500, "Fault", request.url.path, problem, remedy)
    return Response(f"panj: {request.url.path}: {problem}. {remedy}.\n", 500, media_type="text/plain")
