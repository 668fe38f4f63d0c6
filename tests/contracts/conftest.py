"""The stores that the contract suites run on, each in turn."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from gateway.desk.ports import Outbox, Store
from gateway.desk.ports_search import Search
from tests.support.indexes import INDEXES
from tests.support.stores import STORES, Stored


@pytest.fixture(params=STORES)
def stored(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Stored]:
    with STORES[request.param](tmp_path) as opened:
        yield opened


@pytest.fixture
def store(stored: Stored) -> Store:
    return stored.facts


@pytest.fixture
def outbox(stored: Stored) -> Outbox:
    return stored.outbox


@pytest.fixture(params=INDEXES)
def search(request: pytest.FixtureRequest) -> Iterator[Search]:
    with INDEXES[request.param](request) as opened:
        yield opened
