"""The desk: the ledger as pages and over HTTP, a thin face over the facade; no rule lives here.

:func:`application` makes the app, :func:`serve` runs it on this machine. Single user: whoever reaches the port may do
everything, so it listens on the loopback interface only.
"""

from __future__ import annotations

from panj.web.application import application
from panj.web.serving import serve

__all__ = ["application", "serve"]
