"""Delivery reports: whom a mail of ours could not reach, and whether for good.

Rule: a report of success is no bounce, and a person's mail never is one: without the
standard form a bounce needs a machine as its sender and words of failure, and what a
person passes on or complains about stays his.
STANDARDS: RFC 3462, RFC 3464, RFC 5321 §4.5.5. Fields are read in delivery_status.py,
the texts of systems without them in bounce_texts.py.
"""

import io
import re
from collections.abc import Sequence
from dataclasses import replace

from gateway.mail import bounce_texts
from gateway.mail.charset import decode_text
from gateway.mail.delivery_status import read_blocks, status_blocks
from gateway.mail.evidence import Evidence, has_null_return_path
from gateway.mail.limits import Limits
from gateway.mail.message import Bounce
from gateway.mail.mime import Entity, read_tree, walk

_ORIGINAL_ID = re.compile(
    r"(?im)^[^\S\n]{0,9}(?:[>|*][^\S\n]?)?(?:original-|x-original-)?message-?\s?id\s?"
    r"[:：]\s{0,9}(<[^<>\s]{1,998}>)"
)
_ID = re.compile(r"<[^<>\s]{1,998}@[^<>\s]{1,998}>")
_VERP = re.compile(r"(?i)\+b\.[0-9a-z]{6,64}@")
_SUBADDRESS = re.compile(r"(?i)\+ts[0-9a-z]{1,20}\.[0-9a-z]{8,48}@")
"""A reply address of ours, from its plus on: what is before it proves nothing."""
SUBADDRESSES_LIMIT = 20
"""Reply addresses of one report that are looked at."""
_REPORTS = frozenset({"message/delivery-status", "message/global-delivery-status"})
_MESSAGES = frozenset({"message/rfc822", "message/global"})
_ENCLOSED = _MESSAGES | {
    *("text/rfc822-headers", "message/rfc822-headers", "message/global-headers"),
    *("text/rfc822", "message/partial"),
}


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
    blocks = status_blocks(reports, text, limits)
    if blocks:
        found = read_blocks(blocks, named, text, limits)
    else:
        found = _in_prose(evidence, failed, named, text, limits)
    ours = _subaddresses(parts, text, limits)
    return replace(found, subaddresses=ours) if found and ours else found


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


def _subaddresses(
    parts: Sequence[Entity], text: str, limits: Limits
) -> tuple[str, ...]:
    """What remains of the letter where its id and its return path were changed."""
    told: dict[str, None] = dict.fromkeys(_SUBADDRESS.findall(text))
    for part in parts:
        if len(told) >= SUBADDRESSES_LIMIT:
            break
        if part.content_type in _ENCLOSED:
            octets, _complete = part.octets()
            enclosed = decode_text(octets[: limits.report_bytes])
            told |= dict.fromkeys(_SUBADDRESS.findall(enclosed))
    return tuple(told)[:SUBADDRESSES_LIMIT]


def _addresses(values: Sequence[str]) -> tuple[str, ...]:
    named = [
        found.lower()
        for value in values
        for found in bounce_texts.ADDRESS.findall(value)
    ]
    return tuple(dict.fromkeys(named))
