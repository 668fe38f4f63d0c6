"""The log's vocabulary: one function an event, one line each.

Nobody else writes a line about mail. Lines are in Postfix's manner, ``queue_id: verb
key=value``, with ``NOQUEUE`` before there is an id. INFO: a message's life. WARNING:
someone else's fault. ERROR: ours, needs a person. No bodies, no secrets, no
traceback; whatever a stranger sent is escaped, so that it cannot forge a line or
speak to a terminal.
"""

import logging
import re
import traceback
from collections.abc import Sequence

from gateway.mail.envelope import Envelope, QueueId

VALUE_LIMIT_CHARACTERS = 300
"""A longer value is cut there and ends in ``...``."""

RECIPIENTS_SHOWN = 3
"""Of one message's recipients so many are named; the rest are counted."""

_MAIL = logging.getLogger("gateway.mail")
_INTAKE = logging.getLogger("gateway.intake")
_DISPATCH = logging.getLogger("gateway.dispatch")
_RUNTIME = logging.getLogger("gateway.runtime")

_LAST_OCTET = 0xFF

# C0, DEL, C1, line and paragraph separators, zero-width and bidirectional marks,
# the byte-order mark, and what a broken byte became when it was decoded.
_UNPRINTABLE = re.compile(
    "[\x00-\x1f\x7f-\x9f\u061c\u200b-\u200f\u2028-\u202e\u2060-\u2069\ufeff\ud800-\udfff]"
)


# --- the gateway -------------------------------------------------------------


def listening(what: str, address: str) -> None:
    _INTAKE.info("listening %s", _pairs(on=what, address=address))


def stopped() -> None:
    _RUNTIME.info("stopped")


def worker_started(slot: str, pid: int) -> None:
    _RUNTIME.info("worker started %s", _pairs(slot=slot, pid=pid))


def worker_replaced(slot: str, cause: str) -> None:
    _RUNTIME.error("worker replaced %s", _pairs(slot=slot, cause=cause))


def fault(where: str, error: BaseException) -> None:
    """Something of ours went wrong: its kind, its text and its place, in one line."""
    frames = traceback.extract_tb(error.__traceback__)
    at = (
        f"{frames[-1].filename.rpartition('/')[2]}:{frames[-1].lineno}"
        if frames
        else ""
    )
    pairs = _pairs(where=where, error=type(error).__name__, cause=str(error), at=at)
    _RUNTIME.error("fault %s", pairs)


def unavailable(where: str, cause: str) -> None:
    """Something that we need (spool, store, mailbox, relay) is not there now."""
    _RUNTIME.warning("unavailable %s", _pairs(where=where, cause=cause))


def mailbox_anew(where: str, before: int, now: int, messages: int) -> None:
    """What was known of this mailbox's UIDs counts no more (RFC 3501 §2.3.1.1)."""
    pairs = _pairs(where=where, before=before, uidvalidity=now, messages=messages)
    _RUNTIME.warning("mailbox-anew %s", pairs)


# --- a message comes in ------------------------------------------------------


def connected(peer: str) -> None:
    _INTAKE.debug("NOQUEUE: connected %s", _pairs(peer=peer))


def rejected(peer: str, code: str, cause: str) -> None:
    """We took no responsibility; ``code`` is the reply, with its enhanced code."""
    _INTAKE.warning("NOQUEUE: rejected %s", _pairs(peer=peer, code=code, cause=cause))


def accepted(queue_id: QueueId, envelope: Envelope, size: int) -> None:
    """The message is ours from now on. ``size`` is in octets."""
    if not _MAIL.isEnabledFor(logging.INFO):
        return
    recipients = ",".join(envelope.rcpt_to[:RECIPIENTS_SHOWN])
    more = len(envelope.rcpt_to) - RECIPIENTS_SHOWN
    pairs = _pairs(
        mail_from=f"<{envelope.mail_from}>",
        rcpt_to=recipients + (f",+{more}" if more > 0 else ""),
        peer=envelope.received_from,
        proto=envelope.protocol,
        size=size,
    )
    _MAIL.info("%s: accepted %s", _clean(queue_id), pairs)


# --- a message is handled ----------------------------------------------------


def handled(queue_id: QueueId, end_state: str, request: str, reason: str = "") -> None:
    """The end of a message's life; ``request`` is empty where it touched none."""
    pairs = _pairs(end_state=end_state, request=request, reason=reason)
    _MAIL.info("%s: handled %s", _clean(queue_id), pairs)


def matched(
    queue_id: QueueId, request: str, proofs: Sequence[str], others: Sequence[str]
) -> None:
    """Every proof that a mail held, strongest first; ``others`` are in conflict."""
    pairs = _pairs(request=request, proofs=",".join(proofs), conflict=",".join(others))
    _MAIL.info("%s: matched %s", _clean(queue_id), pairs)


def deferred(queue_id: QueueId, tries: int, cause: str) -> None:
    pairs = _pairs(tries=tries, cause=cause)
    _MAIL.warning("%s: deferred %s", _clean(queue_id), pairs)


def held(queue_id: QueueId, cause: str) -> None:
    _MAIL.error("%s: held %s", _clean(queue_id), _pairs(cause=cause))


def released(queue_id: QueueId) -> None:
    _MAIL.info("%s: released", _clean(queue_id))


def discarded(queue_id: QueueId) -> None:
    _MAIL.info("%s: discarded", _clean(queue_id))


# --- a letter goes out -------------------------------------------------------


def letter_queued(
    queue_id: QueueId, message_id: str, recipient: str, code: str
) -> None:
    """A letter is owed; ``code`` is its name in the catalogue, ``C01``."""
    pairs = _pairs(letter=code, message_id=message_id, to=recipient)
    _MAIL.info("%s: queued %s", _clean(queue_id) or "NOQUEUE", pairs)


def delivered(message_id: str, recipient: str, response: str) -> None:
    pairs = _pairs(to=recipient, response=response)
    _DISPATCH.info("%s: delivered %s", _clean(message_id), pairs)


def delivery_deferred(
    message_id: str, recipient: str, code: str, response: str
) -> None:
    pairs = _pairs(to=recipient, code=code, response=response)
    _DISPATCH.warning("%s: delivery deferred %s", _clean(message_id), pairs)


def delivery_failed(message_id: str, recipient: str, code: str, response: str) -> None:
    pairs = _pairs(to=recipient, code=code, response=response)
    _DISPATCH.error("%s: delivery failed %s", _clean(message_id), pairs)


def came_back(
    message_id: str, recipient: str, points: float, *, given_up: bool
) -> None:
    """A letter did not arrive; ``points`` is the bounce score of its recipient now."""
    verb = "came back, address given up" if given_up else "came back"
    pairs = _pairs(to=recipient, points=f"{points:g}")
    _DISPATCH.warning("%s: %s %s", _clean(message_id), verb, pairs)


# --- writing a line ----------------------------------------------------------


def _pairs(**values: str | int) -> str:
    """``key=value``, empty ones left out; a value with a blank is quoted."""
    shown = ((key, str(value)) for key, value in values.items() if value != "")
    return " ".join(f"{key}={_clean(_quoted(value))}" for key, value in shown)


def _quoted(value: str) -> str:
    value = _cut(value)
    if not any(c in value for c in ' "='):
        return value
    return '"' + value.replace("\\", "\\\\").replace('"', '\\"') + '"'


def _cut(value: str) -> str:
    if len(value) > VALUE_LIMIT_CHARACTERS:
        value = value[: VALUE_LIMIT_CHARACTERS - 3] + "..."
    return value


def _clean(value: str) -> str:
    return _UNPRINTABLE.sub(_escaped, value)


def _escaped(found: re.Match[str]) -> str:
    code = ord(found[0])
    return f"\\x{code:02x}" if code <= _LAST_OCTET else f"\\u{code:04x}"
