"""What every store promises: see ``gateway.desk.ports.Store``.

A further kind of database joins in ``tests/support/stores.py``.
"""

from dataclasses import replace
from datetime import UTC, date, datetime, timedelta, timezone

import pytest
from hypothesis import HealthCheck, given, settings, strategies as st

from gateway.desk.effects import Committed, Effects, Occasion
from gateway.desk.ports import Store, StoreRefused
from gateway.domain.classification_commands import Note, Take
from gateway.domain.request import (
    CauseKind,
    Form,
    RequestNumber,
    Scene,
    Status,
    Urgency,
)
from gateway.mail.envelope import QueueId
from tests.support.builders import (
    ANNE,
    BART,
    CRIS,
    MINUTE,
    MORNING,
    NUMBER,
    a_confirmed_request,
    a_new_request,
)
from tests.support.effects import (
    a_change,
    a_file,
    a_filing,
    a_letter,
    a_receipt,
    a_registration,
    numbered,
)

DONE, SEEN, MOVED = Committed.DONE, Committed.SEEN, Committed.MOVED
DAY = date(2026, 11, 16)
INJECTION = "Robert'); DROP TABLE request;-- \" ` \\ %s ? :x $1"


# --- numbers -----------------------------------------------------------------


def test_numbers_of_a_day_are_drawn_in_order_and_never_again(store: Store) -> None:
    assert [store.draw_number(DAY) for _ in range(3)] == [
        "TS20261116001",
        "TS20261116002",
        "TS20261116003",
    ]


def test_every_day_begins_with_one(store: Store) -> None:
    store.draw_number(DAY)
    assert store.draw_number(DAY + timedelta(1)) == "TS20261117001"
    assert store.draw_number(DAY) == "TS20261116002"


def test_the_thousandth_number_of_a_day_has_four_digits(store: Store) -> None:
    drawn = [store.draw_number(DAY) for _ in range(1001)]
    assert drawn[998:] == ["TS20261116999", "TS202611161000", "TS202611161001"]


# --- requests ----------------------------------------------------------------


def test_a_request_comes_back_whole(store: Store) -> None:
    full = replace(
        a_confirmed_request(),
        resume_status=Status.IMPLEMENTING,
        form=Form(
            company="ACME",
            contact="Anne",
            employee_number="A001",
            phone="139 0000 0000",
            scene=Scene.EMERGENCY,
            urgency=Urgency.LOW,
            urgency_reason="smoke",
            symptom="smoke",
            occurred="10:00",
            impact="all",
            tried="water",
        ),
        participants=(CRIS, BART),
        cause_kind=CauseKind.COMPLEX,
        called_at=MORNING + MINUTE,
        urgent=True,
        round=3,
        category="hardware",
        reopen_reason="smoke again",
        confirmed_at=datetime(2026, 11, 16, 2, 0, 0, 123456, tzinfo=UTC),
    )
    store.commit([a_registration(full)])
    assert store.request(NUMBER) == full


def test_what_is_not_known_comes_back_as_not_known(store: Store) -> None:
    store.commit([a_registration()])
    assert store.request(NUMBER) == a_new_request()
    assert store.request(RequestNumber("TS20261116999")) is None


def test_a_moment_of_another_zone_comes_back_as_the_same_moment(store: Store) -> None:
    shanghai = timezone(timedelta(hours=8))
    local = datetime(2026, 11, 16, 10, 0, 0, 1, tzinfo=shanghai)
    store.commit([a_registration(replace(a_new_request(), submitted_at=local))])

    found = store.request(NUMBER)
    assert found is not None
    assert (found.submitted_at, found.submitted_at.tzinfo) == (local, UTC)


@pytest.mark.parametrize(
    "text",
    [
        INJECTION,
        "nul\0in the middle",
        "\u202eright to left\u2066, zero\u200bwidth",
        "打印机🔥\U0010ffff\uffff\ufeff",
        "\r\nBcc: x\r\n\x1b[31m\x7f",
        "e\u0301 is not é",
        "x" * 1_000_000,
    ],
    ids=["sql", "nul", "bidi", "planes", "controls", "combining", "long"],
)
def test_a_text_is_stored_as_it_stands(store: Store, text: str) -> None:
    asked = replace(
        a_new_request(), subject=text, description=text, form=Form(symptom=text)
    )
    store.commit([a_registration(asked, receipt=a_receipt(subject=text, words=text))])
    assert store.request(NUMBER) == asked


@settings(
    max_examples=50,
    deadline=None,
    suppress_health_check=[HealthCheck.function_scoped_fixture],
)
@given(text=st.text(max_size=50), serial=st.integers(1, 10**6))
def test_any_text_is_stored_as_it_stands(store: Store, text: str, serial: int) -> None:
    asked = replace(numbered(serial), subject=text, version=1)
    known = store.request(asked.number)
    change = a_registration(asked, receipt=a_receipt(f"Q{serial}", digest=text))
    if known is None:
        (answer,) = store.commit([change])
        assert answer is DONE or store.seen(a_receipt().message_id, text)
        assert answer is not DONE or store.request(asked.number) == asked


def test_a_value_that_no_text_can_hold_is_refused_and_nothing_stays(
    store: Store,
) -> None:
    broken = replace(a_new_request(), subject="half a pair \ud800")
    with pytest.raises(StoreRefused):
        store.commit(
            [
                a_registration(numbered(7)),
                a_registration(broken, receipt=a_receipt("BEE", digest="b")),
            ]
        )
    assert store.request(numbered(7).number) is None
    assert store.handled([QueueId("ANT"), QueueId("BEE")]) == frozenset()


# --- the commit --------------------------------------------------------------


def test_an_empty_batch_is_committed(store: Store) -> None:
    assert store.commit([]) == ()


def test_what_was_handled_is_known_and_is_not_handled_again(store: Store) -> None:
    change = a_registration(letters=[a_letter()])
    assert store.commit([change]) == (DONE,)
    assert store.commit([change]) == (SEEN,)
    assert store.handled([QueueId("ANT"), QueueId("BEE")]) == {"ANT"}
    assert store.letters_to(NUMBER, ANNE) == ("<c01@example.com>",)


def test_the_same_message_twice_in_a_batch_is_handled_once(store: Store) -> None:
    change = a_registration()
    assert store.commit([change, change]) == (DONE, SEEN)


def test_a_second_copy_in_the_same_batch_is_to_be_decided_again(store: Store) -> None:
    copy = a_registration(
        numbered(2), receipt=a_receipt("BEE", number=numbered(2).number)
    )
    assert store.commit([a_registration(), copy]) == (DONE, MOVED)
    assert store.request(numbered(2).number) is None


def test_a_second_copy_is_seen_and_may_be_filed(store: Store) -> None:
    store.commit([a_registration()])
    receipt = a_receipt()

    assert store.seen(receipt.message_id, receipt.digest)
    assert store.commit([a_filing("BEE", reason="duplicate")]) == (DONE,)
    assert store.commit([a_filing("CAT", reason="duplicate")]) == (DONE,)
    assert store.handled([QueueId("BEE"), QueueId("CAT")]) == {"BEE", "CAT"}


@pytest.mark.parametrize(
    ("message_id", "digest"),
    [("<ant@customer.example>", "b2" * 32), ("<bee@customer.example>", "a1" * 32)],
    ids=["same id, other bytes", "other id, same bytes"],
)
def test_an_id_alone_is_no_second_copy_and_neither_are_the_bytes(
    store: Store, message_id: str, digest: str
) -> None:
    store.commit([a_registration()])
    assert not store.seen(message_id, digest)


def test_a_change_of_a_request_that_moved_is_refused_as_a_whole(store: Store) -> None:
    store.commit([a_registration()])
    first = a_change(
        a_new_request(), Take(), BART, receipt=a_receipt("BEE", digest="b")
    )
    late = a_change(
        a_new_request(),
        Note(text="odd"),
        BART,
        receipt=a_receipt("CAT", digest="c"),
        letters=[a_letter()],
    )
    assert store.commit([first]) == (DONE,)
    assert store.commit([late]) == (MOVED,)
    assert store.request(NUMBER) == first.request
    assert store.handled([QueueId("CAT")]) == frozenset()
    assert store.letters_to(NUMBER, ANNE) == ()


def test_two_changes_of_one_request_in_a_batch_cannot_both_stand(
    store: Store,
) -> None:
    store.commit([a_registration()])
    changes = [
        a_change(a_new_request(), Take(), BART, receipt=a_receipt(name, digest=name))
        for name in ("BEE", "CAT")
    ]
    assert store.commit(changes) == (DONE, MOVED)


def test_a_change_may_follow_its_request_in_the_same_batch(store: Store) -> None:
    born = a_registration()
    taken = a_change(
        a_new_request(), Take(), BART, receipt=a_receipt("BEE", digest="b")
    )
    assert store.commit([born, taken]) == (DONE, DONE)
    assert store.request(NUMBER) == taken.request


def test_a_number_that_is_taken_is_not_given_to_another_request(store: Store) -> None:
    store.commit([a_registration()])
    other = a_registration(receipt=a_receipt("BEE", digest="b"))
    assert store.commit([other]) == (MOVED,)


def test_neighbours_of_what_moved_are_committed(store: Store) -> None:
    store.commit([a_registration()])
    moved = a_registration(receipt=a_receipt("BEE", digest="b"))
    fine = a_registration(
        numbered(2), receipt=a_receipt("CAT", digest="c", number=numbered(2).number)
    )
    assert store.commit([moved, fine]) == (MOVED, DONE)
    assert store.request(numbered(2).number) == numbered(2)


def test_where_one_row_cannot_be_written_nothing_of_the_batch_stays(
    store: Store,
) -> None:
    store.commit([a_registration(letters=[a_letter()])])
    same_letter = a_registration(
        numbered(2), receipt=a_receipt("BEE", digest="b"), letters=[a_letter()]
    )
    fine = a_registration(numbered(3), receipt=a_receipt("CAT", digest="c"))
    with pytest.raises(StoreRefused):
        store.commit([fine, same_letter])
    assert store.handled([QueueId("BEE"), QueueId("CAT")]) == frozenset()
    assert store.request(numbered(3).number) is None


def test_a_large_batch_is_committed_whole(store: Store) -> None:
    batch = [
        a_registration(
            numbered(serial),
            receipt=a_receipt(
                f"Q{serial}", digest=f"{serial}", number=numbered(serial).number
            ),
            letters=[a_letter(f"<c{serial}@example.com>")],
        )
        for serial in range(1, 201)
    ]
    assert store.commit(batch) == (DONE,) * 200
    assert store.request(numbered(200).number) == numbered(200)


# --- files ---------------------------------------------------------------------


def test_files_are_counted_by_the_mails_of_one_sender(store: Store) -> None:
    first, other = a_file("a.png"), replace(a_file("b.png"), sha256="b2" * 32)
    receipts = [
        a_receipt(f"MAIL{n}", message_id=f"<{n}@customer.example>", number=None)
        for n in range(3)
    ]
    foreign = replace(receipts[2], sender=CRIS)
    store.commit(
        [
            Effects(receipt=receipts[0], files=(first, first)),
            Effects(receipt=receipts[1], files=(first, other)),
            Effects(receipt=foreign, files=(first, other)),
        ]
    )
    digests = [first.sha256, other.sha256, "c3" * 32]
    assert store.times_seen(ANNE, digests) == {first.sha256: 2, other.sha256: 1}
    assert store.times_seen(CRIS, digests) == {first.sha256: 1, other.sha256: 1}
    assert store.times_seen(ANNE, ()) == {}


def test_repeats_are_counted_from_a_moment_on(store: Store) -> None:
    for serial, queue_id in enumerate(("ANT", "BEE", "CAT"), start=1):
        born = numbered(serial)
        receipt = replace(
            a_receipt(queue_id, message_id=f"<{queue_id}@c.example>"),
            number=born.number,
            said="w1" * 32 if serial < 3 else "w2" * 32,
            received_at=MORNING + serial * MINUTE,
        )
        assert store.commit([a_registration(born, receipt=receipt)]) == (DONE,)
    assert store.repeats("w1" * 32, MORNING) == 2
    assert store.repeats("w1" * 32, MORNING + MINUTE) == 1
    assert store.repeats("w2" * 32, MORNING + MINUTE) == 1
    assert store.repeats("w3" * 32, MORNING) == 0


def test_an_occasion_takes_place_once(store: Store) -> None:
    digest = Effects(receipt=None, occasion=Occasion(key="digest", at=MORNING))
    other = Effects(receipt=None, occasion=Occasion(key="review", at=MORNING))
    assert not store.took_place("digest")
    assert store.commit([digest, digest]) == (Committed.DONE, Committed.SEEN)
    assert store.commit([digest, other]) == (Committed.SEEN, Committed.DONE)
    assert store.took_place("digest")
