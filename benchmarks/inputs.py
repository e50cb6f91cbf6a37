"""What benchmarks start from: the folder of shared data, and a text as a report."""

from __future__ import annotations

import hashlib
import os
from pathlib import Path

from panj.model import Capture, Report, report_id


def shared() -> Path:
    """Return the folder of shared data (``$PANJ_SHARED``, else ``../shared`` beside the repository), there or not."""
    return Path(os.environ.get("PANJ_SHARED") or Path(__file__).resolve().parents[2] / "shared")


def as_report(text: str, name: str, title: str | None = None) -> Report:
    """Return a report that holds ``text`` and nothing else but a title; ``name`` says where it came from."""
    data = text.encode("utf-8")
    capture = Capture(
        digest=hashlib.sha256(data).hexdigest(), media_type="text/plain", size=len(data), source=f"bench:{name}"
    )
    return Report(
        id=report_id(publisher=None, url=None, title=title, text=text),
        text=text,
        title=title,
        capture=capture,
        external_id=name,
    )
