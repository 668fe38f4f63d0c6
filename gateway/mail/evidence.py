"""What the judges of a mail's kind look at, gathered once: its facts, no verdict.

Rule: a judge sees only this, so that every sign of a machine stands in one place and
is the same for all of them.
STANDARDS: RFC 3834 §5 (Auto-Submitted), RFC 5321 §4.5.5 (null reverse-path).
"""

import re
from dataclasses import dataclass

from gateway.mail.headers import Headers
from gateway.mail.message import Mailbox

_TAGS = re.compile(
    r"(?i)\A(?:\s{0,3}(?:\[(?:external(?: e?-?mail| sender)?|ext|extern|外部(?:邮件)?"
    r"|spam|suspicious|bulk|ts\d{11,20}|#\d{1,12})\]|【(?:外部邮件|外部|ts\d{11,20})】"
    r"|\(外部邮件\)|\*{0,5}spam\*{0,5}\s?[:：]?|external\s?[:：])){1,4}\s{0,3}"
)
_REPLY = re.compile(
    r"(?i)\A\s{0,3}(?:re|aw|sv|vs|antw|antwort|odp|回复|答复|回覆|答覆|回信|返信|res"
    r"|rif"
    r"|ynt|отв|на|回)\s{0,2}(?:[\[(]\d{1,3}[\])])?\s{0,2}[:：]"
)
_FORWARD = re.compile(
    r"(?i)\A\s{0,3}(?:(?:re|回复|答复|aw|sv)\s{0,2}[:：]\s{0,2}){0,4}"
    r"(?:fwd?|wg|tr|rv|enc|doorst|转发|轉寄|转寄|轉發|転送|i|vl|vb|пересл)\s{0,2}"
    r"(?:[\[(]\d{1,3}[\])])?\s{0,2}[:：]"
)
_ROBOT = re.compile(
    r"(?i)\A(?:mailer-?daemon|postmaster|mail-?daemon|daemon"
    r"|(?:do[-_.]?)?no[-_.]?t?[-_.]?reply\d{0,4}"
    r"|do[-_.]?not[-_.]?reply|noreply[-_.+]\S{0,40}|no-reply[-_.+]\S{0,40}|bounces?"
    r"|bounces?[-+]\S{1,200}|non[-_.]?repondre|ne[-_.]?pas[-_.]?repondre|nicht[-_.]"
    r"?antworten|keine?[-_.]?antwort|no[-_.]?responder"
    r"|autoresponder|auto-?reply|auto-?confirm|listserv|majordomo"
    r"|microsoftexchange[0-9a-f]{32})@"
)
_NOTIFIER = re.compile(
    r"(?i)\A(?:notif(?:y|ier|ications?)?|alerts?|system|robot|bot|auto(?:mat\w{1,6})?"
    r"|mailer|service-?desk|jira|redmine|gitlab|github|jenkins|erp|oa|crm)"
    r"(?:[-_.+]\S{0,40})?@"
)
_QUIET = frozenset({"no", "false", "0", "none", ""})


@dataclass(frozen=True, slots=True, kw_only=True)
class Evidence:
    """The facts of one mail.

    ``text`` is the whole readable body, ``words`` the new words in it; ``report`` the
    report type of a multipart/report.
    """

    headers: Headers
    senders: tuple[Mailbox, ...]
    subject: str
    text: str
    words: str
    content_type: str = "text/plain"
    report: str = ""

    @property
    def title(self) -> str:
        """The subject without what gateways and we put before it."""
        return _TAGS.sub("", self.subject).strip()

    @property
    def is_reply(self) -> bool:
        """Whether it answers something, by its thread or by its subject."""
        threaded = "in-reply-to" in self.headers or "references" in self.headers
        return threaded or bool(_REPLY.match(self.title))

    @property
    def says_reply(self) -> bool:
        """Whether the subject begins with Re: or the like, as people's answers do."""
        return bool(_REPLY.match(self.title))

    @property
    def says_forward(self) -> bool:
        return bool(_FORWARD.match(self.title))

    @property
    def submitted(self) -> str:
        """The Auto-Submitted word; empty where there is none, or where it is no."""
        word = self.headers.raw("auto-submitted").split(";")[0].strip().lower()
        return "" if word in _QUIET else word

    @property
    def robot(self) -> str:
        """The first sender's address that no person uses."""
        for sender in self.senders:
            if is_robot_address(sender.address):
                return sender.address
        return ""

    @property
    def is_marked(self) -> bool:
        """Whether the header says that a machine sent it."""
        precedence = self.headers.raw("precedence").strip().lower()
        return bool(
            self.submitted
            or self.robot
            or precedence in {"bulk", "junk", "auto_reply", "auto-reply"}
            or has_null_return_path(self.headers)
        )

    @property
    def is_notifier(self) -> bool:
        """A sender that often is a machine, and sometimes a person's shared mailbox."""
        return any(_NOTIFIER.match(sender.address) for sender in self.senders)


def is_robot_address(address: str) -> bool:
    return bool(_ROBOT.match(address))


def has_null_return_path(headers: Headers) -> bool:
    return "return-path" in headers and headers.raw("return-path") in {"<>", ""}
