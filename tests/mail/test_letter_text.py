"""The words of a letter of ours, read back from its bytes."""

import pytest

from gateway.mail.compose import Draft, compose
from gateway.mail.letter_text import letter_texts
from gateway.mail.limits import Limits
from gateway.mail.message import Mailbox
from tests.support.builders import ANNE, MORNING, NUMBER


@pytest.mark.parametrize(
    "text",
    ["Printer on fire\n", "打印机冒烟。\n" * 40, "a" * 2000 + "\n", "=E4 = 100 %\n"],
)
def test_the_words_that_were_written_come_back(text: str) -> None:
    content = compose(
        Draft(
            code="C01",
            number=NUMBER,
            sender=Mailbox("Support", "support@example.com"),
            to=Mailbox("", ANNE),
            reply_to="support@example.com",
            subject="Printer on fire",
            text=text,
            html="<p>other words</p>",
            date=MORNING,
            message_id="<ant@example.com>",
            loop_domain="example.com",
        )
    )
    told = [
        words.replace("\r\n", "\n").strip() for words in letter_texts(content, Limits())
    ]
    assert told == [text.strip(), "other words"]


@pytest.mark.parametrize(
    "content",
    [b"", b"\r\n", b"Content-Type: text/html\r\n\r\n<p>x</p>", b"\xff\x00garbage"],
)
def test_what_is_no_letter_of_ours_is_read_without_a_fault(content: bytes) -> None:
    assert not any("<p>" in words for words in letter_texts(content, Limits()))
