"""Whatever happens between two steps: no message is lost, and no double is unlike."""

import json
import subprocess
import sys
from collections import Counter
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap_faults import MailboxUnavailable
from tests.support.imap_box import Arrangement, Box, message
from tests.support.imap_crash import KILLED, Step
from tests.support.imap_proxy import ImapProxy, Orders
from tests.support.servers.dovecot import Dovecot

MESSAGES = 5

COPIES = {
    Step.BEGUN: 0,
    # The one window in which a batch is fetched a second time, as far as it was kept.
    Step.SPOOLED: MESSAGES,
    Step.RECORDED: 0,
    Step.ALL_RECORDED: 0,
    Step.MOVED: 0,
}
"""How many messages may be in the spool once more than they should be."""

COMMANDS = [
    *("AUTHENTICATE", "CAPABILITY", "LIST", "CREATE", "SELECT", "UID SEARCH"),
    *("RFC822.SIZE", "BODY.PEEK[]", "UID STORE", "UID MOVE"),
]


@pytest.fixture
def box(dovecot: Dovecot, tmp_path: Path) -> Box:
    made = Box(dovecot, tmp_path)
    made.put(*(message(number) for number in range(MESSAGES)))
    return made


@pytest.mark.parametrize("step", list(Step))
def test_a_process_killed_at_any_step_loses_nothing(box: Box, step: Step) -> None:
    assert look_and_die(box, step) == KILLED

    box.spool.recover()
    box.intake().look()

    doubles = sum(box.copies().values()) - MESSAGES
    assert min(1, COPIES[step]) <= doubles <= COPIES[step]
    assert set(box.spooled()) == {message(number) for number in range(MESSAGES)}
    assert (box.holds("INBOX"), box.holds("Processed")) == (0, MESSAGES)


def test_a_double_names_the_same_place_in_the_mailbox(box: Box) -> None:
    look_and_die(box, Step.SPOOLED)
    box.intake().look()
    counted = Counter(box.arrivals())
    assert len(counted) == MESSAGES
    assert max(counted.values()) == 2


def test_killed_again_and_again_it_still_comes_to_an_end(box: Box) -> None:
    deaths = [look_and_die(box, Step.SPOOLED) for _ in range(3)]
    assert deaths == [KILLED] * 3
    box.intake().look()
    assert len(box.copies()) == MESSAGES
    assert box.holds("Processed") == MESSAGES


@pytest.mark.parametrize("side", ["before", "after"])
@pytest.mark.parametrize("command", COMMANDS)
def test_a_line_cut_at_any_command_loses_nothing_and_doubles_nothing(
    box: Box, command: str, side: str
) -> None:
    orders = Orders()
    if side == "before":
        orders.cut_before_command = command
    else:
        orders.cut_after_command = command
    with ImapProxy(box.dovecot.imap_port, orders) as proxy:
        intake = box.intake(Arrangement(port=proxy.port, security=Security.NONE))
        with pytest.raises(MailboxUnavailable):
            intake.look()
        assert proxy.cuts == 1
        intake.look()

    assert box.copies().total() == MESSAGES
    assert (box.holds("INBOX"), box.holds("Processed")) == (0, MESSAGES)


@pytest.mark.parametrize("command", ["UID COPY", "UID STORE", "UID EXPUNGE"])
def test_without_move_a_cut_doubles_at_most_what_is_already_processed(
    box: Box, command: str
) -> None:
    orders = Orders(without=("MOVE",), cut_after_command=command)
    with ImapProxy(box.dovecot.imap_port, orders) as proxy:
        intake = box.intake(Arrangement(port=proxy.port, security=Security.NONE))
        with pytest.raises(MailboxUnavailable):
            intake.look()
        intake.look()

    assert box.copies().total() == MESSAGES
    assert box.holds("Processed") in (MESSAGES, 2 * MESSAGES)


def look_and_die(box: Box, step: Step) -> int:
    """One pass in a process of its own; returns how it ended."""
    given = {
        "step": step,
        "folder": str(box.folder),
        "host": box.dovecot.host,
        "port": box.dovecot.imap_port,
        "user": box.user,
        "password": box.dovecot.password,
    }
    finished = subprocess.run(
        (sys.executable, "-m", "tests.support.imap_crash"),
        input=json.dumps(given),
        text=True,
        check=False,
        cwd=Path(__file__).parents[2],
    )
    return finished.returncode
