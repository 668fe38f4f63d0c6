"""Letters of ours that come back (E11, THREATS 18), from the report to S15."""

from dataclasses import replace

import pytest

from gateway.desk.returns import TOLD_WITHIN, ReturnsKeeper
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Refusal
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber, Status
from gateway.domain.returning import HARD_LIMIT, HARD_WITHIN
from gateway.domain.returning_commands import ChangeContact, TakeBack
from gateway.mail.envelope import Envelope
from gateway.store.refused import StoredRefusals
from gateway.store.tables import LetterRow
from tests.desk.test_merging import merge
from tests.support.builders import ANNE, BART, CRIS, DAVE, ELLE, a_case, a_new_request
from tests.support.desk import SUPPORT, Sent, World, resolved

REPORT = """From: MAILER-DAEMON@mx.customer.example
To: support@example.com
Subject: Undelivered Mail Returned to Sender
Message-ID: <{name}@mx.customer.example>
Auto-Submitted: auto-replied
Content-Type: multipart/report; report-type=delivery-status; boundary="cut"

--cut
Content-Type: text/plain

I'm sorry to have to inform you that your message could not be delivered.

--cut
Content-Type: message/delivery-status

Reporting-MTA: dns; mx.customer.example

Final-Recipient: rfc822; {to}
Action: {action}
Status: {status}

--cut
Content-Type: text/rfc822-headers

From: support@example.com
To: {to}
Message-ID: {letter}

--cut--
"""


def _report(
    world: World,
    letter: str,
    *,
    status: str = "5.1.1",
    action: str = "failed",
    to: str = SUPPORT,
    name: str = "bee",
) -> tuple[Sent, ...]:
    """Let a mail system report about a letter; returns what that made us write."""
    before = len(world.letters())
    text = REPORT.format(
        letter=letter, status=status, action=action, to=ANNE, name=name
    )
    envelope = Envelope(
        mail_from="",
        rcpt_to=(to,),
        received_at=world.clock.now(),
        received_by="mx.example.com",
    )
    world.spool.accept(envelope, text.replace("\n", "\r\n").encode())
    world.work()
    return world.letters()[before:]


def _asked(world: World) -> Sent:
    return resolved(world)


def test_e11_a_letter_that_came_back_is_told_to_the_owner(world: World) -> None:
    letter = _asked(world)
    before = world.request()
    (told,) = _report(world, letter.message_id)
    assert (told.code, told.to, told.number) == ("S15", BART, letter.number)
    after = world.request()
    assert after.status is before.status is Status.AWAITING_CONFIRMATION
    (back,) = after.triage.came_back
    assert (back.to, back.code, back.status, back.hard) == (ANNE, "C09", "5.1.1", True)
    assert world.last_end() == ("filed", "bounce")


def test_a_report_names_its_letter_by_the_return_path_alone(world: World) -> None:
    """Some systems tell no Message-ID, and relays change it."""
    letter = _asked(world)
    row = LetterRow.get(LetterRow.message_id == letter.message_id)
    letters = _report(world, "<changed@relay.example>", to=row.return_path.upper())
    assert [one.code for one in letters] == ["S15"]


@pytest.mark.parametrize("letter", ["<never@example.com>", "<ant@customer.example>"])
def test_a_report_of_what_we_never_sent_does_nothing(world: World, letter: str) -> None:
    """The second is the customer's own mail."""
    world.send(ANNE, "Smoke.", message_id="<ant@customer.example>")
    before = world.request()
    assert _report(world, letter) == ()
    assert world.request() == before
    assert world.last_end() == ("filed", "bounce")


def test_a_notice_of_delay_is_no_bounce(world: World) -> None:
    letter = _asked(world)
    before = world.request()
    assert _report(world, letter.message_id, status="4.4.1", action="delayed") == ()
    assert world.request() == before
    assert world.last_end() == ("filed", "delivery-delay")


def test_one_letter_comes_back_once_whoever_reports_it_again(world: World) -> None:
    letter = _asked(world)
    assert len(_report(world, letter.message_id)) == 1
    assert _report(world, letter.message_id, name="cat") == ()
    assert len(world.request().triage.came_back) == 1


def test_a_report_about_a_merged_request_goes_to_the_other_ones_owner(
    world: World,
) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    world.answer(world.letters(N.TO_ASSIGN, DAVE)[0], "#take")
    world.send(ANNE, "Again: smoke.", subject="Smoke again")
    acknowledged = world.letter(N.ACKNOWLEDGEMENT, ANNE)
    mine = world.letter(N.TO_ASSIGN, BART)
    merge(world, mine, "#merge TS20261116001")
    (told,) = _report(world, acknowledged.message_id)
    assert (told.to, told.number) == (DAVE, "TS20261116001")
    assert world.request("TS20261116002").triage.came_back == ()


def test_after_three_hard_returns_nothing_automatic_goes_there(world: World) -> None:
    """THREATS 18: staff are told once, and what a person writes still goes."""
    said = []
    for place in range(HARD_LIMIT + 1):
        world.send(ANNE, f"Matter {place}.", subject=f"Matter {place}")
        letter = world.letters(N.ACKNOWLEDGEMENT, ANNE)[-1]
        said.append((letter.state, _report(world, letter.message_id, name=str(place))))
    states = [state for state, _ in said]
    assert states == ["queued"] * HARD_LIMIT + ["withheld"]
    given_up = [
        world.request(f"TS20261116{n:03}").triage.came_back[0].given_up
        for n in range(1, HARD_LIMIT + 1)
    ]
    assert given_up == [False] * (HARD_LIMIT - 1) + [True]
    mine = next(
        one
        for one in world.letters(N.TO_ASSIGN, BART)
        if one.number[-1:] == "4"  # type: ignore[index]  # has one
    )
    world.answer(mine, "#take")
    assert world.letter(N.ACCEPTED, ANNE).state == "queued"
    world.clock.advance(days=HARD_WITHIN.days + 1)
    world.send(ANNE, "Once more.", subject="Once more")
    assert world.letter(N.ACKNOWLEDGEMENT, ANNE).state == "queued"


def test_soft_returns_never_close_an_address(world: World) -> None:
    for place in range(HARD_LIMIT + 1):
        world.send(ANNE, f"Matter {place}.", subject=f"Matter {place}")
        letter = world.letters(N.ACKNOWLEDGEMENT, ANNE)[-1]
        _report(world, letter.message_id, status="4.2.2", name=str(place))
    assert world.letter(N.ACKNOWLEDGEMENT, ANNE).state == "queued"


def test_where_the_owners_own_mail_comes_back_supervisors_are_told() -> None:
    mine = replace(a_new_request(), assignee=BART)
    outcome = decide(TakeBack(code="S04", to=BART), mine, a_case(BART))
    assert isinstance(outcome, Decision)
    assert [one.to for one in outcome.owed] == [ELLE]


def test_of_an_s15_that_comes_back_nobody_is_told() -> None:
    """Two dead mailboxes never write to each other."""
    outcome = decide(TakeBack(code="S15", to=BART), a_new_request(), a_case(BART))
    assert isinstance(outcome, Decision)
    assert outcome.owed == ()


def test_e11_the_contact_is_changed_and_asked_with_a_code_of_its_own(
    world: World,
) -> None:
    letter = _asked(world)
    _report(world, letter.message_id)
    world.answer(world.letter(N.UNDELIVERED, BART), f"#改联系人 {CRIS}")
    asked = world.letter(N.CONFIRM_REMINDER, CRIS)
    assert world.request().requester == CRIS
    assert world.request().triage.came_back == ()
    world.answer(asked, "已解决，谢谢")
    assert world.request().status is Status.CONFIRMED
    assert world.request().settlement.confirmed_by == CRIS


@pytest.mark.parametrize("who", [BART, DAVE, ANNE])
def test_no_customer_becomes_one_of_staff(who: Address) -> None:
    refused = decide(ChangeContact(to=who), a_new_request(), a_case(BART))
    assert refused == Refusal(Reason.BAD_ARGUMENT, who)


def test_an_address_that_is_none_changes_no_contact(world: World) -> None:
    world.send(ANNE, "Smoke.")
    mine = world.letter(N.TO_ASSIGN, BART)
    for words in ("#contact", "#contact nobody", f"#contact {CRIS} {ANNE}"):
        world.answer(mine, words)
    assert world.request().requester == ANNE
    assert world.request().number == RequestNumber("TS20261116001")


# --- what the relay refused outright ----------------------------------------


def _refused(world: World, letter: Sent, response: str) -> None:
    LetterRow.update(
        state="failed", settled_at=world.clock.now(), response=response
    ).where(LetterRow.message_id == letter.message_id).execute()


def _look(world: World) -> list[tuple[str, str]]:
    """Let the keeper look; the letters that it made."""
    before = len(world.letters())
    refusals = StoredRefusals(world.facts.database)
    made = ReturnsKeeper(refusals=refusals, context=world.context).look()
    letters = world.letters()[before:]
    assert made == len(letters)
    return [(letter.code, letter.to) for letter in letters]


def test_e11_of_a_letter_that_our_relay_refused_the_owner_is_told_once(
    world: World,
) -> None:
    """No mail system reports it: nobody but our own session knows."""
    please = _asked(world)
    assert _look(world) == []
    _refused(world, please, "5.1.1 550 5.1.1 no such mailbox")

    assert _look(world) == [(N.UNDELIVERED, BART)]
    assert _look(world) == []

    (back,) = world.request().triage.came_back
    assert (back.to, back.code, back.status, back.hard) == (ANNE, "C09", "5.1.1", True)
    # A report about the same letter has nothing to add.
    assert _report(world, please.message_id) == ()


def test_what_was_given_up_after_days_is_told_and_not_for_good(world: World) -> None:
    please = _asked(world)
    _refused(world, please, "4.4.1 gave up: mx.customer.example:25: timed out")
    assert _look(world) == [(N.UNDELIVERED, BART)]
    (back,) = world.request().triage.came_back
    assert (back.status, back.hard) == ("4.4.1", False)


def test_a_refusal_of_long_ago_helps_nobody_any_more(world: World) -> None:
    please = _asked(world)
    _refused(world, please, "5.1.1 550 no such mailbox")
    world.clock.advance(days=TOLD_WITHIN.days, seconds=1)
    assert _look(world) == []


def test_of_the_letter_that_tells_of_it_nobody_is_told(world: World) -> None:
    please = _asked(world)
    _refused(world, please, "5.1.1 550 no such mailbox")
    _look(world)
    _refused(world, world.letter("S15", BART), "5.1.1 550 no such mailbox")
    assert _look(world) == []
