"""What kind of mail it is, with the reason: a person's, or one of the machines'.

Rule: anything but ``PERSON`` is filed, never answered, and changes nothing; so a
person must not be taken for a machine on thin evidence. A word in the subject counts
only at its very beginning, and alone only in the form that programs write it: people
answer automatic replies, forward them, and complain about them.
STANDARDS: RFC 3834 §2, §5 (Auto-Submitted), RFC 5321 §4.5.5 (null reverse-path),
RFC 2919, RFC 2369 (List-*), RFC 8098 (read receipts), RFC 3464 (bounces), RFC 5965.
"""

import re
from dataclasses import dataclass

from gateway.mail.alerts import alert_sign
from gateway.mail.automatic_phrases import (
    begins_like_a_machine,
    complains_of_one,
    ends_as_automatic,
    is_automatic_subject,
    is_peoples_subject,
    is_read_notice,
    is_recall_subject,
    is_recall_text,
    names_automatic_subject,
    sounds_automatic,
)
from gateway.mail.challenge import challenge_sign
from gateway.mail.evidence import Evidence, has_null_return_path
from gateway.mail.headers import Headers
from gateway.mail.invitation import Event, own_words
from gateway.mail.message import Bounce, MailKind

Verdict = tuple[MailKind, str]


@dataclass(frozen=True, slots=True, kw_only=True)
class OurMarks:
    """By what we know our own: the loop domain, our addresses, our border's name.

    Where ``authserv_id`` is None nobody asks whose word an Authentication-Results is;
    where it is empty, none is ours.
    """

    loop_domain: str = ""
    addresses: tuple[str, ...] = ()
    authserv_id: str | None = None


_AUTO_HEADER = re.compile(
    r"\A(?:x-)?(?:[a-z0-9]{1,20}-){0,3}(?:auto-?(?:repl(?:y|ied)|respon(?:d|se|der)"
    r"|generated|answer)|vacation|out-?of-?office|cron-env)(?:-(?:from|to|type|by))?\Z"
)
_SUPPRESS = "x-auto-response-suppress"
_SUPPRESSED = frozenset({"all", "autoreply", "oof"})
"""[MS-OXCMAIL]: the values that mean answers; DR, RN and NRN mean reports alone."""
_QUIET = frozenset({"", "no", "false", "0", "none", "off"})
_PRECEDENCE = {
    "bulk": MailKind.BULK,
    "junk": MailKind.BULK,
    "list": MailKind.LIST,
    "auto_reply": MailKind.AUTO_REPLY,
    "auto-reply": MailKind.AUTO_REPLY,
    "autoreply": MailKind.AUTO_REPLY,
}
_RESPONDER = re.compile(
    r"(?i)\A(?:vacation|gnarwl|autoresponder|auto-?reply|vmailmgr)\b"
)
_OWN_ID = re.compile(r"(?i)\A<ts\d{9,24}(?:[.\-]|@)")


def classify(
    evidence: Evidence,
    *,
    bounce: Bounce | None,
    event: Event,
    ours: OurMarks,
) -> Verdict:
    """Decide the kind. ``event`` is what its calendar part says.

    Our topmost Return-Path is the envelope sender (RFC 5321 §4.4).
    """
    return (
        _own(evidence, ours)
        or _report(evidence, bounce)
        or _calendar(evidence, event)
        or _told_by_program(evidence)
        or _announced(evidence)
        or _bulk(evidence)
        or _by_sender(evidence)
        or _by_words(evidence)
        or (MailKind.PERSON, "no sign of a machine")
    )


def wants_no_answer(headers: Headers) -> bool:
    """Whether the sender's system asks for no automatic answer, not for no report."""
    named = ",".join(headers.raws(_SUPPRESS)).lower().replace(";", ",").split(",")
    return not _SUPPRESSED.isdisjoint(one.strip() for one in named)


def _own(evidence: Evidence, ours: OurMarks) -> Verdict | None:
    headers = evidence.headers
    domain = ours.loop_domain.lower()
    if domain and domain in {loop.lower() for loop in headers.raws("x-loop")}:
        return MailKind.OWN, f"X-Loop: {domain}"
    message_id = headers.raw("message-id").lower()
    if domain and message_id.endswith(f"@{domain}>") and _OWN_ID.match(message_id):
        return MailKind.OWN, "Message-ID is one of ours"
    own = {address.lower() for address in ours.addresses}
    for sender in evidence.senders:
        if _without_detail(sender.address) in own:
            return MailKind.OWN, f"From is our address {sender.address}"
    return None


def _report(evidence: Evidence, bounce: Bounce | None) -> Verdict | None:
    if bounce is not None:
        status = bounce.status or "unknown"
        if bounce.delayed:
            return MailKind.DELAY, f"will be tried again, status {status}"
        return MailKind.BOUNCE, f"delivery report, status {status}"
    receipt = "disposition-notification"
    if receipt in {evidence.report, evidence.content_type.removeprefix("message/")}:
        return MailKind.READ_RECEIPT, "disposition notification (RFC 8098)"
    if is_read_notice(evidence.title, evidence.words):
        return MailKind.READ_RECEIPT, "subject and text of a read receipt"
    if evidence.report in {"delivery-status", "feedback-report"}:
        return MailKind.AUTO_REPLY, f"report of type {evidence.report}"
    return _recall(evidence)


def _recall(evidence: Evidence) -> Verdict | None:
    said = is_recall_subject(evidence.title)
    if is_recall_text(evidence.words, alone=not said):
        return MailKind.RECALL, "text of a recall"
    if said and not evidence.words.strip():
        return MailKind.RECALL, "subject of a recall"
    return None


def _calendar(evidence: Evidence, event: Event) -> Verdict | None:
    if event.method and not own_words(evidence.words, event):
        return MailKind.CALENDAR, f"calendar method {event.method}"
    return None


def _told_by_program(evidence: Evidence) -> Verdict | None:
    sign = alert_sign(evidence)
    if sign:
        return MailKind.ALERT, sign
    sign = challenge_sign(evidence)
    if sign:
        return MailKind.CHALLENGE, sign
    return None


def _announced(evidence: Evidence) -> Verdict | None:
    headers = evidence.headers
    if evidence.submitted:
        return MailKind.AUTO_REPLY, f"Auto-Submitted: {evidence.submitted}"
    for name in headers.names():
        if _AUTO_HEADER.match(name) and headers.raw(name).lower() not in _QUIET:
            return MailKind.AUTO_REPLY, f"{name} is present"
    if "autoresponder" in headers.raw("delivered-to").lower():
        return MailKind.AUTO_REPLY, "Delivered-To: Autoresponder"
    if _RESPONDER.match(headers.raw("x-mailer") or headers.raw("user-agent")):
        return MailKind.AUTO_REPLY, "X-Mailer is an automatic responder"
    # Exchange adds the mailbox whose rule wrote; one whose rule passes a person's
    # mail on names itself there too, and is not its sender.
    ruled = headers.raw("x-ms-exchange-inbox-rules-loop").strip(" <>").lower()
    if ruled and ruled in {sender.address.lower() for sender in evidence.senders}:
        return MailKind.AUTO_REPLY, "x-ms-exchange-inbox-rules-loop names its sender"
    return None


def _bulk(evidence: Evidence) -> Verdict | None:
    headers = evidence.headers
    for field in ("precedence", "x-precedence"):
        precedence = headers.raw(field).strip().lower()
        if precedence in _PRECEDENCE:
            # A vacation program that says bulk and names itself in the subject.
            if names_automatic_subject(evidence.title):
                return MailKind.AUTO_REPLY, f"Precedence: {precedence}, subject says so"
            return _PRECEDENCE[precedence], f"Precedence: {precedence}"
    for name in ("list-id", "list-post", "mailing-list", "x-mailing-list"):
        if name in headers:
            return MailKind.LIST, f"{name} is present"
    if "list-unsubscribe" in headers:
        return MailKind.BULK, "list-unsubscribe is present"
    return None


def _by_sender(evidence: Evidence) -> Verdict | None:
    if has_null_return_path(evidence.headers):
        return MailKind.AUTO_REPLY, "null return path"
    if evidence.robot:
        return MailKind.AUTO_REPLY, f"sender {evidence.robot} is a machine"
    return None


def _by_words(evidence: Evidence) -> Verdict | None:
    """By what it says of itself, where its header says nothing."""
    title, words = evidence.title, evidence.words
    if not evidence.says_forward and begins_like_a_machine(words):
        return MailKind.AUTO_REPLY, "text begins like an automatic mail"
    sure = is_automatic_subject(title)
    if (sure or _is_absence_note(evidence)) and not complains_of_one(words):
        told = "subject begins like" if sure else "subject and text of"
        return MailKind.AUTO_REPLY, f"{told} an automatic reply"
    headers = evidence.headers
    thin = _SUPPRESS in headers or "x-loop" in headers
    # Either field alone stands in persons' mails, too: add-ins set the first, rules
    # that pass mail on the second.
    if thin and (sounds_automatic(words) or evidence.is_notifier):
        return MailKind.AUTO_REPLY, "wants no automatic answer, and reads like one"
    return None


def _is_absence_note(evidence: Evidence) -> bool:
    title = evidence.title
    if names_automatic_subject(title):
        if evidence.is_reply:
            return True
        return not is_peoples_subject(title) and sounds_automatic(evidence.words)
    passed_on = evidence.says_reply or evidence.says_forward
    if passed_on or not ends_as_automatic(title):
        return False
    return sounds_automatic(evidence.words)


def _without_detail(address: str) -> str:
    """RFC 5233: support+anything@ is support@."""
    local, _at, domain = address.lower().rpartition("@")
    return f"{local.partition('+')[0]}@{domain}"
