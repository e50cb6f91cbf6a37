"""Pages from the network, and from nowhere else.

An address can lead inside: to the machine itself, to the office's network, to a cloud's metadata. So every hop of a
redirect is resolved here, refused where one of its addresses is not public, and the connection goes to the very
address that was checked: a name that resolves differently a moment later changes nothing. Proxies and other settings
of the environment are not used, for the same reason.
"""

from __future__ import annotations

import re
import time
import zlib
from collections.abc import Callable, Iterable, Iterator, Sequence
from importlib import metadata
from typing import Any, NamedTuple

import httpcore2
import httpx2

from panj.errors import FetchError, FetchForbidden, SourceMissing
from panj.sources import addresses
from panj.sources.streams import SIZE_LIMIT, too_large

_SAVE = "Save the page in a browser and read the file"
_LATER = "Try again later, or save the page in a browser and read the file"
_REDIRECTS = {301, 302, 303, 307, 308}
_NETWORK_ERRORS = (httpcore2.NetworkError, httpcore2.TimeoutException, httpcore2.ProtocolError, OSError)
_NUMBER = re.compile(r"(?:https?:)?//[\da-fx.]*\d[\da-fx.]*(?::\d*)?(?:[/?#]|$)", re.I)
"""An address whose host is a number that is no plain IPv4 address, such as ``0177.0.0.1``."""

_CHARSET = re.compile(r"charset\s*=\s*[\"']?([\w.:-]+)", re.I)


class Fetched(NamedTuple):
    """The answer of a server: the address that gave it, its bytes, and what the server says they are."""

    url: str
    raw: bytes
    media_type: str | None
    charset: str | None


class Fetcher(NamedTuple):
    """How pages are fetched.

    Attributes:
        resolve: host and port to addresses; raises OSError where there are none.
        permit: whether an address may be connected to.
        limit: most bytes of an answer, compressed or not.
        redirects: most hops that are followed.
        timeout: seconds for connecting, and for each piece of the answer.
        deadline: seconds for everything.
    """

    resolve: Callable[[str, int], Sequence[str]] = addresses.resolve
    permit: Callable[[str], bool] = addresses.is_public
    limit: int = SIZE_LIMIT
    redirects: int = 5
    timeout: float = 20.0
    deadline: float = 120.0

    def fetch(self, address: str) -> Fetched:
        """Return what stands at an address.

        Raises:
            FetchForbidden: it leads to an address that is not public, or carries a password.
            FetchError: the network or the server said no.
            SourceMissing: nothing is there.
            SourceTooLarge: more is there than may be held.
        """
        until = time.monotonic() + self.deadline
        url = _parsed(address)
        for _ in range(self.redirects + 1):
            answer = self._ask(url, until)
            if isinstance(answer, Fetched):
                return answer
            url = answer
        raise FetchError(shown(address), f"leads on more than {self.redirects} times", _SAVE)

    def _ask(self, url: httpx2.URL, until: float) -> Fetched | httpx2.URL:
        """Return the answer of one server, or where it leads on."""
        name = shown(str(url))
        backend = _Pinned(self._checked(url), until)
        request = httpcore2.URL(scheme=url.raw_scheme, host=url.raw_host, port=url.port, target=url.raw_path)
        limits = {"connect": self.timeout, "read": self.timeout, "write": self.timeout, "pool": self.timeout}
        try:
            with (
                httpcore2.ConnectionPool(
                    ssl_context=httpx2.create_ssl_context(trust_env=False), network_backend=backend
                ) as pool,
                pool.stream("GET", request, headers=_headers(url), extensions={"timeout": limits}) as response,
            ):
                headers = httpx2.Headers(response.headers)
                if response.status in _REDIRECTS and "location" in headers:
                    return _parsed(headers["location"], url)
                _check_status(response.status, name)
                raw = self._body(response.iter_stream(), headers.get("content-encoding", ""), name)
        except httpcore2.TimeoutException as error:
            raise FetchError(name, "did not answer in time", _LATER) from error
        except _NETWORK_ERRORS as error:
            raise FetchError(name, f"could not be fetched ({type(error).__name__})", _LATER) from error
        kind = headers.get("content-type")
        charset = _CHARSET.search(kind or "")
        return Fetched(str(url.copy_with(fragment=None)), raw, kind, charset[1] if charset else None)

    def _checked(self, url: httpx2.URL) -> Sequence[str]:
        """Return the addresses of a host, every one of which may be connected to."""
        name = shown(str(url))
        try:
            found = self.resolve(url.raw_host.decode("ascii"), url.port or (443 if url.scheme == "https" else 80))
        except OSError as error:
            raise FetchError(name, "its host cannot be found", "Check the address and the connection") from error
        if not found or not all(map(self.permit, found)):
            raise FetchForbidden(name, "leads to an address that is not public", _SAVE)
        return found

    def _body(self, chunks: Iterable[bytes], coding: str, name: str) -> bytes:
        """Return the bytes of an answer, unpacked; neither form may pass the limit."""
        coding = coding.strip().lower()
        if coding not in ("", "identity", "gzip", "x-gzip", "deflate"):
            raise FetchError(name, "is packed in a way that was not asked for", _SAVE)
        unpack = _unpacked if coding not in ("", "identity") else _plain
        pieces, total = [], 0
        try:
            for piece in unpack(chunks, self.limit):
                total += len(piece)
                if total > self.limit:
                    raise too_large(name, self.limit)
                pieces.append(piece)
        except zlib.error as error:
            raise FetchError(name, "its packed answer is torn", _LATER) from error
        return b"".join(pieces)


class _Pinned(httpcore2.NetworkBackend):
    """Connects to checked addresses only, whatever host is asked for, until a deadline."""

    def __init__(self, checked: Sequence[str], until: float) -> None:
        self._checked = checked
        self._until = until
        self._inner = httpcore2.SyncBackend()

    def connect_tcp(
        self,
        host: str,
        port: int,
        timeout: float | None = None,
        local_address: str | None = None,
        socket_options: Iterable[Any] | None = None,
    ) -> httpcore2.NetworkStream:
        """Connect to the first checked address that answers; ``host`` only names what is connected to."""
        failure: Exception = httpcore2.ConnectError(host)
        for address in self._checked:
            try:
                limit = _left(self._until, timeout)
                stream = self._inner.connect_tcp(address, port, limit, local_address, socket_options)
            except (httpcore2.ConnectError, httpcore2.ConnectTimeout) as error:
                failure = error
            else:
                return _Timed(stream, self._until)
        raise failure


class _Timed(httpcore2.NetworkStream):
    """A connection that ends at a deadline, however slowly the other side drips."""

    def __init__(self, inner: httpcore2.NetworkStream, until: float) -> None:
        self._inner = inner
        self._until = until

    def read(self, max_bytes: int, timeout: float | None = None) -> bytes:
        return self._inner.read(max_bytes, _left(self._until, timeout))

    def write(self, buffer: bytes, timeout: float | None = None) -> None:
        self._inner.write(buffer, _left(self._until, timeout))

    def close(self) -> None:
        self._inner.close()

    def start_tls(
        self, ssl_context: Any, server_hostname: str | None = None, timeout: float | None = None
    ) -> httpcore2.NetworkStream:
        return _Timed(self._inner.start_tls(ssl_context, server_hostname, _left(self._until, timeout)), self._until)

    def get_extra_info(self, info: str) -> Any:
        return self._inner.get_extra_info(info)


def shown(address: str) -> str:
    """Return an address as errors show it: without user, password, query and fragment, which may be secrets."""
    try:
        url = httpx2.URL(address)
        port = f":{url.port}" if url.port else ""
        host = f"[{url.host}]" if ":" in url.host else url.host
        return f"{url.scheme}://{host}{port}{url.path}"[:300]
    except (httpx2.InvalidURL, ValueError):
        # What cannot be taken apart cannot be cleaned: where it may hold a password, nothing of it is shown.
        return "the address" if "@" in address else re.split(r"[?#]", address)[0][:300]


def _parsed(address: str, base: httpx2.URL | None = None) -> httpx2.URL:
    name = shown(address) if base is None else shown(str(base))
    try:
        url = httpx2.URL(address) if base is None else base.join(address)
    except (httpx2.InvalidURL, ValueError) as error:
        if _NUMBER.match(address):
            raise FetchForbidden(name, "hides the number of its host in another spelling", _SAVE) from error
        problem = "is not an address" if base is None else "leads on to something that is not an address"
        raise FetchError(name, problem, "Write it as https://example.org/page") from error
    if url.scheme not in ("http", "https") or not url.host:
        problem = "is not on the web" if base is None else "leads off the web"
        raise FetchError(name, problem, "Only http and https addresses are fetched")
    if url.userinfo:
        raise FetchForbidden(shown(str(url)), "carries a user name or password", "Leave it out of the address")
    return url


def _headers(url: httpx2.URL) -> list[tuple[bytes, bytes]]:
    return [
        (b"Host", url.netloc),
        (b"User-Agent", f"panj/{metadata.version('panj')}".encode()),
        (b"Accept", b"text/html,application/xhtml+xml,application/json,text/plain;q=0.9,*/*;q=0.5"),
        (b"Accept-Encoding", b"gzip, deflate"),
        (b"Connection", b"close"),
    ]


def _check_status(status: int, name: str) -> None:
    if status in (404, 410):
        raise SourceMissing(name, f"is not there (the server answered {status})", "Check the address")
    if status in (401, 402, 403, 407, 429, 451):
        raise FetchError(name, f"is not given out (the server answered {status})", _SAVE)
    if status not in (200, 203):
        raise FetchError(name, f"could not be fetched (the server answered {status})", _LATER)


def _left(until: float, timeout: float | None) -> float:
    """Return the seconds that one step may take."""
    left = until - time.monotonic()
    if left <= 0:
        raise httpcore2.ReadTimeout("deadline")
    return left if timeout is None else min(left, timeout)


def _plain(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:  # noqa: ARG001 - the shape of _unpacked
    yield from chunks


def _unpacked(chunks: Iterable[bytes], limit: int) -> Iterator[bytes]:
    """Yield the bytes of a gzip or deflate stream, never many at once, whatever the stream unpacks to."""
    worker, fresh, packed = zlib.decompressobj(47), True, 0
    for chunk in chunks:
        packed += len(chunk)
        if packed > limit:
            yield bytes(limit + 1)  # counted by the caller as too much
            return
        while chunk:
            try:
                piece = worker.decompress(chunk, 1 << 20)
            except zlib.error:
                if not fresh:
                    raise
                # Some servers send deflate without the header of zlib.
                worker = zlib.decompressobj(-15)
                piece = worker.decompress(chunk, 1 << 20)
            fresh = False
            yield piece
            chunk = worker.unconsumed_tail
            if worker.eof:
                return
    if not worker.eof and packed:
        raise zlib.error("it ends too early")
