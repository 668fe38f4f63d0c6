"""The same mail twice, octet by octet, as a sender does who missed our 250."""

from pathlib import Path

import pytest

from tests.support.gateway_process import SUPPORT, running_gateway, send
from tests.support.relay import Relay

PERSON = b"From: anne@customer.example\r\nMessage-ID: <ant@customer.example>\r\n"
ROBOT = PERSON + b"Auto-Submitted: auto-replied\r\n"
BODY = b"Subject: The order fails\r\n\r\nIt says: timeout.\r\n"


@pytest.mark.parametrize(
    ("header", "mail_from", "first", "letters"),
    [
        (PERSON, "anne@customer.example", ("request", "new"), 2),
        (ROBOT, "anne@customer.example", ("filed", "automatic"), 0),
        (PERSON, "", ("filed", "automatic"), 0),
    ],
    ids=["a person's", "a robot's", "with the null path"],
)
def test_the_second_copy_is_filed_and_changes_nothing(
    tmp_path: Path,
    header: bytes,
    mail_from: str,
    first: tuple[str, str],
    letters: int,
) -> None:
    with Relay() as relay, running_gateway(tmp_path, relay.port) as gateway:
        for _ in range(2):
            code, _said = send(gateway.port, mail_from, SUPPORT, header + BODY)
            assert code == 250
            gateway.wait_until_it_is_drained(seconds=20)
        ended = gateway.ask("SELECT end_state, reason FROM receipt ORDER BY queue_id")

    assert sorted(ended) == sorted([first, ("filed", "duplicate")])
    assert len(relay.taken) == letters
