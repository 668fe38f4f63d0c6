"""A mail that cannot be handled: tried again, counted, then held; nobody else waits."""

import os

import pytest

from tests.journeys.conftest import Maker
from tests.support.daemon import Daemon, Table
from tests.support.mailing import ANNE, CRIS, a_mail

FAULT = "TICKET_GATEWAY_FAULT"
DESK: Table = {"tries": 2, "waits": ["100ms"], "message-time": "1s"}
PAPERS: Table = {"time": "900ms"}
# A program of the worker's must end before the worker is taken for hung.
CRYPTO: Table = {"time": "500ms"}
# A worker that is replaced meets its fault anew; one that lives on met it once.
FAULTS = {
    "claimed:exit:1": (2, "worker ended with 137"),
    "parsed:hang:1": (2, "worker hung for 1 s"),
    "claimed:raise:1": (1, "RehearsedFault: rehearsed"),
}


def _held(daemon: Daemon, fault: str) -> str:
    """Hold a mail of Anne's by rehearsal; returns its queue id."""
    daemon.start(**{FAULT: fault})
    queue_id = daemon.send(a_mail(), ANNE)
    daemon.wait_for_log(f"{queue_id}: held")
    daemon.stop()
    return queue_id


@pytest.fixture
def host(make_daemon: Maker) -> Daemon:
    return make_daemon(settings={"desk": DESK, "crypto": CRYPTO, "papers": PAPERS})


@pytest.mark.parametrize("fault", FAULTS)
def test_it_is_held_with_its_reason_after_its_tries(
    make_daemon: Maker, fault: str
) -> None:
    tries, reason = FAULTS[fault]
    host = make_daemon(
        settings={"desk": {**DESK, "tries": tries}, "crypto": CRYPTO, "papers": PAPERS}
    )
    queue_id = _held(host, fault)

    listed = host.command("queue", "list").out
    assert f"{queue_id}  hold" in listed
    assert f"({reason})" in listed
    assert host.log().count(f"{queue_id}: deferred") == tries - 1
    audit = host.command("audit")
    assert audit.code == 0
    assert "held           1" in audit.out


@pytest.mark.parametrize("fault", ["claimed:exit:3", "claimed:hang:3"])
def test_its_neighbours_pass(make_daemon: Maker, fault: str) -> None:
    host = make_daemon(
        settings={"desk": {**DESK, "waits": ["1h"]}, "crypto": CRYPTO, "papers": PAPERS}
    )
    host.configure()
    senders = ("ant@customer.example", "bee@customer.example", "cat@customer.example")
    for sender in senders:
        content = a_mail(sender=sender, message_id=f"<{sender}>")
        assert host.command("ingest", "--from", sender, stdin=content).code == 0
    host.start(**{FAULT: fault})
    post = host.post()

    answered = [post.wait_for("C01", sender) for sender in senders[:2]]

    assert len(answered) == 2
    listed = host.command("queue", "list").out
    assert "deferred" in listed
    assert "-- 1 waiting" in listed
    assert post.letters("C01", senders[2]) == ()
    assert host.command("audit").code == 0


def test_a_mail_that_killed_its_worker_once_is_handled_the_second_time(
    host: Daemon,
) -> None:
    host.start(**{FAULT: "committed:exit:1"})
    host.send(a_mail(), ANNE)
    post = host.post()
    post.wait_for("C01", ANNE)
    host.wait_for_log("worker replaced")
    host.send(a_mail(sender=CRIS, message_id="<bee@elsewhere.example>"), CRIS)
    post.wait_for("C01", CRIS)
    host.stop()

    assert len(post.letters("C01", ANNE)) == 1
    host.start()
    host.wait(lambda: "-- 0 wait" in host.command("queue", "list").out, "the queue")
    assert host.command("audit").code == 0


def test_a_held_mail_is_shown_and_released(host: Daemon) -> None:
    queue_id = _held(host, "claimed:exit:1")
    host.start()
    host.send(a_mail(sender=CRIS, message_id="<bee@elsewhere.example>"), CRIS)
    post = host.post()
    post.wait_for("C01", CRIS)
    assert post.letters("C01", ANNE) == ()

    assert "on fire" in host.command("queue", "show", queue_id).out
    assert host.command("queue", "release", queue_id).code == 0
    post.wait_for("C01", ANNE)

    assert host.command("queue", "list").out == "-- 0 waiting\n"
    audit = host.command("audit")
    assert (audit.code, "held           0" in audit.out) == (0, True)


def test_a_held_mail_is_deleted_and_stays_on_the_books(host: Daemon) -> None:
    queue_id = _held(host, "claimed:exit:1")

    assert host.command("queue", "delete", queue_id).code == 0

    assert host.command("queue", "list").out == "-- 0 waiting\n"
    audit = host.command("audit")
    assert audit.code == 0
    assert "accepted         1" in audit.out
    assert "filed          1" in audit.out
    again = host.command("queue", "delete", queue_id)
    assert again.code == os.EX_NOINPUT


@pytest.mark.parametrize("verb", ["show", "release", "delete"])
def test_what_is_not_in_the_queue_is_said_so(host: Daemon, verb: str) -> None:
    host.configure()

    done = host.command("queue", verb, "NOSUCHMAIL")

    assert done.code == os.EX_NOINPUT
    assert "NOSUCHMAIL" in done.err
