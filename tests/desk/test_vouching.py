"""What a signature proves: the tiers of staff, and a customer's last word."""

from dataclasses import replace
from datetime import datetime, timedelta

import pytest

from gateway.desk.draft import Matched, Read
from gateway.desk.identify import Speaker
from gateway.desk.ports import Spooled
from gateway.desk.proofs import Match, Proof
from gateway.desk.staff import trust
from gateway.domain.codes import NoticeCode
from gateway.domain.request import Status
from gateway.mail.authentication import Alignment
from gateway.mail.envelope import Envelope, QueueId
from gateway.mail.message import Mailbox, Signature, SignatureResult as R
from gateway.store.tables import RecordRow
from tests.desk.sealed_mail import (
    BY_DOMAIN,
    PINNED,
    TRUSTED,
    VALID,
    DomainKeysOf,
    codes,
    deliver,
    opened_by,
    signed,
    signed_with,
)
from tests.support.builders import ANNE, BART, MORNING, PEOPLE, a_message
from tests.support.desk import FAILED, PASSED, Sent, World, resolved

OWN = replace(PINNED, for_sender=True)
CHAIN = replace(OWN, pinned=False)
BELIED = replace(BY_DOMAIN, result=R.INVALID, for_sender=True)
DKIM_LINE = "DKIM-Signature: v=1; d=customer.example"


def matched(
    *signatures: Signature,
    token: bool,
    alignment: Alignment = Alignment.NONE,
    authenticated: str = "",
) -> Matched:
    message = a_message(senders=(Mailbox("", BART),))
    envelope = Envelope(
        mail_from=BART,
        rcpt_to=(),
        received_at=MORNING,
        received_by="mx",
        authenticated=authenticated,
    )
    spooled = Spooled(queue_id=QueueId("ANT"), envelope=envelope, size_bytes=1, tries=0)
    return Matched(
        read=Read(
            spooled=spooled,
            digest="",
            message=replace(message, signatures=signatures),
        ),
        speaker=Speaker(
            address=BART, name="", person=PEOPLE.members[BART], alignment=alignment
        ),
        match=Match(request=None, proof=Proof.TOKEN if token else Proof.NONE),
    )


@pytest.mark.parametrize(
    ("signatures", "token", "tier"),
    [
        ((), False, "T0"),
        ((), True, "T0"),
        ((OWN,), False, "T1"),
        ((OWN,), True, "T3"),
        ((CHAIN,), False, "T1"),
        ((CHAIN,), True, "T2"),
        ((CHAIN, OWN), True, "T3"),
        ((replace(OWN, for_sender=False),), True, "T0"),
        ((replace(OWN, partly=True),), True, "T0"),
        *(((replace(OWN, result=r),), True, "T0") for r in R if r is not VALID),
    ],
)
def test_a_signature_proves_staff_and_with_the_token_the_pinned_one_most(
    guarded: World, signatures: tuple[Signature, ...], tier: str, *, token: bool
) -> None:
    assert trust(matched(*signatures, token=token), guarded.context) == tier


@pytest.mark.parametrize("token", [True, False])
def test_a_failed_dmarc_outweighs_every_signature(
    guarded: World, *, token: bool
) -> None:
    failed = matched(OWN, token=token, alignment=Alignment.FAIL)
    assert trust(failed, guarded.context) == "T0"


def test_who_logged_in_needs_no_token_and_proves_nobody_else(guarded: World) -> None:
    """COMMANDS, tiers: SMTP AUTH proves the sender, and counts as the token."""
    own = matched(token=False, authenticated=BART)
    assert trust(own, guarded.context) == "T2"
    others = matched(token=False, authenticated="dave@example.com")
    assert trust(others, guarded.context) == "T0"
    forged = matched(token=False, alignment=Alignment.FAIL, authenticated=BART)
    assert trust(forged, guarded.context) == "T0"


@pytest.mark.parametrize(
    ("signatures", "tier"),
    [
        ((), "T2"),
        ((BELIED,), "T0"),
        ((replace(BELIED, record=""),), "T2"),
        ((replace(BELIED, result=R.UNCHECKED),), "T2"),
        ((replace(BELIED, result=R.UNKNOWN_KEY),), "T2"),
        ((BELIED, replace(BY_DOMAIN, for_sender=True)), "T2"),
        ((BELIED, OWN), "T3"),
    ],
)
def test_without_a_border_a_token_counts_but_for_a_belied_mail(
    world: World, signatures: tuple[Signature, ...], tier: str
) -> None:
    assert trust(matched(*signatures, token=True), world.context) == tier


def test_a_signed_mail_of_staff_commands_where_the_border_is_silent(
    guarded: World,
) -> None:
    guarded.send(ANNE, "Smoke comes out of tray 2.")
    to_assign = guarded.letter(NoticeCode.TO_ASSIGN, BART)
    refused = deliver(guarded, signed("#take"), sender=BART, answering=to_assign)
    assert codes(refused) == ["S12"]

    opened_by(guarded, signed_with(PINNED))
    done = deliver(guarded, signed("#take"), sender=BART, answering=to_assign)
    assert "S11" in codes(done)
    assert guarded.request().status is Status.IN_PROGRESS


def test_somebody_elses_signature_commands_nothing(guarded: World) -> None:
    guarded.send(ANNE, "Smoke comes out of tray 2.")
    to_assign = guarded.letter(NoticeCode.TO_ASSIGN, BART)
    opened_by(guarded, signed_with(TRUSTED))

    refused = deliver(guarded, signed("#take"), sender=BART, answering=to_assign)
    assert codes(refused) == ["S12"]


def test_a_command_beside_the_signed_words_is_not_run(guarded: World) -> None:
    guarded.send(ANNE, "Smoke comes out of tray 2.")
    to_assign = guarded.letter(NoticeCode.TO_ASSIGN, BART)
    opened_by(guarded, signed_with(PINNED))
    beside = (
        "Content-Type: multipart/mixed; boundary=m\n\n--m\n"
        "Content-Type: text/plain\n\n#take\n--m\n"
        + signed("Good morning")
        + "\n--m--\n"
    )
    refused = deliver(guarded, beside, sender=BART, answering=to_assign)
    assert codes(refused) == ["S12"]


def test_an_old_signature_proves_nothing(guarded: World) -> None:
    guarded.send(ANNE, "Smoke comes out of tray 2.")
    to_assign = guarded.letter(NoticeCode.TO_ASSIGN, BART)
    old = replace(PINNED, signed_at=guarded.clock.now() - timedelta(days=8))
    opened_by(guarded, signed_with(old))

    refused = deliver(guarded, signed("#take"), sender=BART, answering=to_assign)
    assert codes(refused) == ["S12"]


@pytest.mark.parametrize(
    "signed_at", [None, MORNING - timedelta(days=8), MORNING + timedelta(days=8)]
)
def test_a_signature_of_no_known_moment_proves_nothing(
    guarded: World, signed_at: datetime | None
) -> None:
    guarded.send(ANNE, "Smoke comes out of tray 2.")
    to_assign = guarded.letter(NoticeCode.TO_ASSIGN, BART)
    opened_by(guarded, signed_with(replace(PINNED, signed_at=signed_at)))

    refused = deliver(guarded, signed("#take"), sender=BART, answering=to_assign)
    assert codes(refused) == ["S12"]


# --- customers ---------------------------------------------------------------------


def quoting(letter: Sent) -> str:
    """The letter, as a mail client quotes it."""
    return "".join(f"> {line}\n" for line in letter.text.splitlines())


def test_a_customers_signature_confirms_and_its_key_is_evidence(world: World) -> None:
    asked = resolved(world)
    opened_by(world, signed_with(TRUSTED))
    elsewhere = replace(asked, reply_to="support@example.com", message_id="<x@y>")
    number = f"[{world.request().number}]"
    # Neither the address nor the letter: the number in the subject proves nobody.
    letters = deliver(
        world,
        signed(f"resolved\n\n{quoting(asked)}"),
        subject=f"Re: {number} x",
        answering=elsewhere,
    )

    assert world.request().status is Status.CONFIRMED
    assert "C12" in codes(letters)
    row = RecordRow.select().where(RecordRow.kind == "Confirmed").get()
    assert row.remark == f"B smime {'A' * 64}"


def test_the_signature_of_whom_from_names_is_not_of_whom_reply_to_names(
    world: World,
) -> None:
    """An address that nobody can answer leaves Reply-To to say who speaks."""
    asked = resolved(world)
    other = '"a;b"@evil.example'
    opened_by(world, signed_with(replace(TRUSTED, signers=(other,))))
    elsewhere = replace(asked, reply_to="support@example.com", message_id="<x@y>")
    number = f"[{world.request().number}]"
    deliver(
        world,
        signed("resolved"),
        sender=other,
        subject=f"Re: {number} x",
        answering=elsewhere,
        headers=f"Reply-To: {ANNE}",
    )

    assert world.request().status is Status.AWAITING_CONFIRMATION


def test_a_domains_signature_confirms_and_its_record_is_evidence(world: World) -> None:
    asked = resolved(world)
    keys = DomainKeysOf((BY_DOMAIN,))
    world.desk.context = replace(world.desk.context, domain_keys=keys)
    number = f"[{world.request().number}]"
    words = f"resolved\n\n{quoting(asked)}"
    world.send(ANNE, words, subject=f"Re: {number} x", headers=DKIM_LINE)

    assert keys.asked == ["customer.example"]
    assert world.request().status is Status.CONFIRMED
    row = RecordRow.select().where(RecordRow.kind == "Confirmed").get()
    assert row.remark == "B dkim s1._domainkey.customer.example v=DKIM1; p=AAAA"


def test_a_belied_mail_confirms_nothing_without_a_token(world: World) -> None:
    resolved(world)
    keys = DomainKeysOf((replace(BY_DOMAIN, result=R.INVALID),))
    world.desk.context = replace(world.desk.context, domain_keys=keys)
    number = f"[{world.request().number}]"
    world.send(ANNE, "resolved", subject=f"Re: {number} x", headers=DKIM_LINE)

    assert world.request().status is Status.AWAITING_CONFIRMATION


# --- when the domain's keys are asked for ------------------------------------------


@pytest.mark.parametrize(
    ("headers", "asked"),
    [
        (DKIM_LINE, True),
        ("", False),
        (f"{DKIM_LINE}\nAuthentication-Results: {PASSED}", False),
        (f"{DKIM_LINE}\nAuthentication-Results: {FAILED}", False),
        (f"{DKIM_LINE}\nAuthentication-Results: mx.evil.example; dmarc=pass", True),
        (f"{DKIM_LINE}\nAuto-Submitted: auto-replied", False),
        (f"{DKIM_LINE}\nFrom: cris@customer.example", False),
    ],
)
def test_the_domains_keys_are_asked_for_where_that_decides(
    guarded: World, headers: str, *, asked: bool
) -> None:
    keys = DomainKeysOf((BY_DOMAIN,))
    guarded.desk.context = replace(guarded.desk.context, domain_keys=keys)
    guarded.send(ANNE, "Smoke.", headers=headers)
    assert keys.asked == (["customer.example"] if asked else [])


def test_the_word_of_a_border_that_is_not_ours_stops_no_look(guarded: World) -> None:
    keys = DomainKeysOf((BY_DOMAIN,))
    guarded.desk.context = replace(
        guarded.desk.context, domain_keys=keys, from_border=lambda _: False
    )
    guarded.send(
        ANNE, "Smoke.", headers=f"{DKIM_LINE}\nAuthentication-Results: {FAILED}"
    )
    assert keys.asked == ["customer.example"]
