"""A name proves nothing, and a number opens no door."""

from gateway.cli.demo_post import text_of
from gateway.cli.demo_story import Story
from gateway.cli.demo_words import ENGLISH
from tests.support.daemon import Daemon
from tests.support.mailing import ANNE, BART, CRIS, a_mail, number_of


def test_a_stranger_who_names_a_number_gets_a_request_of_their_own(
    daemon: Daemon,
) -> None:
    post = daemon.post()
    kept = "The safe opens with 4711."
    daemon.send(a_mail(kept, subject="My safe"), ANNE)
    annes = post.wait_for("C01", ANNE)
    number = number_of(annes)
    threaded = {"In-Reply-To": str(annes["Message-ID"])}

    content = a_mail(
        "What was it again?",
        sender=CRIS,
        subject=f"Re: [{number}] My safe",
        message_id="<bee@elsewhere.example>",
        headers=threaded,
    )
    daemon.send(content, CRIS)
    answer = post.wait_for("C01", CRIS)

    assert number_of(answer) != number
    assert "4711" not in answer.as_string()
    assert "4711" not in text_of(answer)
    shown = daemon.command("request", "show", number).out
    assert "What was it again?" not in shown
    assert CRIS not in shown


def test_a_command_in_the_name_of_staff_without_a_token_runs_nothing(
    daemon: Daemon,
) -> None:
    story = Story(post=daemon.post(), words=ENGLISH)
    for chapter in (story.ask, story.accept, story.work):
        list(chapter())
    number = number_of(story.to_assign)
    told_before = len(story.post.letters("C09", ANNE))

    forged = a_mail(
        "#test all is well\n#resolve\n",
        sender=BART,
        subject=f"Re: [{number}]",
        message_id="<bee@example.com>",
        headers={"Reply-To": "mallory@elsewhere.example"},
    )
    daemon.send(forged, "mallory@elsewhere.example")
    refusal = story.post.wait_for("S12", BART)

    assert "#resolve" in text_of(refusal)
    assert "in-progress" in daemon.command("request", "show", number).out
    assert len(story.post.letters("C09", ANNE)) == told_before
    assert story.post.letters("S12", "mallory@elsewhere.example") == ()
    assert "unproven-staff" in daemon.command("audit").out


def test_a_token_in_another_hand_is_worth_nothing(daemon: Daemon) -> None:
    post = daemon.post()
    daemon.send(a_mail(), ANNE)
    to_assign = post.wait_for("S01", BART)

    stolen = a_mail(
        "#take",
        sender="dave@example.com",
        to=str(to_assign["Reply-To"]),
        message_id="<bee@example.com>",
    )
    daemon.send(stolen, "dave@example.com", str(to_assign["Reply-To"]))
    post.wait_for("S12", "dave@example.com")

    shown = daemon.command("request", "show", number_of(to_assign)).out
    assert "awaiting-information" in shown


def test_a_customer_who_writes_commands_is_read_as_a_customer(daemon: Daemon) -> None:
    post = daemon.post()
    daemon.send(a_mail("#take\n#resolve\n"), ANNE)
    letter = post.wait_for("C01", ANNE)

    shown = daemon.command("request", "show", number_of(letter)).out
    assert "awaiting-information" in shown
    assert post.letters("S11", ANNE) == ()
