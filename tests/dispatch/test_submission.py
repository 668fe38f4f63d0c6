"""One letter, one answer, one fate; and no password or letter where it must not go."""

import ssl
import time
from collections.abc import Iterator
from dataclasses import replace
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.desk.ports import Deferred, Delivered, Failed, Letter
from gateway.dispatch.replies import RESPONSE_LIMIT_CHARACTERS
from gateway.dispatch.submission import (
    IDLE_LIMIT_SECONDS,
    LETTERS_LIMIT,
    LOGIN_PAUSE_SECONDS,
    SmtpCourier,
)
from tests.support.relay import Faults, Offer, Relay
from tests.support.servers.certificate import Certificate, make_certificate
from tests.support.servers.postfix import Postfix

ANNE = "anne@customer.example"
SECRET = "密码 secret"  # noqa: S105 - of a relay that lives for one test

LETTER = Letter(
    letter_id=1,
    message_id="<ant@gateway.example>",
    recipient=ANNE,
    return_path="support+b1@gateway.example",
    content=b"Message-ID: <ant@gateway.example>\r\nSubject: registered\r\n\r\nHi\r\n",
)

CPU_LIMIT_SECONDS = 0.0003
"""Of our own thread, a letter over a kept connection."""


class Hours:
    """A monotonic clock that a test moves."""

    def __init__(self) -> None:
        self.seconds = 1000.0

    def __call__(self) -> float:
        return self.seconds


@pytest.fixture(params=["pipelined", "one by one"])
def relay(request: pytest.FixtureRequest) -> Iterator[Relay]:
    offer = Offer()
    if request.param == "one by one":
        offer = Offer(extensions=offer.extensions[1:])
    with Relay(offer) as started:
        yield started


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Certificate:
    return make_certificate(tmp_path_factory.mktemp("relay"))


def courier_to(relay: Relay, *, hours: Hours | None = None) -> SmtpCourier:
    return SmtpCourier(
        host=relay.host,
        port=relay.port,
        hostname="gateway.example",
        security=Security.NONE,
        timeout_seconds=5.0,
        monotonic=hours or time.monotonic,
    )


def server_tls(certificate: Certificate) -> ssl.SSLContext:
    context = ssl.create_default_context(ssl.Purpose.CLIENT_AUTH)
    context.load_cert_chain(certificate.certificate, certificate.key)
    return context


# --- the fate of a letter ----------------------------------------------------


def test_the_envelope_crosses_as_the_letter_has_it(relay: Relay) -> None:
    delivery = courier_to(relay).deliver(LETTER)

    assert delivery == Delivered("250 2.0.0 Queued as ant")
    (taken,) = relay.taken
    assert (taken.mail_from, taken.rcpt_to) == (LETTER.return_path, (ANNE,))
    assert taken.content == LETTER.content


@pytest.mark.parametrize(
    ("reply", "fate"),
    [
        ("550 5.1.1 No such user", Failed("5.1.1", "550 5.1.1 No such user")),
        ("550 No such user", Failed("5.0.0", "550 No such user")),
        ("552 5.2.2 Full", Failed("5.2.2", "552 5.2.2 Full")),
        ("450 4.2.0 Greylisted", Deferred("4.2.0", "450 4.2.0 Greylisted")),
        ("451 Later", Deferred("4.0.0", "451 Later")),
        # The basic code decides where the two contradict each other.
        ("450 5.7.1 Odd", Deferred("4.7.1", "450 5.7.1 Odd")),
        ("550 4.2.1 Odd", Failed("5.2.1", "550 4.2.1 Odd")),
        # These speak of our session: the letter is none the worse for it.
        ("530 5.7.0 Log in first", Deferred("4.7.0", "530 5.7.0 Log in first")),
        ("503 5.5.1 Bad order", Deferred("4.5.1", "503 5.5.1 Bad order")),
        ("421 4.3.2 Going down", Deferred("4.3.2", "421 4.3.2 Going down")),
        # No code, or something that only looks like one.
        ("550 5.1.1.9 Odd", Failed("5.0.0", "550 5.1.1.9 Odd")),
        ("550 5.1.12345 Odd", Failed("5.0.0", "550 5.1.12345 Odd")),
    ],
)
def test_a_refusal_is_read_by_its_codes(
    relay: Relay, reply: str, fate: Deferred | Failed
) -> None:
    for faults in (
        Faults(recipient_replies={ANNE: reply}),
        Faults(content_reply=reply),
    ):
        relay.faults = faults
        assert courier_to(relay).deliver(LETTER) == fate
    assert relay.taken == ()


def test_after_a_refusal_the_same_connection_takes_the_next_letter(
    relay: Relay,
) -> None:
    relay.faults.recipient_replies = {ANNE: "550 5.1.1 No such user"}
    courier = courier_to(relay)

    assert isinstance(courier.deliver(LETTER), Failed)
    other = replace(LETTER, recipient="cris@customer.example")
    assert isinstance(courier.deliver(other), Delivered)
    assert [one.rcpt_to for one in relay.taken] == [("cris@customer.example",)]
    assert relay.connections == 1


def test_after_a_421_the_next_letter_takes_a_new_connection(relay: Relay) -> None:
    courier = courier_to(relay)
    relay.faults.sender_reply = "421 4.7.0 Too many letters"
    assert isinstance(courier.deliver(LETTER), Deferred)

    relay.faults.sender_reply = ""
    assert isinstance(courier.deliver(LETTER), Delivered)
    assert relay.connections == 2


def test_a_reply_that_is_garbage_defers_and_ends_the_connection(relay: Relay) -> None:
    courier = courier_to(relay)
    for garbage in ("hello", "2", "999 What", "\x00\xff"):
        relay.faults.content_reply = garbage
        delivery = courier.deliver(LETTER)
        assert isinstance(delivery, Deferred), garbage
    relay.faults.content_reply = ""
    assert isinstance(courier.deliver(LETTER), Delivered)


def test_a_long_or_unprintable_reply_is_kept_short_and_on_one_line(
    relay: Relay,
) -> None:
    relay.faults.content_reply = "451-4.3.0 a\tb\r\n451 " + "x" * 2000
    delivery = courier_to(relay).deliver(LETTER)

    assert isinstance(delivery, Deferred)
    assert delivery.code == "4.3.0"
    assert delivery.response.isprintable()
    assert len(delivery.response) <= RESPONSE_LIMIT_CHARACTERS + len("451 ")


# --- connections -------------------------------------------------------------


def test_one_connection_carries_many_letters(relay: Relay) -> None:
    courier = courier_to(relay)
    for _ in range(20):
        assert isinstance(courier.deliver(LETTER), Delivered)
    assert relay.connections == 1


def test_a_connection_carries_so_many_letters_and_no_more(relay: Relay) -> None:
    courier = courier_to(relay)
    for _ in range(LETTERS_LIMIT + 1):
        courier.deliver(LETTER)
    assert (len(relay.taken), relay.connections) == (LETTERS_LIMIT + 1, 2)


def test_a_connection_left_idle_is_renewed(relay: Relay) -> None:
    hours = Hours()
    courier = courier_to(relay, hours=hours)
    courier.deliver(LETTER)
    hours.seconds += IDLE_LIMIT_SECONDS
    courier.deliver(LETTER)
    assert relay.connections == 1
    hours.seconds += IDLE_LIMIT_SECONDS + 1
    courier.deliver(LETTER)
    assert relay.connections == 2


def test_a_kept_connection_that_the_relay_closed_costs_the_letter_nothing(
    relay: Relay,
) -> None:
    courier = courier_to(relay)
    courier.deliver(LETTER)
    relay.hang_up()
    assert isinstance(courier.deliver(LETTER), Delivered)
    assert (len(relay.taken), relay.connections) == (2, 2)


def test_a_cut_before_the_content_defers(relay: Relay) -> None:
    relay.faults.cut_before_content = True
    delivery = courier_to(relay).deliver(LETTER)
    assert isinstance(delivery, Deferred)
    assert delivery.code == "4.4.2"


def test_a_cut_after_the_content_is_in_doubt_and_is_not_sent_again_at_once(
    relay: Relay,
) -> None:
    courier = courier_to(relay)
    courier.deliver(LETTER)
    relay.faults.cut_after_content = True

    delivery = courier.deliver(LETTER)
    assert isinstance(delivery, Deferred)
    assert delivery.response.startswith("in doubt")
    assert len(relay.taken) == 2

    # The later try is recognisable: the bytes and so the Message-ID are the same.
    relay.faults.cut_after_content = False
    assert isinstance(courier.deliver(LETTER), Delivered)
    assert {one.content for one in relay.taken} == {LETTER.content}


def test_a_relay_that_never_answers_the_content_defers(relay: Relay) -> None:
    relay.faults.delay_seconds = 0.5
    courier = replace_timeout(courier_to(relay), seconds=0.1)
    delivery = courier.deliver(LETTER)
    assert isinstance(delivery, Deferred)
    assert delivery.response.startswith("in doubt")


def test_a_relay_that_is_not_there_defers(relay: Relay) -> None:
    relay.stop()
    delivery = courier_to(relay).deliver(LETTER)
    assert isinstance(delivery, Deferred)
    assert delivery.code == "4.4.1"


@pytest.mark.parametrize("host", ["no such host", "a..b", "x" * 300, "host.invalid"])
def test_a_relay_whose_name_is_none_defers(host: str) -> None:
    courier = SmtpCourier(host=host, port=25, hostname="gateway.example")
    assert isinstance(courier.deliver(LETTER), Deferred)


@pytest.mark.parametrize("greeting", ["554 5.3.2 Not today", "421 Busy", "SSH-2.0-x"])
def test_a_relay_that_greets_with_a_refusal_makes_the_letter_wait(
    relay: Relay, greeting: str
) -> None:
    relay.faults.greeting = greeting
    assert isinstance(courier_to(relay).deliver(LETTER), Deferred)


# --- TLS and login -----------------------------------------------------------


@pytest.mark.parametrize("security", [Security.STARTTLS, Security.TLS])
@pytest.mark.parametrize("mechanisms", ["PLAIN LOGIN", "LOGIN"])
def test_a_login_over_tls_takes_a_password_in_chinese(
    certificate: Certificate, security: Security, mechanisms: str
) -> None:
    offer = Offer(
        tls=server_tls(certificate),
        tls_from_the_start=security is Security.TLS,
        login=("support", SECRET),
        mechanisms=mechanisms,
    )
    with Relay(offer) as relay:
        courier = tls_courier(relay, security, certificate.certificate)
        assert isinstance(courier.deliver(LETTER), Delivered)
        assert isinstance(courier.deliver(LETTER), Delivered)
        assert relay.logins == [("support", SECRET)]


def test_a_certificate_nobody_vouches_for_is_no_connection(
    certificate: Certificate,
) -> None:
    with Relay(Offer(tls=server_tls(certificate))) as relay:
        courier = tls_courier(relay, Security.STARTTLS, None)
        delivery = courier.deliver(LETTER)
        assert isinstance(delivery, Deferred)
        assert "certificate" in delivery.response.lower()
        assert (relay.taken, relay.logins) == ((), [])


def test_without_starttls_there_is_no_way_on_in_clear() -> None:
    with Relay(Offer(login=("support", SECRET))) as relay:
        courier = tls_courier(relay, Security.STARTTLS, None)
        assert isinstance(courier.deliver(LETTER), Deferred)
        assert (relay.taken, relay.logins) == ((), [])


def test_a_login_in_clear_is_refused_except_on_loopback() -> None:
    with pytest.raises(ValueError, match="no login without TLS"):
        SmtpCourier(
            host="relay.example",
            port=25,
            hostname="gateway.example",
            security=Security.NONE,
            user="support",
            password=SECRET,
        )


def test_a_refused_login_is_not_tried_again_for_a_while() -> None:
    hours = Hours()
    with Relay(Offer(login=("support", SECRET))) as relay:
        courier = courier_to(relay, hours=hours)
        courier.user, courier.password = "support", SECRET.upper()

        first = courier.deliver(LETTER)
        assert isinstance(first, Deferred)
        assert first.code == "4.7.8"
        assert isinstance(courier.deliver(LETTER), Deferred)
        assert len(relay.logins) == 1

        courier.password = SECRET
        hours.seconds += LOGIN_PAUSE_SECONDS
        assert isinstance(courier.deliver(LETTER), Delivered)


def test_the_password_is_not_in_the_couriers_own_words() -> None:
    courier = SmtpCourier(
        host="h", port=25, hostname="g", user="support", password=SECRET
    )
    assert SECRET not in repr(courier)


def test_a_real_relay_takes_letters_over_starttls(postfix: Postfix) -> None:
    courier = SmtpCourier(
        host=postfix.host,
        port=postfix.port,
        hostname="gateway.example",
        security=Security.STARTTLS,
        ca_file=postfix.ca_file,
    )
    letter = replace(LETTER, recipient="tls.anne@customer.example")
    assert isinstance(courier.deliver(letter), Delivered)
    refused = courier.deliver(replace(LETTER, recipient="refused@customer.example"))
    assert isinstance(refused, Failed)
    assert refused.code == "5.1.1"
    later = courier.deliver(replace(LETTER, recipient="deferred@customer.example"))
    assert isinstance(later, Deferred)
    assert later.code == "4.3.0"
    (arrival,) = postfix.wait_for(letter.recipient)
    assert arrival.mail_from == LETTER.return_path
    courier.close()


# --- cost --------------------------------------------------------------------


def test_a_letter_over_a_kept_connection_costs_little() -> None:
    with Relay() as relay:
        courier = courier_to(relay)
        courier.deliver(LETTER)
        rounds = [_cpu_seconds(courier, letters=100) for _ in range(4)]
        assert min(rounds) < CPU_LIMIT_SECONDS


def _cpu_seconds(courier: SmtpCourier, *, letters: int) -> float:
    began = time.thread_time()
    for _ in range(letters):
        courier.deliver(LETTER)
    return (time.thread_time() - began) / letters


def replace_timeout(courier: SmtpCourier, *, seconds: float) -> SmtpCourier:
    courier.final_timeout_seconds = seconds
    return courier


def tls_courier(relay: Relay, security: Security, ca_file: Path | None) -> SmtpCourier:
    return SmtpCourier(
        host="localhost",
        port=relay.port,
        hostname="gateway.example",
        security=security,
        user="support",
        password=SECRET,
        ca_file=ca_file,
        timeout_seconds=5.0,
    )
