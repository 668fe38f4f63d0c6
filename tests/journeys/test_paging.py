"""An urgent request that nobody answers reaches one person after the other."""

import time

from gateway.cli.demo_post import text_of
from gateway.cli.demo_words import ENGLISH
from tests.journeys.conftest import Maker
from tests.support.daemon import PEOPLE, Daemon
from tests.support.mailing import ANNE, BART, DAVE, ELLE, a_mail, a_reply

DUTY_DAVE = PEOPLE.replace('duty = ["elle@example.com"]', 'duty = ["dave@example.com"]')
TARGETS = """\
look = "1s"
[clocks.K1]
within = "6s"
stages = [0.3333333333, 0.6666666667, 1.0]
calendar = "always"
[clocks.K2]
within = "2h"
stages = [0.6, 0.9, 1.0]
calendar = "office-cn"
"""


def _host(make_daemon: Maker) -> Daemon:
    host = make_daemon(files={"people.toml": DUTY_DAVE, "targets.toml": TARGETS})
    host.start()
    return host


def test_duty_then_backup_then_supervisor_then_the_miss(make_daemon: Maker) -> None:
    host = _host(make_daemon)
    post = host.post()
    began = time.time()
    host.send(a_mail(ENGLISH.request), ANNE)

    calls = [post.wait_for("S02", who) for who in (DAVE, BART, ELLE)]
    missed = post.wait_for("S06", ELLE)

    said = [text_of(call) for call in calls]
    assert [f"call number {n}" in text for n, text in enumerate(said, 1)] == [True] * 3
    assert all("13812345678" in text for text in said)
    dates = [letter["Date"].datetime for letter in (*calls, missed)]
    assert dates == sorted(dates)
    # Dates are whole seconds.
    assert dates[-1].timestamp() > began + 6 - 1
    assert all(letter["Importance"] == "high" for letter in (*calls, missed))


def test_a_call_that_is_noted_ends_the_paging(make_daemon: Maker) -> None:
    host = _host(make_daemon)
    post = host.post()
    host.send(a_mail(ENGLISH.request), ANNE)
    call = post.wait_for("S02", DAVE)

    host.send(*a_reply(call, "#call connected it is the order module"))
    post.wait_for("S11", DAVE)
    # A second request's clock goes all the way: by then the first one's would have.
    second = a_mail(ENGLISH.request, message_id="<bee@customer.example>")
    host.send(second, ANNE)
    missed = post.wait_for("S06", ELLE)

    assert missed["X-Ticket"] != call["X-Ticket"]
    paged = {str(letter["X-Ticket"]) for letter in post.letters("S02", ELLE)}
    assert paged == {str(missed["X-Ticket"])}


def test_what_came_due_while_it_was_down_is_told_once_at_the_start(
    make_daemon: Maker,
) -> None:
    host = _host(make_daemon)
    host.send(a_mail(ENGLISH.request), ANNE)
    post = host.post()
    call = post.wait_for("S02", DAVE)
    host.stop()
    due = call["Date"].datetime.timestamp() + 7
    host.wait(lambda: time.time() > due, "the target to be missed")

    host.start()
    post.wait_for("S06", ELLE)

    assert post.letters("S02", BART) == post.letters("S02", ELLE) == ()
    assert len(post.letters("S06", ELLE)) == 1
