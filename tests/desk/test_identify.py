"""Who speaks: an address, and never a name."""

import pytest

from gateway.desk.identify import Speaker, as_logged_in, identify
from gateway.domain.request import Status
from gateway.mail.authentication import Alignment
from gateway.mail.envelope import Envelope
from gateway.mail.message import Mailbox
from tests.support.builders import ANNE, BART, MORNING, PEOPLE, a_message
from tests.support.desk import (
    FAILED,
    OUR_BORDER,
    PASSED,
    SUPPORT,
    World,
    code_of,
    resolved,
)


def speaker_of(
    *senders: Mailbox, reply_to: tuple[Mailbox, ...] = (), results: tuple[str, ...] = ()
) -> Speaker | None:
    message = a_message(
        senders=senders, reply_to=reply_to, authentication_results=results
    )
    return identify(message, PEOPLE, OUR_BORDER)


def test_an_address_of_the_people_file_is_staff_in_any_case() -> None:
    assert speaker_of(Mailbox("Whoever", "Bart@Example.com")) == Speaker(
        address=BART,
        name="Whoever",
        person=PEOPLE.members[BART],
        alignment=Alignment.NONE,
    )


@pytest.mark.parametrize("name", ["Bart", "bart@example.com", "E001"])
def test_the_name_of_staff_makes_nobody_staff(name: str) -> None:
    speaker = speaker_of(Mailbox(name, "mallory@evil.example"))
    assert speaker is not None
    assert (speaker.address, speaker.person) == ("mallory@evil.example", None)


@pytest.mark.parametrize(
    "senders",
    [
        (Mailbox("", BART), Mailbox("", "mallory@evil.example")),
        (Mailbox("", BART), Mailbox("", BART)),
    ],
)
def test_beside_another_sender_nobody_is_staff(senders: tuple[Mailbox, ...]) -> None:
    speaker = speaker_of(*senders)
    assert speaker is not None
    assert speaker.person is None


def test_reply_to_makes_nobody_staff() -> None:
    speaker = speaker_of(Mailbox("", "nobody"), reply_to=(Mailbox("", BART),))
    assert speaker is not None
    assert (speaker.address, speaker.person) == (BART, None)


@pytest.mark.parametrize(
    "text",
    [
        "",
        "undisclosed-recipients:;",
        "anne",
        "@customer.example",
        "anne@",
        "anne@customer.example\r\nBcc: x@evil.example",
        "anne\x00@customer.example",
        "an ne@customer.example",
        "<anne@customer.example>",
        '"anne"@customer.example',
        "anne@customer.example,bart@example.com",
        "anne@cust@omer.example",
        f"{'a' * 65}@customer.example",
        f"anne@{'c' * 250}.example",
    ],
)
def test_what_one_could_not_answer_is_nobody(text: str) -> None:
    assert speaker_of(Mailbox("Anne", text)) is None


def test_a_mail_without_a_sender_is_nobodys() -> None:
    assert speaker_of() is None


@pytest.mark.parametrize(
    ("results", "alignment"),
    [
        ((PASSED,), Alignment.PASS),
        ((FAILED,), Alignment.FAIL),
        (("mx.evil.example; dmarc=pass", PASSED), Alignment.NONE),
        ((), Alignment.NONE),
    ],
)
def test_the_borders_word_is_kept(
    results: tuple[str, ...], alignment: Alignment
) -> None:
    speaker = speaker_of(Mailbox("", ANNE), results=results)
    assert speaker is not None
    assert speaker.alignment is alignment


@pytest.mark.parametrize(
    ("logged_in", "alignment"),
    [("", Alignment.PASS), (ANNE, Alignment.PASS), (BART, Alignment.FAIL)],
)
def test_who_logged_in_speaks_for_nobody_else(
    logged_in: str, alignment: Alignment
) -> None:
    anne = speaker_of(Mailbox("", ANNE), results=(PASSED,))
    assert anne is not None
    envelope = Envelope(
        mail_from=ANNE,
        rcpt_to=(SUPPORT,),
        received_at=MORNING,
        received_by="mx.example.com",
        authenticated=logged_in,
    )
    assert as_logged_in(anne, envelope).alignment is alignment


def test_staff_who_log_in_cannot_confirm_in_the_name_of_a_customer(
    world: World,
) -> None:
    asked = resolved(world)
    lines = (
        f"From: {ANNE}",
        f"To: {asked.reply_to}",
        f"Subject: Re: [{asked.number}]",
        f"In-Reply-To: {asked.message_id}",
        "Message-ID: <forged@example.com>",
        "",
        f"CONFIRM {code_of(world)}",
    )
    envelope = Envelope(
        mail_from=BART,
        rcpt_to=(asked.reply_to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
        protocol="ESMTPSA",
        authenticated=BART,
    )
    world.spool.accept(envelope, "\r\n".join(lines).encode())
    world.work()
    assert world.request().status is Status.AWAITING_CONFIRMATION
