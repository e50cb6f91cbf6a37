"""Fixtures that every room's tests share."""

from __future__ import annotations

import os
import pathlib

import pytest

ROOT = pathlib.Path(__file__).resolve().parent.parent


@pytest.fixture(scope="session")
def shared() -> pathlib.Path:
    """The folder of stories, seed and training reports, which lies outside the repository."""
    folder = pathlib.Path(os.environ.get("PANJ_SHARED", ROOT.parent / "shared"))
    if not folder.is_dir():
        pytest.skip(f"no shared data at {folder}; set PANJ_SHARED")
    return folder
