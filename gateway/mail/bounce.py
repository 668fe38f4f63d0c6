"""Delivery reports: whom a mail of ours could not reach, and whether for good.

Rule: a report of success is no bounce, and a person's mail never is one: without the
standard form a bounce needs a machine as its sender and words of failure.
STANDARDS: RFC 3464 (delivery-status), RFC 3463 (status codes), RFC 5321 §4.5.5; the
texts of Exim, qmail, Postfix, Exchange, Notes, GroupWise and providers without it.
"""

import re
from collections.abc import Iterator, Sequence

from gateway.mail import bounce_texts
from gateway.mail.automatic import has_null_return_path, is_robot_address
from gateway.mail.charset import decode_text
from gateway.mail.headers import Headers
from gateway.mail.limits import Limits
from gateway.mail.message import Bounce, Mailbox
from gateway.mail.mime import Entity, walk

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,64}@[^\s<>()\[\]\",;:]{1,255}")
_ORIGINAL_ID = re.compile(r"(?im)^message-id:\s{0,9}(<[^<>\s]{1,998}>)")
_FINE = frozenset({"delivered", "relayed", "expanded"})
_ENCLOSED = frozenset(
    {"message/rfc822", "text/rfc822-headers", "message/rfc822-headers"}
)


def read_bounce(
    root: Entity,
    headers: Headers,
    senders: tuple[Mailbox, ...],
    text: str,
    limits: Limits,
) -> Bounce | None:
    """The report in a message; None where it holds none."""
    parts = list(walk(root))
    reports = [part for part in parts if part.content_type == "message/delivery-status"]
    if reports:
        blocks = [block for part in reports for block in _blocks(part, limits)]
        return _standard(blocks, _original_id(parts, text, limits), text, limits)
    failed = headers.raws("x-failed-recipients")
    from_machine = _is_from_machine(root, headers, senders)
    if not failed and not from_machine:
        return None
    body = _report_text(parts, text, limits)
    ours = frozenset(_addresses(headers.raws("to")))
    found = bounce_texts.read(body, headers.text("subject"), ours)
    named = _addresses(failed) or (found.recipients if found else ())
    if not named and not (found and found.certain):
        return None
    status = found.status if found else ""
    return Bounce(
        recipients=named[: limits.bounce_recipients],
        status=status,
        hard=found.hard if found else True,
        original_message_id=_original_id(parts, body, limits),
    )


def _standard(
    blocks: Sequence[dict[str, str]], original_id: str, text: str, limits: Limits
) -> Bounce | None:
    told = [block for block in blocks if _recipient(block) or block.get("action")]
    actions = {_action(block) for block in told}
    if actions and actions <= _FINE:
        return None
    failing = [block for block in told if _action(block) not in _FINE]
    recipients = list(dict.fromkeys(filter(None, map(_recipient, failing))))
    status = max(map(_status_of, failing), default="")
    hard = bool(actions - {"delayed"} - _FINE) and not status.startswith("4")
    if not recipients:
        found = bounce_texts.read(text, "", frozenset())
        recipients = list(found.recipients) if found else []
        status = status or (found.status if found else "")
        hard = hard if actions else found is None or found.hard
    return Bounce(
        recipients=tuple(recipients[: limits.bounce_recipients]),
        status=status,
        hard=hard,
        original_message_id=original_id,
    )


def _action(block: dict[str, str]) -> str:
    word = block.get("action", "").split()
    return word[0].lower() if word else ""


def _status_of(block: dict[str, str]) -> str:
    found = _STATUS.search(block.get("status", ""))
    if found and not found[1].endswith(".0.0"):
        return found[1]
    diagnostic = _STATUS.search(block.get("diagnostic-code", ""))
    if diagnostic:
        return diagnostic[1]
    return found[1] if found else ""


def _recipient(block: dict[str, str]) -> str:
    """RFC 3464 §2.3.1: the address we used first, then the one it became."""
    for name in ("original-recipient", "final-recipient"):
        kind, semicolon, address = block.get(name, "").partition(";")
        named = _ADDRESS.search(address if semicolon else kind)
        if named:
            return bounce_texts.bare_address(named[0])
    return ""


def _blocks(part: Entity, limits: Limits) -> Iterator[dict[str, str]]:
    octets, _complete = part.octets()
    text = decode_text(octets[: limits.report_bytes]).replace("\r\n", "\n")
    for block in re.split(r"\n[ \t]*\n", text):
        fields: dict[str, str] = {}
        name = ""
        for line in block.split("\n"):
            if line[:1] in {" ", "\t"} and name:
                fields[name] += " " + line.strip()
                continue
            label, colon, value = line.partition(":")
            if colon:
                name = label.strip().lower()
                fields.setdefault(name, value.strip())
        if fields:
            yield fields


def _is_from_machine(
    root: Entity, headers: Headers, senders: tuple[Mailbox, ...]
) -> bool:
    if root.parameters.get("report-type", "").lower() == "delivery-status":
        return True
    if has_null_return_path(headers) or not senders:
        return True
    told = bounce_texts.is_failure_subject(headers.text("subject"))
    # A person who passes a mail on says Fw: before the subject.
    if told and any(part.content_type in _ENCLOSED for part in walk(root)):
        return True
    return any(
        is_robot_address(sender.address)
        or bounce_texts.is_machine_name(sender.name, sender.address)
        or (told and bounce_texts.is_gateway_name(sender.name, sender.address))
        for sender in senders
    )


def _report_text(parts: Sequence[Entity], text: str, limits: Limits) -> str:
    """The readable text, or where there is none the first leaf's octets."""
    if text.strip():
        return text
    for part in parts:
        if not part.children:
            octets, _complete = part.octets()
            return decode_text(octets[: limits.report_bytes])
    return ""


def _original_id(parts: Sequence[Entity], text: str, limits: Limits) -> str:
    for part in parts:
        if part.content_type in _ENCLOSED:
            octets, _complete = part.octets()
            found = _ORIGINAL_ID.search(decode_text(octets[: limits.report_bytes]))
            if found:
                return found[1]
    found = _ORIGINAL_ID.search(text)
    return found[1] if found else ""


def _addresses(values: Sequence[str]) -> tuple[str, ...]:
    named = [found.lower() for value in values for found in _ADDRESS.findall(value)]
    return tuple(dict.fromkeys(named))
