"""A message as JSON: what ``ticket-gateway parse`` prints, keys as the scorers read.

Rule: the contents of files are never in it, only name, type, size and digest.
"""

import json
from collections.abc import Sequence
from dataclasses import asdict

from gateway.mail.message import Attachment, Mailbox, MailKind, Message, Signature

_NOT_AUTOMATIC = frozenset({MailKind.PERSON, MailKind.BOUNCE, MailKind.DELAY})


def as_json(message: Message) -> str:
    """One JSON object on several lines, keys in a fixed order, UTF-8 unescaped."""
    return json.dumps(as_mapping(message), ensure_ascii=False, indent=1)


def as_mapping(message: Message) -> dict[str, object]:
    bounce = message.bounce
    date = message.date
    back = message.returns_on
    return {
        "subject": message.subject,
        "from": _pairs(message.senders),
        "to": _pairs(message.to),
        "cc": _pairs(message.cc),
        "reply_to": _pairs(message.reply_to),
        "message_id": message.message_id,
        "in_reply_to": message.in_reply_to,
        "references": list(message.references),
        "date": date.isoformat() if date else None,
        "kind": _kind(message),
        "kind_reason": message.kind_reason,
        "returns_on": back.isoformat() if back else None,
        "auto_submitted": message.kind not in _NOT_AUTOMATIC,
        "wants_no_answer": message.wants_no_answer,
        "bounce": bounce is not None,
        "bounce_recipients": list(bounce.recipients) if bounce else [],
        "bounce_status": bounce.status if bounce else None,
        "bounce_hard": bounce.hard if bounce else None,
        "bounce_message_id": bounce.original_message_id if bounce else None,
        "bounce_delayed": bounce.delayed if bounce else None,
        "importance_high": message.importance_high,
        "fields": {name: text for name, text in asdict(message.fields).items() if text},
        "reply_text": message.reply_text,
        "below_from": message.below_from,
        "cut": [{"why": cut.why.value, "text": cut.text} for cut in message.cut],
        "text": message.text,
        "html": message.html,
        "attachments": [_file(attachment) for attachment in message.attachments],
        "cloud_files": [asdict(file) for file in message.cloud_files],
        "unreadable": message.unreadable,
        "calendar": asdict(message.calendar) if message.calendar else None,
        "protection": [layer.value for layer in message.protection],
        "decrypted": message.decrypted,
        "signatures": [_signature(one) for one in message.signatures],
        "authentication_results": list(message.authentication_results),
        "defects": list(message.defects),
    }


def _kind(message: Message) -> str:
    """A person's mail is new, or a reply to another."""
    if message.kind is MailKind.PERSON:
        return "reply" if message.is_reply else "new"
    return message.kind.value


def _pairs(mailboxes: Sequence[Mailbox]) -> list[list[str]]:
    return [[mailbox.name, mailbox.address] for mailbox in mailboxes]


def _signature(one: Signature) -> dict[str, object]:
    signed = one.signed_at
    return {
        "method": one.method.value,
        "result": one.result.value,
        "signers": list(one.signers),
        "key": one.key,
        "reason": one.reason,
        "for_sender": one.for_sender,
        "pinned": one.pinned,
        "partly": one.partly,
        "signed_at": signed.isoformat() if signed else None,
    }


def _file(attachment: Attachment) -> dict[str, object]:
    return {
        "filename": attachment.filename,
        "content_type": attachment.content_type,
        "size": attachment.size_bytes,
        "sha256": attachment.sha256,
        "inline": attachment.inline,
        "rejected": attachment.refused,
        "marks": list(attachment.marks),
        "members": [asdict(member) for member in attachment.members],
    }
