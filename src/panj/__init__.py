"""Panj: a ledger of claims from news reports: who did what to whom, when, where, and according to whom.

>>> import panj
>>> with panj.Ledger("week.panj") as ledger:
...     for result in ledger.read("reports.jsonl"):
...         ...
...     for incident in ledger.view().incidents(country="TJK"):
...         ...
"""

from __future__ import annotations

from panj import errors, model, ontology
from panj.errors import PanjError
from panj.panj import Ledger, ReadResult, View, Why

__version__ = "0.1.0"

__all__ = ["Ledger", "PanjError", "ReadResult", "View", "Why", "__version__", "errors", "model", "ontology"]
