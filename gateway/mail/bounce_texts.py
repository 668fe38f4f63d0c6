"""Failure reports in prose: what mail systems wrote before and beside RFC 3464.

Rule: an address is a failed recipient only near words of failure and above the copy
of the returned message.
"""

import re
from dataclasses import dataclass

_ADDRESS = re.compile(r"[\w.!#$%&'*+/=?^`{|}~-]{1,64}@[\w.-]{1,253}\w")
_STATUS = re.compile(r"(?<![\d.])([45]\.\d{1,3}\.\d{1,3})(?![\d.])")
_REPLY = re.compile(r"(?<![\d.])([45])\d\d(?=[ \-])")
_FAILURE = re.compile(
    r"(?i)undeliver|not delivered|(?:could|can|was|were)\s?n(?:o|')t be delivered"
    r"|not be"
    r" delivered|delivery (?:has )?fail|failed (?:to|recipient|address|permanently)"
    r"|unable to deliver|delivery status|returned (?:mail|to sender|message)"
    r"|permanent (?:fatal )?error|fatal errors|user (?:is )?(?:unknown|not found)"
    r"|unknown (?:user|address|recipient|mailbox|local)|no such (?:user|recipient"
    r"|address|mailbox)"
    r"|mailbox (?:is )?(?:full|unavailable|not found|disabled)|does not exist"
    r"|did not reach"
    r"|not (?:be )?reached|over quota|quota exceeded|exceeded|rejected|no mailbox"
    r"|invalid"
    r"|couldn.t be (?:found|delivered)|isn.t (?:deliverable|known)|recipient.{0,20}not"
    r"|address(?:es)? (?:had|failed|below)|transcript of session|delayed|non.?delivery"
    r"|退信|无法投递|投递失败|发送失败|无法送达|未能送达|退回|不存在|被退回|郵件退回"
    r"|邮箱已满"
    r"|nicht zugestellt|unzustellbar|konnte nicht|n'a pas pu|no se pudo|não pôde"
    r"|недостав|не доставлено|не может быть доставлено|niet (?:worden )?afgeleverd"
)
_SOFT = re.compile(
    r"(?i)delayed|will (?:be re)?tr(?:y|ied)|still trying|has not yet been"
    r"|attempts will continue"
    r"|try again later"
    r"|warning|deferred|keep trying|no need to (?:resend|retry)|do not need to resend"
    r"|延迟|稍后重试"
)
_FATAL = re.compile(
    r"(?i)given up|giving up|permanent|fatal|was not delivered to|too long"
    r"|unknown user|user unknown|no such|does not exist|不存在"
)
_ENCLOSED = re.compile(
    r"(?im)^(?:-{2,} ?(?:this is a copy|original message|below this line"
    r"|returned message"
    r"|the body of|begin|message header|header of|enclosed|forwarded|unsent|transcript"
    r" of the message)|[>| ]{0,3}received: |return-path: |the message text follows"
    r"|message header follows|included is a copy|原邮件|以下是原)"
)
_SUBJECT = re.compile(
    r"(?i)undeliver|delivery (?:status|fail|notif|problem|error)|returned mail"
    r"|mail (?:delivery|"
    r"system error)|failure notice|non.?deliver|退信|系统退信|投递失败|unzustellbar"
    r"|delayed|warning"
    r"|not delivered|could not|returned to sender|rejected|failed mail|failed:"
    r"|nondeliverable"
)
_MACHINE_NAME = re.compile(
    r"(?i)mail delivery|mailer.?daemon|postmaster|system administrator"
    r"|delivery (?:sub)?system"
    r"|系统退信|mail administrator|internet mail|mmdf|mdaemon|mail.?subsystem|smtp"
)
_GATEWAY_NAME = re.compile(
    r"(?i)smtp|mail[._-]?service|gateway|antivirus|\bimss\b|\badmin\b|administrator"
    r"|post[._-]?office|mail[._-]?server|system|mail-?gate"
)
_FAILURE_SUBJECT = re.compile(
    r"(?i)\s{0,3}(?:returned mail|non-?delivery|undeliver|delivery (?:failure|status"
    r"|has"
    r" failed)|mail (?:could not be|delivery|system error)|failure notice|系统退信"
    r"|退信通知)"
)
_PREFIX = re.compile(r"(?i)\A(?:smtp|rfc822|internet|x400)[=:;]")
_TEXT_CHARS = 65_536
_MACHINES = frozenset(
    {"mailer-daemon", "postmaster", "mailerdaemon", "mmdf", "smtp", "mdaemon", "uucp"}
)
_NEAR_LINES = 40
_NOBODY = ("postmaster@", "mailer-daemon@", "abuse@")


@dataclass(frozen=True, slots=True, kw_only=True)
class Found:
    """What a text tells; ``certain`` where the subject alone names a failure."""

    recipients: tuple[str, ...]
    status: str
    hard: bool
    certain: bool


def is_machine_name(name: str, address: str) -> bool:
    local = address.partition("@")[0].lower()
    return bool(_MACHINE_NAME.search(name)) or local in _MACHINES


def is_gateway_name(name: str, address: str) -> bool:
    """A name that a mail gateway may bear, and a person's mailbox too."""
    return bool(_GATEWAY_NAME.search(name) or _GATEWAY_NAME.search(address))


def is_failure_subject(subject: str) -> bool:
    return bool(_FAILURE_SUBJECT.match(subject))


def bare_address(found: str) -> str:
    return _PREFIX.sub("", found).lower().strip(".'`=")


def read(text: str, subject: str, ours: frozenset[str]) -> Found | None:
    """A report in prose; None where no word of failure is found."""
    head = _above_enclosed(text[:_TEXT_CHARS])
    told = _SUBJECT.search(subject)
    if not told and not _FAILURE.search(head):
        return None
    status = _STATUS.search(head)
    reply = _REPLY.search(head)
    code = status[1] if status else f"{reply[1]}.0.0" if reply else ""
    soft = bool(_SOFT.search(subject) or _SOFT.search(head)) and not _FATAL.search(head)
    return Found(
        recipients=tuple(
            dict.fromkeys(_recipients(head, ours) or _addresses_in(head, ours))
        ),
        status=code,
        hard=not soft if not status else status[1].startswith("5"),
        certain=bool(told),
    )


def _above_enclosed(text: str) -> str:
    found = _ENCLOSED.search(text, 40)
    return text[: found.start()] if found else text


def _recipients(head: str, ours: frozenset[str]) -> list[str]:
    """Addresses on the lines of failure and a few below them."""
    named: list[str] = []
    last_failure = -_NEAR_LINES - 1
    for place, line in enumerate(head.split("\n")):
        if _FAILURE.search(line):
            last_failure = place
        if "@" in line and place - last_failure <= _NEAR_LINES:
            named += _addresses_in(line, ours)
    return named


def _addresses_in(text: str, ours: frozenset[str]) -> list[str]:
    named = [bare_address(found) for found in _ADDRESS.findall(text)]
    return [
        address
        for address in named
        if address not in ours and not address.startswith(_NOBODY)
    ]
