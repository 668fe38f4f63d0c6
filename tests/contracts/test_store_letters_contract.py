"""What every store promises of letters and of clocks."""

from dataclasses import replace

from gateway.desk.effects import Committed, Effects, EndState
from gateway.desk.ports import Reference, SentCount, Store
from gateway.domain.classification_commands import Call, Take
from gateway.domain.codes import Clock, NoticeCode
from tests.support.builders import (
    ANNE,
    BART,
    CRIS,
    HOUR,
    MINUTE,
    MORNING,
    NUMBER,
    a_new_request,
    a_promise,
)
from tests.support.effects import (
    a_change,
    a_filing,
    a_letter,
    a_receipt,
    a_registration,
    numbered,
)

DONE, MOVED = Committed.DONE, Committed.MOVED


# --- letters and references --------------------------------------------------


def test_a_message_id_is_known_with_its_request_and_its_recipient(
    store: Store,
) -> None:
    staff = a_letter("<s01@example.com>", code=NoticeCode.TO_ASSIGN, recipient=BART)
    store.commit([a_registration(letters=[a_letter(), staff])])

    found = store.references(
        ["<c01@example.com>", "<s01@example.com>", "<ant@customer.example>", "<x@x>"]
    )
    assert set(found) == {
        Reference(
            message_id="<c01@example.com>", number=NUMBER, recipient=ANNE, code="C01"
        ),
        Reference(
            message_id="<s01@example.com>", number=NUMBER, recipient=BART, code="S01"
        ),
        Reference(message_id="<ant@customer.example>", number=NUMBER, recipient=None),
    }


def test_what_belongs_to_no_request_is_no_reference(store: Store) -> None:
    filed = replace(
        a_filing("ANT"), letters=(a_letter("<s12@example.com>", number=None),)
    )
    store.commit([filed])
    assert store.references(["<ant@customer.example>", "<s12@example.com>"]) == ()
    assert store.references([]) == ()


def test_thousands_of_message_ids_are_looked_up_without_a_fault(store: Store) -> None:
    store.commit([a_registration()])
    many = ["<ant@customer.example>", *(f"<{n}@x>" for n in range(5000))]
    assert [one.message_id for one in store.references(many)] == [many[0]]


def test_letters_to_a_person_come_in_the_order_in_which_they_were_written(
    store: Store,
) -> None:
    letters = [
        a_letter("<b@example.com>"),
        a_letter("<a@example.com>", content=b"second"),
        a_letter("<c@example.com>", recipient=BART),
    ]
    store.commit([a_registration(letters=letters)])

    assert store.letters_to(NUMBER, ANNE) == ("<b@example.com>", "<a@example.com>")
    assert store.letters_to(NUMBER, CRIS) == ()
    assert store.letter_text(["<a@example.com>", "<x@x>"]) == (b"second",)


def test_automatic_letters_are_counted_by_hour_by_day_and_waiting(
    store: Store,
) -> None:
    moments = {
        "now": MORNING,
        "55 minutes ago": MORNING - 55 * MINUTE,
        "an hour ago": MORNING - HOUR,
        "23 hours ago": MORNING - 23 * HOUR,
        "a day ago": MORNING - 24 * HOUR,
    }
    letters = [a_letter(f"<{name}>", created_at=at) for name, at in moments.items()] + [
        a_letter("<later>", not_before=MORNING + HOUR),
        a_letter("<withheld>", withheld=True),
        a_letter("<by hand>", automatic=False),
        a_letter("<to Bart>", recipient=BART),
    ]
    store.commit([a_registration(letters=letters)])

    assert store.sent_count(ANNE, MORNING) == SentCount(hour=2, day=4, waiting=1)
    assert store.sent_count(CRIS, MORNING) == SentCount(hour=0, day=0, waiting=0)


# --- promises ----------------------------------------------------------------


def test_promises_that_are_due_come_oldest_first(store: Store) -> None:
    later = replace(a_promise(Clock.K2), number=numbered(2).number)
    sooner = a_promise(Clock.K1)
    store.commit([a_registration(started=[later, sooner])])

    assert store.due(sooner.due_at - MINUTE, 9) == ()
    assert store.due(sooner.due_at, 9) == (sooner,)
    assert store.due(MORNING + HOUR, 9) == (sooner, later)
    assert store.due(MORNING + HOUR, 1) == (sooner,)


def test_a_clock_that_was_stopped_is_silent_for_good(store: Store) -> None:
    started = (a_promise(Clock.K1), a_promise(Clock.K2))
    store.commit([a_registration(started=started)])
    call = a_change(
        a_new_request(),
        Call(connected=True, gist=""),
        BART,
        receipt=a_receipt("BEE", digest="b"),
        stopped=[Clock.K1],
    )
    store.commit([call])
    assert store.due(MORNING + 99 * HOUR, 9) == (a_promise(Clock.K2),)


def test_a_promise_is_fired_once_and_then_stands_at_its_next_stage(
    store: Store,
) -> None:
    store.commit([a_registration(started=[a_promise(Clock.K1)])])
    fire = Effects(
        receipt=None,
        fired=a_promise(Clock.K1),
        started=(a_promise(Clock.K1, stage=1),),
        letters=(a_letter("<s02@example.com>", recipient=BART),),
    )
    assert store.commit([fire]) == (DONE,)
    assert store.commit([replace(fire, letters=())]) == (MOVED,)
    assert store.due(MORNING + HOUR, 9) == (a_promise(Clock.K1, stage=1),)


def test_a_promise_without_a_further_stage_is_over(store: Store) -> None:
    last = a_promise(Clock.K1, stage=2)
    store.commit([a_registration(started=[last])])
    assert store.commit([Effects(receipt=None, fired=last)]) == (DONE,)
    assert store.due(MORNING + 99 * HOUR, 9) == ()


def test_a_promise_that_was_stopped_meanwhile_does_not_fire(store: Store) -> None:
    store.commit([a_registration(started=[a_promise(Clock.K2)])])
    taken = a_change(
        a_new_request(),
        Take(),
        BART,
        receipt=a_receipt("BEE", digest="b", end_state=EndState.COMMAND),
        stopped=[Clock.K1, Clock.K2],
    )
    store.commit([taken])
    late = Effects(receipt=None, fired=a_promise(Clock.K2), letters=(a_letter(),))
    assert store.commit([late]) == (MOVED,)
    assert store.letters_to(NUMBER, ANNE) == ()
