"""Each test has a token server of its own, and a clock."""

from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.oauth import Hands
from tests.support.servers.certificate import make_certificate
from tests.support.token_server import TokenServer, token_server


@pytest.fixture
def server(tmp_path: Path) -> Iterator[TokenServer]:
    with token_server(make_certificate(tmp_path)) as found:
        yield found


@pytest.fixture
def clock() -> Hands:
    return Hands()
