"""Folders: those of orders, and the names that servers give to them."""

from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap_look import Folders
from gateway.mail.envelope import FolderOrder, FolderVerb, read_trace
from tests.support.imap_box import Arrangement, Box, message
from tests.support.imap_proxy import ImapProxy, Orders
from tests.support.relay import wait_until
from tests.support.servers.dovecot import Dovecot

pytestmark = pytest.mark.servers

BART = "bart@example.com"
NEW = FolderOrder(verb=FolderVerb.NEW, by=BART)
JUNK = FolderOrder(verb=FolderVerb.JUNK, by=BART)
ORDERS = {"新建/Customer": NEW, "垃圾": JUNK}
DOTS = "separator = .\n  prefix = INBOX."


@pytest.fixture
def box(dovecot: Dovecot, tmp_path: Path) -> Box:
    return Box(dovecot, tmp_path)


def orders(box: Box) -> list[tuple[bytes, FolderOrder | None]]:
    """The messages in the spool, and what is ordered of each, as they came."""
    found = []
    for path in sorted((box.folder / "spool" / "incoming").rglob("*")):
        if path.is_file():
            with path.open("rb") as file:
                envelope = read_trace(file)
                found.append((file.read(), envelope.order))
    return found


def test_the_folders_are_made_and_what_is_dragged_there_bears_its_order(
    box: Box,
) -> None:
    arrangement = Arrangement(orders=ORDERS)
    box.intake(arrangement).look()
    for number, folder in enumerate(("INBOX", *ORDERS)):
        box.put(message(number), folder=folder)
    box.intake(arrangement).look()

    assert orders(box) == [(message(1), NEW), (message(2), JUNK), (message(0), None)]
    assert [box.holds(one) for one in ("INBOX", *ORDERS)] == [0, 0, 0]
    assert box.holds("Processed") == 3


def test_what_was_taken_from_the_inbox_can_be_dragged_out_of_processed(
    box: Box,
) -> None:
    box.put(message(1))
    intake = box.intake(Arrangement(orders=ORDERS))
    intake.look()
    box.post.select_folder("Processed")
    box.post.move("1:*", "垃圾")
    box.post.select_folder("INBOX")
    intake.look()

    assert orders(box) == [(message(1), None), (message(1), JUNK)]
    assert box.holds("Processed") == 1


def test_a_mail_whose_folder_is_a_command_comes_as_it_is_and_with_its_order(
    box: Box,
) -> None:
    take = FolderOrder(verb=FolderVerb.COMMAND, by=BART, text="#指派 @鲍勃")
    arrangement = Arrangement(orders={"指派/鲍勃": take})
    box.intake(arrangement).look()
    big = message(2, text="x" * 400_000)
    box.put(message(1), big, folder="指派/鲍勃")
    box.intake(arrangement).look()

    both = ((one, order) for one in (message(1), big) for order in (None, take))
    assert orders(box) == list(both)
    assert box.holds("Processed") == 2


def test_a_folder_of_orders_is_looked_at_while_the_inbox_is_watched(box: Box) -> None:
    intake = box.intake(Arrangement(orders=ORDERS, poll_seconds=0.2))
    intake.start()
    try:
        wait_until(lambda: box.post.folder_exists("垃圾"), "the folder")
        box.put(message(1), folder="垃圾")
        wait_until(lambda: len(box.spooled()) == 1, "the message")
    finally:
        intake.stop()


def test_a_folder_that_cannot_be_opened_keeps_no_mail_from_the_others(
    box: Box,
) -> None:
    box.put(message(1))
    # Of a folder that was there a moment ago: it is there, but not for us.
    orders_to_proxy = Orders(refuse=("SELECT &V4NXPg-", "EXAMINE &V4NXPg-"))
    with ImapProxy(box.dovecot.imap_port, orders_to_proxy) as proxy:
        box.intake(
            Arrangement(port=proxy.port, security=Security.NONE, orders=ORDERS)
        ).look()
    assert box.spooled() == (message(1),)


@pytest.mark.parametrize("processed", ["Done/2026", "INBOX.Done.2026"])
def test_a_server_that_names_folders_otherwise_is_spoken_to_in_its_names(
    tmp_path: Path, processed: str
) -> None:
    dovecot = Dovecot(namespace=DOTS)
    dovecot.start()
    try:
        box = Box(dovecot, tmp_path)
        box.put(message(1))
        folders = Folders(processed=processed, held="Held")
        box.intake(Arrangement(folders=folders, orders={"新建/A": NEW})).look()
        assert box.spooled() == (message(1),)
        assert box.holds("INBOX.Done.2026") == 1
        assert box.post.folder_exists("INBOX.新建.A")
    finally:
        dovecot.remove()
