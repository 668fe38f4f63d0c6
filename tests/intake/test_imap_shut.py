"""A mailbox that nobody can read: the gateway waits, and somebody is told."""

from dataclasses import replace
from datetime import timedelta
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.intake.imap import REFUSALS_ALARMED
from tests.support.clock import FixedClock
from tests.support.imap_box import Arrangement, Box
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
