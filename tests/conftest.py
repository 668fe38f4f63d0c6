"""The servers that tests of several rooms talk to, started once a test process."""

from collections.abc import Iterator

import pytest

from tests.support.servers.dovecot import Dovecot
from tests.support.servers.postfix import Postfix
from tests.support.servers.postgres import Postgres

MAIL_SERVERS = frozenset({"dovecot", "postfix"})
"""The fixtures that start a mail server: what uses one bears the mark ``servers``."""


def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        used = getattr(item, "fixturenames", ())
        if MAIL_SERVERS.intersection(used):
            item.add_marker(pytest.mark.servers)


@pytest.fixture(scope="session")
def dovecot() -> Iterator[Dovecot]:
    """Offer a real IMAP server; take an address of your own, any will do."""
    server = Dovecot()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postfix() -> Iterator[Postfix]:
    """Offer a real relay that keeps what it takes; take recipients of your own."""
    server = Postfix()
    try:
        server.start()
        yield server
    finally:
        server.remove()


@pytest.fixture(scope="session")
def postgres() -> Iterator[Postgres]:
    """Offer a real PostgreSQL; leave nothing in it that the next test would see."""
    server = Postgres()
    try:
        server.start()
        yield server
    finally:
        server.remove()
