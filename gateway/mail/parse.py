"""From the bytes of one message to what it says: a :class:`Message`.

Rule: whatever arrives, a Message comes out, with a defect for what could not be read;
time and memory are bounded by :class:`Limits`. mail-parser reads addresses and dates,
the standard library the tree; names, charsets, bodies and files are read here, where
mail-parser loses octets, doubles parts or invents names.
STANDARDS: RFC 5322, RFC 2045-2049, RFC 3834, RFC 3464, RFC 8601.
"""

import re
from typing import BinaryIO

from gateway.mail.addresses import read_date, read_mailboxes
from gateway.mail.attachments import read_attachments
from gateway.mail.automatic import OurMarks, classify, is_recall
from gateway.mail.body import read_body, sort_parts
from gateway.mail.bounce import read_bounce
from gateway.mail.fields import read_fields
from gateway.mail.headers import Headers
from gateway.mail.limits import Limits
from gateway.mail.message import Bounce, Mailbox, MailKind, Message
from gateway.mail.mime import Entity, read_tree
from gateway.mail.reply import reply_text

_MESSAGE_ID = re.compile(r"<[^<>\s]{1,998}>")
_IMPORTANT = frozenset({"high", "urgent", "1", "2", "highest"})
_ID_CHARS = 998
_LIMITS = Limits()
_NO_MARKS = OurMarks()


def parse(
    source: BinaryIO, *, limits: Limits = _LIMITS, ours: OurMarks = _NO_MARKS
) -> Message:
    """Read one message from where ``source`` stands.

    ``source`` is read once, forward only. Nothing of it is kept but the files that
    were not refused.
    """
    root, tree_defects = read_tree(source, limits)
    headers = Headers(root.raw_items(), limits)
    content = sort_parts(root, limits)
    body = read_body(content, limits)
    senders = read_mailboxes(headers.raws("from"), limits)
    subject = headers.text("subject")[: limits.subject_chars]
    bounce = read_bounce(root, headers, senders, body.text, limits)
    kind, reason = _kind(
        root, headers, senders, bounce=bounce, text=body.text, ours=ours
    )
    words = reply_text(
        body.quoted,
        sender=senders[0].address if senders else "",
        subject=subject,
        is_reply="in-reply-to" in headers or "references" in headers,
        limits=limits,
    )[: limits.reply_chars]
    return Message(
        subject=subject,
        senders=senders,
        to=read_mailboxes(headers.raws("to"), limits),
        cc=read_mailboxes(headers.raws("cc"), limits),
        reply_to=read_mailboxes(headers.raws("reply-to"), limits),
        message_id=_message_id(headers.raw("message-id")),
        in_reply_to=_first_id(headers.raw("in-reply-to")),
        references=_references(headers, limits),
        date=read_date(headers.raw("date")),
        text=body.text,
        html=body.html,
        reply_text=words,
        fields=read_fields(words or body.text),
        attachments=read_attachments(content.files, limits, html=body.html),
        kind=kind,
        kind_reason=reason,
        bounce=bounce,
        authentication_results=_results(headers, limits),
        importance_high=_is_important(headers),
        defects=_defects(headers, senders, (*tree_defects, *content.defects)),
    )


def _kind(  # noqa: PLR0913 - every fact of a mail may tell its kind
    root: Entity,
    headers: Headers,
    senders: tuple[Mailbox, ...],
    *,
    bounce: Bounce | None,
    text: str,
    ours: OurMarks,
) -> tuple[MailKind, str]:
    report = root.parameters.get("report-type", "").lower()
    kind, reason = classify(
        headers,
        senders,
        bounce=bounce,
        content=(root.content_type, report),
        ours=ours,
    )
    if kind is MailKind.PERSON and is_recall(text):
        return MailKind.RECALL, "text of a recall"
    return kind, reason


def _results(headers: Headers, limits: Limits) -> tuple[str, ...]:
    """Topmost first: only those of our own authserv-id prove anything (RFC 8601)."""
    results = headers.raws("authentication-results")
    return results[: limits.authentication_results]


def _message_id(raw: str) -> str:
    """With its angles; what has none gets them, since replies will quote it so."""
    found = _MESSAGE_ID.search(raw)
    if found:
        return found[0]
    bare = raw.strip(" <>")[:_ID_CHARS]
    return f"<{bare}>" if bare else ""


def _first_id(raw: str) -> str:
    found = _MESSAGE_ID.search(raw)
    return found[0] if found else ""


def _references(headers: Headers, limits: Limits) -> tuple[str, ...]:
    """Oldest first; of too many the newest, which are the ones that match."""
    named = _MESSAGE_ID.findall(" ".join(headers.raws("references")))
    return tuple(named[-limits.references :])


def _is_important(headers: Headers) -> bool:
    importance = headers.raw("importance").strip().lower()
    priority = headers.raw("x-priority").strip()[:1]
    return importance in _IMPORTANT or priority in _IMPORTANT


def _defects(
    headers: Headers,
    senders: tuple[Mailbox, ...],
    met: tuple[str, ...],
) -> tuple[str, ...]:
    found = list(dict.fromkeys(met))
    if len(headers.raws("from")) > 1:
        found.append("several-from-fields")
    if len(senders) != 1:
        found.append("not-one-sender")
    if len(headers.raws("subject")) > 1 or len(headers.raws("message-id")) > 1:
        found.append("doubled-fields")
    return tuple(found)
