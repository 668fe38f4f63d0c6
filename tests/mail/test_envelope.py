import io
from datetime import UTC, datetime, timedelta, timezone

import pytest
from hypothesis import given, strategies as st

from gateway.mail.envelope import (
    TRACE_LINE_LIMIT_OCTETS,
    Envelope,
    QueueId,
    read_trace,
    trace,
)
from tests.support.clock import NOON

ANT = QueueId("ANT")


def an_envelope(
    *,
    mail_from: str = "anne@customer.example",
    rcpt_to: tuple[str, ...] = ("support@example.com",),
    received_from: str = "mail.customer.example ([192.0.2.1])",
) -> Envelope:
    return Envelope(
        mail_from=mail_from,
        rcpt_to=rcpt_to,
        received_at=NOON,
        received_by="gateway.example",
        received_from=received_from,
    )


@pytest.mark.parametrize(
    "envelope",
    [
        an_envelope(),
        an_envelope(mail_from=""),
        an_envelope(rcpt_to=("a@example.com", "b@example.com")),
        an_envelope(rcpt_to=tuple(f"support+{n}@example.com" for n in range(1000))),
        an_envelope(mail_from="张三@例子.example", rcpt_to=("支持@example.com",)),
        an_envelope(mail_from='"><"@x.example', rcpt_to=('"a: b"@x.example',)),
        an_envelope(mail_from="\udcd5\udcc5@x.example"),
    ],
)
def test_what_is_written_on_top_is_read_back_and_the_message_begins_below(
    envelope: Envelope,
) -> None:
    file = io.BytesIO(trace(envelope, ANT) + b"Received: by others\r\n\r\nhello\r\n")

    assert read_trace(file) == envelope
    assert file.read() == b"Received: by others\r\n\r\nhello\r\n"


def test_the_moment_is_kept_in_utc_whatever_its_zone_was() -> None:
    beijing = timezone(timedelta(hours=8))
    envelope = Envelope(
        mail_from="",
        rcpt_to=(),
        received_at=datetime(2026, 11, 20, 20, 0, tzinfo=beijing),
        received_by="gateway.example",
    )

    read = read_trace(io.BytesIO(trace(envelope, ANT)))
    assert (read.received_at, read.received_at.tzinfo) == (NOON, UTC)


@given(st.text(st.characters(exclude_categories=()), max_size=50))
def test_no_address_and_no_greeting_can_add_a_line_of_its_own(text: str) -> None:
    envelope = an_envelope(mail_from=text, rcpt_to=(text,), received_from=text)
    written = trace(envelope, ANT)

    assert written.count(b"\n") == written.count(b"\r\n") == 5
    assert read_trace(io.BytesIO(written + b"x\r\n")).received_by == "gateway.example"


@pytest.mark.parametrize(
    "content",
    [
        b"",
        b"Subject: hello\r\n\r\nhello\r\n",
        b"Return-Path: <>\r\nReceived: from a\r\n\tby b with SMTP id C\r\n",
        b"Return-Path: <>\r\nReceived: from a by b; Fri, 20 Nov 2026\r\n\r\n",
        b"Received: from a\r\n\tby b with SMTP id C;\r\n\tno date\r\n",
        b"Received: from a\r\n\tby b with SMTP id C;\r\n",
        b"Received: a\r\n\tby b with c id D;\r\n\tFri, 31 Dec 9999 23:59:59 -2300\r\n",
        b"Return-Path: <>\n",
        b"Return-Path: " + b"x" * TRACE_LINE_LIMIT_OCTETS + b"\r\n",
        b"Delivered-To: a\r\n" * 2000,
        b"\xff\xfe\x00",
    ],
)
def test_a_block_that_is_not_ours_is_a_value_error(content: bytes) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        read_trace(io.BytesIO(content))
