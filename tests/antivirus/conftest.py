from collections.abc import Iterator

import pytest

from tests.support.servers.clamd import Clamd


@pytest.fixture(scope="module")
def clamd() -> Iterator[Clamd]:
    server = Clamd()
    server.start()
    yield server
    server.remove()
