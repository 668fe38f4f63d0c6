"""The text part of a letter that we wrote ourselves: the plain way back.

Our own letters have one shape (see ``compose``), so nothing here is guessed.
"""

import email
from email.message import Message


def letter_text(content: bytes) -> str:
    """The words of the text part; empty where there is none."""
    parsed = email.message_from_bytes(content)
    for part in parsed.walk():
        if part.get_content_type() == "text/plain":
            return _decoded(part)
    return ""


def _decoded(part: Message) -> str:
    payload = part.get_payload(decode=True)
    return payload.decode("utf-8", "replace") if isinstance(payload, bytes) else ""
