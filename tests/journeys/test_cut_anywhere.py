"""The line is cut at a counted octet: nothing is lost, and the books balance.

The fast tests cut at places spread over the whole conversation, those marked as slow
at every single octet.
"""

import smtplib
from collections import Counter
from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field, replace
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.desk.auditing import Books, balance
from gateway.desk.ports import Deferred, Delivered, Letter
from gateway.dispatch.submission import SmtpCourier
from gateway.intake.imap_faults import MailboxUnavailable
from gateway.intake.smtp_policy import SMTP, Policy, lmtp
from gateway.spool.directory import DirectorySpool
from gateway.store import reports
from tests.support.cut_proxy import Cut, CutProxy, Side
from tests.support.desk import SUPPORT, World, a_world
from tests.support.imap_box import Arrangement, Box, message, open_spool
from tests.support.listener import listening
from tests.support.relay import Relay
from tests.support.servers.dovecot import Dovecot

PLACES = 24
"""Cuts a direction in a fast test."""

MAILS = 2
"""Messages in the mailbox of each cut."""


@dataclass
class Ledgers:
    """One desk that handles what many spools took, and the books of all of them."""

    world: World
    spools: list[DirectorySpool] = field(default_factory=list)

    def settle(self, spool: DirectorySpool) -> None:
        """Handle what this spool has; then the books of all must balance."""
        spool.recover()
        if spool not in self.spools:
            self.spools.append(spool)
        replace(self.world.desk, spool=spool).handle_batch(spool.claim("w1", 99))
        account = balance(
            Books(
                receipts=reports.receipts(),
                originals=frozenset(o for s in self.spools for o in s.originals()),
                queues={q.queue_id: q.queue for s in self.spools for q in s.listing()},
            )
        )
        assert account.gaps == ()
        assert (account.held, account.waiting) == (0, 0)

    def requests(self) -> int:
        return Counter(end for end, _ in reports.receipts().values())["request"]


@pytest.fixture
def ledgers(tmp_path: Path) -> Iterator[Ledgers]:
    folder = tmp_path / "desk"
    folder.mkdir()
    with a_world(folder) as world:
        yield Ledgers(world)


def places(total: int, count: int) -> Sequence[int]:
    """So many octets of ``total``, spread evenly, both ends among them."""
    step = max(1, total // count)
    return sorted({*range(0, total, step), 1, max(0, total - 1)})


# --- in, from a mailbox ---


def look(box: Box, proxy: CutProxy) -> None:
    box.intake(Arrangement(port=proxy.port, security=Security.NONE)).look()


def cut_while_looking(box: Box, proxy: CutProxy, cut: Cut) -> None:
    proxy.arm(cut)
    try:
        look(box, proxy)
    except MailboxUnavailable:
        proxy.arm(None)
        look(box, proxy)
    # At the logout nothing is left to be lost.
    proxy.arm(None)


def try_mailbox(
    dovecot: Dovecot, ledgers: Ledgers, folder: Path, count: int | None
) -> None:
    with CutProxy(dovecot.imap_port) as proxy:
        whole = Box(dovecot, folder / "whole")
        whole.put(*(message(n, text=f"Nothing {n}") for n in range(MAILS)))
        look(whole, proxy)
        totals = dict(proxy.passed)
        ledgers.settle(whole.spool)
        serial = MAILS
        for side in Side:
            for after in places(totals[side], count or totals[side]):
                box = Box(dovecot, folder / f"{side}{after}")
                # Nobody says the same so often: that would be a robot.
                mails = [
                    message(serial + n, text=f"{side} {after} {n}") for n in (0, 1)
                ]
                serial += MAILS
                box.put(*mails)
                cut_while_looking(box, proxy, Cut(side, after))
                at = f"{side} {after}"
                assert set(box.spooled()) == set(mails), at
                # A second copy tells that it is one: it was found at the same place.
                assert len(set(box.arrivals())) == MAILS, at
                assert (box.holds("INBOX"), box.holds("Processed")) == (0, MAILS), at
                box.post.logout()
                ledgers.settle(box.spool)
                assert ledgers.requests() == serial, at


@pytest.mark.servers
def test_a_mailbox_is_read_whole_wherever_the_line_is_cut(
    dovecot: Dovecot, ledgers: Ledgers, tmp_path: Path
) -> None:
    try_mailbox(dovecot, ledgers, tmp_path, PLACES)


@pytest.mark.slow
@pytest.mark.servers
def test_a_mailbox_is_read_whole_if_the_line_is_cut_at_any_octet(
    dovecot: Dovecot, ledgers: Ledgers, tmp_path: Path
) -> None:
    try_mailbox(dovecot, ledgers, tmp_path, None)


# --- in, from a client ---


def a_mail(name: str) -> bytes:
    return (
        f"From: anne@customer.example\r\nTo: {SUPPORT}\r\nSubject: {name}\r\n"
        f"Message-ID: <{name}@customer.example>\r\n\r\nIt burns: {name}.\r\n.\r\n"
    ).encode()


def handed_over(proxy: CutProxy, mail: bytes, kind: type[smtplib.SMTP]) -> bool:
    """Whether the client heard that its mail was taken."""
    try:
        with kind(proxy.host, proxy.port, timeout=20.0) as client:
            client.sendmail("anne@customer.example", [SUPPORT], mail)
            return True
    except (OSError, smtplib.SMTPException):
        return False


def try_listener(
    ledgers: Ledgers, folder: Path, count: int | None, policy: Policy = SMTP
) -> None:
    spool = open_spool(folder)
    kind = smtplib.SMTP if policy is SMTP else smtplib.LMTP
    rates = {"mails_per_minute": 10**6, "recipients_per_minute": 10**6}
    with (
        listening(spool, policy, **rates) as ours,
        CutProxy(ours.address[1]) as proxy,
    ):
        assert handed_over(proxy, a_mail("ant00000"), kind)
        totals = dict(proxy.passed)
        mails = 1
        for side in Side:
            for after in places(totals[side], count or totals[side]):
                name = f"{side}{after:05}"
                proxy.arm(Cut(side, after))
                tries = 1
                while not handed_over(proxy, a_mail(name), kind):
                    tries += 1
                    proxy.arm(None)
                assert tries <= 2
                mails += 1
                ledgers.settle(spool)
                assert ledgers.requests() == mails, name


def test_a_client_that_is_cut_off_anywhere_is_heard_once(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    try_listener(ledgers, tmp_path, PLACES)


def test_an_mta_that_is_cut_off_anywhere_is_heard_once(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    try_listener(ledgers, tmp_path, PLACES, lmtp())


@pytest.mark.slow
def test_a_client_that_is_cut_off_at_any_octet_is_heard_once(
    ledgers: Ledgers, tmp_path: Path
) -> None:
    try_listener(ledgers, tmp_path, None)


# --- out, to a relay ---


def a_letter(name: str) -> Letter:
    return Letter(
        letter_id=1,
        message_id=f"<{name}@example.com>",
        recipient="anne@customer.example",
        return_path="support@example.com",
        content=f"Message-ID: <{name}@example.com>\r\n\r\nHello\r\n".encode(),
    )


def deliver(proxy: CutProxy, letter: Letter, cut: Cut | None) -> int:
    """Hand a letter over, as often as it takes; how often that was."""
    courier = SmtpCourier(
        host=proxy.host,
        port=proxy.port,
        hostname="gateway.example",
        security=Security.NONE,
        timeout_seconds=20.0,
    )
    proxy.arm(cut)
    for tries in (1, 2):
        delivery = courier.deliver(letter)
        if isinstance(delivery, Delivered):
            courier.close()
            return tries
        assert isinstance(delivery, Deferred), delivery
        proxy.arm(None)
    raise AssertionError(f"not delivered by {tries} tries")


def try_relay(count: int | None) -> None:
    with Relay() as relay, CutProxy(relay.port) as proxy:
        deliver(proxy, a_letter("ant00000"), None)
        totals = dict(proxy.passed)
        for side in Side:
            for after in places(totals[side], count or totals[side]):
                letter = a_letter(f"{side}{after:05}")
                tries = deliver(proxy, letter, Cut(side, after))
                copies = [t for t in relay.taken if letter.content == t.content]
                # In doubt it goes again, as the very same letter.
                assert 1 <= len(copies) <= tries, letter.message_id


def test_a_letter_arrives_wherever_the_line_is_cut() -> None:
    try_relay(PLACES)


@pytest.mark.slow
def test_a_letter_arrives_if_the_line_is_cut_at_any_octet() -> None:
    try_relay(None)
