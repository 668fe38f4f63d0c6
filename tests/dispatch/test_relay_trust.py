"""Whose certificate a relay may show: verify, dane and opportunistic, over sockets."""

import hashlib
import ssl
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from pathlib import Path

import pytest

from gateway.channel import Security, Trust
from gateway.crypto.tlsa import TlsaRecords
from gateway.desk.ports import Deferred, Delivered, Delivery, Letter
from gateway.dispatch.dane import public_key
from gateway.dispatch.submission import SmtpCourier
from tests.support.name_server import NameServer, a_name_server
from tests.support.relay import Offer, Relay
from tests.support.servers.certificate import Issued, issue_certificate
from tests.support.wall_clock import WallClock, faked_clock_library

LETTER = Letter(
    letter_id=1,
    message_id="<ant@gateway.example>",
    recipient="anne@customer.example",
    return_path="support@example.com",
    content=b"Subject: hi\r\n\r\nhi\r\n",
)


NOTHING = "00" * 32
"""A digest that nothing has."""


@dataclass(frozen=True)
class Scene:
    """A relay with a certificate, and a name server that may know of it."""

    relay: Relay
    issued: Issued
    dns: NameServer

    def deliver(self, trust: Trust, *, ca_file: Path | None = None) -> Delivery:
        servers = [self.dns.address]
        courier = SmtpCourier(
            host=self.relay.host,
            port=self.relay.port,
            hostname="gateway.example",
            security=Security.STARTTLS,
            trust=trust,
            ca_file=ca_file,
            tlsa=TlsaRecords(servers=servers, seconds=5.0).get,
            timeout_seconds=10.0,
        )
        try:
            return courier.deliver(LETTER)
        finally:
            courier.close()

    def publish(self, *records: str) -> None:
        self.dns.authentic = True
        self.dns.tlsa[f"_{self.relay.port}._tcp.{self.relay.host}"] = list(records)


def der(path: Path) -> bytes:
    return ssl.PEM_cert_to_DER_cert(path.read_text("ascii"))


def server_tls(issued: Issued) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(issued.chain, issued.key)
    return context


@pytest.fixture
def scene(tmp_path: Path) -> Iterator[Scene]:
    issued = issue_certificate(tmp_path)
    with a_name_server() as dns, Relay(Offer(tls=server_tls(issued))) as relay:
        yield Scene(relay, issued, dns)


def issued_for(issued: Issued) -> Iterator[Scene]:
    with a_name_server() as dns, Relay(Offer(tls=server_tls(issued))) as relay:
        yield Scene(relay, issued, dns)


@pytest.fixture
def expired(tmp_path: Path) -> Iterator[Scene]:
    clock = WallClock(tmp_path / "clock", faked_clock_library())
    clock.set(datetime(2020, 1, 1, tzinfo=UTC))
    yield from issued_for(issue_certificate(tmp_path, at=clock.environment()))


@pytest.fixture
def elsewhere(tmp_path: Path) -> Iterator[Scene]:
    """A relay whose certificate is for another host."""
    made = issue_certificate(tmp_path, names="DNS:other.example")
    yield from issued_for(made)


def refused(delivery: Delivery, words: str) -> None:
    assert isinstance(delivery, Deferred), delivery
    assert words in delivery.response


# --- verify ---


def test_a_certificate_of_a_known_authority_and_for_its_host_will_do(
    scene: Scene,
) -> None:
    found = scene.deliver(Trust.VERIFY, ca_file=scene.issued.authority)
    assert isinstance(found, Delivered)


def test_a_certificate_of_an_unknown_authority_will_not(scene: Scene) -> None:
    refused(scene.deliver(Trust.VERIFY), "CERTIFICATE_VERIFY_FAILED")
    assert scene.relay.taken == ()


def test_an_expired_certificate_will_not(expired: Scene) -> None:
    found = expired.deliver(Trust.VERIFY, ca_file=expired.issued.authority)
    refused(found, "expired")
    assert expired.relay.taken == ()


def test_a_certificate_for_another_host_will_not(elsewhere: Scene) -> None:
    found = elsewhere.deliver(Trust.VERIFY, ca_file=elsewhere.issued.authority)
    refused(found, "not valid for")
    assert elsewhere.relay.taken == ()


# --- dane ---


def test_the_digest_of_its_key_in_a_proven_record_will_do(scene: Scene) -> None:
    key = public_key(der(scene.issued.certificate))
    scene.publish(f"3 1 1 {hashlib.sha256(key).hexdigest()}")
    assert isinstance(scene.deliver(Trust.DANE), Delivered)


@pytest.mark.parametrize("matching", [0, 1, 2])
@pytest.mark.parametrize("selector", [0, 1])
def test_every_way_to_name_its_certificate_will_do(
    scene: Scene, selector: int, matching: int
) -> None:
    whole = der(scene.issued.certificate)
    chosen = public_key(whole) if selector else whole
    written = (
        chosen.hex(),
        hashlib.sha256(chosen).hexdigest(),
        hashlib.sha512(chosen).hexdigest(),
    )[matching]
    scene.publish(f"3 1 1 {NOTHING}", f"3 {selector} {matching} {written}")
    assert isinstance(scene.deliver(Trust.DANE), Delivered)


def test_neither_its_date_nor_its_name_counts_where_the_record_names_it(
    expired: Scene,
) -> None:
    digest = hashlib.sha256(der(expired.issued.certificate)).hexdigest()
    expired.publish(f"3 0 1 {digest}")
    assert isinstance(expired.deliver(Trust.DANE), Delivered)


def test_the_digest_of_its_authority_will_do_and_its_name_counts_then(
    scene: Scene,
) -> None:
    digest = hashlib.sha256(der(scene.issued.authority)).hexdigest()
    scene.publish(f"2 0 1 {digest}")
    assert isinstance(scene.deliver(Trust.DANE), Delivered)


def test_under_the_authority_of_a_record_another_hosts_certificate_will_not(
    elsewhere: Scene,
) -> None:
    digest = hashlib.sha256(der(elsewhere.issued.authority)).hexdigest()
    elsewhere.publish(f"2 0 1 {digest}")
    refused(elsewhere.deliver(Trust.DANE), "not valid for")


def test_an_authority_that_is_shown_and_did_not_sign_it_will_not(
    scene: Scene, tmp_path: Path
) -> None:
    folder = tmp_path / "other"
    folder.mkdir()
    other = issue_certificate(folder)
    scene.issued.chain.write_bytes(
        scene.issued.certificate.read_bytes() + other.authority.read_bytes()
    )
    assert scene.relay.offer.tls is not None
    scene.relay.offer.tls.load_cert_chain(scene.issued.chain, scene.issued.key)
    scene.publish(f"2 0 1 {hashlib.sha256(der(other.authority)).hexdigest()}")
    refused(scene.deliver(Trust.DANE), "CERTIFICATE_VERIFY_FAILED")
    assert scene.relay.taken == ()


def test_a_record_of_another_certificate_lets_nothing_out(scene: Scene) -> None:
    scene.publish(f"3 1 1 {NOTHING}", f"2 0 1 {NOTHING}")
    refused(scene.deliver(Trust.DANE), "no TLSA record")
    assert scene.relay.taken == ()


@pytest.mark.parametrize("record", ["0 0 1", "1 1 1", "3 2 1", "3 1 3"])
def test_records_that_smtp_does_not_know_are_of_no_use(
    scene: Scene, record: str
) -> None:
    scene.publish(f"{record} {NOTHING}")
    refused(scene.deliver(Trust.DANE), "of use")


def test_a_record_that_dnssec_does_not_prove_is_not_believed(scene: Scene) -> None:
    key = public_key(der(scene.issued.certificate))
    scene.publish(f"3 1 1 {hashlib.sha256(key).hexdigest()}")
    scene.dns.authentic = False
    refused(scene.deliver(Trust.DANE), "DNSSEC")
    assert scene.relay.connections == 0


def test_without_a_record_nothing_is_said_to_the_relay(scene: Scene) -> None:
    refused(scene.deliver(Trust.DANE), "there is no TLSA record")
    assert scene.relay.connections == 0


def test_a_name_server_that_fails_makes_letters_wait(scene: Scene) -> None:
    scene.dns.failing = True
    refused(scene.deliver(Trust.DANE), "no answer about")
    assert scene.relay.connections == 0


def test_without_starttls_dane_has_no_way_on_in_clear(tmp_path: Path) -> None:
    with a_name_server() as dns, Relay() as relay:
        scene = Scene(relay, issue_certificate(tmp_path), dns)
        scene.publish(f"3 1 1 {NOTHING}")
        refused(scene.deliver(Trust.DANE), "STARTTLS")
        assert relay.taken == ()


# --- opportunistic ---


def test_opportunistic_takes_whatever_certificate_there_is(expired: Scene) -> None:
    assert isinstance(expired.deliver(Trust.OPPORTUNISTIC), Delivered)


def test_opportunistic_goes_on_in_clear_only_where_tls_is_not_offered(
    tmp_path: Path,
) -> None:
    with a_name_server() as dns, Relay() as relay:
        scene = Scene(relay, issue_certificate(tmp_path), dns)
        assert isinstance(scene.deliver(Trust.OPPORTUNISTIC), Delivered)


def test_nobody_logs_in_where_anybody_may_answer() -> None:
    with pytest.raises(ValueError, match="anybody"):
        SmtpCourier(
            host="relay.example",
            port=587,
            hostname="gateway.example",
            trust=Trust.OPPORTUNISTIC,
            user="support",
        )


def test_without_tls_there_is_no_certificate_to_judge() -> None:
    with pytest.raises(ValueError, match="certificate"):
        SmtpCourier(
            host="relay.example",
            port=25,
            hostname="gateway.example",
            security=Security.NONE,
            trust=Trust.DANE,
        )
