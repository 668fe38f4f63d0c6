"""The fields of a standard delivery report: for whom, what became of it, and why.

Rule: what failed for good outweighs what is only delayed, and that what arrived; an
action outweighs a code.
STANDARDS: RFC 3464 §2 (fields), RFC 3463 (codes), RFC 6533 §3 (UTF-8 addresses).
"""

import re
import sys
from collections.abc import Iterator, Sequence

from gateway.mail import bounce_texts
from gateway.mail.bounce_status import status_in, written_status
from gateway.mail.charset import clean, decode_text
from gateway.mail.limits import Limits
from gateway.mail.message import Bounce
from gateway.mail.mime import Entity

_STATUS = re.compile(r"\b([245]\.\d{1,3}\.\d{1,3})\b")
_ESCAPED = re.compile(r"\\x\{([0-9A-Fa-f]{2,6})\}")
_FIELDS = re.compile(r"(?im)^(?:original|final)-recipient:")
_FINE = frozenset({"delivered", "relayed", "expanded"})
_DELAYED = "delayed"
_NO_REASON = ".0.0"
_TEMPORARY = "4"


def status_blocks(
    reports: Sequence[Entity], text: str, limits: Limits
) -> tuple[dict[str, str], ...]:
    """The groups of fields of the report parts; of the text where there are none."""
    blocks: list[dict[str, str]] = []
    left = limits.report_bytes
    for part in reports:
        if left <= 0:
            break
        octets, _complete = part.octets()
        blocks += _in_text(decode_text(octets[:left]))
        left -= len(octets)
    if not blocks and _FIELDS.search(text):
        blocks += _in_text(text[: limits.report_bytes])
    return tuple(blocks)


def read_blocks(
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
        named = bounce_texts.ADDRESS.search(plain)
        if named:
            return bounce_texts.bare_address(named[0])
    return ""


def _character(escaped: re.Match[str]) -> str:
    """RFC 6533 §3: a character of an address, where only ASCII could be written."""
    return clean(chr(min(int(escaped[1], 16), sys.maxunicode)))


def _in_text(text: str) -> Iterator[dict[str, str]]:
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
