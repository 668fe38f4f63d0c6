"""A folder is a command: what staff drag there is taken as that, in somebody's name."""

from dataclasses import replace

import pytest

from gateway.domain.request import RequestNumber, Status
from gateway.mail.envelope import Envelope, FolderOrder, FolderVerb
from tests.support.builders import ANNE, BART, DAVE, ELLE
from tests.support.desk import SUPPORT, World
from tests.support.threads import remarks

NEW = FolderOrder(verb=FolderVerb.NEW, by=BART)
JUNK = FolderOrder(verb=FolderVerb.JUNK, by=BART)
SECOND = "TS20261116002"
ANT = "<ant@customer.example>"


def drag(
    world: World,
    order: FolderOrder | None,
    *,
    headers: str = "",
    mail_from: str = ANNE,
    uid: int = 1,
) -> None:
    """Let the mail of :func:`first` come out of a folder."""
    lines = [
        f"From: {ANNE}",
        f"To: {SUPPORT}",
        "Subject: The printer is on fire",
        f"Message-ID: {ANT}",
        "Content-Type: text/plain; charset=utf-8",
        *headers.splitlines(),
        "",
        "It burns.",
    ]
    envelope = Envelope(
        mail_from=mail_from,
        rcpt_to=(SUPPORT,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
        received_from=f"imap://x/INBOX;UIDVALIDITY=1/;UID={uid}",
        protocol="IMAP",
        order=order,
    )
    world.spool.accept(envelope, "\r\n".join(lines).encode())
    world.work()


def first(world: World) -> None:
    """The mail itself, as it came."""
    world.send(ANNE, "It burns.", message_id=ANT)


def test_a_mail_that_nobody_had_taken_opens_a_request_of_its_sender(
    world: World,
) -> None:
    drag(world, NEW)
    request = world.request()
    assert (request.requester, request.subject) == (ANNE, "The printer is on fire")
    assert world.last_end() == ("request", "folder")
    assert [one.to for one in world.letters("C01")] == [ANNE]


def test_a_mail_that_has_a_request_opens_another_and_that_one_alone(
    world: World,
) -> None:
    first(world)
    drag(world, NEW)
    assert world.request(SECOND).requester == ANNE
    told = remarks(RequestNumber(SECOND))
    assert "same-mail: TS20261116001" in told
    assert "same-id" not in told
    drag(world, NEW)
    assert world.last_end() == ("filed", "duplicate")
    assert len(world.letters("C01", ANNE)) == 2


def test_an_answer_to_one_request_becomes_a_request_of_its_own(world: World) -> None:
    first(world)
    asked = world.letter("C01", ANNE)
    drag(world, NEW, headers=f"In-Reply-To: {asked.message_id}\nX-Bee: 1")
    assert world.request(SECOND).number == SECOND


def test_it_is_on_record_in_whose_name_it_was_ordered(world: World) -> None:
    drag(world, NEW)
    rows = world.context.ledger.rows(world.request().number)
    assert any(BART in f"{row.actor} {row.action} {row.remark}" for row in rows)


@pytest.mark.parametrize(
    ("headers", "mail_from"),
    [("Auto-Submitted: auto-generated", ANNE), ("Precedence: bulk", ANNE), ("", "")],
)
def test_what_a_machine_wrote_opens_a_request_and_is_not_answered(
    world: World, headers: str, mail_from: str
) -> None:
    drag(world, NEW, headers=headers, mail_from=mail_from)
    assert world.request().requester == ANNE
    assert world.letters(to=ANNE) == ()


def test_a_copy_that_comes_later_belongs_to_the_request(world: World) -> None:
    drag(world, NEW)
    first(world)
    assert world.last_end()[0] == "reply"
    assert world.facts.request(RequestNumber(SECOND)) is None


@pytest.mark.parametrize("sender", ["", f"From: {SUPPORT}\r\n"])
def test_a_mail_that_names_nobody_or_ourselves_is_held(
    world: World, sender: str
) -> None:
    envelope = Envelope(
        mail_from="",
        rcpt_to=(SUPPORT,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
        order=NEW,
    )
    world.spool.accept(envelope, f"{sender}Subject: x\r\n\r\nx\r\n".encode())
    world.work()
    (held,) = [one for one in world.spool.kept.values() if one.queue == "hold"]
    assert "sender" in held.reason


def test_junk_that_has_no_request_is_filed_and_nobody_is_told(world: World) -> None:
    drag(world, JUNK)
    assert world.last_end() == ("filed", "junk")
    assert world.letters() == ()


def test_junk_closes_the_request_that_it_had_opened_and_its_sender_hears_nothing(
    world: World,
) -> None:
    first(world)
    before = len(world.letters(to=ANNE))
    drag(world, replace(JUNK, by=ELLE))
    assert world.request().status is Status.INVALID
    assert len(world.letters(to=ANNE)) == before
    assert "#close invalid" in world.letter("S11", ELLE).text


def test_whoever_may_not_close_a_request_cannot_do_so_by_a_folder(
    world: World,
) -> None:
    first(world)
    world.answer(world.letter("S01", BART), "#scene customer")
    drag(world, JUNK)
    assert world.request().status is not Status.INVALID
    assert "supervisor-only" in world.letter("S11", BART).text


def test_junk_never_closes_a_request_by_the_message_id_of_somebody_else(
    world: World,
) -> None:
    world.send("cris@customer.example", "It smokes.", message_id=ANT)
    drag(world, replace(JUNK, by=ELLE))
    assert world.last_end() == ("filed", "junk")
    assert world.request().status is not Status.INVALID


# --- a command of staff ---


TAKE = FolderOrder(verb=FolderVerb.COMMAND, by=BART, text="#take")


def test_a_command_acts_on_the_request_to_which_the_mail_belongs(world: World) -> None:
    first(world)
    drag(world, None)
    drag(world, TAKE)
    assert world.request().assignee == BART
    assert world.last_end() == ("command", "done")
    assert "True #take" in world.letter("S11", BART).text


def test_a_mail_that_nobody_had_taken_gets_its_request_first(world: World) -> None:
    drag(world, None)
    drag(world, TAKE)
    assert world.request().assignee == BART
    assert [end[0] for end in world.ended().values()] == ["request", "command"]


def test_a_command_waits_until_its_mail_is_handled(world: World) -> None:
    drag(world, TAKE)
    (waiting,) = world.spool.kept.values()
    assert waiting.queue == "deferred"
    first(world)
    world.clock.advance(minutes=1)
    world.work()
    assert world.request().assignee == BART


def test_a_mail_that_is_dragged_again_is_a_command_again(world: World) -> None:
    first(world)
    for uid, who in enumerate(("@dave", "@bart", "@dave")):
        drag(world, replace(TAKE, text=f"#assign {who}"), uid=uid)
    assert world.request().assignee == DAVE
    drag(world, replace(TAKE, text="#assign @dave"), uid=2)
    assert world.last_end() == ("filed", "duplicate")


def test_of_a_mail_without_a_request_it_is_told_that_there_is_none(
    world: World,
) -> None:
    drag(world, None, headers="Precedence: bulk")
    drag(world, TAKE, headers="Precedence: bulk")
    assert world.last_end() == ("command", "refused")
    assert [one.to for one in world.letters()] == [BART]


def test_a_name_that_nobody_has_is_told(world: World) -> None:
    first(world)
    drag(world, replace(TAKE, text="#assign @nobody"))
    assert world.request().assignee is None
    assert "#assign @nobody" in world.letter("S11", BART).text


def test_a_command_counts_in_the_request_into_which_its_own_went(
    world: World,
) -> None:
    first(world)
    world.send(ANNE, "It still burns.", subject="Another fire")
    told = next(one for one in world.letters("S01", BART) if one.number != SECOND)
    world.confirmed(told, f"#merge {SECOND}")
    assert world.request().merged_into == SECOND
    drag(world, TAKE)
    assert world.request(SECOND).assignee == BART
