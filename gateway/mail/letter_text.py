"""The words of a letter that we wrote ourselves: the plain way back.

Our own letters have one shape (see ``compose``), so nothing here is guessed.
"""

import email
from email.message import Message

from gateway.mail.html_text import html_to_text
from gateway.mail.limits import Limits


def letter_texts(content: bytes, limits: Limits) -> tuple[str, ...]:
    """The words of the text part and of the HTML part as it is read when it returns."""
    parsed = email.message_from_bytes(content)
    told: list[str] = []
    for part in parsed.walk():
        if part.get_content_type() == "text/plain":
            told.append(_decoded(part))
        elif part.get_content_type() == "text/html":
            told.append(html_to_text(_decoded(part), limits))
    return tuple(text for text in told if text)


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
