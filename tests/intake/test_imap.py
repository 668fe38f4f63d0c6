"""Mail from a real mailbox: everything once, in order, and out of the way."""

import threading
import time
import tracemalloc
from collections.abc import Callable, Iterator
from contextlib import contextmanager
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap import ImapIntake
from gateway.intake.imap_faults import LoginRefused, MailboxUnavailable
from gateway.intake.imap_login import Account
from gateway.intake.imap_look import (
    BATCH_BYTES,
    BATCH_MESSAGES,
    FETCH_TRIES_LIMIT,
    SMALL_BYTES,
    Folders,
    Looked,
)
from gateway.intake.imap_session import PIECE_BYTES
from gateway.spool.directory import DirectorySpool
from tests.support.imap_box import Arrangement, Box, message
from tests.support.imap_proxy import ImapProxy, Orders
from tests.support.relay import wait_until
from tests.support.servers.dovecot import Dovecot

WAKE_LIMIT_SECONDS = 2.0
STOP_LIMIT_SECONDS = 5.0
MEBIBYTE = 1024 * 1024


@pytest.fixture
def box(dovecot: Dovecot, tmp_path: Path) -> Box:
    return Box(dovecot, tmp_path)


@contextmanager
def running(intake: ImapIntake) -> Iterator[ImapIntake]:
    intake.start()
    try:
        yield intake
    finally:
        intake.stop()


# --- one pass ----------------------------------------------------------------


@pytest.mark.parametrize("security", [Security.TLS, Security.STARTTLS])
def test_what_is_new_is_spooled_and_moved(box: Box, security: Security) -> None:
    mails = [message(n) for n in range(3)]
    box.put(*mails)
    port = box.dovecot.imap_port if security is Security.STARTTLS else 0

    intake = box.intake(Arrangement(security=security, port=port))
    assert intake.look() == Looked(taken=3, held=0, left=0)

    assert box.spooled() == tuple(mails)
    assert (box.holds("INBOX"), box.holds("Processed"), box.holds("Held")) == (0, 3, 0)
    assert intake.look() == Looked(taken=0, held=0, left=0)


def test_the_received_field_names_the_message_in_the_mailbox(box: Box) -> None:
    box.put(message(1))
    box.intake().look()
    ((origin, _),) = box.arrivals()
    assert origin.startswith(f"imap://{box.user.replace('@', '%40')}@127.0.0.1/INBOX;")
    assert origin.endswith("/;UID=1")


def test_a_processed_message_is_marked_as_seen_and_a_held_one_is_not(box: Box) -> None:
    box.put(message(1), message(2, text="x" * 2000))
    box.intake(Arrangement(size_limit_bytes=1000)).look()
    for folder, flags in (("Processed", True), ("Held", False)):
        box.post.select_folder(folder)
        (found,) = box.post.get_flags([1]).values()
        assert (b"\\Seen" in found) is flags


def test_more_than_a_batch_comes_in_order(box: Box) -> None:
    count = BATCH_MESSAGES * 2 + 1
    mails = [message(n) for n in range(count)]
    box.post.multiappend("INBOX", mails)
    assert box.intake().look() == Looked(taken=count, held=0, left=0)
    assert box.spooled() == tuple(mails)


@pytest.mark.parametrize(
    "size",
    [1, SMALL_BYTES, SMALL_BYTES + 1, PIECE_BYTES, PIECE_BYTES + 1, 2 * PIECE_BYTES],
)
def test_a_message_of_any_size_comes_octet_by_octet(box: Box, size: int) -> None:
    head = b"From: anne@customer.example\r\n\r\n" if size > 100 else b""
    content = (head + b"0123456789abcdef\xff\r\n" * (size // 19 + 1))[:size]
    box.put(content)
    assert box.intake().look().taken == 1
    assert box.spooled() == (content,)


def test_folders_with_chinese_names_work(box: Box) -> None:
    folders = Folders(inbox="客户邮件", processed="已处理/完成", held="待查 & 其他")
    box.post.create_folder(folders.inbox)
    box.put(message(1), message(2, text="x" * 2000), folder=folders.inbox)
    arrangement = Arrangement(folders=folders, size_limit_bytes=1000)
    assert box.intake(arrangement).look() == Looked(taken=1, held=1, left=0)
    assert (box.holds(folders.processed), box.holds(folders.held)) == (1, 1)


def test_what_a_person_marked_as_deleted_stays_and_is_not_expunged(box: Box) -> None:
    box.put(message(1), message(2))
    box.post.delete_messages([1])
    assert box.intake().look().taken == 1
    assert box.spooled() == (message(2),)
    assert box.holds("INBOX") == 1


def test_what_another_client_reads_or_moves_meanwhile_does_no_harm(box: Box) -> None:
    box.put(*(message(n) for n in range(BATCH_MESSAGES * 2)))
    box.post.add_flags([1, 2], [b"\\Seen", b"\\Flagged"])
    box.post.create_folder("Elsewhere")

    def steal() -> None:
        # After the first batch is in the spool, the last message is taken away.
        if box.holds("Elsewhere") == 0:
            box.post.move([BATCH_MESSAGES * 2], "Elsewhere")

    box.post.select_folder("INBOX")
    looked = box.intake(Arrangement(on_accept=steal)).look()
    assert looked.taken == BATCH_MESSAGES * 2 - 1
    assert box.holds("Processed") == BATCH_MESSAGES * 2 - 1


# --- messages that cannot be taken -------------------------------------------


def test_a_message_over_the_limit_is_held_and_the_rest_goes_on(box: Box) -> None:
    limit = len(message(2))
    box.put(message(1, text="x" * limit), message(2), message(3))
    looked = box.intake(Arrangement(size_limit_bytes=limit)).look()
    assert looked == Looked(taken=2, held=1, left=0)
    assert box.spooled() == (message(2), message(3))
    assert box.holds("Held") == 1


def test_a_message_that_breaks_every_fetch_is_held_and_the_rest_goes_before_it(
    box: Box,
) -> None:
    box.put(message(1), message(2, text="poison"), message(3))
    orders = Orders(cut_at_answer=b"\r\npoison\r\n")
    with ImapProxy(box.dovecot.imap_port, orders) as proxy:
        intake = box.intake(in_clear(proxy))
        for _ in range(FETCH_TRIES_LIMIT):
            with pytest.raises(MailboxUnavailable):
                intake.look()
        assert intake.look() == Looked(taken=0, held=1, left=0)
    assert sorted(box.spooled()) == [message(1), message(3)]
    assert (box.holds("Held"), box.holds("Processed")) == (1, 2)


def test_a_folder_that_takes_nothing_leaves_the_message_and_fetches_it_once(
    box: Box,
) -> None:
    box.put(message(1))
    # A name under a message store's own: neither here nor on any server.
    folders = Folders(processed="a//b", held="a//c")
    intake = box.intake(Arrangement(folders=folders))
    assert intake.look() == Looked(taken=1, held=0, left=1)
    assert intake.look() == Looked(taken=0, held=0, left=1)
    assert len(box.spooled()) == 1

    # Once the folder can be used, what was left follows.
    assert box.intake().look() == Looked(taken=0, held=0, left=0)
    assert box.holds("Processed") == 1


def test_a_spool_that_is_full_takes_nothing_and_loses_nothing(box: Box) -> None:
    box.put(message(1))
    box.spool = DirectorySpool(
        box.folder / "spool",
        new_id=box.spool._new_id,
        clock=box.spool._clock,
        free_floor_bytes=1 << 62,
    )
    with running(box.intake()):
        wait_until(lambda: box.dovecot.log().count(box.user) > 1, "a look")
    assert (box.spooled(), box.holds("INBOX")) == ((), 1)


# --- the server --------------------------------------------------------------


def test_a_wrong_password_is_a_refusal_and_tried_once(box: Box) -> None:
    with ImapProxy(box.dovecot.imap_port) as proxy:
        arrangement = in_clear(proxy, password="wrong")  # noqa: S106 - a wrong one
        with pytest.raises(LoginRefused):
            box.intake(arrangement).look()
        with running(box.intake(arrangement)) as intake:
            proxy.wait_for("AUTHENTICATE", count=2)
            intake.wake()
            wait_until(lambda: proxy.connections == 2, "the refusal")
            assert intake.is_alive()
        assert proxy.connections == 2


def test_a_certificate_nobody_vouches_for_is_no_mailbox(box: Box) -> None:
    intake = box.intake()
    account = Account(
        host=box.dovecot.host,
        port=box.dovecot.imaps_port,
        user=box.user,
        password=box.dovecot.password,
    )
    object.__setattr__(intake.mailbox, "account", account)
    with pytest.raises(MailboxUnavailable, match="CERTIFICATE"):
        intake.look()


def test_without_starttls_there_is_no_way_on_in_clear(box: Box) -> None:
    with ImapProxy(box.dovecot.imap_port, Orders(without=("STARTTLS",))) as proxy:
        arrangement = Arrangement(port=proxy.port, security=Security.STARTTLS)
        with pytest.raises(MailboxUnavailable):
            box.intake(arrangement).look()
        assert not any("AUTHENTICATE" in said for said in proxy.commands)


def test_a_login_in_clear_is_refused_except_on_loopback() -> None:
    with pytest.raises(ValueError, match="no login without TLS"):
        Account(
            host="imap.example",
            port=143,
            user="support",
            password="",
            security=Security.NONE,
        )


@pytest.mark.parametrize(
    "without", [("MOVE",), ("MOVE", "UIDPLUS"), ("IDLE",), ("AUTH=PLAIN", "SASL-IR")]
)
def test_a_server_that_can_do_less_does_as_well(
    box: Box, without: tuple[str, ...]
) -> None:
    box.put(message(1), message(2))
    with ImapProxy(box.dovecot.imap_port, Orders(without=without)) as proxy:
        intake = box.intake(in_clear(proxy))
        assert intake.look().taken == 2
        assert intake.look().taken == 0
    assert (len(box.spooled()), box.holds("Processed")) == (2, 2)
    # Without UIDPLUS the originals stay behind, marked as deleted.
    assert box.holds("INBOX") == (2 if "UIDPLUS" in without else 0)


def test_a_mailbox_made_anew_is_read_anew(
    box: Box, caplog: pytest.LogCaptureFixture
) -> None:
    folders = Folders(inbox="Support")
    arrangement = Arrangement(folders=folders)
    box.post.create_folder("Support")
    box.put(message(1), folder="Support")
    intake = box.intake(arrangement)
    assert intake.look().taken == 1

    # The same UIDs now mean other messages; one is an old one, restored.
    box.post.delete_folder("Support")
    box.post.create_folder("Support")
    box.put(message(2), message(1), folder="Support")
    assert intake.look() == Looked(taken=2, held=0, left=0)
    # The restored one is there twice, recognisable: the bytes are the same.
    assert sorted(box.copies().values()) == [1, 2]
    told = [one for one in caplog.messages if one.startswith("mailbox-anew")]
    assert len(told) == 1
    assert "messages=2" in told[0]


# --- waiting -----------------------------------------------------------------


def test_a_new_message_is_seen_at_once_by_idle(box: Box) -> None:
    with running(box.intake()):
        for count in range(1, 11):
            box.put(message(count))
            began = time.monotonic()
            wait_until(lambda n=count: len(box.spooled()) >= n, "a message")  # type: ignore[misc] # bound now
            assert time.monotonic() - began < WAKE_LIMIT_SECONDS


def test_without_idle_a_wake_makes_it_look(box: Box) -> None:
    with running(box.intake(Arrangement(idle=False))) as intake:
        wait_until(lambda: box.post.folder_exists("Held"), "the first look")
        box.put(message(1))
        intake.wake()
        wait_until(lambda: len(box.spooled()) == 1, "the message")


def test_the_desk_is_told_once_a_message_is_safe(box: Box) -> None:
    told = threading.Event()
    box.put(message(1))
    with running(box.intake(Arrangement(on_accept=told.set))):
        assert told.wait(10)
    assert len(box.spooled()) == 1


def test_a_connection_lost_in_idle_is_made_anew_and_costs_no_cpu(box: Box) -> None:
    with (
        ImapProxy(box.dovecot.imap_port) as proxy,
        running(box.intake(in_clear(proxy))),
    ):
        proxy.wait_for("IDLE")
        began = time.process_time()
        proxy.cut_all()
        box.put(message(1))
        wait_until(lambda: len(box.spooled()) == 1, "the message")
        assert time.process_time() - began < 1.0
        assert proxy.connections == 2


@pytest.mark.parametrize("state", ["idle", "poll", "deaf server", "no server"])
def test_stopping_is_prompt_whatever_it_waits_for(box: Box, state: str) -> None:
    orders = Orders(deaf=state == "deaf server")
    with ImapProxy(box.dovecot.imap_port, orders) as proxy:
        arrangement = in_clear(proxy, idle=state != "poll")
        if state == "no server":
            arrangement = Arrangement(port=1, security=Security.NONE)
        intake = box.intake(arrangement)
        intake.start()
        if state != "no server":
            wait_until(lambda: proxy.connections == 1, "a connection")
        began = time.monotonic()
        intake.stop()
        assert time.monotonic() - began < STOP_LIMIT_SECONDS
        if state != "deaf server":
            assert not intake.is_alive()


# --- size --------------------------------------------------------------------


def test_a_big_message_never_is_in_memory_as_a_whole(box: Box) -> None:
    content = message(1, text="0123456789abcde\r\n" * (25 * MEBIBYTE // 17))
    box.put(content)
    intake = box.intake()
    peak = _peak_bytes(intake.look)
    assert peak < 8 * MEBIBYTE
    assert box.spooled() == (content,)


def test_many_messages_need_no_more_memory_than_a_few_batches(box: Box) -> None:
    for first in range(0, 1500, 100):
        texts = [message(first + number, text="x" * 20_000) for number in range(100)]
        box.post.multiappend("INBOX", texts)
    assert _peak_bytes(box.intake().look) < 3 * BATCH_BYTES
    assert len(box.spooled()) == 1500


def _peak_bytes(step: Callable[[], object]) -> int:
    tracemalloc.start()
    try:
        step()
        return tracemalloc.get_traced_memory()[1]
    finally:
        tracemalloc.stop()


def in_clear(proxy: ImapProxy, *, password: str = "", idle: bool = True) -> Arrangement:
    """By way of a proxy, which reads what passes."""
    return Arrangement(
        port=proxy.port, security=Security.NONE, password=password, idle=idle
    )
