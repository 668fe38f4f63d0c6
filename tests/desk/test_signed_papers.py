"""R36: a certificate that was signed elsewhere, filed by staff (#signed, #附确认书)."""

import hashlib
from dataclasses import replace
from email.message import EmailMessage
from email.policy import SMTP
from pathlib import Path

import pytest

from gateway.domain.codes import NoticeCode as N
from gateway.domain.decision import Owed, notice
from gateway.domain.evidence import EvidenceClass
from gateway.domain.request import Status
from gateway.domain.verification_details import Settled
from gateway.mail.enclosure import Enclosure
from gateway.mail.envelope import Envelope
from gateway.papers.signed import SignedOrOwn
from gateway.store.files import ContentFiles
from tests.support.builders import (
    ANNE,
    BART,
    MORNING,
    a_case,
    a_new_request,
    an_evidence,
)
from tests.support.desk import Sent, World, resolved

PAPER = b"%PDF-1.7\n1 0 obj <</Type/Sig/ByteRange[0 9 20 9]>> endobj\n%%EOF\n"
PLAIN = b"%PDF-1.7\n1 0 obj <</Type/Catalog>> endobj\n%%EOF\n"
DIGEST = hashlib.sha256(PAPER).hexdigest()
OWN = Enclosure(filename="own.pdf", content_type="application/pdf", content=b"own")


def _file(world: World, text: str, *papers: bytes) -> tuple[Sent, ...]:
    """Bart answers with papers; returns what that made us write."""
    letter = world.letter(N.COMMAND_RESULTS, BART)
    mail = EmailMessage(policy=SMTP)
    mail["From"], mail["To"] = BART, letter.reply_to
    mail["Subject"], mail["Message-ID"] = "Re: signed", "<cat@example.com>"
    mail["In-Reply-To"] = letter.message_id
    mail.set_content(text)
    for place, content in enumerate(papers):
        mail.add_attachment(
            content, "application", "pdf", filename=f"signed{place}.pdf"
        )
    envelope = Envelope(
        mail_from=BART,
        rcpt_to=(letter.reply_to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    before = len(world.letters())
    world.spool.accept(envelope, mail.as_bytes())
    world.work()
    return world.letters()[before:]


@pytest.mark.parametrize("words", ["#signed Anne Li", "#附确认书 李安"])
def test_r36_a_certificate_signed_elsewhere_confirms_as_class_a_star(
    world: World, tmp_path: Path, words: str
) -> None:
    """The requester gets the receipt, and may deny it as any other."""
    resolved(world)
    letters = _file(world, words, PAPER)
    assert {(one.code, one.to) for one in letters} >= {("C12", ANNE), ("S14", BART)}
    request = world.request()
    assert request.status is Status.CONFIRMED
    assert request.settlement.evidence_class == EvidenceClass.SEALED
    evidence = request.settlement.evidence
    assert evidence is not None
    assert (evidence.file_sha256, evidence.by) == (DIGEST, ANNE)
    assert ContentFiles(tmp_path / "files").path(DIGEST).read_bytes() == PAPER
    world.answer(world.letter(N.RECEIPT, ANNE), "没有解决")
    assert world.request().status is Status.IN_PROGRESS


@pytest.mark.parametrize(
    ("words", "papers"),
    [
        ("#signed Anne Li", ()),
        ("#signed Anne Li", (PLAIN,)),
        ("#signed Anne Li", (PAPER, PAPER + b"\n")),
        ("#signed", (PAPER,)),
        ("#signed Anne Li", (b"MZ not a pdf",)),
    ],
)
def test_without_one_signed_paper_nothing_is_confirmed(
    world: World, words: str, papers: tuple[bytes, ...]
) -> None:
    resolved(world)
    letters = _file(world, words, *papers)
    assert [(one.code, one.to) for one in letters] == [("S11", BART)]
    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_a_paper_is_filed_only_while_the_requester_is_asked(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.answer(world.letter(N.TO_ASSIGN, BART), "#take")
    _file(world, "#signed Anne Li", PAPER)
    assert world.request().status is Status.IN_PROGRESS


def test_the_receipt_brings_the_signed_paper_and_not_our_own(tmp_path: Path) -> None:
    files = ContentFiles(tmp_path)
    files.keep(DIGEST, PAPER)
    signed = replace(
        an_evidence(), evidence_class=EvidenceClass.SEALED, file_sha256=DIGEST
    )
    for evidence, content in (
        (signed, [PAPER]),
        (an_evidence(), [b"own"]),
        (replace(signed, file_sha256="0" * 64), []),
    ):
        settled = Settled(
            certificate="TS20261116001-C1",
            words="Anne Li",
            evidence=evidence,
            dispute_until=MORNING,
        )
        told = notice(Owed(N.RECEIPT, ANNE, settled), a_new_request(), a_case(BART))
        encloser = SignedOrOwn(
            content=lambda digest: files.path(digest).read_bytes(),
            own=lambda _: (OWN,),
        )
        assert [one.content for one in encloser(told)] == content
