"""Views written for people and programs: the cited brief, CSV, JSON Lines."""

from __future__ import annotations

from panj.exports.brief import brief
from panj.exports.tables import FORMS, export

__all__ = ["FORMS", "brief", "export"]
