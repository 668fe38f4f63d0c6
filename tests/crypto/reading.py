"""Whole mails for this room, and what is read in them."""

from io import BytesIO

from gateway.crypto.opener import ProgramOpener
from gateway.mail.automatic import OurMarks
from gateway.mail.limits import Limits
from gateway.mail.message import Message, Signature
from gateway.mail.opening import read_opened
from tests.support.keys import TEXT

ENTITY = TEXT.encode()
WORDS = "The printer smokes.\n"
PLAIN = b"Content-Type: text/plain; charset=utf-8\r\n\r\n"


def read(raw: bytes, opener: ProgramOpener) -> Message:
    return read_opened(BytesIO(raw), limits=Limits(), ours=OurMarks(), opener=opener)


def the_signature(message: Message) -> Signature:
    (one,) = message.signatures
    return one


def crlf(text: bytes) -> bytes:
    return text.replace(b"\n", b"\r\n")
