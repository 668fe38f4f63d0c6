"""What every store promises of threads: learned ids, and what rests on them."""

from dataclasses import replace
from datetime import timedelta

import pytest

from gateway.desk.effects import Basis, Committed, Effects, IdKind, ThreadId
from gateway.desk.ports import Store
from gateway.domain.evolve import evolve_all
from gateway.domain.merging_events import MergedInto
from gateway.domain.request import Request, RequestNumber, Status
from tests.support.builders import ANNE, BART, CRIS, MORNING, NUMBER, a_new_request
from tests.support.effects import a_filing, a_receipt, a_registration, numbered

DONE, MOVED = Committed.DONE, Committed.MOVED
WEEK = timedelta(days=7)
SINCE = MORNING - WEEK
ANT, BEE, CAT = (f"<{name}@customer.example>" for name in ("ant", "bee", "cat"))
SECOND = RequestNumber("TS20261116002")


def an_awaited(
    message_id: str = ANT, number: RequestNumber = NUMBER, *, days: int = 0
) -> ThreadId:
    return ThreadId(
        message_id=message_id,
        number=number,
        kind=IdKind.AWAITED,
        since=MORNING - timedelta(days=days),
    )


def an_answer(
    name: str = "BEE", request: Request | None = None, **basis: object
) -> Effects:
    """A new request of a mail <bee> that answers <ant>, which nobody knows."""
    born = request or a_new_request()
    own = f"<{name.lower()}@customer.example>"
    receipt = a_receipt(name, message_id=own, digest=name, number=born.number)
    return replace(
        a_registration(born, receipt=receipt),
        ids=(an_awaited(number=born.number),),
        basis=Basis(own=own, unknown=(ANT,), since=SINCE, **basis),  # type: ignore[arg-type] # the test names them
    )


def a_parent(*, learned: frozenset[tuple[str, str]] = frozenset()) -> Effects:
    """A new request of the mail <ant> itself."""
    born = numbered(2)
    receipt = a_receipt("ANT", message_id=ANT, digest="ant", number=born.number)
    basis = Basis(own=ANT, learned=learned, since=SINCE)
    return replace(a_registration(born, receipt=receipt), basis=basis)


def test_a_learned_id_comes_back_as_it_was_noted(store: Store) -> None:
    alias = ThreadId(
        message_id=BEE,
        number=NUMBER,
        kind=IdKind.ALIAS,
        recipient=ANNE,
        since=MORNING - 30 * timedelta(days=1),
    )
    original = replace(alias, message_id=CAT, kind=IdKind.ORIGINAL, recipient="")
    noted = (an_awaited(), alias, original)
    store.commit([replace(a_registration(), ids=noted)])

    assert store.thread_ids([CAT, ANT, BEE], SINCE) == noted
    assert store.thread_ids(["<x@customer.example>"], SINCE) == ()
    assert store.thread_ids([], SINCE) == ()


def test_what_is_awaited_is_awaited_for_a_time(store: Store) -> None:
    store.commit([replace(a_registration(), ids=(an_awaited(days=7),))])
    assert store.thread_ids([ANT], SINCE) == (an_awaited(days=7),)
    assert store.thread_ids([ANT], SINCE + timedelta(seconds=1)) == ()


def test_what_is_no_longer_awaited_is_forgotten_with_the_next(store: Store) -> None:
    first = a_registration(receipt=a_receipt(message_id=CAT))
    store.commit([replace(first, ids=(an_awaited(CAT, days=8),))])
    assert store.commit([an_answer(request=numbered(2))]) == (DONE,)
    assert store.thread_ids([CAT], SINCE - WEEK) == ()


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "two workers"])
def test_an_answer_whose_parent_has_come_is_decided_again(
    store: Store, *, together: bool
) -> None:
    parent, answer = a_parent(), an_answer()
    answers = (
        store.commit([parent, answer])
        if together
        else (*store.commit([parent]), *store.commit([answer]))
    )
    assert answers == (DONE, MOVED)
    assert store.request(NUMBER) is None
    assert store.thread_ids([ANT], SINCE) == ()


@pytest.mark.parametrize("together", [True, False], ids=["one batch", "two workers"])
def test_a_parent_that_is_awaited_meanwhile_is_decided_again(
    store: Store, *, together: bool
) -> None:
    parent, answer = a_parent(), an_answer()
    answers = (
        store.commit([answer, parent])
        if together
        else (*store.commit([answer]), *store.commit([parent]))
    )
    assert answers == (DONE, MOVED)
    assert store.request(SECOND) is None


def test_two_answers_to_one_mail_cannot_both_open_a_request_unseen(
    store: Store,
) -> None:
    other = an_answer("CAT", numbered(2))
    assert store.commit([an_answer()]) == (DONE,)
    assert store.commit([other]) == (MOVED,)


def test_who_knew_of_the_other_and_stays_alone_is_taken(store: Store) -> None:
    known = frozenset({(ANT, str(NUMBER))})
    assert store.commit([an_answer()]) == (DONE,)
    assert store.commit([a_parent(learned=known)]) == (DONE,)


def test_what_is_no_longer_awaited_moves_nobody(store: Store) -> None:
    old = replace(an_answer(), ids=(an_awaited(days=8),))
    assert store.commit([old]) == (DONE,)
    assert store.commit([a_parent()]) == (DONE,)


def test_a_parent_that_was_only_filed_moves_nobody(store: Store) -> None:
    store.commit([a_filing("ANT", message_id=ANT)])
    assert store.commit([an_answer()]) == (DONE,)


def test_whether_a_mail_bears_an_id_is_known_whatever_became_of_it(
    store: Store,
) -> None:
    store.commit([a_filing("ANT", message_id=ANT)])
    store.commit([a_filing("BEE", message_id=BEE, reason="duplicate")])
    assert [store.bears(one) for one in (ANT, BEE, CAT)] == [True, False, False]


def test_the_requests_of_a_person_come_newest_first_and_bounded(store: Store) -> None:
    for serial in range(1, 31):
        asked = replace(
            numbered(serial),
            version=1,
            submitted_at=MORNING + timedelta(minutes=serial),
            requester=CRIS if serial == 30 else ANNE,
        )
        receipt = a_receipt(f"Q{serial}", digest=f"{serial}", number=asked.number)
        store.commit([a_registration(asked, receipt=receipt)])

    found = store.requests_of(ANNE, MORNING + timedelta(minutes=25))
    assert [one.number for one in found] == [
        f"TS202611160{serial}" for serial in (29, 28, 27, 26, 25)
    ]
    assert len(store.requests_of(ANNE, MORNING)) == 20


def test_a_merged_request_comes_back_with_where_it_went(store: Store) -> None:
    request = a_new_request()
    store.commit([a_registration(request)])
    event = MergedInto(by=BART, at=MORNING, other=SECOND)
    gone = evolve_all(request, (event,))
    change = Effects(receipt=None, request=gone, based_on=1, events=(event,))
    assert store.commit([change]) == (DONE,)
    assert store.request(NUMBER) == gone
    assert (gone.status, gone.merged_into, gone.closed_at) == (
        Status.MERGED,
        SECOND,
        MORNING,
    )


def a_hand_in(number: int, *requests: str) -> Effects:
    """A new request of Anne's, whose mail somebody handed in without an id."""
    born = numbered(number)
    receipt = a_receipt(f"Q{number}", digest=f"{number}", number=born.number)
    known = frozenset(requests)
    basis = Basis(own="", since=SINCE, requester=ANNE, requests=known)
    return replace(a_registration(born, receipt=receipt), basis=basis)


@pytest.mark.parametrize("batches", [1, 2])
def test_a_mail_handed_in_is_decided_again_where_its_sender_has_a_new_request(
    store: Store, batches: int
) -> None:
    both = (a_registration(), a_hand_in(2))
    parts = [both] if batches == 1 else [[one] for one in both]
    answers = [answer for part in parts for answer in store.commit(part)]
    assert answers == [DONE, MOVED]
    assert store.commit([a_hand_in(2, NUMBER)]) == (DONE,)
