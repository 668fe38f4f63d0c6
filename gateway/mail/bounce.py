"""Delivery reports: whom a mail of ours could not reach, and whether for good.

Rule: a report of success is no bounce, and a person's mail never is one: without the
standard form a bounce needs a machine as its sender and words of failure, and what a
person passes on or complains about stays his.
STANDARDS: RFC 3462, RFC 3464 (delivery-status), RFC 3463 (status codes), RFC 6533
(UTF-8), RFC 5321 §4.5.5; texts of the systems without it in bounce_phrases.py.
"""

import io
import re
import sys
from collections.abc import Iterator, Sequence

from gateway.mail import bounce_texts
from gateway.mail.bounce_status import status_in, written_status
from gateway.mail.charset import clean, decode_text
from gateway.mail.evidence import Evidence, has_null_return_path
from gateway.mail.limits import Limits
from gateway.mail.message import Bounce
from gateway.mail.mime import Entity, read_tree, walk

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ADDRESS = re.compile(r"[^\s<>()\[\]\",;:]{1,64}@[^\s<>()\[\]\",;:]{1,255}")
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_ORIGINAL_ID = re.compile(
    r"(?im)^[^\S\n]{0,9}(?:[>|*][^\S\n]?)?(?:original-|x-original-)?message-?\s?id\s?"
    r"[:：]\s{0,9}(<[^<>\s]{1,998}>)"
)
_ID = re.compile(r"<[^<>\s]{1,998}@[^<>\s]{1,998}>")
_FIELDS = re.compile(r"(?im)^(?:original|final)-recipient:")
_VERP = re.compile(r"(?i)\+b\.[0-9a-z]{6,64}@")
_FINE = frozenset({"delivered", "relayed", "expanded"})
_DELAYED = "delayed"
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_ENCLOSED = _MESSAGES | {
    *("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"),
    *("text/rfc822", "message/partial"),
}
_NO_REASON = ".0.0"
_TEMPORARY = "4"


def read_bounce(root: Entity, evidence: Evidence, limits: Limits) -> Bounce | None:
    """The report in a message; None where it holds none."""
    parts = list(walk(root))
    reports = [part for part in parts if part.content_type in _REPORTS]
    failed = evidence.headers.raws("x-failed-recipients")
    is_report = root.content_type == "multipart/report" and bool(reports)
    if not (is_report or failed or _is_from_machine(evidence, parts)):
        return None
    if not reports:
        parts += _enclosed_report(root, parts, limits)
        reports = [part for part in parts if part.content_type in _REPORTS]
    text = _report_text(parts, evidence.text, limits)
    named = _original_id(evidence, parts, text, limits)
    blocks = [block for part in reports for block in _blocks(part, limits)]
    if not blocks and _FIELDS.search(text):
        blocks = list(_read_blocks(text[: limits.report_bytes]))
    if blocks:
        return _standard(blocks, named, text, limits)
    return _in_prose(evidence, failed, named, text, limits)


def _in_prose(
    evidence: Evidence,
    failed: Sequence[str],
    original_id: str,
    text: str,
    limits: Limits,
) -> Bounce | None:
    headers = evidence.headers
    ours = frozenset(_addresses(headers.raws("to")))
    homes = [sender.address.rpartition("@")[2] for sender in evidence.senders]
    home = homes[0] if homes else ""
    found = bounce_texts.read(text, evidence.subject, ours, home)
    named = _addresses(failed) or (found.recipients if found else ())
    is_report = evidence.report == "delivery-status" and found is not None
    if not named and not is_report and not (found and found.certain):
        return None
    return Bounce(
        recipients=named[: limits.bounce_recipients],
        status=found.status if found else "",
        hard=found.hard if found else True,
        original_message_id=original_id,
        delayed=found.delayed if found else False,
    )


def _standard(
    blocks: Sequence[dict[str, str]], original_id: str, text: str, limits: Limits
) -> Bounce | None:
    """RFC 3464: what failed for good outweighs what is only delayed."""
    told = [block for block in blocks if _recipient(block) or block.get("action")]
    actions = {_action(block) for block in told}
    if actions and actions <= _FINE:
        return None
    given_up = [block for block in told if _action(block) not in {*_FINE, _DELAYED}]
    waiting = [block for block in told if _action(block) == _DELAYED]
    failing = given_up or waiting
    recipients = list(dict.fromkeys(filter(None, map(_recipient, failing))))
    status = max(map(_status_of, failing), default="")
    # An action wins: a host may have called temporary what was then given up.
    hard = bool(given_up) and ("failed" in actions or status[:1] != _TEMPORARY)
    found = bounce_texts.read(text, "", frozenset())
    if not recipients and found:
        recipients = list(found.recipients)
        hard = hard if actions else found.hard
    if not status:
        status = status_in(text)
    return Bounce(
        recipients=tuple(recipients[: limits.bounce_recipients]),
        status=status,
        hard=hard,
        original_message_id=original_id,
        delayed=bool(waiting) and not given_up,
    )


def _action(block: dict[str, str]) -> str:
    word = block.get("action", "").split()
    return word[0].lower().strip(";,.") if word else ""


def _status_of(block: dict[str, str]) -> str:
    found = _STATUS.search(block.get("status", ""))
    if found and not found[1].endswith(_NO_REASON):
        return found[1]
    diagnostic = block.get("diagnostic-code", "")
    detailed = written_status(diagnostic) or status_in(diagnostic)
    if detailed and (not found or detailed[0] == found[1][0]):
        return detailed
    return found[1] if found else ""


def _recipient(block: dict[str, str]) -> str:
    """RFC 3464 §2.3.1: the address we used first, then the one it became."""
    for name in ("original-recipient", "final-recipient"):
        kind, semicolon, address = block.get(name, "").partition(";")
        plain = _ESCAPED.sub(_character, address if semicolon else kind)
        named = _ADDRESS.search(plain)
        if named:
            return bounce_texts.bare_address(named[0])
    return ""


def _character(escaped: re.Match[str]) -> str:
    """RFC 6533 §3: a character of an address, where only ASCII could be written."""
    return clean(chr(min(int(escaped[1], 16), sys.maxunicode)))


def _blocks(part: Entity, limits: Limits) -> Iterator[dict[str, str]]:
    octets, _complete = part.octets()
    yield from _read_blocks(decode_text(octets[: limits.report_bytes]))


def _read_blocks(text: str) -> Iterator[dict[str, str]]:
    for block in re.split(r"\n[ \t]*\n", text.replace("\r\n", "\n")):
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


def _is_from_machine(evidence: Evidence, parts: Sequence[Entity]) -> bool:
    """Whether a mail system wrote it, by its sender, its form and its words."""
    certain = evidence.report == "delivery-status" or not evidence.senders
    if certain or has_null_return_path(evidence.headers):
        return True
    # A person who passes a report on says so before its subject.
    if evidence.says_forward:
        return False
    if bounce_texts.is_machine_address(evidence.senders[0].address):
        return True
    form = bounce_texts.is_failure_subject(evidence.title)
    robot = _is_robot(evidence)
    opens = (form or robot) and bounce_texts.is_machine_text(evidence.text)
    if robot and (form or opens):
        return True
    if form and opens:
        encloses = any(part.content_type in _ENCLOSED for part in parts)
        sender = evidence.senders[0]
        if encloses or bounce_texts.is_gateway_name(sender.name, sender.address):
            return True
    return _is_all_report(evidence)


def _is_robot(evidence: Evidence) -> bool:
    """A sender that is no person's, or a mail to the return path of our letters."""
    to_return_path = _VERP.search(evidence.headers.raw("to"))
    named = bounce_texts.is_machine_name(evidence.senders[0].name)
    return bool(evidence.robot or to_return_path or named)


def _is_all_report(evidence: Evidence) -> bool:
    """Whether no word of anybody stands around the report."""
    if bounce_texts.is_failure_subject(evidence.title):
        return bounce_texts.begins_as_report(evidence.text)
    told = bounce_texts.names_failure(evidence.subject)
    return told and bounce_texts.is_bare_note(evidence.text)


def _enclosed_report(
    root: Entity, parts: Sequence[Entity], limits: Limits
) -> list[Entity]:
    """The parts of a report that a gateway on the way wrapped into another mail."""
    if root.parameters.get("report-type", "").lower() != "delivery-status":
        return []
    for part in parts:
        if part.content_type in _MESSAGES:
            octets, _complete = part.octets()
            enclosed = io.BytesIO(octets[: limits.report_bytes])
            inner, _defects = read_tree(enclosed, limits)
            if inner.content_type == "multipart/report":
                return list(walk(inner))
    return []


def _report_text(parts: Sequence[Entity], text: str, limits: Limits) -> str:
    """The readable text; where it does not report, what stands before the parts.

    Where there is none at all, the first leaf's octets.
    """
    preamble = str(parts[0].preamble or "")
    silent = not bounce_texts.is_machine_text(text)
    if silent and bounce_texts.is_machine_text(preamble):
        return preamble[: limits.report_bytes]
    if text.strip():
        return text
    for part in parts:
        if not part.children:
            octets, _complete = part.octets()
            return decode_text(octets[: limits.report_bytes])
    return ""


def _original_id(
    evidence: Evidence, parts: Sequence[Entity], text: str, limits: Limits
) -> str:
    """The Message-ID of the mail that came back: enclosed, in the text, answered."""
    for part in parts:
        if part.content_type in _ENCLOSED | _REPORTS:
            octets, _complete = part.octets()
            found = _ORIGINAL_ID.search(decode_text(octets[: limits.report_bytes]))
            if found:
                return found[1]
    found = _ORIGINAL_ID.search(text)
    if found:
        return found[1]
    for name in ("x-original-message-id", "in-reply-to", "references"):
        named: list[str] = _ID.findall(evidence.headers.raw(name))
        if named:
            return named[-1]
    return ""


def _addresses(values: Sequence[str]) -> tuple[str, ...]:
    named = [found.lower() for value in values for found in _ADDRESS.findall(value)]
    return tuple(dict.fromkeys(named))
