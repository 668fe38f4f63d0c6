"""The envelope of a fetched message is what its delivery wrote, else the best guess."""

import io
from datetime import UTC, datetime

import pytest
from hypothesis import given, settings, strategies as st

from gateway.intake.imap_envelope import Origin, envelope_of
from gateway.mail.envelope import Envelope, QueueId, read_trace, trace

US = "support@example.com"
AT = datetime(2023, 10, 1, 8, tzinfo=UTC)
ORIGIN = Origin(
    host="imap.example", user="support", folder="INBOX", uidvalidity=5, uid=17
)


def read(head: bytes) -> Envelope:
    return envelope_of(
        head, origin=ORIGIN, mailbox=US, received_at=AT, host="gateway.example"
    )


@pytest.mark.parametrize(
    ("head", "mail_from"),
    [
        (b"Return-Path: <anne@x.example>\r\nFrom: b@x\r\n\r\n", "anne@x.example"),
        # A null path means automatic mail: nobody is to be answered.
        (b"Return-Path: <>\r\nFrom: anne@x.example\r\n\r\n", ""),
        (b"Return-Path:<a@x>\r\nReturn-Path: <b@x>\r\n\r\n", "a@x"),
        # No path written is another thing than a null path.
        (b"From: Anne <anne@x.example>\r\n\r\n", "anne@x.example"),
        (b"From: =?gb18030?B?sLLEnQ==?= <anne@x.example>\r\n\r\n", "anne@x.example"),
        (b"From: nobody in particular\r\n\r\n", ""),
        (b"Subject: x\r\n\r\nFrom: body@x\r\n", ""),
        (b"", ""),
    ],
)
def test_the_reverse_path_is_read_or_the_author_stands_in(
    head: bytes, mail_from: str
) -> None:
    assert read(head).mail_from == mail_from


@pytest.mark.parametrize(
    ("head", "rcpt_to"),
    [
        (b"Delivered-To: support+t1@example.com\r\n\r\n", ("support+t1@example.com",)),
        # The topmost one is the last delivery.
        (b"Delivered-To: a@x\r\nDelivered-To: b@x\r\n\r\n", ("a@x",)),
        (b"Delivered-To: box@x\r\nX-Original-To: help@x\r\n\r\n", ("help@x", "box@x")),
        (b"Delivered-To: a@x\r\nX-Original-To: a@x\r\n\r\n", ("a@x",)),
        (b"Envelope-to: <help@x>\r\n\r\n", ("help@x",)),
        # A local name only: the mailbox itself.
        (b"Delivered-To: support\r\n\r\n", (US,)),
        (b"To: other@x, Support+t1@Example.com\r\n\r\n", ("Support+t1@Example.com",)),
        (b"To: other@x\r\nCc: support@example.com\r\n\r\n", (US,)),
        (b"To: supporter@example.com\r\n\r\n", (US,)),
        (b"", (US,)),
    ],
)
def test_the_recipient_is_read_or_the_mailbox_stands_in(
    head: bytes, rcpt_to: tuple[str, ...]
) -> None:
    assert read(head).rcpt_to == rcpt_to


def test_the_origin_is_a_url_in_ascii_whatever_the_names_are() -> None:
    origin = Origin(
        host="imap.example", user="a b@x", folder="客户/邮 件", uidvalidity=5, uid=17
    )
    assert origin.url == (
        "imap://a%20b%40x@imap.example/"
        "%E5%AE%A2%E6%88%B7/%E9%82%AE%20%E4%BB%B6;UIDVALIDITY=5/;UID=17"
    )


@settings(deadline=None)
@given(
    st.lists(
        st.tuples(
            st.sampled_from([b"Return-Path", b"From", b"Delivered-To", b"To", b"X"]),
            st.binary(max_size=60),
        )
    )
)
def test_whatever_stands_there_an_envelope_comes_of_it_and_back(
    fields: list[tuple[bytes, bytes]],
) -> None:
    envelope = read(b"".join(b"%s: %s\r\n" % field for field in fields) + b"\r\n")
    written = trace(envelope, QueueId("ANT"))
    assert read_trace(io.BytesIO(written)) == envelope
