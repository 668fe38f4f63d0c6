"""A mailbox that nobody can read: the gateway waits, and somebody is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap import REFUSALS_ALARMED
from tests.support.clock import FixedClock
from tests.support.imap_box import Arrangement, Box, message
from tests.support.imap_proxy import ImapProxy, Orders
from tests.support.relay import wait_until
from tests.support.servers.dovecot import Dovecot


@pytest.fixture
def box(dovecot: Dovecot, tmp_path: Path) -> Box:
    return Box(dovecot, tmp_path)


def test_a_login_refused_three_times_is_worth_an_alarm_until_it_is_mended(
    box: Box,
) -> None:
    arrangement = Arrangement(password="wrong")  # noqa: S106 - of a test
    shut = replace(box.intake(arrangement), refused_pause=timedelta(milliseconds=20))
    assert shut.trouble() is None
    shut.start()
    try:
        wait_until(lambda: shut.trouble() is not None, "trouble")
    finally:
        shut.stop()
    assert shut._refusals >= REFUSALS_ALARMED


def test_a_mailbox_that_is_away_for_an_hour_is_worth_an_alarm(box: Box) -> None:
    hours = FixedClock()
    with ImapProxy(box.dovecot.imap_port, Orders(cut_before_command="CAP")) as proxy:
        proxy.orders.only_once = False
        away = replace(
            box.intake(Arrangement(port=proxy.port, security=Security.NONE)),
            clock=hours,
        )
        away.start()
        try:
            wait_until(lambda: away._failing_since is not None, "a fault")
            assert away.trouble() is None
            hours.advance(minutes=61)
            assert away.trouble() is not None
            proxy.orders.cut_before_command = ""
            wait_until(lambda: away.trouble() is None, "the end of trouble")
        finally:
            away.stop()


FULL = """
mail_plugins = quota
plugin {{
  quota = maildir:Mails
  quota_rule = *:messages={messages}
  quota_rule2 = Trash:ignore
}}
"""


@pytest.mark.servers
@pytest.mark.parametrize("without", [(), ("MOVE",)])
def test_a_mailbox_whose_quota_is_full_is_read_all_the_same(
    tmp_path: Path, without: tuple[str, ...]
) -> None:
    """A copy that would not fit is refused; what is moved takes no more room."""
    dovecot = Dovecot(more=FULL.format(messages=3))
    dovecot.start()
    try:
        box = Box(dovecot, tmp_path)
        mails = [message(number) for number in range(3)]
        box.put(*mails)
        with ImapProxy(dovecot.imap_port, Orders(without=without)) as proxy:
            intake = box.intake(Arrangement(port=proxy.port, security=Security.NONE))
            first, again = intake.look(), intake.look()
        assert set(box.spooled()) == set(mails)
        # What could not be put away is in place, and is not taken twice.
        assert (first.taken, again.taken) == (3, 0)
        assert box.copies().total() == 3
        left = 3 if without else 0
        assert (first.left, again.left, box.holds("INBOX")) == (left, left, left)
    finally:
        dovecot.remove()
