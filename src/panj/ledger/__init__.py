"""The room `ledger`: the append-only store of claims. ``contract`` says what it promises, ``open_ledger`` opens one."""

from __future__ import annotations

from panj.ledger.opening import open_ledger

__all__ = ["open_ledger"]
