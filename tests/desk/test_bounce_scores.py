"""The bounce score of an address at work: what is withheld, and whom S15 tells."""

import pytest

from gateway.domain.bouncing import BounceRules
from gateway.domain.codes import NoticeCode as N
from gateway.domain.people import Address
from gateway.domain.triage import CameBack
from gateway.store.tables import LetterRow
from tests.desk.test_timekeeping import look
from tests.support.builders import ANNE, BART, DAVE
from tests.support.desk import World, resolved
from tests.support.reports import put_report, report

RULES = BounceRules()
GUESSED = "support+ts20261116001.1p2a30123456789abcdef@example.com"


def _came_back(world: World, *statuses: str) -> list[tuple[str, ...]]:
    """A request for each code, whose acknowledgement comes back; who was told."""
    told = []
    for status in statuses:
        place = len(world.letters(N.ACKNOWLEDGEMENT, ANNE))
        world.send(ANNE, f"Matter {place}.", subject=f"Matter {place}")
        letter = world.letters(N.ACKNOWLEDGEMENT, ANNE)[-1]
        letters = report(world, letter.message_id, status=status, name=f"{place}")
        told.append(tuple(one.to for one in letters))
    return told


def _score(world: World, who: Address = ANNE) -> tuple[float, bool]:
    """The points of an address, and whether it was given up."""
    score = world.facts.score(who)
    return (score.points, score.bad_since is not None) if score else (0, False)


def _reminded(world: World) -> str:
    """The state of what a clock, and nobody else, sends to the requester."""
    before = len(world.letters(N.CONFIRM_REMINDER, ANNE))
    world.clock.advance(days=4)
    look(world)
    return world.letters(N.CONFIRM_REMINDER, ANNE)[before].state


@pytest.mark.parametrize(
    ("statuses", "points", "bad"),
    [
        (("5.1.1",), 1, False),
        (("5.1.1", "5.2.1"), 2, False),
        (("5.1.1", "5.2.1", "5.1.10"), 3, True),
        (("4.2.2", "4.4.7", "4.2.2", "4.2.2", "4.2.2"), 2.5, False),
        (("4.2.2", "4.4.7", "4.2.2", "4.2.2", "4.2.2", "4.2.2"), 3, True),
        # What a filter, or a limit of size, refuses says little of the mailbox.
        (("5.7.1", "5.3.4", "5.6.0", "5.2.3"), 2, False),
    ],
)
def test_what_comes_back_adds_up_to_the_score_of_an_address(
    world: World, statuses: tuple[str, ...], points: float, *, bad: bool
) -> None:
    assert _came_back(world, *statuses) == [(BART, DAVE)] * len(statuses)
    assert _score(world) == (points, bad)
    told = [one.given_up for n in (1, len(statuses)) for one in _told(world, n)]
    assert told[-1] == bad


def _told(world: World, serial: int) -> tuple[CameBack, ...]:
    return world.request(f"TS20261116{serial:03}").triage.came_back


def test_a_score_is_forgotten_once_nothing_came_back_for_a_while(world: World) -> None:
    _came_back(world, "5.1.1", "5.1.1")
    world.clock.advance(days=RULES.forget_after.days)
    _came_back(world, "5.1.1")
    assert _score(world) == (1, False)


def test_nothing_automatic_goes_to_an_address_that_was_given_up(world: World) -> None:
    """THREATS 18; what one of staff does still goes."""
    resolved(world)
    _came_back(world, "5.1.1", "5.1.1", "5.1.1")
    assert _reminded(world) == "withheld"
    mine = world.letters(N.TO_ASSIGN, BART)[-1]
    world.answer(mine, "#take")
    assert world.letter(N.ACCEPTED, ANNE).state == "queued"
    world.answer(mine, "#ask Which tray?")
    assert world.letter(N.QUESTIONS, ANNE).state == "queued"


def test_a_mail_from_the_address_opens_it_until_one_more_comes_back(
    world: World,
) -> None:
    resolved(world)
    _came_back(world, "5.1.1", "5.1.1", "5.1.1")
    world.send(ANNE, "I am back.", subject="Back")
    assert world.letters(N.ACKNOWLEDGEMENT, ANNE)[-1].state == "queued"
    assert _score(world) == (2, False)
    assert _reminded(world) == "queued"
    _came_back(world, "5.1.1")
    assert _score(world) == (3, True)


def test_a_mail_in_somebodys_name_opens_no_address(guarded: World) -> None:
    _came_back(guarded, "5.1.1", "5.1.1", "5.1.1")
    forged = "Authentication-Results: mx.example.com; dmarc=fail"
    guarded.send(ANNE, "It is me.", subject="Me", headers=forged)
    assert _score(guarded) == (3, True)


def test_an_address_that_staff_vouch_for_starts_anew(world: World) -> None:
    """#contact with the address as it is: it was mended over there."""
    letter = resolved(world)
    told = report(world, letter.message_id)
    _came_back(world, "5.1.1", "5.1.1")
    assert _score(world) == (3, True)
    world.answer(told[0], f"#contact {ANNE}")
    assert _score(world) == (0, False)
    assert world.request().triage.came_back == ()
    assert world.letters(N.CONFIRM_REMINDER, ANNE)[-1].state == "queued"


def test_the_owner_is_told_once_until_it_gets_worse_or_the_customer_writes(
    world: World,
) -> None:
    letter = resolved(world)
    mine = world.letter(N.TO_ASSIGN, BART)

    def comes_back(status: str) -> list[str]:
        world.answer(mine, "#resend")
        resent = world.letters(N.CONFIRM_PLEASE, ANNE)[-1]
        told = report(world, resent.message_id, status=status, name=status)
        return [one.code for one in told]

    assert [one.code for one in report(world, letter.message_id, status="4.2.2")]
    assert comes_back("4.4.7") == []
    assert comes_back("5.1.1") == ["S15"], "given up is worse than late"
    assert comes_back("5.1.2") == ["S15"], "now the address is given up"
    assert comes_back("5.1.6") == []
    assert len(_told(world, 1)) == 1
    world.clock.advance(minutes=1)
    world.answer(world.letters(N.CONFIRM_PLEASE, ANNE)[-1], "What shall I do?")
    assert comes_back("5.2.1") == ["S15"], "she had been there since"


def test_of_a_letter_that_belongs_to_no_request_the_score_alone_is_kept(
    world: World,
) -> None:
    world.send(ANNE, "Smoke.")
    letter = world.letter(N.TO_ASSIGN, BART)
    LetterRow.update(number=None).where(
        LetterRow.message_id == letter.message_id
    ).execute()
    assert report(world, letter.message_id) == ()
    assert _score(world, BART) == (1, False)


def test_a_fetched_report_names_its_letter_in_its_own_head(world: World) -> None:
    """A provider's mailbox knows no envelope: what it was sent to is in To alone."""
    letter = resolved(world)
    row = LetterRow.get(LetterRow.message_id == letter.message_id)
    changed = "<changed@relay.example>"
    (told,) = report(world, changed, to=row.return_path, fetched=True)
    assert told.code == "S15"
    assert _score(world) == (1, False)


def test_a_report_that_comes_twice_counts_once_by_its_content_too(
    world: World,
) -> None:
    letter = resolved(world)
    enclosed = f"<changed@relay.example>\nReply-To: {letter.reply_to}"
    assert len(report(world, enclosed)) == 1
    assert report(world, enclosed, name="cat") == ()
    assert _score(world) == (1, False)


def test_two_reports_in_one_batch_both_count(world: World) -> None:
    """Each is decided by the score that it finds; the second is decided again."""
    letters = []
    for place in range(2):
        world.send(ANNE, f"Matter {place}.", subject=f"Matter {place}")
        letters.append(world.letters(N.ACKNOWLEDGEMENT, ANNE)[-1])
    for place, letter in enumerate(letters):
        put_report(world, letter.message_id, name=f"report{place}")
    while world.work():
        pass
    assert _score(world) == (2, False)
    assert len(world.letters("S15", BART)) == 2


def test_a_delay_adds_nothing_to_the_score(world: World) -> None:
    letter = resolved(world)
    report(world, letter.message_id, status="4.4.1", action="delayed")
    assert _score(world) == (0, False)
