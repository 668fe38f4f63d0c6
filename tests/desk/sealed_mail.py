"""Mail that bears the signs of protection, and openers that say what a test wants."""

from collections.abc import Sequence
from dataclasses import dataclass, field, replace
from datetime import datetime

from gateway.desk.ports_reading import Opener
from gateway.mail.envelope import Envelope
from gateway.mail.message import Signature, SignatureMethod, SignatureResult
from gateway.mail.opening import Opened, visible
from gateway.mail.sealed import Seal
from tests.support.builders import ANNE, BART, MORNING
from tests.support.desk import SUPPORT, Sent, World

VALID = SignatureResult.VALID
PINNED = Signature(
    method=SignatureMethod.OPENPGP,
    result=VALID,
    signers=(BART,),
    key="B" * 40,
    pinned=True,
    signed_at=MORNING,
)
TRUSTED = Signature(
    method=SignatureMethod.SMIME,
    result=VALID,
    signers=(ANNE,),
    key="A" * 64,
    signed_at=MORNING,
)
BY_DOMAIN = Signature(
    method=SignatureMethod.DKIM,
    result=VALID,
    signers=("customer.example",),
    key="s1._domainkey.customer.example",
    record="v=DKIM1; p=AAAA",
)


def signed_with(signature: Signature) -> Opener:
    """An opener that finds this signature on whatever is signed."""

    def opener(seal: Seal) -> Opened:
        return Opened(content=visible(seal), signatures=(signature,))

    return opener


def decrypting(words: str, *signatures: Signature, kind: str = "text/plain") -> Opener:
    """An opener that has the key of whatever is encrypted."""

    def opener(_: Seal) -> Opened:
        entity = f"Content-Type: {kind}; charset=utf-8\r\n\r\n{words}\r\n"
        return Opened(content=entity.encode(), signatures=signatures)

    return opener


def closed(_: Seal) -> Opened:
    return Opened(unreadable="encrypted")


@dataclass(slots=True)
class DomainKeysOf:
    """See ``ports_reading.DomainKeys``. Remembers what it was asked."""

    found: Sequence[Signature]
    asked: list[str] = field(default_factory=list)

    def check(
        self, content: bytes, domain: str, now: datetime
    ) -> tuple[Signature, ...]:
        assert b"DKIM-Signature" in content
        self.asked.append(domain)
        return tuple(self.found)


def opened_by(world: World, opener: Opener) -> None:
    world.desk.context = replace(world.desk.context, opener=opener)


def signed(text: str) -> str:
    """The entity of a PGP/MIME signed mail."""
    return (
        "Content-Type: multipart/signed; boundary=s;"
        ' protocol="application/pgp-signature"\n\n'
        f"--s\nContent-Type: text/plain; charset=utf-8\n\n{text}\n"
        "--s\nContent-Type: application/pgp-signature\n\n"
        "-----BEGIN PGP SIGNATURE-----\n\n=\n-----END PGP SIGNATURE-----\n--s--\n"
    )


ENCRYPTED = (
    "Content-Type: multipart/encrypted; boundary=e;"
    ' protocol="application/pgp-encrypted"\n\n'
    "--e\nContent-Type: application/pgp-encrypted\n\nVersion: 1\n"
    "--e\nContent-Type: application/octet-stream\n\n"
    "-----BEGIN PGP MESSAGE-----\n\nhQEM\n-----END PGP MESSAGE-----\n--e--\n"
)


def deliver(
    world: World,
    entity: str,
    *,
    sender: str = ANNE,
    subject: str = "The printer is on fire",
    answering: Sent | None = None,
    headers: str = "",
) -> tuple[Sent, ...]:
    """Let a mail with this entity arrive; returns the letters that it made."""
    before = len(world.letters())
    to = answering.reply_to if answering else SUPPORT
    lines = [
        f"From: {sender}",
        f"To: {to}",
        f"Subject: {subject}",
        f"Message-ID: <sealed{len(world.spool.kept)}@customer.example>",
    ]
    if answering:
        lines += [f"In-Reply-To: {answering.message_id}"]
    raw = "\n".join((*lines, *headers.splitlines(), entity)).replace("\n", "\r\n")
    envelope = Envelope(
        mail_from=sender,
        rcpt_to=(to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, raw.encode())
    world.work()
    return world.letters()[before:]


def codes(letters: Sequence[Sent]) -> list[str]:
    return [letter.code for letter in letters]
