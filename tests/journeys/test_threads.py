"""Threads over the wire: late parents, other subjects, forwards, foreign numbers."""

from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

from gateway.cli.demo_post import text_of
from tests.support.daemon import Daemon
from tests.support.gateway_process import SUPPORT, running_gateway, send
from tests.support.mailing import ANNE, BART, CRIS, a_mail, a_reply, number_of
from tests.support.relay import Relay

COLLEAGUE = "dora@customer.example"
ANT, BEE, CAT = (f"<{name}@customer.example>" for name in ("ant", "bee", "cat"))
PAIRS = 12
FORWARDED = f"""\
#as
She is a new customer.

---------- Forwarded message ---------
From: Anne Li <{ANNE}>
Date: Mon, Nov 16, 2026 at 9:58 AM
Subject: The printer
To: <bart@example.com>


Smoke comes out of tray 2.
"""


def an_answer(text: str, subject: str = "Re: The printer", **given: str) -> bytes:
    parent = given.pop("parent", ANT)
    headers = {"In-Reply-To": parent, "References": parent}
    return a_mail(text, subject=subject, headers=headers, **given)  # type: ignore[arg-type] # names of its own


def numbers(daemon: Daemon) -> list[str]:
    listed = daemon.command("request", "list").out
    return sorted(word for word in listed.split() if word.startswith("TS20"))


def test_a_parent_that_comes_late_ends_in_the_request_of_its_answer(
    daemon: Daemon,
) -> None:
    post = daemon.post()
    answer = an_answer("I see it, too.", sender=COLLEAGUE, message_id=BEE)
    daemon.send(answer, COLLEAGUE)
    number = number_of(post.wait_for("C01", COLLEAGUE))
    daemon.send(a_mail("Smoke comes out of tray 2.", message_id=ANT), ANNE)
    told = post.wait_for("S04", BART)

    assert number_of(told) == number
    assert "Smoke comes out of tray 2." in text_of(told)
    assert "came after an answer to it" in " ".join(text_of(told).split())
    assert numbers(daemon) == [number]
    assert post.letters("C01", ANNE) == ()


def test_parents_and_answers_that_come_at_the_same_moment_are_one_request_each(
    tmp_path: Path,
) -> None:
    def mails(pair: int) -> list[bytes]:
        parent = f"<ant{pair}@customer.example>"
        subject = f"Printer number {pair} of the whole plant"
        return [
            a_mail("Smoke.", subject=subject, message_id=parent),
            an_answer(
                "Me too.",
                f"Re: {subject}",
                parent=parent,
                message_id=f"<bee{pair}@customer.example>",
            ),
        ]

    def hand_over(content: bytes) -> int:
        return send(gateway.port, ANNE, SUPPORT, content)[0]

    both = [
        mail for pair in range(PAIRS) for mail in mails(pair)[:: 1 - 2 * (pair % 2)]
    ]
    with Relay() as relay, running_gateway(tmp_path, relay.port) as gateway:
        with ThreadPoolExecutor(2) as connections:
            assert set(connections.map(hand_over, both)) == {250}
        gateway.wait_until_it_is_drained(seconds=60)
        requests = gateway.ask("SELECT subject, count(*) FROM request GROUP BY subject")
        mailed = gateway.ask("SELECT count(*) FROM receipt WHERE number IS NOT NULL")
        greeted = gateway.ask("SELECT count(*) FROM letter WHERE code = 'C01'")

    assert sorted(count for _, count in requests) == [1] * PAIRS
    assert (mailed, greeted) == ([(2 * PAIRS,)], [(PAIRS,)])


def test_another_subject_in_a_closed_thread_is_a_request_of_its_own(
    daemon: Daemon,
) -> None:
    post = daemon.post()
    daemon.send(a_mail("Smoke comes out of tray 2.", message_id=ANT), ANNE)
    to_assign = post.wait_for("S01", BART)
    commands = "#take\n#cause toner\n#fix new drum\n#test no smoke\n#resolve"
    daemon.send(*a_reply(to_assign, commands))
    asked = post.wait_for("C09", ANNE)
    lines = (line.strip() for line in text_of(asked).splitlines())
    code = next(line for line in lines if line.startswith("CONFIRM "))
    daemon.send(*a_reply(asked, code, message_id=BEE))
    post.wait_for("C12", ANNE)

    old = number_of(asked)
    other = an_answer("The coffee is cold.", "The coffee", message_id=CAT)
    daemon.send(other, ANNE)
    daemon.wait(lambda: len(numbers(daemon)) == 2, "a second request")

    (new,) = set(numbers(daemon)) - {old}
    shown = daemon.command("request", "show", new).out
    assert "The coffee" in shown
    assert f"related: {old}" in shown


def test_a_forwarded_mail_is_the_request_of_its_sender(daemon: Daemon) -> None:
    post = daemon.post()
    daemon.send(a_mail("The door squeaks.", sender=CRIS, message_id=CAT), CRIS)
    any_letter = post.wait_for("S01", BART)
    plain = a_mail(FORWARDED, sender=BART, subject="Fwd: The printer", message_id=BEE)
    daemon.send(plain, BART)
    refusal = post.wait_for("S12", BART)
    assert "reply address" in " ".join(text_of(refusal).split())
    assert post.letters("C01", ANNE) == ()

    to = str(any_letter["Reply-To"])
    again = a_mail(
        FORWARDED, sender=BART, to=to, subject="Fwd: The printer", message_id=ANT
    )
    daemon.send(again, BART, to)
    acknowledged = post.wait_for("C01", ANNE)
    number = number_of(acknowledged)
    transcript = " ".join(text_of(post.wait_for("S11", BART)).split())

    assert number != number_of(any_letter)
    assert f"{ANNE} {number}" in transcript
    assert "new customer" not in text_of(acknowledged)
    shown = daemon.command("request", "show", number).out
    assert f"Anne Li <{ANNE}>" in shown
    assert "SubmittedOnBehalf" in shown
    daemon.send(*a_reply(acknowledged, "More smoke.", message_id="<dog@x.example>"))
    assert number_of(post.wait_for("S04", BART)) == number


def test_the_number_alone_gives_a_stranger_nothing(daemon: Daemon) -> None:
    post = daemon.post()
    daemon.send(a_mail("The safe opens with 4711.", message_id=ANT), ANNE)
    number = number_of(post.wait_for("C01", ANNE))
    asking = an_answer(
        f"And?\n\n> your request [{number}]",
        f"Re: [{number}] The safe",
        sender=CRIS,
        message_id=BEE,
    )
    daemon.send(asking, CRIS)
    answer = post.wait_for("C01", CRIS)

    assert number_of(answer) != number
    assert number not in answer.as_string()
    assert "4711" not in text_of(answer)
    assert "And?" not in daemon.command("request", "show", number).out
    daemon.wait_for_log(rf"matched .*subject:{number}\(no entry\)")
