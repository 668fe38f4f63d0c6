"""#erase: what is kept of a person goes, and nothing of anybody else (THREATS 57)."""

from pathlib import Path

import pytest

from gateway.desk.erasing import pseudonym, sweep
from gateway.desk.ports_erasing import Erasure
from gateway.domain.codes import NoticeCode as N, Reason
from gateway.domain.people import SYSTEM
from gateway.domain.request import Status
from gateway.store.erasing import StoredEraser
from gateway.store.files import ContentFiles
from tests.support.builders import ANNE, BART, CRIS, ELLE
from tests.support.desk import Sent, World, confirming, rendering
from tests.support.notices import a_renderer

MARK = "Zanzibar"
FIRST, SECOND = "TS20261116001", "TS20261116002"


def ended(world: World) -> Sent:
    """Anne's request, full of her words, is over; Cris has one that she follows."""
    rendering(world, a_renderer())
    world.send(
        f"Anne {MARK} <{ANNE}>",
        f"Symptom: {MARK}1 smokes.\nPhone: 13800005678\n{MARK}2",
        subject=f"{MARK}3 tray",
        message_id=f"<{MARK.lower()}4@customer.example>",
    )
    world.send(CRIS, "The door sticks.", subject="The door")
    mine, other = world.letters(N.TO_ASSIGN, BART)
    world.answer(mine, f"#assign @elle\n\nAnne {MARK}5 called.")
    world.confirmed(world.letter(N.ASSIGNED, ELLE), f"#close invalid {MARK}6")
    world.answer(other, f"#take\n#cc +{ANNE}")
    return other


def asked(world: World, letter: Sent, text: str = f"#erase {ANNE}") -> tuple[Sent, ...]:
    return world.answer(letter, text)


def everything(world: World) -> bytes:
    """The store's own file, each byte of it, and all mails that are kept."""
    world.facts.database.execute_sql("VACUUM")  # type: ignore[no-untyped-call]  # untyped in the stubs
    list(world.facts.database.execute_sql("PRAGMA wal_checkpoint(TRUNCATE)"))  # type: ignore[no-untyped-call]  # untyped in the stubs
    store = Path(world.facts.database.database).read_bytes()
    return store + b"".join(one.content for one in world.spool.kept.values())


def test_what_would_go_is_listed_first_and_nothing_changes(world: World) -> None:
    letter = ended(world)
    (please,) = asked(world, letter)
    assert (please.code, please.to, please.number) == (N.CODE_PLEASE, BART, None)
    assert "Requests: 1" in please.text
    assert world.request(FIRST).requester == ANNE


def test_once_confirmed_no_word_of_the_person_is_left(world: World) -> None:
    letter = ended(world)
    (please,) = asked(world, letter)
    assert everything(world).lower().count(MARK.lower().encode()) > 10
    told = world.answer(please, f"{confirming(please)}\n")
    assert [(one.code, one.to) for one in told] == [("S11", BART)]
    StoredEraser(world.facts.database).scour()

    left = everything(world).lower()
    for mark in (MARK.lower(), ANNE, "13800005678"):
        assert left.count(mark.encode()) == 0, mark
    request = world.request(FIRST)
    assert (request.status, request.subject) == (Status.INVALID, "")
    assert request.requester.endswith("@erased.invalid")


def test_the_chain_still_holds_and_says_why_words_are_gone(world: World) -> None:
    """E20: the record stays, and can be proven against a head of an earlier day."""
    letter = ended(world)
    _, head = world.facts.chain_head()
    (please,) = asked(world, letter)
    world.answer(please, confirming(please))
    found = world.facts.chain(head)
    assert found.breaks == ()
    assert found.head_at is not None
    assert found.erased > 0


def test_what_others_wrote_stays_as_it_was(world: World) -> None:
    letter = ended(world)
    before = world.request(SECOND)
    (please,) = asked(world, letter)
    world.answer(please, confirming(please))
    after = world.request(SECOND)
    assert (after.subject, after.requester) == (before.subject, CRIS)
    assert after.participants == ()
    assert b"The door sticks." in everything(world)


def test_an_address_that_ends_like_his_is_another_persons(world: World) -> None:
    letter = ended(world)
    longer = f"jo{ANNE}"
    world.send(longer, "The lift stands still.", subject="The lift")
    world.answer(letter, f"#note {longer} asks after it")
    (please,) = asked(world, letter)
    world.answer(please, confirming(please))
    assert world.request("TS20261116003").requester == longer
    left = everything(world)
    assert b"The lift stands still." in left
    assert f"{longer} asks after it".encode() in left


def test_what_waits_to_be_sent_is_not_sent_empty(world: World) -> None:
    letter = ended(world)
    (please,) = asked(world, letter)
    world.answer(please, confirming(please))
    waiting = [one for one in world.letters() if one.state == "queued"]
    assert all(one.text for one in waiting)


def test_it_is_found_no_more(world: World) -> None:
    letter = ended(world)
    (please,) = asked(world, letter)
    world.answer(please, confirming(please))
    (answer,) = world.answer(letter, f"#find {MARK}3")
    assert FIRST not in answer.text


def test_what_is_not_over_is_closed_first(world: World) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    rendering_plain = world.letter(N.TO_ASSIGN, BART)
    (told,) = asked(world, rendering_plain)
    assert f"{Reason.STILL_OPEN} {FIRST}" in told.text


@pytest.mark.parametrize(
    ("text", "why"),
    [
        ("#erase", Reason.MISSING_ARGUMENT),
        ("#erase Anne", Reason.MISSING_ARGUMENT),
        (f"#erase {ANNE} {CRIS}", Reason.MISSING_ARGUMENT),
        ("#erase bart@example.com", Reason.SENDER_IS_OURS),
        ("#erase nobody@customer.example", Reason.NOTHING_KEPT),
        (f"#take\n#erase {ANNE}", Reason.ERASE_ALONE),
        (f"#erase {ANNE}\n\nShe asked for it.", Reason.ERASE_ALONE),
    ],
)
def test_what_cannot_be_meant_is_refused_with_its_reason(
    world: World, text: str, why: Reason
) -> None:
    world.send(ANNE, "Smoke comes out of tray 2.")
    (told,) = asked(world, world.letter(N.TO_ASSIGN, BART), text)
    assert told.code == N.COMMAND_RESULTS
    assert why in told.text


def test_a_second_time_there_is_nothing_left_to_erase(world: World) -> None:
    letter = ended(world)
    (please,) = asked(world, letter)
    world.answer(please, confirming(please))
    eraser = StoredEraser(world.facts.database)
    assert eraser.holdings(ANNE).is_nothing
    erasure = Erasure(who=ANNE, by=SYSTEM, at=world.clock.now(), pseudonym=pseudonym())
    eraser.erase(erasure)
    assert world.facts.chain().breaks == ()


def test_a_file_that_others_sent_too_stays(world: World, tmp_path: Path) -> None:
    files = ContentFiles(tmp_path / "content")
    files.keep("ab" * 32, b"jpg")
    assert files.path("ab" * 32).exists()
    files.erase("ab" * 32)
    files.erase("ab" * 32)
    assert not files.path("ab" * 32).exists()
    sweep(StoredEraser(world.facts.database), world.spool, files)
