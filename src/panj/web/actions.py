"""What a page changes: decisions, what was looked at, reports taken in. Each ends on a page that can be undone from."""

from __future__ import annotations

import io
from collections.abc import Sequence
from urllib.parse import quote, urlsplit

from starlette.concurrency import run_in_threadpool
from starlette.datastructures import FormData, UploadFile
from starlette.requests import Request
from starlette.responses import RedirectResponse, Response

from panj import corrections, judging
from panj.errors import InvalidValue, SourceError
from panj.panj import ReadResult
from panj.web.desk import Desk
from panj.web.pages import seen_cookie
from panj.web.rendering import page

_PARTS = 200
"""Most fields and files of a form."""


async def decide(request: Request) -> Response:
    """Keep one decision: ``kind``, ``subject`` once or more, ``reason``, ``back``."""
    form = await request.form(max_files=0, max_fields=_PARTS)
    return await _decided(request, form, [(_word(form, "kind"), _words(form, "subject"))])


async def split(request: Request) -> Response:
    """Take claims out of an incident: ``incident``, ``claim`` once or more."""
    form = await request.form(max_files=0, max_fields=_PARTS)
    desk: Desk = request.app.state.desk
    view = await run_in_threadpool(desk.view)
    return await _decided(request, form, judging.split(view, _word(form, "incident"), _words(form, "claim")))


async def correct(request: Request) -> Response:
    """Correct fields of a claim or a figure: ``subject``, and the fields; those that are as they were are left out."""
    form = await request.form(max_files=0, max_fields=_PARTS)
    desk: Desk = request.app.state.desk
    view, subject = await run_in_threadpool(desk.view), _word(form, "subject")
    claim = view.claims.get(subject.partition(".")[0])
    known = {} if claim is None else corrections.values(claim, subject)
    changed = [
        (name, _word(form, name)) for name, value in known.items() if name in form and _word(form, name) != value
    ]
    return await _decided(request, form, [("correct", [subject])], changed)


async def _decided(
    request: Request,
    form: FormData,
    judgements: Sequence[tuple[str, Sequence[str]]],
    payload: Sequence[tuple[str, str]] = (),
) -> Response:
    desk: Desk = request.app.state.desk
    made = await run_in_threadpool(desk.decide, judgements, _word(form, "reason"), payload)
    back = local(_word(form, "back"))
    return RedirectResponse(f"{back}{'&' if '?' in back else '?'}done={made[-1].id}", 303)


async def seen(request: Request) -> Response:
    """Remember that everything up to ``until`` was looked at."""
    form = await request.form(max_files=0, max_fields=_PARTS)
    desk: Desk = request.app.state.desk
    answer = RedirectResponse("/", 303)
    answer.set_cookie(
        seen_cookie(desk), _word(form, "until")[:40], max_age=400 * 86400, httponly=True, samesite="strict"
    )
    return answer


async def take_in(request: Request) -> Response:
    """Read reports: ``text``, ``url`` or ``file`` once or more; ``publisher`` and ``published`` for all of them."""
    form = await request.form(max_files=_PARTS, max_fields=_PARTS, max_part_size=20_000_000)
    desk: Desk = request.app.state.desk
    publisher, published = (_word(form, name).strip() or None for name in ("publisher", "published"))
    sources: list[tuple[str, bytes | None]] = [
        (one.filename, await one.read()) for one in form.getlist("file") if isinstance(one, UploadFile) and one.filename
    ]
    if text := _word(form, "text").strip():
        sources.append(("pasted text", text.encode("utf-8", "replace")))
    if url := _word(form, "url").strip():
        sources.append((url, None))
    if not sources:
        raise InvalidValue("", "Nothing was given to read", "Paste a text, choose a file, or give an address")
    results = await run_in_threadpool(_read, desk, sources, publisher, published)
    good = [one for one in results if isinstance(one, ReadResult)]
    if len(results) == 1 and good:
        return RedirectResponse(f"/reports/{good[0].report.id}?receipt={good[0].receipt}", 303)
    return await run_in_threadpool(
        page,
        request,
        "taken.html",
        good=good,
        bad=[one for one in results if not isinstance(one, ReadResult)],
    )


def _read(
    desk: Desk, sources: Sequence[tuple[str, bytes | None]], publisher: str | None, published: str | None
) -> list[ReadResult | SourceError]:
    found: list[ReadResult | SourceError] = []
    for name, raw in sources:
        stream = None if raw is None else io.BytesIO(raw)
        found += desk.read(name, stream=stream, name=name, publisher=publisher, published=published)
    return found


def _word(form: FormData, name: str) -> str:
    found = form.get(name)
    return found if isinstance(found, str) else ""


def _words(form: FormData, name: str) -> list[str]:
    return [one for one in form.getlist(name) if isinstance(one, str) and one]


def local(address: str) -> str:
    """Return an address on this desk: path and query of what is given, the front page where it leads elsewhere."""
    parts = urlsplit(address) if address.startswith("/") and address.isprintable() else None
    if parts is None or parts.scheme or parts.netloc or parts.path.startswith("//") or "\\" in address:
        return "/"
    return quote(parts.path, safe="/%.-_~") + (f"?{parts.query}" if parts.query else "")
