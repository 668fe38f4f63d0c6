"""``check --connect`` with a relay that is known by its TLSA records (RFC 7672)."""

import hashlib
import ssl
from collections.abc import Iterator

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Done
from tests.support.name_server import NameServer, a_name_server
from tests.support.rows import row
from tests.support.servers.postfix import Postfix

pytestmark = pytest.mark.servers


@pytest.fixture
def names() -> Iterator[NameServer]:
    with a_name_server() as server:
        server.authentic = True
        yield server


def _checked(make_daemon: Maker, relay: Postfix, names: NameServer) -> Done:
    host = make_daemon(
        settings={
            "relay": {"host": relay.host, "port": relay.port, "trust": "dane"},
            "trust": {"dns-servers": [names.address], "dns-time": "1s"},
        }
    )
    host.configure()
    return host.command("check", "--connect")


def _publish(relay: Postfix, names: NameServer, content: bytes) -> None:
    digest = hashlib.sha256(content).hexdigest()
    names.tlsa[f"_{relay.port}._tcp.{relay.host}"] = [f"3 0 1 {digest}"]


def _shown(relay: Postfix) -> bytes:
    return ssl.PEM_cert_to_DER_cert(relay.ca_file.read_text("ascii"))


def test_the_relay_that_a_record_names_is_fine(
    make_daemon: Maker, postfix: Postfix, names: NameServer
) -> None:
    _publish(postfix, names, _shown(postfix))
    done = _checked(make_daemon, postfix, names)
    assert row(done, "relay")[0] == "fine", done.out
    assert "trust dane" in done.out


def test_without_a_record_it_is_said_who_publishes_one(
    make_daemon: Maker, postfix: Postfix, names: NameServer
) -> None:
    done = _checked(make_daemon, postfix, names)
    assert (done.code, row(done, "relay")[0]) == (69, "fault")
    assert "there is no TLSA record" in row(done, "relay")[1]
    assert "publish a TLSA record (RFC 7672)" in done.out


def test_a_record_of_another_certificate_is_told(
    make_daemon: Maker, postfix: Postfix, names: NameServer
) -> None:
    _publish(postfix, names, b"another certificate")
    done = _checked(make_daemon, postfix, names)
    assert (done.code, row(done, "relay")[0]) == (69, "fault")
    assert "a TLSA record of the certificate that it has now" in done.out


def test_a_record_that_nothing_proves_wants_a_validating_resolver(
    make_daemon: Maker, postfix: Postfix, names: NameServer
) -> None:
    _publish(postfix, names, _shown(postfix))
    names.authentic = False
    done = _checked(make_daemon, postfix, names)
    assert (done.code, row(done, "relay")[0]) == (69, "fault")
    assert "name a validating resolver" in done.out


def test_a_resolver_that_is_silent_is_told(
    make_daemon: Maker, postfix: Postfix, names: NameServer
) -> None:
    names.silent = True
    done = _checked(make_daemon, postfix, names)
    assert (done.code, row(done, "relay")[0]) == (69, "fault")
    assert "see that the name servers" in done.out
