"""What stands between the network and the app: who may ask, how much, and what a browser may do with the answer.

* **Host.** Only the names of this machine are answered, so that a page of another site cannot reach the desk through a
  name that it makes point here (DNS rebinding).
* **Origin.** A change is made only where the browser says that the request comes from one of our own pages
  (``Origin``, ``Sec-Fetch-Site``). A program that is no browser sends neither; it may change things by JSON, which no
  page of another site can send without asking first.
* **Answers.** A strict Content-Security-Policy: no script, style, image or request but our own files, nothing inline,
  no frame; other sites may not embed or read what is here.
* **Size.** A request of more than the limit is refused before it is kept in memory.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from urllib.parse import urlsplit

from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import Response
from starlette.types import ASGIApp, Message, Receive, Scope, Send

LOOPBACK = frozenset({"127.0.0.1", "localhost", "::1"})
"""Names of this machine that a browser may use for it."""

BODY_LIMIT = 50_000_000
"""Most bytes of a request."""

HEADERS = {
    "content-security-policy": (
        "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self'; connect-src 'self'; "
        "form-action 'self'; base-uri 'none'; frame-ancestors 'none'; require-trusted-types-for 'script'"
    ),
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "permissions-policy": "camera=(), geolocation=(), microphone=(), payment=(), usb=()",
    "referrer-policy": "same-origin",
    "x-content-type-options": "nosniff",
    "x-frame-options": "DENY",
}
"""On every answer. The referrer goes to our own pages only; without it browsers would hide the origin of a form."""

TOO_LARGE = ("request", f"is larger than {BODY_LIMIT // 1_000_000} MB", "Split it, or use panj read")
_SAFE = frozenset({"GET", "HEAD", "OPTIONS"})


class BodyTooLarge(Exception):
    """A request has more bytes than it may; the app answers 413 with ``TOO_LARGE``."""


class Guard:
    """The ASGI app around all others.

    Args:
        app: what is guarded.
        hosts: names by which the desk may be asked for.
        limit: most bytes of a request.
    """

    def __init__(self, app: ASGIApp, hosts: Iterable[str] = LOOPBACK, limit: int = BODY_LIMIT) -> None:
        self._app = app
        self._hosts = frozenset(hosts)
        self._limit = limit

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer a request, or hand it on with its answer's headers made strict."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        headers = Headers(scope=scope)
        refused = self._refusal(scope, headers)

        async def strict(message: Message) -> None:
            if message["type"] == "http.response.start":
                answer = MutableHeaders(scope=message)
                for name, value in HEADERS.items():
                    answer[name] = value
                answer.setdefault("cache-control", "no-store")
            await send(message)

        if refused is not None:
            await refusal(*refused)(scope, receive, strict)
            return
        taken = 0

        async def counted() -> Message:
            nonlocal taken
            message = await receive()
            taken += len(message.get("body", b""))
            if taken > self._limit:
                raise BodyTooLarge
            return message

        await self._app(scope, counted, strict)

    def _refusal(self, scope: Scope, headers: Headers) -> tuple[int, str, str, str] | None:
        host = headers.get("host", "")
        if headers.getlist("host") != [host] or _name(host) not in self._hosts:
            return 421, host[:200], "is not a name of this desk", "Open the address that panj serve printed"
        length = headers.get("content-length", "0")
        if length.isdigit() and (len(length) > 15 or int(length) > self._limit):
            return 413, *TOO_LARGE
        if scope["method"] not in _SAFE and not self._is_own(headers, host, scope["scheme"]):
            return 403, "request", "does not come from a page of this desk", "Open the desk and do it there"
        return None

    def _is_own(self, headers: Headers, host: str, scheme: str) -> bool:
        """Say whether a change is asked for by one of our pages, or by a program that is no browser."""
        origin, site = headers.get("origin"), headers.get("sec-fetch-site")
        if origin is not None and origin.lower() != f"{scheme}://{host.lower()}":
            return False
        if site is not None and site not in ("same-origin", "none"):
            return False
        if origin is None and site != "same-origin":
            return headers.get("content-type", "").partition(";")[0].strip().lower() == "application/json"
        return True


def _name(host: str) -> str:
    """Return the name in a Host header, without its port; empty where it is none."""
    try:
        parts = urlsplit(f"//{host}")
        _ = parts.port
    except ValueError:
        return ""
    if parts.username is not None or parts.path or parts.query or parts.fragment:
        return ""
    return (parts.hostname or "").lower()


def refusal(status: int, subject: str, problem: str, remedy: str) -> Response:
    """Return an error in the one shape that all of them have."""
    body = json.dumps(
        {"error": {"kind": "Refused", "subject": subject, "problem": problem, "remedy": remedy}}, ensure_ascii=True
    )
    return Response(body, status, media_type="application/json")
