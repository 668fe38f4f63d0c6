"""Reading a mail that came signed or encrypted: layer by layer, outermost first.

Rule: what opens a layer or checks a signature is given (an *opener*); the order and the
bounds stand here. What cannot be opened is named, never a fault, and the rest is read.
"""

import hashlib
from collections.abc import Callable, Sequence
from dataclasses import dataclass, field, replace
from io import BytesIO
from typing import BinaryIO

from gateway.mail.armor import PLACEHOLDER, clear_text
from gateway.mail.automatic import OurMarks
from gateway.mail.cms import signed_content
from gateway.mail.limits import Limits
from gateway.mail.message import (
    Message,
    Protection,
    Signature,
    SignatureMethod,
    SignatureResult,
)
from gateway.mail.parse import parse
from gateway.mail.sealed import ENCRYPTED, Seal, find_seal, put_back

UNREADABLE = "encrypted"
DAMAGED = "damaged-encryption"
SIGNATURES_LIMIT = 8
"""Signatures of one mail that are told."""

METHOD = {
    protection: SignatureMethod.SMIME
    if protection.startswith("smime")
    else SignatureMethod.OPENPGP
    for protection in Protection
}

_SIGNED_ALONE = {
    Protection.OPENPGP_ENCRYPTED: Protection.OPENPGP_SIGNED,
    Protection.OPENPGP_INLINE_ENCRYPTED: Protection.OPENPGP_INLINE_SIGNED,
}
"""What looks encrypted from outside, and what it is without an encrypted packet."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Opened:
    """What came of one layer.

    ``content`` is a MIME entity, of armor within a text the words; None where the
    layer stays closed, and then ``unreadable`` says why. ``clear``: it needed no key,
    for it was signed alone. ``spent``: it took all the time that there is, and no other
    layer gets any.
    """

    content: bytes | None = None
    clear: bool = False
    spent: bool = False
    signatures: tuple[Signature, ...] = ()
    unreadable: str = ""


Opener = Callable[[Seal], Opened]


def without_keys(seal: Seal) -> Opened:
    """Open what needs no key, and check nothing."""
    if seal.protection in ENCRYPTED:
        return Opened(unreadable=UNREADABLE)
    unchecked = Signature(
        method=METHOD[seal.protection],
        result=SignatureResult.UNCHECKED,
        reason="signatures are not checked here",
    )
    return Opened(content=visible(seal), signatures=(unchecked,))


def visible(seal: Seal) -> bytes | None:
    """The content of a layer that is only signed."""
    match seal.protection:
        case Protection.SMIME_OPAQUE:
            return signed_content(seal.content)
        case Protection.OPENPGP_INLINE_SIGNED:
            return clear_text(seal.content)
        case _:
            return seal.content


def read_opened(
    source: BinaryIO,
    *,
    limits: Limits,
    ours: OurMarks,
    opener: Opener = without_keys,
) -> Message:
    """Read one message from where ``source`` stands, through its layers.

    Only a mail that bears the sign of a layer is read into memory as a whole.
    """
    start = source.tell()
    message = parse(source, limits=limits, ours=ours)
    if not message.protection:
        return message
    source.seek(start)
    # It may hold large files, and is read once more.
    del message
    layers = _Layers(raw=source.read(), limits=limits)
    layers.open_all(opener)
    opened = parse(BytesIO(layers.raw), limits=limits, ours=ours)
    return _told(opened, layers)


@dataclass(slots=True, kw_only=True)
class _Layers:
    """The mail as far as it is open; it grows in place, layer by layer."""

    raw: bytes
    limits: Limits
    met: list[Protection] = field(default_factory=list)
    signatures: list[Signature] = field(default_factory=list)
    unreadable: str = ""
    decrypted: bool = False
    closed: list[str] = field(default_factory=list)
    stayed: int = 0

    def open_all(self, opener: Opener) -> None:
        for _ in range(self.limits.layers):
            seal = find_seal(self.raw, self.limits, skip=self.stayed)
            if seal is None:
                return
            opened = opener(seal)
            self._open(seal, opened)
            opener = without_keys if opened.spent else opener
        seal = find_seal(self.raw, self.limits, skip=self.stayed)
        if seal and seal.protection in ENCRYPTED:
            self._open(seal, Opened(unreadable=UNREADABLE))

    def _open(self, seal: Seal, opened: Opened) -> None:
        kind = seal.protection
        self.met.append(_SIGNED_ALONE.get(kind, kind) if opened.clear else kind)
        self.signatures += (
            replace(one, partly=one.partly or seal.partly) for one in opened.signatures
        )
        encrypted = kind in ENCRYPTED and not opened.clear
        self.decrypted |= encrypted and opened.content is not None
        if opened.content is None:
            self.unreadable = self.unreadable or opened.unreadable
            self.closed.append(hashlib.sha256(seal.content).hexdigest())
        if seal.stays:
            self.stayed += 1
        self.raw = put_back(self.raw, seal, opened.content)


def _told(message: Message, layers: _Layers) -> Message:
    sender = message.senders[0].address if len(message.senders) == 1 else ""
    return replace(
        message,
        protection=tuple(layers.met),
        signatures=naming(layers.signatures[:SIGNATURES_LIMIT], sender),
        unreadable=message.unreadable or _unreadable(message, layers),
        decrypted=layers.decrypted,
        closed=tuple(layers.closed),
    )


def naming(signatures: Sequence[Signature], sender: str) -> tuple[Signature, ...]:
    """Say of each signature whether it is of the address in From."""
    # Not casefold(): to that, "straße" and "strasse" are the same domain.
    wanted = sender.lower()
    return tuple(
        replace(
            one,
            for_sender=bool(wanted)
            and wanted in {signer.lower() for signer in one.signers},
        )
        for one in signatures
    )


def _unreadable(message: Message, layers: _Layers) -> str:
    """Armor that only a quote holds keeps nothing of the sender's from us."""
    inline = Protection.OPENPGP_INLINE_ENCRYPTED
    closed = [one for one in layers.met if one in ENCRYPTED]
    only_inline = bool(closed) and set(closed) == {inline}
    if only_inline and PLACEHOLDER.decode() not in message.reply_text:
        return ""
    return layers.unreadable
