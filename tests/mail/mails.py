"""Mails for the tests, written out the way they come over the wire."""

import base64
import io
from typing import BinaryIO

from gateway.mail.limits import Limits
from gateway.mail.message import Message
from gateway.mail.parse import parse

ANNE = "From: Anne <anne@customer.example>\r\nTo: support@example.com\r\n"


def source(head: str, body: bytes | str = b"") -> BinaryIO:
    """A message: header lines with or without Anne's, a blank line, a body."""
    lines = head.replace("\r\n", "\n").strip("\n").replace("\n", "\r\n")
    start = "" if "From:" in head or "from:" in head else ANNE
    octets = body.encode() if isinstance(body, str) else body
    return io.BytesIO(f"{start}{lines}\r\n\r\n".encode() + octets)


def read(head: str, body: bytes | str = b"", limits: Limits | None = None) -> Message:
    return parse(source(head, body), limits=limits or Limits())


def mixed(*parts: str) -> str:
    """The body of a multipart whose boundary is ``cut``."""
    return "".join(f"--cut\r\n{part}\r\n" for part in parts) + "--cut--\r\n"


def multipart(kind: str, *parts: str) -> Message:
    head = f"Subject: parts\nContent-Type: multipart/{kind}; boundary=cut"
    return read(head, mixed(*parts))


def text_part(text: str, kind: str = "plain") -> str:
    return f"Content-Type: text/{kind}; charset=utf-8\r\n\r\n{text}"


def file_part(name: str, content: bytes, extra: str = "") -> str:
    """A file as attachment; ``extra`` holds further header lines."""
    encoded = base64.encodebytes(content).decode().replace("\n", "\r\n")
    return (
        f'Content-Type: application/octet-stream; name="{name}"\r\n'
        f'Content-Disposition: attachment; filename="{name}"\r\n{extra}'
        f"Content-Transfer-Encoding: base64\r\n\r\n{encoded}"
    )
