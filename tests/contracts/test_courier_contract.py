"""What every way out promises, on each of them and through a real relay."""

import mailbox
from collections.abc import Callable, Iterator
from dataclasses import replace
from email.message import Message
from pathlib import Path

import pytest

from gateway.channel import Security
from gateway.desk.ports import Courier, Deferred, Delivered, Letter
from gateway.dispatch.maildir import MaildirCourier
from gateway.dispatch.submission import SmtpCourier
from tests.support.relay import Relay, wait_until
from tests.support.servers.postfix import Postfix

ANNE = "anne@customer.example"

LETTER = Letter(
    letter_id=1,
    message_id="<ant@gateway.example>",
    recipient=ANNE,
    return_path="support+b1@gateway.example",
    content=(
        b"Message-ID: <ant@gateway.example>\r\n"
        b"To: anne@customer.example\r\n"
        b"Subject: [TS20231001001] registered\r\n"
        b"\r\n"
        b".a line that begins with a dot\r\n"
        b"..and one with two\r\n"
        b".\r\n"
        b"after a lone dot\r\n"
    ),
)


class Way:
    """A courier, what arrived by it, and how its far end goes down."""

    def __init__(
        self,
        courier: Courier,
        arrived: Callable[[], tuple[bytes, ...]],
        fail: Callable[[], None],
    ) -> None:
        self.courier = courier
        self.arrived = arrived
        self.fail = fail

    def bodies(self, count: int) -> tuple[bytes, ...]:
        """What stands below the header of the first letters to come."""
        wait_until(lambda: len(self.arrived()) >= count, f"{count} letters")
        contents = (one.replace(b"\r\n", b"\n") for one in self.arrived())
        return tuple(one.partition(b"\n\n")[2] for one in contents)


@pytest.fixture(params=["maildir", "relay", "postfix"])
def way(request: pytest.FixtureRequest, tmp_path: Path) -> Iterator[Way]:
    if request.param == "maildir":
        yield _to_a_maildir(tmp_path)
    elif request.param == "relay":
        with Relay() as relay:
            yield _to_a_relay(relay)
    else:
        yield _through_postfix(request.getfixturevalue("postfix"), request)


def test_a_letter_arrives_as_it_was_written(way: Way) -> None:
    assert isinstance(way.courier.deliver(LETTER), Delivered)
    (body,) = way.bodies(1)
    assert body == LETTER.content.replace(b"\r\n", b"\n").partition(b"\n\n")[2]


def test_a_null_return_path_is_a_return_path(way: Way) -> None:
    delivery = way.courier.deliver(replace(LETTER, return_path=""))
    assert isinstance(delivery, Delivered)
    assert len(way.bodies(1)) == 1
    assert b"Return-Path: <>" in way.arrived()[0]


def test_letters_follow_each_other_and_stay_apart(way: Way) -> None:
    second = replace(
        LETTER,
        letter_id=2,
        message_id="<bee@gateway.example>",
        content=b"Message-ID: <bee@gateway.example>\r\n\r\nsecond\r\n",
    )
    assert isinstance(way.courier.deliver(LETTER), Delivered)
    assert isinstance(way.courier.deliver(second), Delivered)
    assert b"second\n" in way.bodies(2)


def test_a_far_end_that_is_down_defers_and_is_no_exception(way: Way) -> None:
    way.fail()
    delivery = way.courier.deliver(LETTER)
    assert isinstance(delivery, Deferred)
    assert delivery.code.startswith("4.")
    assert delivery.response


def test_closing_repeats_safely_and_a_letter_after_it_arrives(way: Way) -> None:
    way.courier.close()
    way.courier.close()
    assert isinstance(way.courier.deliver(LETTER), Delivered)
    assert len(way.bodies(1)) == 1


def _to_a_maildir(folder: Path) -> Way:
    path = folder / "outgoing"

    def arrived() -> tuple[bytes, ...]:
        box = mailbox.Maildir(path, factory=None, create=False)
        return tuple(Message.as_bytes(box[key]) for key in sorted(box.keys()))

    def fail() -> None:
        path.write_text("a file stands where the folder should")

    return Way(MaildirCourier(path=path), arrived, fail)


def _to_a_relay(relay: Relay) -> Way:
    def arrived() -> tuple[bytes, ...]:
        return tuple(
            b"Return-Path: <%s>\r\n" % one.mail_from.encode() + one.content
            for one in relay.taken
        )

    return Way(_courier(relay.port), arrived, relay.stop)


def _through_postfix(postfix: Postfix, request: pytest.FixtureRequest) -> Way:
    # Postfix serves the whole session: only what came in this test counts here.
    before = {one.content for one in postfix.arrived()}

    def arrived() -> tuple[bytes, ...]:
        contents = (one.content for one in postfix.arrived(ANNE))
        return tuple(one for one in contents if one not in before)

    def fail() -> None:
        request.addfinalizer(postfix.start)
        postfix.stop()

    return Way(_courier(postfix.port), arrived, fail)


def _courier(port: int) -> SmtpCourier:
    return SmtpCourier(
        host="127.0.0.1",
        port=port,
        hostname="gateway.example",
        security=Security.NONE,
    )
