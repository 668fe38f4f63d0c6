"""R35, R36: the certificate from the confirmation to the customer's mailbox."""

from email.message import EmailMessage

import pytest

from gateway.cli.demo_post import text_of
from gateway.cli.demo_story import Act, Story
from gateway.cli.demo_words import LANGUAGES, Words
from tests.support.daemon import Daemon
from tests.support.papers import needs_press, text_of as text_of_pdf


def enclosed(mail: EmailMessage) -> dict[str, bytes]:
    """The files of a letter, by their names."""
    return {
        str(part.get_filename()): bytes(part.get_payload(decode=True) or b"")
        for part in mail.iter_attachments()
    }


@pytest.mark.parametrize("words", LANGUAGES.values(), ids=LANGUAGES)
def test_the_customer_gets_the_certificate_with_the_receipt(
    daemon: Daemon, words: Words
) -> None:
    needs_press()
    story = Story(post=daemon.post(), words=words)
    scenes = {scene.act: scene for scene in story.tell(dispute=False)}
    receipt = scenes[Act.RECEIPT].mail

    name = f"{receipt['X-Ticket']}-C1.pdf"
    (certificate,) = enclosed(receipt).items()
    assert certificate[0] == name
    assert name in text_of(receipt)
    text = text_of_pdf(certificate[1])
    code_line = text_of(scenes[Act.CONFIRMS].mail).splitlines()[0]
    assert code_line in text
