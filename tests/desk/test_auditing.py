"""The accounting proof: what agrees, and each kind of gap."""

import pytest

from gateway.desk.auditing import Account, Books, Gap, balance
from gateway.mail.envelope import QueueId
from gateway.store import reports
from tests.support.builders import ANNE
from tests.support.desk import World

ANT = QueueId("ANT")
NEW = ("request", "new")


def books(
    *,
    receipt: tuple[str, str] | None = None,
    original: bool = False,
    queue: str = "",
) -> Books:
    """What the two books say of one message."""
    return Books(
        receipts={ANT: receipt} if receipt else {},
        originals=frozenset({ANT} if original else ()),
        queues={ANT: queue} if queue else {},
    )


def test_books_that_agree_add_up() -> None:
    names = [QueueId(f"Q{n}") for n in range(9)]
    account = balance(
        Books(
            receipts={
                names[0]: NEW,
                names[1]: ("reply", "Write"),
                names[2]: ("command", "done"),
                names[3]: ("filed", "bounce"),
                names[4]: ("filed", "duplicate"),
                names[5]: ("filed", "bounce"),
            },
            originals=frozenset(names[:6]),
            queues={names[6]: "hold", names[7]: "incoming", names[8]: "deferred"},
        )
    )
    assert account == Account(
        accepted=9,
        ended={"request": 1, "reply": 1, "command": 1, "filed": 3},
        filed={"bounce": 2, "duplicate": 1},
        held=1,
        waiting=2,
        gaps=(),
    )
    assert account.accepted == (
        sum(account.ended.values()) + account.held + account.waiting
    )


def test_empty_books_agree() -> None:
    account = balance(books())
    assert (account.accepted, account.gaps) == (0, ())


@pytest.mark.parametrize(
    "found",
    [
        books(receipt=NEW, original=True),
        books(receipt=NEW, queue="active"),
        books(queue="incoming"),
        books(queue="active"),
        books(queue="deferred"),
        books(queue="hold"),
    ],
    ids=["handled", "committed, not yet finished", "waits", "taken", "later", "held"],
)
def test_what_may_be_is_no_gap(found: Books) -> None:
    account = balance(found)
    assert (account.accepted, account.gaps) == (1, ())


@pytest.mark.parametrize(
    ("found", "what"),
    [
        (
            books(original=True),
            "its original is kept, but no receipt says what became of it",
        ),
        (books(receipt=NEW), "it has a receipt, but its original is gone"),
        (
            books(receipt=NEW, queue="hold"),
            "it is held, but a receipt says that it was handled",
        ),
        (
            books(receipt=NEW, original=True, queue="incoming"),
            "it is kept as handled and also in a queue",
        ),
    ],
)
def test_what_may_not_be_is_a_gap(found: Books, what: str) -> None:
    assert balance(found).gaps == (Gap(ANT, what),)


def test_the_books_of_a_desk_at_work_agree(world: World) -> None:
    world.send(ANNE, "Smoke!")
    world.send(ANNE, "x", headers="Auto-Submitted: auto-replied")
    world.send("nobody", "Held.", mail_from=ANNE)
    world.put(ANNE, "Nobody has looked at this one yet.")
    account = balance(
        Books(
            receipts=reports.receipts(),
            originals=frozenset(world.spool.originals()),
            queues={one.queue_id: one.queue for one in world.spool.listing()},
        )
    )
    assert account == Account(
        accepted=4,
        ended={"request": 1, "reply": 0, "command": 0, "filed": 1},
        filed={"automatic": 1},
        held=1,
        waiting=1,
        gaps=(),
    )
