"""A ledger read from the shipped examples, and the desk over a copy of it."""

from __future__ import annotations

import pathlib
import shutil
from collections.abc import Iterator

import pytest
from starlette.testclient import TestClient

import panj
from panj.web import application

EXAMPLES = pathlib.Path(__file__).resolve().parents[2] / "examples"
HOST = "http://127.0.0.1:7265"
OURS = {"origin": HOST, "sec-fetch-site": "same-origin"}
"""What a browser says of a form on one of our own pages."""


@pytest.fixture(scope="session")
def read_once(tmp_path_factory: pytest.TempPathFactory) -> pathlib.Path:
    path = tmp_path_factory.mktemp("web") / "week.panj"
    with panj.Ledger(path) as ledger:
        for result in ledger.read(str(EXAMPLES)):
            assert isinstance(result, panj.ReadResult)
        ledger.link()
    return path


@pytest.fixture
def ledger(read_once: pathlib.Path, tmp_path: pathlib.Path) -> Iterator[panj.Ledger]:
    copy = tmp_path / "week.panj"
    shutil.copy(read_once, copy)
    with panj.Ledger(copy) as opened:
        yield opened


@pytest.fixture
def desk(ledger: panj.Ledger) -> TestClient:
    return TestClient(application(ledger, author="Zarina"), base_url=HOST, follow_redirects=False)
