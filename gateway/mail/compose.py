"""Compose a finished letter: values in, the bytes of one RFC 5322 message out.

Pure assembly, since the library's message objects cost more than all else that is
done for a letter. Rule of this room: no value reaches a header without passing
``_checked``; a header that cannot be written safely is an error, never a guess.

STANDARDS: RFC 5322 §2.1.1, §2.2.3, §3.6 (lines, folding, fields), RFC 2047 (encoded
words), RFC 2045-2046, 2387 (MIME), RFC 3834 §5 (Auto-Submitted), RFC 6532 (UTF-8
addresses).
"""

import re
from binascii import b2a_base64, b2a_qp, crc32
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from email.utils import format_datetime
from enum import StrEnum
from types import MappingProxyType

from gateway.mail.enclosure import Enclosure, part_of
from gateway.mail.message import Mailbox

LINE_AIM = 76
"""Columns of a header line and of an encoded body line (RFC 2047 §2, RFC 2045 §6)."""
MESSAGE_ID_LIMIT = 900
"""Octets of one message id; it cannot be folded, and a line ends at 998."""
REFERENCES_LIMIT = 10
"""Ids in References: the pseudo root, the first mail, and the last eight."""
_WORD_OCTETS = 45
"""UTF-8 octets in one encoded word: 60 base64 characters and its frame of 12."""

_CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029\ud800-\udfff]")
_ATOM = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~ -]+")
_MESSAGE_ID = re.compile(r"<[!-;=?-~]+>")
_LOCAL = re.compile(r"[^\s<>()\[\]:;,@\\\"]+|\"[^\"\\]*\"")
_DOMAIN = re.compile(r"[^\s<>()\[\]:;,@\\\"]+|\[[0-9A-Za-z.:]+\]")
_TAB_LF_CR = b"\t\n\r"
_C0 = bytes(octet for octet in range(32) if octet not in _TAB_LF_CR) + b"\x7f"
_ASCII = bytes(range(128))


class UnsafeHeader(ValueError):
    """A value that would break out of its header, or does not fit its grammar."""


class HeaderClass(StrEnum):
    """Who speaks in a letter: the gateway to a customer, staff, to staff, to a list."""

    AUTOMATIC = "H1"
    RELAYED = "H2"
    STAFF = "H3"
    DIGEST = "H4"


HEADER_CLASS: Mapping[str, HeaderClass] = MappingProxyType(
    {
        "C01": HeaderClass.AUTOMATIC,
        "C02": HeaderClass.AUTOMATIC,
        "C03": HeaderClass.AUTOMATIC,
        "C04": HeaderClass.RELAYED,
        "C05": HeaderClass.RELAYED,
        "C06": HeaderClass.RELAYED,
        "C07": HeaderClass.RELAYED,
        "C08": HeaderClass.RELAYED,
        "C09": HeaderClass.RELAYED,
        "C10": HeaderClass.AUTOMATIC,
        "C11": HeaderClass.AUTOMATIC,
        "C12": HeaderClass.AUTOMATIC,
        "C13": HeaderClass.RELAYED,
        "C14": HeaderClass.AUTOMATIC,
        "C15": HeaderClass.AUTOMATIC,
        "C16": HeaderClass.AUTOMATIC,
        "C17": HeaderClass.AUTOMATIC,
        "C18": HeaderClass.RELAYED,
        "C19": HeaderClass.AUTOMATIC,
        "C21": HeaderClass.AUTOMATIC,
        "C20": HeaderClass.AUTOMATIC,
        "C22": HeaderClass.AUTOMATIC,
        "C23": HeaderClass.AUTOMATIC,
        "S01": HeaderClass.STAFF,
        "S02": HeaderClass.STAFF,
        "S03": HeaderClass.STAFF,
        "S04": HeaderClass.STAFF,
        "S05": HeaderClass.STAFF,
        "S06": HeaderClass.STAFF,
        "S07": HeaderClass.STAFF,
        "S08": HeaderClass.STAFF,
        "S09": HeaderClass.STAFF,
        "S10": HeaderClass.STAFF,
        "S19": HeaderClass.STAFF,
        "S20": HeaderClass.STAFF,
        "V01": HeaderClass.RELAYED,
        "S11": HeaderClass.STAFF,
        "S12": HeaderClass.STAFF,
        "S13": HeaderClass.STAFF,
        "S14": HeaderClass.STAFF,
        "S16": HeaderClass.DIGEST,
        "S15": HeaderClass.STAFF,
        "S17": HeaderClass.DIGEST,
        "S18": HeaderClass.STAFF,
        "S21": HeaderClass.STAFF,
        "S23": HeaderClass.STAFF,
        "S24": HeaderClass.STAFF,
        "S22": HeaderClass.STAFF,
        "S25": HeaderClass.STAFF,
        "S26": HeaderClass.STAFF,
    }
)

SUPPRESS: Mapping[HeaderClass, str] = MappingProxyType(
    {
        HeaderClass.AUTOMATIC: "DR, RN, NRN, OOF, AutoReply",
        # An absence is worth knowing when a person waits for this very answer.
        HeaderClass.RELAYED: "DR, RN, NRN",
        HeaderClass.STAFF: "DR, RN, NRN, OOF, AutoReply",
        HeaderClass.DIGEST: "DR, RN, NRN, OOF, AutoReply",
    }
)

IMPORTANT = frozenset({"S02", "S06", "S21"})
_ANSWERING = frozenset({"S11", "S12", "S22", "S23", "S24", "S26"})


@dataclass(frozen=True, slots=True, kw_only=True)
class Draft:
    """A letter before it is bytes. ``references`` is the whole thread, root first.

    ``date`` is aware. ``in_reply_to`` and ``references`` may be a stranger's words:
    what is not a message id in them is left out. Everything else must be safe.
    """

    code: str
    number: str
    sender: Mailbox
    to: Mailbox
    reply_to: str
    subject: str
    text: str
    html: str
    date: datetime
    message_id: str
    loop_domain: str
    in_reply_to: str = ""
    references: tuple[str, ...] = ()
    enclosures: tuple[Enclosure, ...] = ()


def compose(letter: Draft) -> bytes:
    """Assemble the message: CRLF line ends, no line over 998 octets, no Bcc.

    Raises :class:`UnsafeHeader` where a value holds a control character or an
    address or our own message id does not have its grammar; :class:`KeyError`
    where the code is not in :data:`HEADER_CLASS`.
    """
    # "=_" can occur in no encoding of ours, so no body can hold a boundary.
    mark = crc32(letter.message_id.encode(errors="replace"))
    boundary = f"=_{mark:08x}_{letter.code}"
    pictures = [part_of(one) for one in letter.enclosures if one.content_id]
    files = [part_of(one) for one in letter.enclosures if not one.content_id]
    body = _part("html", letter.html)
    if pictures:
        body = _multipart("related", f"{boundary}_p", (body, *pictures))
    body = _multipart("alternative", boundary, (_part("plain", letter.text), body))
    if files:
        body = _multipart("mixed", f"{boundary}_f", (body, *files))
    head = "\r\n".join((*_headers(letter), "MIME-Version: 1.0", ""))
    return head.encode() + body


# --- headers -----------------------------------------------------------------


def _headers(letter: Draft) -> Iterator[str]:
    yield _mailbox("From", letter.sender)
    yield _mailbox("To", letter.to)
    if letter.reply_to:
        yield f"Reply-To: {_address(letter.reply_to)}"
    yield _unstructured("Subject", letter.subject)
    yield f"Date: {format_datetime(letter.date)}"
    yield f"Message-ID: {_own_id(letter.message_id)}"
    yield from _threading(letter)
    yield from _machine_headers(letter)


def _threading(letter: Draft) -> Iterator[str]:
    for parent in _message_ids((letter.in_reply_to,)):
        yield f"In-Reply-To: {parent}"
    references = trim_references(letter.references)
    if references:
        yield "References: " + "\r\n ".join(references)


def trim_references(references: Iterable[str]) -> tuple[str, ...]:
    """The ids fit to be sent, none twice: root, first, and the latest ones."""
    ids = tuple(dict.fromkeys(_message_ids(references)))
    if len(ids) <= REFERENCES_LIMIT:
        return ids
    return ids[:2] + ids[2 - REFERENCES_LIMIT :]


def _machine_headers(letter: Draft) -> Iterator[str]:
    kind = HEADER_CLASS[letter.code]
    yield f"Auto-Submitted: {_auto_submitted(letter, kind)}"
    yield f"X-Auto-Response-Suppress: {SUPPRESS[kind]}"
    if letter.number:
        yield f"X-Ticket: {_token(letter.number)}"
    yield f"X-Ticket-Mail: {letter.code}"
    yield f"X-Loop: {_token(letter.loop_domain)}"
    if kind is HeaderClass.DIGEST:
        yield f"List-Id: <digest.{_token(letter.loop_domain)}>"
        yield "Precedence: bulk"
    if letter.code in IMPORTANT:
        yield "Importance: high"
        yield "X-Priority: 1"


def _auto_submitted(letter: Draft, kind: HeaderClass) -> str:
    """RFC 3834 §5: no, where a person speaks; replied, where a mail is answered."""
    if kind is HeaderClass.RELAYED:
        return "no"
    answers = kind is HeaderClass.AUTOMATIC or letter.code in _ANSWERING
    return "auto-replied" if answers and letter.in_reply_to else "auto-generated"


# --- values ------------------------------------------------------------------


def _checked(value: str) -> str:
    if _CONTROL.search(value):
        raise UnsafeHeader(f"control character in {value[:60]!r}")
    return value


def _token(value: str) -> str:
    if not value.isascii() or " " in value:
        raise UnsafeHeader(f"not a token: {value[:60]!r}")
    return _checked(value)


def _own_id(value: str) -> str:
    if len(value) > MESSAGE_ID_LIMIT or not _MESSAGE_ID.fullmatch(value):
        raise UnsafeHeader(f"not a message id: {value[:60]!r}")
    return value


def _message_ids(values: Iterable[str]) -> Iterator[str]:
    for value in values:
        if len(value) <= MESSAGE_ID_LIMIT and _MESSAGE_ID.fullmatch(value):
            yield value


def _address(value: str) -> str:
    local, _, domain = _checked(value).rpartition("@")
    if not (_LOCAL.fullmatch(local) and _DOMAIN.fullmatch(domain)):
        raise UnsafeHeader(f"not an address: {value[:60]!r}")
    return value


def _mailbox(name: str, mailbox: Mailbox) -> str:
    address = _address(mailbox.address)
    display = " ".join(_checked(mailbox.name).split())
    if not display:
        return f"{name}: {address}"
    plain = _ATOM.fullmatch(display) and all(map(_plain, display.split(" ")))
    if plain and len(name) + len(display) < LINE_AIM // 2:
        shown = display
    elif plain:
        shown = "\r\n ".join(_folded(display.split(" "), len(name) + 2))
    else:
        words = _encoded_words(display, LINE_AIM - len(name) - 2)
        shown = "\r\n ".join(words)
    gap = "\r\n " if len(shown) + len(address) > LINE_AIM // 2 else " "
    return f"{name}: {shown}{gap}<{address}>"


def _unstructured(name: str, value: str) -> str:
    """A field of words: plain as long as it can be, then encoded words.

    The leading tag stays readable to every tool that searches raw headers.
    """
    words = _checked(value).split(" ")
    count = next((n for n, word in enumerate(words) if not _plain(word)), len(words))
    lines = list(_folded(words[:count], len(name) + 2)) if count else [""]
    if count < len(words):
        # A space between plain and encoded is kept, one between encoded is not.
        used = len(lines[-1]) + (len(name) + 2 if len(lines) == 1 else 1)
        first, *rest = _encoded_words(" ".join(words[count:]), LINE_AIM - used - 1)
        if used + 1 + len(first) > LINE_AIM and count:
            lines.append(first)
        else:
            lines[-1] = f"{lines[-1]} {first}".lstrip(" ")
        lines.extend(rest)
    return f"{name}: " + "\r\n ".join(lines)


def _plain(word: str) -> bool:
    fits = 0 < len(word) < LINE_AIM // 2
    return fits and word.isascii() and "=?" not in word


def _folded(words: Iterable[str], used: int) -> Iterator[str]:
    line = ""
    for word in words:
        if line and used + len(line) + 1 + len(word) > LINE_AIM:
            yield line
            line, used = word, 1
        else:
            line = f"{line} {word}" if line else word
    yield line


def _encoded_words(text: str, room: int) -> Iterator[str]:
    """RFC 2047 §5: no character is cut in two; the first word fits into ``room``."""
    limit = min(_WORD_OCTETS, max(3, (room - 12) // 4 * 3))
    chunk = bytearray()
    for character in text:
        octets = character.encode()
        if len(chunk) + len(octets) > limit and chunk:
            yield _encoded_word(chunk)
            chunk, limit = bytearray(), _WORD_OCTETS
        chunk += octets
    yield _encoded_word(chunk)


def _encoded_word(octets: bytearray) -> str:
    return f"=?utf-8?B?{b2a_base64(octets, newline=False).decode('ascii')}?="


# --- bodies ------------------------------------------------------------------


def _multipart(subtype: str, boundary: str, parts: Iterable[bytes]) -> bytes:
    """The parts in one, its header first (RFC 2046 §5.1)."""
    delimiter = f"--{boundary}".encode("ascii")
    head = f'Content-Type: multipart/{subtype}; boundary="{boundary}"\r\n\r\n'
    framed = (piece for part in parts for piece in (delimiter, b"\r\n", part))
    return b"".join((head.encode("ascii"), *framed, delimiter, b"--\r\n"))


def _part(subtype: str, body: str) -> bytes:
    lines = body.replace("\r\n", "\n").replace("\r", "\n").replace("\n", "\r\n")
    octets = lines.encode(errors="replace").translate(None, _C0)
    beyond = len(octets.translate(None, _ASCII))
    # Quoted-printable costs 3 octets for 1, base64 4 for 3; readable wins a tie.
    if beyond * 5 <= len(octets):
        encoding, encoded = b"quoted-printable", _quoted_lines(octets)
    else:
        encoding, encoded = b"base64", _base64_lines(octets)
    return b"".join(
        (
            b"Content-Type: text/",
            subtype.encode("ascii"),
            b"; charset=utf-8\r\nContent-Transfer-Encoding: ",
            encoding,
            b"\r\n\r\n",
            encoded,
            b"\r\n",
        )
    )


def _quoted_lines(octets: bytes) -> bytes:
    encoded = b2a_qp(octets, istext=True)
    # It breaks lines as the first line ends, and with a bare LF where none does.
    return encoded if b"\n" in octets else encoded.replace(b"\n", b"\r\n")


def _base64_lines(octets: bytes) -> bytes:
    whole = b2a_base64(octets, newline=False)
    steps = range(0, len(whole), LINE_AIM)
    return b"\r\n".join([whole[at : at + LINE_AIM] for at in steps])
