"""A forwarded mail: who wrote it first, when, about what, and in which words.

Rule: the first embedded mail counts, the one that this sender forwarded; what is
quoted inside it is its own history. It is a block of header fields in the text in any
client's language, else a message/rfc822 part: beside a block that is the original's
own enclosure. Fields within what an answer quotes are anybody's words. Who is not
named by exactly one address is named by nobody; an address proves nothing here.
STANDARDS: RFC 2046 §5.2.1 (message/rfc822), RFC 5322 §3.6.
"""

import re
import unicodedata
from collections.abc import Sequence
from dataclasses import dataclass
from io import BytesIO
from typing import BinaryIO

from gateway.mail.attributions import attribution_end
from gateway.mail.automatic import OurMarks
from gateway.mail.header_blocks import field_of
from gateway.mail.limits import Limits
from gateway.mail.message import Attachment, Mailbox, Message
from gateway.mail.mime import Entity, read_tree, walk
from gateway.mail.parse import parse
from gateway.mail.reply import reply_text
from gateway.mail.separators import is_forward_rule, is_ruled

LINES_LIMIT = 2000
"""Lines of a text in which a forwarded mail is looked for."""
BLOCK_LINES = 24
"""Lines of one header block, wrapped recipients included."""
LEAST_FIELDS = 3
"""Fields of a block that nothing announces; below a rule with words two are enough."""
VALUE_CHARS = 998
"""Characters of one field that are read."""
EMBEDDED_TYPES = frozenset({"message/rfc822", "message/global"})
EMBEDDED_NAME = ".eml"

_FIELDS = frozenset({"from", "date", "to", "cc", "subject"})
_SIGN = re.compile(r"[ \t]{0,8}(?:>[ \t]?){1,8}")
_RULED = re.compile(r"[-_=*—－]{2,80}[^-_=*—－]{0,60}[-_=*—－]{2,80}[:：]?")
_LEAD = re.compile(r"[\s>|*_·•]{0,24}")
_COLON = re.compile(r"[*_ \t\u3000]{0,8}(?:[:：|]|\t)[*_ \t\u3000|]{0,8}")
_EDGES = " \t\u3000*|;；,，"
_ADDRESS = re.compile(
    r"(?:mailto:)?([^\s<>()\[\]\",;:'“”‘’|*@]{1,64}@[\w-]{1,63}(?:\.[\w-]{1,63}){1,8})",
    re.IGNORECASE,
)
_NAME_ENDS = re.compile(r"[<\[(（＜]")


@dataclass(frozen=True, slots=True, kw_only=True)
class Forwarded:
    """What was forwarded.

    ``senders`` are all addresses that may be its sender's: exactly one is an answer.
    ``sent`` is its date in its own words. ``text`` is all of it, ``words`` without
    what it quotes. ``above`` is what the forwarding person wrote on top of it, and
    ``files`` are those of the whole mail but the embedded one itself. ``attached``
    tells that it came as a file.
    """

    senders: tuple[Mailbox, ...]
    subject: str
    sent: str
    message_id: str
    text: str
    words: str
    above: str
    files: tuple[Attachment, ...]
    attached: bool = False


@dataclass(frozen=True, slots=True)
class _Block:
    fields: dict[str, str]
    start: int
    end: int
    quoted: bool


def read_embedded(source: BinaryIO, limits: Limits, ours: OurMarks) -> Message | None:
    """The first attached mail, read under the same limits; None where there is none.

    What is embedded in that one again stays closed.
    """
    root, _defects = read_tree(source, limits)
    entity = next((one for one in walk(root) if is_embedded(one)), None)
    if entity is None:
        return None
    octets, _complete = entity.octets()
    entity.release()
    return parse(BytesIO(octets.lstrip(b"\r\n")), limits=limits, ours=ours)


def is_embedded(entity: Entity) -> bool:
    """Whether a part is a mail, by its type or, sent as a mere file, by its name."""
    if entity.children:
        return False
    if entity.content_type in EMBEDDED_TYPES:
        return True
    named = entity.disposition[1].get("filename") or entity.parameters.get("name", "")
    return named.lower().endswith(EMBEDDED_NAME)


def read_forwarded(
    message: Message, embedded: Message | None, limits: Limits
) -> Forwarded | None:
    """What ``message`` forwards; ``embedded`` is the mail that is attached to it."""
    found = _in_text(message, limits)
    if found is None and embedded is not None:
        return _attached(message, embedded)
    return found


def above_forwarded(text: str) -> str:
    """What stands above the first forwarded mail of a text; all of it for none."""
    lines = text.split("\n")[:LINES_LIMIT]
    block = _first_block(lines)
    return text if block is None else _joined(lines[: _announced_from(lines, block)])


def _attached(message: Message, embedded: Message) -> Forwarded:
    others = (one for one in message.attachments if not is_embedded_file(one))
    return Forwarded(
        senders=_distinct(embedded.senders or embedded.reply_to),
        subject=embedded.subject,
        sent=embedded.date.isoformat(" ", "minutes") if embedded.date else "",
        message_id=embedded.message_id,
        text=embedded.text,
        words=embedded.reply_text or embedded.text,
        above=message.reply_text,
        files=(*embedded.attachments, *others),
        attached=True,
    )


def is_embedded_file(file: Attachment) -> bool:
    """Whether a file of a message is a mail itself."""
    named = file.filename.lower().endswith(EMBEDDED_NAME)
    return named or file.content_type in EMBEDDED_TYPES


def _in_text(message: Message, limits: Limits) -> Forwarded | None:
    lines = message.text.split("\n")[:LINES_LIMIT]
    block = _first_block(lines)
    if block is None:
        return None
    senders = _mailboxes(block.fields["from"])
    body = _joined(_body(lines, block))
    words = reply_text(
        body, sender=senders[0].address if senders else "", limits=limits
    )
    return Forwarded(
        senders=senders,
        subject=block.fields.get("subject", ""),
        sent=block.fields.get("date", ""),
        message_id=message.in_reply_to or "".join(message.references[-1:]),
        text=body,
        words=words or body,
        above=_joined(lines[: _announced_from(lines, block)]),
        files=message.attachments,
    )


def _first_block(lines: Sequence[str]) -> _Block | None:
    for place, line in enumerate(lines):
        if _field(line) not in _FIELDS:
            continue
        block = _block(lines, place)
        least = LEAST_FIELDS - (_announced_from(lines, block) < place)
        if "from" in block.fields and len(block.fields) >= least:
            return None if _is_answered(lines, block) else block
    return None


def _is_answered(lines: Sequence[str], block: _Block) -> bool:
    """Whether a block stands in what an answer quotes, and so may say anything."""
    above = lines[: _announced_from(lines, block)]
    if any(attribution_end(above, place) > place for place in range(len(above))):
        return True
    return block.quoted and any(_SIGN.match(one) and _bare(one) for one in above)


def _block(lines: Sequence[str], start: int) -> _Block:
    """Fields from ``start`` on: one a line, or the value below its label (163)."""
    fields: dict[str, str] = {}
    last, place = "", start
    end = start
    for place in range(start, min(start + BLOCK_LINES, len(lines))):
        field = _field(lines[place])
        text = _bare(lines[place])
        if field and field in fields:
            break
        if field:
            last = field
            fields[field] = _value(text)
        elif not text:
            if not _goes_on(lines, place, fields, last):
                break
            continue
        elif _is_value(text, last, fields, end == place):
            fields[last] = f"{fields[last]} {text}".strip()[:VALUE_CHARS]
        else:
            break
        end = place + 1
    known = {name: value for name, value in fields.items() if name in _FIELDS}
    return _Block(known, start, end, bool(_SIGN.match(lines[start])))


def _goes_on(
    lines: Sequence[str], place: int, fields: dict[str, str], last: str
) -> bool:
    """Whether a block goes on below one blank line: another field, or a lone value."""
    below = lines[place + 1] if place + 1 < len(lines) else ""
    field = _field(below)
    if field:
        return field not in fields
    return bool(last and not fields[last] and _bare(below))


def _is_value(text: str, last: str, fields: dict[str, str], adjacent: bool) -> bool:  # noqa: FBT001 (private, one caller)
    """Whether a line without a label belongs to the field above it."""
    if not last:
        return False
    if not fields[last]:
        return True
    return adjacent and last in {"to", "cc", "from"} and "@" in text


def _field(line: str) -> str:
    return field_of(line[_lead(line) :]) if line else ""


def _bare(line: str) -> str:
    return line[_lead(line) :].strip(_EDGES)[:VALUE_CHARS]


def _lead(line: str) -> int:
    found = _LEAD.match(line)
    return found.end() if found else 0


def _value(text: str) -> str:
    found = _COLON.search(text)
    return text[found.end() :].strip(_EDGES) if found else ""


def _announced_from(lines: Sequence[str], block: _Block) -> int:
    """The first line of what leads up to a block: the client's rule, or the block."""
    place = block.start - 1
    while place >= 0 and not _bare(lines[place]):
        place -= 1
    if place < 0:
        return block.start
    above = lines[place].lstrip("> ").rstrip()
    announces = _RULED.fullmatch(above) or is_forward_rule(above) or is_ruled(above)
    return place if announces or not above.strip("-_=*— ") else block.start


def _body(lines: Sequence[str], block: _Block) -> list[str]:
    """What stands below a block; of a quoted one what is quoted with it."""
    below = list(lines[block.end :])
    if not block.quoted:
        return below
    body: list[str] = []
    for line in below:
        if line.strip() and not _SIGN.match(line):
            break
        body.append(re.sub(r"\A[ \t]{0,8}> ?", "", line))
    return body


def _joined(lines: Sequence[str]) -> str:
    return "\n".join(lines).strip("\n")


def _mailboxes(value: str) -> tuple[Mailbox, ...]:
    """Every address of a From line as shown; an echo of one is the same one."""
    folded = unicodedata.normalize("NFKC", value)
    found = [address for address in _ADDRESS.findall(folded) if address]
    name = _NAME_ENDS.split(folded, maxsplit=1)[0].strip(" \t'\"“”‘’*")
    shown = "" if "@" in name else name
    return _distinct(tuple(Mailbox(shown, address) for address in found))


def _distinct(mailboxes: Sequence[Mailbox]) -> tuple[Mailbox, ...]:
    return tuple({box.address.lower(): box for box in reversed(mailboxes)}.values())
