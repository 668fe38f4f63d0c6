"""A letter in the form in which it crosses the wire; pure.

Rule of this file: only CR LF ends a line, and no address holds a character that could
end its command. So no letter of ours can smuggle a second one.

STANDARDS: RFC 5321 §2.3.8 (lines), §4.1.2 (paths), §4.5.2 (transparency); RFC 1870
(SIZE); RFC 6152 (8BITMIME); RFC 6531 (SMTPUTF8); RFC 3461 (DSN); RFC 3463 (codes).
"""

import re
from collections.abc import Mapping

from gateway.desk.ports import Letter

ADDRESS_LIMIT_OCTETS = 254
"""RFC 5321 §4.5.3.1.3: a path is 256 octets with its angle brackets."""

ENVID_LIMIT = 60
"""Characters of an id before it is written as xtext: of 100 allowed (RFC 3461 §4.4)."""

ADDRESS = re.compile(
    r'(?:[^\s<>"@\\\x00-\x1f\x7f]+|"(?:[^"\\\x00-\x1f\x7f]|\\[ -~])*")'
    r'@[^\s<>"@\\\x00-\x1f\x7f]+'
)
"""A dot-string or quoted-string, then a domain; surrogates are refused beside it."""


class Unfit(Exception):
    """This letter can never be said to this relay; ``code`` as in RFC 3463."""

    def __init__(self, code: str, reason: str) -> None:
        super().__init__(reason)
        self.code = code


def wire_form(content: bytes) -> bytes:
    """Lines ended by CR LF, leading dots doubled, and the final dot."""
    breaks = content.count(b"\r\n")
    if content.count(b"\n") != breaks or content.count(b"\r") != breaks:
        content = re.sub(rb"\r\n|\r|\n", b"\r\n", content)
    content = content.replace(b"\r\n.", b"\r\n..")
    if content.startswith(b"."):
        content = b"." + content
    return content + (b".\r\n" if content.endswith(b"\r\n") else b"\r\n.\r\n")


def envelope_commands(
    letter: Letter, content: bytes, offered: Mapping[str, str]
) -> tuple[bytes, ...]:
    """MAIL, RCPT and DATA, with the parameters that are both needed and offered.

    Raises :class:`Unfit` where the relay could never take this letter.
    """
    _check(letter.recipient, "recipient")
    if letter.return_path:
        _check(letter.return_path, "return path")
    parameters = _parameters(letter, content, offered)
    of_sender, of_recipient = _report(letter) if "dsn" in offered else ("", "")
    mail = f"MAIL FROM:<{letter.return_path}>{parameters}{of_sender}\r\n"
    rcpt = f"RCPT TO:<{letter.recipient}>{of_recipient}\r\n"
    return mail.encode(), rcpt.encode(), b"DATA\r\n"


def _check(address: str, role: str) -> None:
    octets = len(address.encode("utf-8", "surrogatepass"))
    surrogates = any("\ud800" <= c <= "\udfff" for c in address)
    fits = octets <= ADDRESS_LIMIT_OCTETS and not surrogates
    if not fits or ADDRESS.fullmatch(address) is None:
        code = "5.1.3" if role == "recipient" else "5.1.7"
        raise Unfit(code, f"the {role} is no address: {address[:100]!a}")


def _parameters(letter: Letter, content: bytes, offered: Mapping[str, str]) -> str:
    chosen = ""
    if "size" in offered:
        limit = offered["size"].strip()
        if limit.isdecimal() and 0 < int(limit[:19]) < len(content):
            raise Unfit("5.3.4", f"{len(content)} octets; the relay takes {limit}")
        chosen += f" SIZE={len(content)}"
    if not content.isascii():
        if "8bitmime" not in offered:
            raise Unfit("5.6.3", "8-bit content; the relay takes 7-bit only")
        chosen += " BODY=8BITMIME"
    if _needs_utf8(letter, content):
        if "smtputf8" not in offered:
            raise Unfit("5.6.7", "non-ASCII address; the relay has no SMTPUTF8")
        chosen += " SMTPUTF8"
    return chosen


def _report(letter: Letter) -> tuple[str, str]:
    """What to ask of a report (RFC 3461 §4): the headers, and that of failures alone.

    To the null reverse-path none can be sent.
    """
    if not letter.return_path:
        return "", ""
    name = letter.message_id.strip("<>")
    envid = f" ENVID={_xtext(name)}" if 0 < len(name) <= ENVID_LIMIT else ""
    known = letter.recipient.isascii()
    orcpt = f" ORCPT=rfc822;{_xtext(letter.recipient)}" if known else ""
    return f" RET=HDRS{envid}", f" NOTIFY=FAILURE{orcpt}"


def _xtext(text: str) -> str:
    """RFC 3461 §4: printable ASCII, but for + and =, which stand as hex."""
    return "".join(
        c if "!" <= c <= "~" and c not in "+=" else f"+{ord(c):02X}"
        for c in text
        if c.isascii()
    )


def _needs_utf8(letter: Letter, content: bytes) -> bool:
    """Whether an address or a header is not ASCII (RFC 6531 §3.4)."""
    if not (letter.recipient + letter.return_path).isascii():
        return True
    return not content[: content.find(b"\r\n\r\n")].isascii()
