"""Letters of ours that come back (E11, THREATS 18), from the report to S15."""

from dataclasses import replace

import pytest

from gateway.desk.returns import TOLD_WITHIN, ReturnsKeeper
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.decide import decide
from gateway.domain.decision import Decision, Refusal
from gateway.domain.people import Address
from gateway.domain.request import RequestNumber, Status
from gateway.domain.returning_commands import ChangeContact, TakeBack
from gateway.store.refused import StoredRefusals
from gateway.store.tables import LetterRow
from tests.desk.test_merging import merge
from tests.support.builders import ANNE, BART, CRIS, DAVE, ELLE, a_case, a_new_request
from tests.support.desk import SUPPORT, Sent, World, resolved
from tests.support.reports import report

GUESSED = "support+ts20261116001.1p2a30123456789abcdef@example.com"


def test_e11_a_letter_that_came_back_is_told_to_the_owner(world: World) -> None:
    letter = resolved(world)
    before = world.request()
    (told,) = report(world, letter.message_id)
    assert (told.code, told.to, told.number) == ("S15", BART, letter.number)
    after = world.request()
    assert after.status is before.status is Status.AWAITING_CONFIRMATION
    (back,) = after.triage.came_back
    assert (back.to, back.code, back.status, back.hard) == (ANNE, "C09", "5.1.1", True)
    assert world.last_end() == ("filed", "bounce")


def test_a_report_names_its_letter_by_the_return_path_alone(world: World) -> None:
    """Some systems tell no Message-ID, and relays change it."""
    letter = resolved(world)
    row = LetterRow.get(LetterRow.message_id == letter.message_id)
    letters = report(world, "<changed@relay.example>", to=row.return_path.upper())
    assert [one.code for one in letters] == ["S15"]


@pytest.mark.parametrize("letter", ["<never@example.com>", "<ant@customer.example>"])
def test_a_report_of_what_we_never_sent_does_nothing(world: World, letter: str) -> None:
    """The second is the customer's own mail."""
    world.send(ANNE, "Smoke.", message_id="<ant@customer.example>")
    before = world.request()
    assert report(world, letter) == ()
    assert world.request() == before
    assert world.last_end() == ("filed", "bounce")


def test_a_notice_of_delay_is_no_bounce(world: World) -> None:
    letter = resolved(world)
    before = world.request()
    assert report(world, letter.message_id, status="4.4.1", action="delayed") == ()
    assert world.request() == before
    assert world.last_end() == ("filed", "delivery-delay")


def test_one_letter_comes_back_once_whoever_reports_it_again(world: World) -> None:
    letter = resolved(world)
    assert len(report(world, letter.message_id)) == 1
    assert report(world, letter.message_id, name="cat") == ()
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
    (told,) = report(world, acknowledged.message_id)
    assert (told.to, told.number) == (DAVE, "TS20261116001")
    assert world.request("TS20261116002").triage.came_back == ()


# --- proof that it speaks of a letter of ours --------------------------------


def test_a_report_names_its_letter_by_what_it_encloses(world: World) -> None:
    """Relays change ids and return paths; the reply address in the letter remains."""
    letter = resolved(world)
    reply_to = f"<changed@relay.example>\nReply-To: {letter.reply_to}"
    (told,) = report(world, reply_to)
    assert (told.code, told.to, told.number) == ("S15", BART, letter.number)
    (back,) = world.request().triage.came_back
    assert (back.to, back.code) == (ANNE, "C09")


@pytest.mark.parametrize(
    ("to", "letter"),
    [
        ("support+b.0123456789abcdef@example.com", "<never@example.com>"),
        (SUPPORT, "<ts20261116001.r1.c09.0123456789abcdef@example.com>"),
        (
            SUPPORT,
            f"<never@example.com>\nReply-To: {GUESSED}",
        ),
        (SUPPORT, "<never@example.com>\nSubject: [TS20261116001] Is it resolved?"),
    ],
    ids=["return path", "message id", "reply address", "number alone"],
)
def test_a_forged_report_neither_counts_nor_tells(
    world: World, to: str, letter: str
) -> None:
    resolved(world)
    before = world.request()
    assert report(world, letter, to=to) == ()
    assert world.request() == before
    assert world.facts.score(ANNE) is None
    assert world.last_end() == ("filed", "bounce")


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
    letter = resolved(world)
    report(world, letter.message_id)
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
    please = resolved(world)
    assert _look(world) == []
    _refused(world, please, "5.1.1 550 5.1.1 no such mailbox")

    assert _look(world) == [(N.UNDELIVERED, BART)]
    assert _look(world) == []

    (back,) = world.request().triage.came_back
    assert (back.to, back.code, back.status, back.hard) == (ANNE, "C09", "5.1.1", True)
    # A report about the same letter has nothing to add.
    assert report(world, please.message_id) == ()


def test_what_was_given_up_after_days_is_told_and_not_for_good(world: World) -> None:
    please = resolved(world)
    _refused(world, please, "4.4.1 gave up: mx.customer.example:25: timed out")
    assert _look(world) == [(N.UNDELIVERED, BART)]
    (back,) = world.request().triage.came_back
    assert (back.status, back.hard) == ("4.4.1", False)


def test_a_refusal_of_long_ago_helps_nobody_any_more(world: World) -> None:
    please = resolved(world)
    _refused(world, please, "5.1.1 550 no such mailbox")
    world.clock.advance(days=TOLD_WITHIN.days, seconds=1)
    assert _look(world) == []


def test_of_the_letter_that_tells_of_it_nobody_is_told(world: World) -> None:
    please = resolved(world)
    _refused(world, please, "5.1.1 550 no such mailbox")
    _look(world)
    _refused(world, world.letter("S15", BART), "5.1.1 550 no such mailbox")
    assert _look(world) == []
