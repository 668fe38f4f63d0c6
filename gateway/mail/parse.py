"""From the bytes of one message to what it says: a :class:`Message`.

Rule: whatever arrives, a Message comes out, with a defect for what could not be read;
time and memory are bounded by :class:`Limits`. mail-parser reads addresses and dates,
the standard library the tree; names, charsets, bodies and files are read here, where
mail-parser loses octets, doubles parts or invents names.
STANDARDS: RFC 5322, RFC 2045-2049, RFC 3834, RFC 3464, RFC 8601.
"""

import re
from typing import BinaryIO

from gateway.mail.addresses import first_date, read_mailboxes
from gateway.mail.attachments import read_attachments
from gateway.mail.authentication import TRACE_FIELDS, believed, trace_above
from gateway.mail.automatic import OurMarks, wants_no_answer
from gateway.mail.body import Body, read_body
from gateway.mail.cloud_links import read_cloud_files
from gateway.mail.evidence import Evidence
from gateway.mail.fields import read_fields
from gateway.mail.headers import Headers, unfold
from gateway.mail.kind import judge
from gateway.mail.limits import Limits
from gateway.mail.message import Mailbox, Message
from gateway.mail.mime import Entity, read_tree
from gateway.mail.parts import sort_parts
from gateway.mail.reply import read_reply
from gateway.mail.reply_lines import Reply
from gateway.mail.sealed import hints

# Some clients leave out the angles of In-Reply-To, or put spaces inside them.
_MESSAGE_ID = re.compile(r"<\s{0,8}([^<>\s]{1,998})\s{0,8}>")
_BARE_ID = re.compile(r"[^<>\s,\"()@]{1,255}@[^<>\s,\"()@]{1,255}")
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
    evidence, reply = _evidence(root, headers, body, limits)
    senders, words = evidence.senders, evidence.words
    sent = first_date(headers.raws("date"))
    judged = judge(root, evidence, sent, limits=limits, ours=ours)
    return Message(
        subject=evidence.subject,
        senders=senders,
        to=read_mailboxes(headers.raws("to"), limits),
        cc=read_mailboxes(headers.raws("cc"), limits),
        reply_to=read_mailboxes(headers.raws("reply-to"), limits),
        message_id=_message_id(headers.raw("message-id")),
        in_reply_to=_first_id(headers.raw("in-reply-to")),
        references=_references(headers, limits),
        date=sent,
        text=body.text,
        html=body.html,
        reply_text=words,
        cut=reply.cut,
        below_from=reply.below_from,
        commands_until=reply.commands_until,
        fields=read_fields(words),
        attachments=read_attachments(content.files, limits, html=body.html),
        cloud_files=read_cloud_files(reply, body.html, limits),
        kind=judged.kind,
        kind_reason=judged.kind_reason,
        bounce=judged.bounce,
        authentication_results=_results(root, headers, limits, ours),
        importance_high=_is_important(headers),
        is_reply=evidence.is_reply,
        returns_on=judged.returns_on,
        defects=_defects(headers, senders, (*tree_defects, *content.defects)),
        calendar=content.calendar,
        unreadable=content.unreadable,
        protection=hints(root, body.text),
        wants_no_answer=wants_no_answer(headers),
    )


def _evidence(
    root: Entity, headers: Headers, body: Body, limits: Limits
) -> tuple[Evidence, Reply]:
    senders = read_mailboxes(headers.raws("from"), limits)
    subject = headers.text("subject")[: limits.subject_chars]
    reply = read_reply(
        body.quoted,
        sender=senders[0].address if senders else "",
        subject=subject,
        is_reply="in-reply-to" in headers or "references" in headers,
        limits=limits,
    )
    evidence = Evidence(
        headers=headers,
        senders=senders,
        subject=subject,
        text=body.text,
        words=reply.words[: limits.reply_chars],
        content_type=root.content_type,
        report=root.parameters.get("report-type", "").lower(),
    )
    return evidence, reply


def _results(
    root: Entity, headers: Headers, limits: Limits, ours: OurMarks
) -> tuple[str, ...]:
    """Our border's word alone where that has a name: others' is not even quoted."""
    results = headers.raws("authentication-results")[: limits.authentication_results]
    if ours.authserv_id is None:
        return results
    fields = ((n, v) for n, v in root.raw_items() if n.lower() in TRACE_FIELDS)
    above = [unfold(value, limits) for value in trace_above(fields)]
    return believed(results, above, ours.authserv_id)


def _message_id(raw: str) -> str:
    """With its angles; what has none gets them, since replies will quote it so."""
    found = _MESSAGE_ID.search(raw)
    bare = found[1] if found else raw.strip(" <>")[:_ID_CHARS]
    return f"<{bare}>" if bare else ""


def _named_ids(raw: str) -> list[str]:
    """The Message-IDs that a field names, in its order."""
    named = _MESSAGE_ID.findall(raw)
    if not named and all(_BARE_ID.fullmatch(word) for word in raw.split()):
        named = raw.split()
    return [f"<{bare}>" for bare in named]


def _first_id(raw: str) -> str:
    return next(iter(_named_ids(raw)), "")


def _references(headers: Headers, limits: Limits) -> tuple[str, ...]:
    """Oldest first; of too many the newest, which are the ones that match."""
    named = _named_ids(" ".join(headers.raws("references")))
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
