"""A robot that bears no sign of one answers each of our letters at once."""

from email.message import EmailMessage

from gateway.cli.demo_post import Post
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, SUPPORT, a_mail

ROUNDS = 12
AWAY = "I read my mail on Mondays. Notice no. {} of 2026-11-16 09:{:02}."


def test_a_dumb_responder_gets_one_letter_and_makes_one_request(
    daemon: Daemon,
) -> None:
    post = daemon.post()
    post.send(ANNE, SUPPORT, a_mail())
    letter = post.wait_for("C01", ANNE)
    for number in range(ROUNDS):
        _answer(post, letter, number)
    daemon.wait_for_log("held cause=", count=ROUNDS - 3)

    assert len(post.letters("C01", ANNE)) == 1
    assert len(post.every_letter()) <= 5
    assert daemon.command("request", "list").out.count(ANNE) == 1
    listed = daemon.command("queue", "list").out
    assert listed.count("a robot? its sender said the same 3 times") == ROUNDS - 3
    audit = daemon.command("audit")
    assert audit.code == 0
    assert f"held    {ROUNDS - 3:8}" in audit.out


def test_what_was_held_of_a_person_is_let_in_at_once(daemon: Daemon) -> None:
    post = daemon.post()
    for number in range(3):
        daemon.send(a_mail(message_id=f"<ant{number}@customer.example>"), ANNE)
    held = daemon.send(a_mail(message_id="<bee@customer.example>"), ANNE)
    daemon.wait_for_log("held cause=", count=1)
    assert daemon.command("queue", "release", held).code == 0
    for _ in range(4):
        post.wait_for("C01", ANNE)


def _answer(post: Post, letter: EmailMessage, number: int) -> None:
    """With a new Message-ID each time, to the address that the letter gives."""
    to = str(letter["Reply-To"])
    answer = a_mail(
        AWAY.format(number, number),
        to=to,
        subject=f"Re: {letter['Subject']}",
        message_id=f"<echo{number}@customer.example>",
    )
    post.send(ANNE, to, answer)
