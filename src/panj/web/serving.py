"""Running the desk on this machine."""

from __future__ import annotations

import contextlib
import getpass
import ipaddress
import os
import socket
import threading
import webbrowser
from collections.abc import Callable

import uvicorn

from panj.errors import InvalidValue
from panj.panj import Ledger
from panj.web.application import application
from panj.web.guard import LOOPBACK

PORT = 7265
"""Where the desk listens unless another port is named (PANJ on a telephone's keys)."""


def serve(
    ledger: Ledger,
    *,
    host: str = "127.0.0.1",
    port: int = PORT,
    browser: bool = True,
    told: Callable[[str], None] = print,
) -> None:
    """Run the desk until it is stopped from the keyboard; the caller closes the ledger.

    Args:
        ledger: what is looked at and written.
        host: a loopback address of this machine, or ``localhost``.
        port: where to listen; 0 for any that is free.
        browser: open the first page.
        told: is given the line that says where the desk is.

    Raises:
        InvalidValue: the host is not of the loopback interface, or the port cannot be listened at.
    """
    listening = _listen(_loopback(host), port)
    with listening:
        name = f"[{host}]" if ":" in host else host
        address = f"http://{name}:{listening.getsockname()[1]}/"
        app = application(ledger, author=author(), hosts=LOOPBACK | {host.lower()})
        config = uvicorn.Config(
            app, log_level="warning", access_log=False, server_header=False, proxy_headers=False, ws="none",
            lifespan="off", timeout_graceful_shutdown=3,
        )  # fmt: skip
        told(f"The desk over {ledger.path} is at {address} (Ctrl-C stops it)")
        if browser:
            threading.Timer(0.3, webbrowser.open, (address,)).start()
        with contextlib.suppress(KeyboardInterrupt):
            uvicorn.Server(config).run(sockets=[listening])


def author() -> str:
    """Return in whose name decisions are kept: ``$PANJ_AUTHOR``, else the name of the user of this machine."""
    named = os.environ.get("PANJ_AUTHOR", "").strip()
    if named:
        return named
    try:
        return getpass.getuser()
    except (OSError, KeyError, ImportError):
        return "analyst"


def _loopback(host: str) -> str:
    """Return the loopback address that a host is."""
    if host.lower() == "localhost":
        return "127.0.0.1"
    try:
        address = ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        raise InvalidValue(
            host,
            "is no address of this machine alone",
            "Use 127.0.0.1; team mode, for other machines, is not there yet",
        ) from None
    if not address.is_loopback:
        raise InvalidValue(
            host,
            "can be reached from other machines, and the desk has no accounts yet",
            "Use 127.0.0.1; team mode is not there yet",
        )
    return str(address)


def _listen(host: str, port: int) -> socket.socket:
    family = socket.AF_INET6 if ":" in host else socket.AF_INET
    made = socket.socket(family, socket.SOCK_STREAM)
    try:
        if os.name == "posix":
            made.setsockopt(socket.SOL_SOCKET, socket.SO_REUSEADDR, 1)
        made.bind((host, port))
        made.listen(128)
    except (OSError, OverflowError) as error:
        made.close()
        reason = (error.strerror if isinstance(error, OSError) else None) or str(error)
        raise InvalidValue(
            f"port {port}", f"cannot be listened at ({reason})", "Stop what uses it, or name another with --port"
        ) from error
    return made
